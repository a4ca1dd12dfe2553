"""MinHash signatures (Broder 1997) of three-character shingles: how much of two texts is literally the same."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from grassrota.opinions.themes.characters import Characters, characters, solid

SHINGLE = 3
SIZE = 64
"""Hashes a text: the estimated likeness j has a standard error of sqrt(j (1 - j) / 64), at most 0.0625."""
BANDS, ROWS = 64, 10
"""Texts are compared if in some band all its 10 hashes agree, drawn from the 64 without replacement. Of pairs that
agree in 58, 51, 48 and 45 of 64 hashes more than 0.999, 0.99, 0.94 and 0.73 are; of those in 26, as boilerplate
gives, 1 in 460."""
CHUNK = 2_000

Keys = npt.NDArray[np.uint64]
Signatures = npt.NDArray[np.uint32]

_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(32)
_random = np.random.default_rng(19_971_997)
_FACTORS = _random.integers(0, 2**31, SIZE, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
_TERMS = _random.integers(0, 2**32, SIZE, dtype=np.uint32)
_CHOSEN = np.stack([_random.permutation(SIZE)[:ROWS] for _ in range(BANDS)])


@dataclass(frozen=True, slots=True)
class Signed:
    """What copies are found by.

    Attributes:
        fingerprints: One number a text, the same for texts of the same letters and digits.
        signatures: ``SIZE`` numbers a text; the share in which two texts agree estimates their likeness.
    """

    fingerprints: Keys
    signatures: Signatures


def signed(words: Sequence[str], workers: int = 2) -> Signed:
    """Fingerprints and signatures of many texts, in the order given.

    Args:
        words: The texts.
        workers: Threads; the answer does not depend on them.
    """
    chunks = [words[first : first + CHUNK] for first in range(0, len(words), CHUNK)]
    with ThreadPoolExecutor(workers) as pool:
        parts = list(pool.map(_signed, chunks))
    if not parts:
        return Signed(np.empty(0, np.uint64), np.empty((0, SIZE), np.uint32))
    return Signed(
        np.concatenate([part.fingerprints for part in parts]), np.concatenate([part.signatures for part in parts])
    )


def bands(signatures: Signatures) -> Keys:
    """The keys under which a text is looked up, one a band: texts that share none are not compared."""
    found = np.empty((len(signatures), BANDS), dtype=np.uint64)
    for first in range(0, len(signatures), CHUNK):
        found[first : first + CHUNK] = _bands(signatures[first : first + CHUNK])
    return found


def _bands(signatures: Signatures) -> Keys:
    keys = np.broadcast_to(np.arange(1, BANDS + 1, dtype=np.uint64), (len(signatures), BANDS)).copy()
    for row in range(ROWS):
        keys ^= signatures[:, _CHOSEN[:, row]]
        keys *= _MIX
        keys ^= keys >> _SHIFT
    return keys


def _signed(words: Sequence[str]) -> Signed:
    texts = solid(characters(words))
    found = np.full((len(words), SIZE), np.iinfo(np.uint32).max, dtype=np.uint32)
    spoken = texts.lengths > 0
    if spoken.any():
        hashes = _shingles(texts)
        firsts = texts.starts[:-1][spoken]
        permuted = np.empty_like(hashes)
        for column in range(SIZE):
            np.multiply(hashes, _FACTORS[column], out=permuted)
            permuted += _TERMS[column]
            found[spoken, column] = np.minimum.reduceat(permuted, firsts)
    return Signed(_fingerprints(texts), found)


def _shingles(texts: Characters) -> npt.NDArray[np.uint32]:
    """A hash for each character and the two after it; beyond the end of a text stand two blanks."""
    count, blanks = len(texts.lengths), SHINGLE - 1
    place = np.arange(len(texts.codes)) + np.repeat(np.arange(count), texts.lengths) * blanks
    codes = np.zeros(len(texts.codes) + (count + 1) * blanks, dtype=np.uint64)
    codes[place] = texts.codes
    mixed = np.ones(len(place), dtype=np.uint64)
    for step in range(SHINGLE):
        mixed = (mixed ^ codes[place + step]) * _MIX
        mixed ^= mixed >> _SHIFT
    return mixed.astype(np.uint32)


def _fingerprints(texts: Characters) -> Keys:
    data, ends = texts.codes.tobytes(), (texts.starts * 4).tolist()
    pieces = [blake2b(data[begin:end], digest_size=8).digest() for begin, end in pairwise(ends)]
    return np.frombuffer(b"".join(pieces), dtype="<u8").astype(np.uint64)
