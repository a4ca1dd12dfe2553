"""Which persons and slots the exact stages look at, and their coefficients in the rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from grassrota.rota.frame import Bools, Floats, Ints
from grassrota.rota.solve.model import Model


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


def choose(
    model: Model, reduced: Floats, best: Floats, people: Ints, choice: Choice, random: np.random.Generator
) -> Columns:
    """Some columns of some people.

    Args:
        model: All rows.
        reduced: Their reduced costs, shape (people, S).
        best: The least each of them can cost, going or staying, shape (people,).
        people: Their indices.
        choice: How many of which.
        random: For the sampled ones.
    """
    chosen = np.zeros(reduced.shape, dtype=np.bool_)
    rows = np.arange(len(people))
    noise = np.log(-np.log(np.clip(random.random(reduced.shape), 1e-12, 1 - 1e-12)))
    for count, order in ((choice.cheapest, reduced), (choice.sampled, reduced + choice.softness * noise)):
        count = min(count, reduced.shape[1])
        if count and len(people):
            chosen[rows[:, None], np.argpartition(order, count - 1, axis=1)[:, :count]] = True
    regret = reduced - np.where(np.isfinite(best), best, 0.0)[:, None]
    for kind in np.unique(model.frame.kinds, axis=1).T:
        able = np.flatnonzero(kind[people])
        take = min(choice.every_slot, len(able))
        if take:
            keen = np.argpartition(regret[able], take - 1, axis=0)[:take]
            chosen[able[keen], np.arange(reduced.shape[1])] = True
    row, slot = np.nonzero(chosen & np.isfinite(reduced))
    return Columns(people[row], slot)


def everything(model: Model) -> Columns:
    """Every allowed column."""
    person, slot = np.nonzero(model.allowed(np.arange(len(model.frame.people))))
    return Columns(person, slot)


def merged(model: Model, first: Columns, second: Columns) -> Columns:
    """The union of two sets of columns."""
    width = len(model.frame.slots)
    keys = np.union1d(first.person * width + first.slot, second.person * width + second.slot)
    return Columns(keys // width, keys % width)


def coefficients(model: Model, columns: Columns) -> sparse.csc_array:
    """What one unit of each column adds to each row, shape (R, columns)."""
    frame, shape = model.frame, (len(model), len(columns))
    upper = model.of_slots[:, columns.slot].tocoo()
    weights = model.by_type[upper.row, model.types[1][columns.person[upper.col]]]
    parts = [(weights, upper.row.astype(np.int64), upper.col.astype(np.int64))]
    cut, batches = len(model.slot_rows), frame.batches
    apart = len(model.each_batch)
    by_cell, cell = model.cells
    for batch in range(batches):
        away = np.flatnonzero(frame.active[batch, columns.slot])
        picked = by_cell[:, cell[columns.person[away]]].tocoo()
        one = picked.row < apart
        row = np.where(one, picked.row * batches + batch, picked.row + apart * (batches - 1))
        parts.append((picked.data, cut + row.astype(np.int64), away[picked.col]))
    data, row, column = (np.concatenate(part) for part in zip(*parts, strict=True))
    found = sparse.csc_array((data, (row, column)), shape=shape)
    found.eliminate_zeros()
    return found
