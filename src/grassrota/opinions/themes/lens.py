"""A lens turns texts into vectors that lie close together where two people tell of the same thing.

It is fitted once on some texts and then frozen: what it says of a text depends on that text alone, so that it does not
matter when the text came or which others came with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, vstack

from grassrota.opinions.themes.encoder import Encoder, Vectors
from grassrota.opinions.themes.terms import counted
from grassrota.opinions.themes.weights import chosen, weighted

TOPICS = 200
SPARE, PASSES = 20, 4
"""Of the randomised singular vectors: those kept beyond the topics, and how often the terms are passed over."""
LEXICAL = 0.7
"""Weight of terms beside the encoder; tuned on one half of banking77."""
RIDGE = 1.0
ENCODED_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Lens:
    """What was learned from the texts it was fitted on.

    Attributes:
        columns: The terms in use, by column.
        weights: Inverse document frequency of each.
        topics: Terms in use x topics: latent semantic analysis (Deerwester et al. 1990).
        centre: Mean of the texts on the topics.
        encoded_centre: Mean of what the encoder said; empty without an encoder.
        taught: Topics x 512: what the encoder would say, by linear regression; empty if it is asked itself.
        encoder: The encoder, or none.
    """

    columns: npt.NDArray[np.int64]
    weights: Vectors
    topics: Vectors
    centre: Vectors
    encoded_centre: Vectors
    taught: Vectors
    encoder: Encoder | None

    def vectors(self, words: Sequence[str]) -> Vectors:
        """One vector of length 1 a text."""
        if not words:
            return self.joined(np.empty((0, self.topics.shape[1]), np.float32), _NONE)
        parts = [weighted(part, self.columns, self.weights) @ self.topics for part in counted(words)]
        said = _NONE if self.encoder is None else encoded(self.encoder, words)
        return self.joined(np.concatenate(parts), said)

    def joined(self, placed: Vectors, said: Vectors) -> Vectors:
        """One vector of what the terms and the encoder say, both seen from their centre."""
        topics = unit(placed - self.centre)
        if len(self.taught):
            spoken = unit(topics @ self.taught)
        elif len(said):
            spoken = unit(said - self.encoded_centre)
        else:
            return topics
        return unit(np.hstack([spoken, np.float32(LEXICAL) * topics]))


def fitted(words: Sequence[str], encoder: Encoder | None, taught: bool = False) -> tuple[Lens, Vectors]:
    """A lens for texts like these, and their vectors.

    Args:
        words: Different texts, 1 or more.
        encoder: The sentence encoder, or none for terms alone.
        taught: If true, the lens learns to say what the encoder says of these texts, and never asks it again: much
            faster, and a little blunter.
    """
    counts = vstack(list(counted(words)), format="csr")
    columns, weights = chosen(counts)
    terms = weighted(counts, columns, weights)
    topics = _topics(terms)
    placed = terms @ topics
    said = _NONE if encoder is None else encoded(encoder, words)
    encoded_centre = said.mean(axis=0) if len(said) else _NONE
    asked = None if taught else encoder
    lens = Lens(columns, weights, topics, placed.mean(axis=0), encoded_centre, _NONE, asked)
    if taught and len(said):
        seen = unit(placed - lens.centre)
        gram = seen.T @ seen + RIDGE * np.eye(seen.shape[1], dtype=np.float32)
        learned = np.linalg.solve(gram, seen.T @ unit(said - encoded_centre)).astype(np.float32)
        lens = replace(lens, taught=learned)
    return lens, lens.joined(placed, said)


def encoded(encoder: Encoder, words: Sequence[str]) -> Vectors:
    """What the encoder says of many texts, some at a time."""
    starts = range(0, len(words), ENCODED_AT_ONCE)
    return np.concatenate([encoder(words[start : start + ENCODED_AT_ONCE]) for start in starts])


def unit(rows: Vectors) -> Vectors:
    """The rows at length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: Vectors = rows / np.maximum(lengths, 1e-9)
    return found.astype(np.float32, copy=False)


_NONE = np.empty((0, 0), dtype=np.float32)


def _topics(terms: csr_matrix) -> Vectors:
    """Terms x topics: the leading right singular vectors, by a randomised range finder (Halko et al. 2011)."""
    topics = min(TOPICS, *terms.shape)
    width = min(topics + SPARE, *terms.shape)
    found = np.random.default_rng(0).standard_normal((terms.shape[1], width)).astype(np.float32)
    for _ in range(PASSES):
        left, _ = np.linalg.qr(terms @ found)
        found = terms.T @ left
    right, _ = np.linalg.qr(found)
    _, _, turned = np.linalg.svd(terms @ right, full_matrices=False)
    return np.ascontiguousarray(right @ turned[:topics].T)
