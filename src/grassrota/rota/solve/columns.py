"""Which persons and slots the exact stages look at, and their coefficients in the rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from grassrota.rota.frame import Bools, Floats, Ints
from grassrota.rota.solve.model import Model
from grassrota.rota.solve.pricing import best_each


@dataclass(frozen=True)
class Columns:
    """Pairs of person and slot: indices, each of shape (C,), ordered by person, then slot."""

    person: Ints
    slot: Ints

    def __len__(self) -> int:
        return len(self.person)

    def of(self, people: Bools) -> Columns:
        """The columns of some people, given as a mask of shape (P,)."""
        keep = people[self.person]
        return Columns(self.person[keep], self.slot[keep])


@dataclass(frozen=True, slots=True)
class Choice:
    """Which columns to look at.

    Attributes:
        cheapest: The cheapest columns of each person.
        sampled: Further columns of each person, drawn so that cheap ones are likely. Together they crowd the slots
            about as the prices foresee; the cheapest alone would leave some slots without takers.
        softness: How much dearer a column may be and still be likely, in cost units.
        every_slot: Columns for each slot and kind of person, those with the least regret, so that no leader's place
            starves.
    """

    cheapest: int = 2
    sampled: int = 4
    softness: float = 1.5
    every_slot: int = 4

    def times(self, factor: int) -> Choice:
        """So many times as many columns."""
        return Choice(self.cheapest * factor, self.sampled * factor, self.softness * factor, self.every_slot * factor)


def choose(model: Model, reduced: Floats, people: Bools, choice: Choice, random: np.random.Generator) -> Columns:
    """Some columns of some people, at the prices behind ``reduced``.

    Args:
        model: All rows.
        reduced: Reduced costs, shape (P, S).
        people: Whose columns, a mask of shape (P,).
        choice: How many of which.
        random: For the sampled ones.
    """
    chosen = np.zeros(reduced.shape, dtype=np.bool_)
    index = np.flatnonzero(people)
    mine = reduced[index]
    noise = np.log(-np.log(np.clip(random.random(mine.shape), 1e-12, 1 - 1e-12)))
    for count, order in ((choice.cheapest, mine), (choice.sampled, mine + choice.softness * noise)):
        count = min(count, mine.shape[1])
        if count and len(index):
            chosen[index[:, None], np.argpartition(order, count - 1, axis=1)[:, :count]] = True
    regret = reduced - np.where(np.isfinite(best := best_each(model, reduced)), best, 0.0)[:, None]
    for kind in np.unique(model.frame.kinds, axis=1).T:
        able = np.flatnonzero(kind & people)
        take = min(choice.every_slot, len(able))
        if take:
            keen = np.argpartition(regret[able], take - 1, axis=0)[:take]
            chosen[able[keen], np.arange(reduced.shape[1])] = True
    person, slot = np.nonzero(chosen & np.isfinite(reduced))
    return Columns(person, slot)


def everything(model: Model) -> Columns:
    """Every allowed column."""
    person, slot = np.nonzero(model.allowed)
    return Columns(person, slot)


def merged(model: Model, first: Columns, second: Columns) -> Columns:
    """The union of two sets of columns."""
    width = len(model.frame.slots)
    keys = np.union1d(first.person * width + first.slot, second.person * width + second.slot)
    return Columns(keys // width, keys % width)


def coefficients(model: Model, columns: Columns) -> sparse.csc_array:
    """What one unit of each column adds to each row, shape (R, C)."""
    frame = model.frame
    upper = sparse.csc_array(model.by_slot)[:, columns.slot].tocoo()
    weights = model.by_type[upper.row, model.types[1][columns.person[upper.col]]]
    parts = [sparse.coo_array((weights, (upper.row, upper.col)), shape=upper.shape)]
    by_person_batch = sparse.csc_array(model.by_person_batch)
    lower = sparse.coo_array((len(model.batch_rows), len(columns)))
    for batch in range(frame.batches):
        away = np.flatnonzero(frame.active[batch, columns.slot])
        picked = by_person_batch[:, columns.person[away] * frame.batches + batch].tocoo()
        lower = lower + sparse.coo_array((picked.data, (picked.row, away[picked.col])), shape=lower.shape)
    return sparse.csc_array(sparse.vstack([*parts, lower]))
