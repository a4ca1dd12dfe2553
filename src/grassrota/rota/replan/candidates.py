"""Which changes to look at first: people who could mend what is broken, near at hand."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from grassrota.rota.frame import Bools, Floats, Ints
from grassrota.rota.replan.standing import EPSILON, STAYS, Standing
from grassrota.rota.rows import BatchRow

EVERYTHING = 20_000
"""Up to so many pairs of a person and a slot all of them are looked at."""

EACH_PERSON, EACH_SLOT = 3, 8
"""So many of the cheapest changes of each person, and to each slot of each kind of person."""

EACH_COUNTED = 40
"""So many of each person who counts in a broken row of a home unit."""

SPARED = 3_000
"""So many of those whom their slot could spare."""


def needs(standing: Standing) -> Floats:
    """Prices that say: one change can serve only one of the slots and places that need somebody, shape (R,)."""
    model, served = standing.model, np.zeros(len(standing.model.frame.slots), dtype=np.bool_)
    found = np.zeros(len(model))
    for place in np.flatnonzero(standing.loads < model.low - EPSILON).tolist():
        row = model.slot_rows[place] if place < len(model.slot_rows) else None
        if row is not None and row.batch is not None and not served[row.slots].any():
            served[row.slots] = True
            found[place] = 1.0 / row.weights.max()
    return found


def candidates(standing: Standing) -> Ints:
    """Changes, as person x number of slots + slot, in order."""
    model, frame = standing.model, standing.model.frame
    width = len(frame.slots)
    wanted = _wanted(standing)
    if width * len(frame.people) <= EVERYTHING:
        people, slots = np.arange(len(frame.people)), np.arange(width)
    else:
        staying = np.flatnonzero(standing.chosen == STAYS)
        people = np.concatenate([staying, standing.spared[:SPARED]])
        slots = np.array(sorted(wanted), dtype=np.int64)
    if not len(people) or not len(slots):
        return np.zeros(0, dtype=np.int64)
    regret: Floats = frame.going(people)[:, frame.opening_of[slots]].astype(np.float64) - standing.cost[people][:, None]
    regret[~model.allowed(people, slots)] = np.inf
    regret[slots == standing.chosen[people][:, None]] = np.inf
    kept = np.isfinite(regret)
    if kept.size > EVERYTHING:
        kept &= _near(standing, people, regret) | _keen(
            standing, people, regret, [wanted[slot] for slot in slots.tolist()]
        )
    person, slot = np.nonzero(kept)
    return np.unique(people[person] * width + slots[slot])


def _wanted(standing: Standing) -> dict[int, set[int]]:
    """The kinds of people that slots need, or that a place needs in them."""
    model, found = standing.model, defaultdict[int, set[int]](set)
    for place in np.flatnonzero(standing.loads < model.low - EPSILON).tolist():
        row = model.slot_rows[place] if place < len(model.slot_rows) else None
        if row is not None and row.batch is not None:
            for slot in row.slots.tolist():
                found[slot].update(np.flatnonzero(row.weights > 0).tolist())
    return found


def _near(standing: Standing, people: Ints, regret: Floats) -> Bools:
    """The cheapest slots of each person."""
    kept, counted = np.zeros(regret.shape, dtype=np.bool_), _counted(standing)[people]
    for some, count in ((np.flatnonzero(~counted), EACH_PERSON), (np.flatnonzero(counted), EACH_COUNTED)):
        near = min(count, regret.shape[1])
        kept[some[:, None], np.argpartition(regret[some], near - 1, axis=1)[:, :near]] = True
    return kept


def _keen(standing: Standing, people: Ints, regret: Floats, wanted: list[set[int]]) -> Bools:
    """For each slot and kind that it needs, those who come most cheaply: who stay, and who go elsewhere."""
    kept, kinds = np.zeros(regret.shape, dtype=np.bool_), standing.model.frame.kinds[people]
    stays = standing.chosen[people] == STAYS
    for place, needed in enumerate(wanted):
        for kind in needed:
            for some in (stays, ~stays):
                able = np.flatnonzero((kinds[:, kind] > 0) & some)
                kept[able[np.argsort(regret[able, place], kind="stable")[:EACH_SLOT]], place] = True
    return kept


def _counted(standing: Standing) -> Bools:
    """True for people who count in a row of home units that is broken, shape (P,)."""
    model, found = standing.model, np.zeros(len(standing.chosen), dtype=np.bool_)
    for place in np.flatnonzero(standing.broken[len(model.slot_rows) :]).tolist():
        row, _ = model.row(len(model.slot_rows) + place)
        if isinstance(row, BatchRow):
            found[model.frame.party[row.people]] = True
    return found
