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


def choose(model: Model, reduced: Floats, people: Bools, each: int, every_slot: int) -> Columns:
    """The cheapest columns of some people, at the prices behind ``reduced``.

    Args:
        model: All rows.
        reduced: Reduced costs, shape (P, S).
        people: Whose columns, a mask of shape (P,).
        each: Columns for each person.
        every_slot: Columns for each slot and each kind of person, those with the least regret, so that no slot and no
            leader's place in it starves.
    """
    chosen = np.zeros(reduced.shape, dtype=np.bool_)
    index = np.flatnonzero(people)
    mine = reduced[index]
    each = min(each, mine.shape[1])
    if each and len(index):
        cheapest = np.argpartition(mine, each - 1, axis=1)[:, :each]
        chosen[index[:, None], cheapest] = True
    regret = reduced - np.where(np.isfinite(best := best_each(model, reduced)), best, 0.0)[:, None]
    for kind in np.unique(model.frame.kinds, axis=1).T:
        able = np.flatnonzero(kind & people)
        take = min(every_slot, len(able))
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
