"""Costs and fitness of one choice in every opening, or of all in one: a row or a column of all pairs.

Of 140,000 people and 5,000 openings a question needs a few rows and columns, and nobody ever needs all pairs.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from grassrota.rota.frame import Bools, Costs, Floats, Frame, Ints


class Pairs:
    """What ``cost.going_cost`` and ``qualities.fits`` say of P who choose and O openings, by their indices."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def row(self, person: int) -> Floats:
        """Cost in every opening, shape (O,)."""
        return np.asarray(self.frame.going(np.array([person]))[0], dtype=np.float64)

    def column(self, opening: int) -> Floats:
        """Cost of everybody in an opening, shape (P,)."""
        frame, (home, far) = self.frame, self.frame.far
        found = (frame.traits @ frame.asks[:, opening]).astype(np.float64) + far[home, opening]
        starts, people, off = self._wishers
        here = slice(starts[opening], starts[opening + 1])
        found[people[here]] += off[here]
        return np.asarray(found)

    def fits_row(self, person: int) -> Bools:
        """True where skills and grade suit an opening, and it has seats enough, shape (O,)."""
        return np.asarray(self.frame.traits[person] @ self.frame.unfit < 0.5)

    def fits_column(self, opening: int) -> Bools:
        """True for those whose skills and grade suit an opening, and for whom it has seats enough, shape (P,)."""
        return np.asarray(self.frame.traits @ self.frame.unfit[:, opening] < 0.5)

    @cached_property
    def _wishers(self) -> tuple[Ints, Ints, Costs]:
        """``Frame.wishes`` opening by opening: where each one's entries begin; who wishes; what it changes."""
        first, wished, off = self.frame.wishes
        order = np.argsort(wished, kind="stable")
        people = np.repeat(np.arange(len(self.frame.people)), np.diff(first))
        counts = np.bincount(wished, minlength=len(self.frame.problem.openings))
        return np.concatenate([[0], np.cumsum(counts)]), people[order], off[order]
