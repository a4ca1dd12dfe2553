"""What themes there are, learned from many texts; then frozen, so that placing a text depends on that text alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path
from typing import IO

import numpy as np

from grassrota.errors import BadInput, Fault
from grassrota.opinions.themes.encoder import Encoder, Vectors
from grassrota.opinions.themes.lens import Lens, fitted
from grassrota.opinions.themes.neighbours import Labels, nearest, shape
from grassrota.opinions.themes.partition import partition
from grassrota.opinions.themes.signature import signed

NEIGHBOURS = 10
LANDMARKS = 10_000
"""Texts that a model is learned from and places others by; of more, those of the lowest rank: as good as chance."""
NEAR = 0.3
"""Cosine to the nearest landmark below which a text belongs to no theme."""
BLOCK = 2_000
LOOSE = -1


@dataclass(frozen=True, slots=True)
class Model:
    """Landmarks, each with its theme.

    Attributes:
        lens: What turns words into vectors.
        vectors: Those of the landmarks, each of length 1.
        theme: The theme of each landmark, 0 to ``count`` - 1.
        near: Cosine below which a text belongs to no theme.
    """

    lens: Lens
    vectors: Vectors
    theme: Labels
    near: float = NEAR

    @property
    def count(self) -> int:
        """How many themes there are."""
        return int(self.theme.max()) + 1

    def place(self, words: Sequence[str]) -> tuple[Labels, Vectors]:
        """The theme of each text, ``LOOSE`` for none, and its cosine to the nearest landmark.

        The ten nearest landmarks vote, each with the cube of its cosine.
        """
        themes = np.empty(len(words), dtype=np.int64)
        likeness = np.empty(len(words), dtype=np.float32)
        for first in range(0, len(words), BLOCK):
            part = slice(first, first + BLOCK)
            themes[part], likeness[part] = self._voted(self.lens.vectors(words[part]))
        themes[likeness < self.near] = LOOSE
        return themes, likeness

    def _voted(self, vectors: Vectors) -> tuple[Labels, Vectors]:
        cosines = vectors @ self.vectors.T
        count = min(NEIGHBOURS, cosines.shape[1])
        voters = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
        weights = np.maximum(np.take_along_axis(cosines, voters, axis=1), 0) ** 3
        votes = np.zeros((len(vectors), self.count), dtype=np.float32)
        np.add.at(votes, (np.arange(len(vectors))[:, None], self.theme[voters]), weights)
        return votes.argmax(axis=1), cosines.max(axis=1)

    def save(self, file: Path | IO[bytes]) -> None:
        """Writes the arrays; they hold hashed terms and vectors, and no words."""
        lens = {name: getattr(self.lens, name) for name in _ARRAYS}
        np.savez(
            file, vectors=self.vectors, theme=self.theme, near=self.near, asked=self.lens.encoder is not None, **lens
        )


_ARRAYS = ("columns", "weights", "topics", "centre", "encoded_centre", "taught")


def learned(
    words: Sequence[str],
    encoder: Encoder | None,
    count: int | None = None,
    near: float = NEAR,
    landmarks: int = LANDMARKS,
    seed: int = 0,
) -> Model:
    """Learns themes from texts, whatever their order; the same texts and seed give the same model.

    Args:
        words: Different texts (give only the leaders of copies), 1 or more.
        encoder: The sentence encoder, or none for terms alone.
        count: How many themes; unless given, the root of the number of landmarks.
        near: Cosine to the nearest landmark below which a text belongs to no theme, -1 to 1.
        landmarks: How many texts to learn from at most, 2 or more. If there are more texts, the encoder is asked about
            the landmarks only, and the lens learns to say what it says.
        seed: Seed of the first centres.

    Raises:
        BadInput: If there are no texts, or a number is out of range.
    """
    if not words or landmarks < 2 or (count is not None and count < 1):
        got = f"{len(words)} texts, {landmarks} landmarks, {count} themes"
        raise BadInput([Fault("words", "1 text or more, 2 landmarks or more, 1 theme or more", got)])
    order = np.argsort(signed(words).fingerprints, kind="stable")[:landmarks]
    chosen = [words[index] for index in order]
    lens, vectors = fitted(chosen, encoder, taught=len(words) > len(chosen))
    groups = min(count or round(sqrt(len(chosen))), max(1, len(chosen) // 2))
    if groups == 1:
        return Model(lens, vectors, np.zeros(len(chosen), dtype=np.int64), near)
    points = shape(*nearest(vectors, NEIGHBOURS), groups)
    _, theme = np.unique(partition(points, groups, seed), return_inverse=True)
    return Model(lens, vectors, theme, near)


def loaded(file: Path | IO[bytes], encoder: Encoder | None) -> Model:
    """A model that was saved.

    Raises:
        BadInput: If it asks the encoder, and there is none.
    """
    with np.load(file, allow_pickle=False) as held:
        if held["asked"] and encoder is None:
            raise BadInput([Fault("encoder", "the encoder the model was learned with", "none")])
        lens = Lens(**{name: held[name] for name in _ARRAYS}, encoder=encoder if held["asked"] else None)
        return replace(Model(lens, held["vectors"], held["theme"]), near=float(held["near"]))
