"""Terms of texts, counted: in Chinese single characters and pairs; in what has spaces, pieces of words or their stems.

Pieces are runs of three to five characters with the blank before and after a word (McNamee and Mayfield 2004): they
match ``refund``, ``refunded`` and a misspelt ``refundd`` without a dictionary. A stem is the first six characters of a
word, and of each part of a ``CompoundName``. Terms are hashed into a fixed number of columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from grassrota.opinions.themes.characters import SEPARATOR, Codes, characters

COLUMNS = 1 << 20
CHUNK = 4_000
PIECES = (3, 4, 5)
STEM = 6

_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(32)
_TO_COLUMN = np.uint64(64 - 20)

Flags = npt.NDArray[np.bool_]
Terms = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
"""Where each term begins, and its column."""


def counted(words: Sequence[str], stems: bool = False) -> Iterator[csr_matrix]:
    """How often each term stands in each text: texts x ``COLUMNS``, some thousands of texts at a time, in order.

    Args:
        words: The texts.
        stems: Stems of words instead of their pieces: fewer terms, for finding one text; pieces are for grouping many.
    """
    for first in range(0, len(words), CHUNK):
        yield _counted(words[first : first + CHUNK], stems)


def _counted(words: Sequence[str], stems: bool) -> csr_matrix:
    apart = characters([f" {_parted(text) if stems else text} " for text in words])
    row = np.repeat(np.arange(len(words)), apart.lengths)
    blank, ideograph = apart.codes == SEPARATOR, _is_ideograph(apart.codes)
    terms = [_windows(apart.codes, _all(ideograph, length), length) for length in (1, 2)]
    if stems:
        terms.append(_stems(apart.codes, ~blank & ~ideograph))
    else:
        terms += [_pieces(apart.codes, ~blank & ~ideograph, ideograph, length) for length in PIECES]
    keys = np.concatenate([row[begins] * COLUMNS + column for begins, column in terms])
    found, count = np.unique(keys, return_counts=True)
    shape = (len(words), COLUMNS)
    return csr_matrix((count.astype(np.float32), (found // COLUMNS, found % COLUMNS)), shape=shape)


def _parted(words: str) -> str:
    """The text, and once more the parts of each ``CompoundName`` in it."""
    parts = [part for name in _COMPOUND.findall(words) for part in _PART.findall(name)]
    return f"{words} {' '.join(parts)}" if parts else words


_COMPOUND = re.compile(r"[A-Za-z0-9]*[a-z0-9][A-Z][A-Za-z0-9]*")
_PART = re.compile(r"[A-Z]*[a-z0-9]+|[A-Z]+")


def _stems(codes: Codes, spelt: Flags) -> Terms:
    begins = np.flatnonzero(spelt[1:] & ~spelt[:-1]) + 1
    mixed = np.full(len(begins), STEM, dtype=np.uint64)
    inside = np.ones(len(begins), dtype=np.bool_)
    for step in range(STEM):
        place = np.minimum(begins + step, len(codes) - 1)
        inside &= spelt[place]
        mixed = np.where(inside, (mixed ^ codes[place]) * _MIX, mixed)
        mixed ^= mixed >> _SHIFT
    return begins, ((mixed * _MIX) >> _TO_COLUMN).astype(np.int64)


def _pieces(codes: Codes, spelt: Flags, ideograph: Flags, length: int) -> Terms:
    inner = _all(spelt, length - 2)[1:]
    size = max(0, len(codes) - length + 1)
    return _windows(codes, inner[:size] & ~ideograph[:size] & ~ideograph[length - 1 :], length)


def _all(flags: Flags, length: int) -> Flags:
    """Where ``length`` flags in a row are set."""
    found = flags[: max(0, len(flags) - length + 1)].copy()
    for step in range(1, length):
        found &= flags[step : step + len(found)]
    return found


def _windows(codes: Codes, allowed: Flags, length: int) -> Terms:
    begins = np.flatnonzero(allowed)
    mixed = np.full(len(begins), length, dtype=np.uint64)
    for step in range(length):
        mixed = (mixed ^ codes[begins + step]) * _MIX
        mixed ^= mixed >> _SHIFT
    return begins, ((mixed * _MIX) >> _TO_COLUMN).astype(np.int64)


def _is_ideograph(codes: Codes) -> Flags:
    return ((codes >= 0x2E80) & (codes < 0xA000)) | ((codes >= 0xAC00) & (codes < 0xD7B0)) | (codes >= 0x20000)
