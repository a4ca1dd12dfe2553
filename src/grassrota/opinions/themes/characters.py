"""Texts as arrays of code points: the letters and digits that count, whatever the width, case or punctuation."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

SEPARATOR = 0
PLANES = 0x30000
"""Code points from here on hold no letters in use; they separate words like punctuation does."""

Codes = npt.NDArray[np.uint32]
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of many texts, one after the other.

    Attributes:
        codes: Code points; ``SEPARATOR`` stands for whatever is neither letter nor digit.
        starts: Where each text begins, and at the end the length of ``codes``: one more than there are texts.
    """

    codes: Codes
    starts: Positions

    @property
    def lengths(self) -> Positions:
        """Characters of each text."""
        return np.diff(self.starts)


def characters(words: Sequence[str]) -> Characters:
    """Every character folded (NFKC, case): full-width and capital letters become plain ones, the rest separates."""
    joined = "".join(words).encode("utf-32-le", "surrogatepass")
    raw = np.minimum(np.frombuffer(joined, dtype="<u4"), PLANES - 1)
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    return Characters(_folded()[raw], np.concatenate(([0], np.cumsum(lengths))))


def solid(given: Characters) -> Characters:
    """The same texts without anything that separates."""
    kept = given.codes != SEPARATOR
    before = np.concatenate(([0], np.cumsum(kept)))
    return Characters(given.codes[kept], before[given.starts])


@cache
def _folded() -> Codes:
    return np.fromiter((_fold(chr(code)) for code in range(PLANES)), dtype=np.uint32, count=PLANES)


def _fold(character: str) -> int:
    plain = unicodedata.normalize("NFKC", character).casefold()[:1]
    return ord(plain) if plain.isalnum() else SEPARATOR
