"""All that a problem asks for, as members of a clash: one by one, or alike ones together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from grassrota.rota.frame import Ints
from grassrota.rota.rows import SlotRow
from grassrota.rota.rules import availability, coverage, everyone, fit, leaders_first, pins
from grassrota.rota.solve.conflict.ground import Ground
from grassrota.rota.solve.conflict.member import Member


def one_by_one(ground: Ground) -> list[Member]:
    """Every row, every opening that asks who fits, and everybody of whom a rule speaks."""
    people = [part for member in _people(ground) for part in ground.parts(member)]
    return [*(ground.asked(row, low) for row, low in _ends(ground)), *_fits(ground), *people]


def alike(ground: Ground) -> list[Member]:
    """The same with rows about slots added up where openings ask alike, and people together.

    Openings that may stay empty take anybody: that asks for less, so that what clashes clashes still.
    """
    together: dict[tuple[object, ...], list[int]] = defaultdict(list)
    found = []
    pinned = {pin.opening for pin in ground.frame.problem.pins}
    for row, low in _ends(ground):
        entry, _ = ground.model.row(row)
        if not isinstance(entry, SlotRow) or entry.rule == coverage.RULE or entry.about[0] in pinned:
            found.append(ground.asked(row, low))
        else:
            together[entry.rule, low, *_asks(ground, entry, row)].append(row)
    for (rule, end, *_), rows in together.items():
        one = len(rows) == 1
        found.append(ground.asked(rows[0], bool(end)) if one else Member(str(rule), (), tuple(rows), bool(end), True))
    fits = [one for one in _fits(ground) if one.about[0] in pinned or ground.frame.problem.opening[one.about[0]].low]
    return [*found, *fits, *_people(ground)]


def gathered(ground: Ground, members: Sequence[Member], most: int) -> list[Member]:
    """The same members; those of one rule and batch together if they are more than ``most``."""
    together: dict[tuple[str, bool, int | None, int], list[Member]] = defaultdict(list)
    for member in members:
        if len(member.rows) == 1:
            batch = ground.model.row(member.rows[0])[1]
            together[member.rule, member.low, batch, len(member.about)].append(member)
    many = [alike for alike in together.values() if len(alike) > most]
    gone = {member for alike in many for member in alike}
    found = [Member(one[0].rule, (), tuple(m.rows[0] for m in one), one[0].low) for one in many]
    return [*found, *(member for member in members if member not in gone)]


def _ends(ground: Ground) -> Iterator[tuple[int, bool]]:
    """Rows and their ends, as far as these ask for anything."""
    model = ground.model
    slots = np.array([isinstance(model.row(row)[0], SlotRow) for row in range(len(model))], dtype=np.bool_)
    weights = np.array([row.weights.min(initial=0) for row in model.slot_rows] + [-1.0] * (len(model) - slots.sum()))
    for row in range(len(model)):
        if np.isfinite(model.low[row]) and (model.low[row] > 0 or weights[row] < 0):
            yield row, True
        if np.isfinite(model.high[row]):
            yield row, False


def _asks(ground: Ground, row: SlotRow, place: int) -> tuple[object, ...]:
    """What tells rows apart that are added up: when, for whom, and whether anybody must come."""
    frame = ground.frame
    slots: Ints = row.slots
    openings = frame.opening_of[slots]
    low = np.array([frame.problem.openings[one].low > 0 for one in openings.tolist()])
    kinds = np.where(low, ground.fits[1][openings], -1)
    times = zip(kinds, frame.first_batch[slots], frame.last_batch[slots], low, strict=True)
    return row.batch, tuple(sorted({tuple(int(word) for word in time) for time in times}))


def _fits(ground: Ground) -> Iterator[Member]:
    for opening, asks in zip(ground.frame.problem.openings, ground.demanding, strict=True):
        if asks:
            yield Member(fit.RULE, (opening.id,))


def _people(ground: Ground) -> Iterator[Member]:
    frame, problem = ground.frame, ground.frame.problem
    hindered = tuple(frame.people[index].id for index in np.flatnonzero(ground.absent.any(axis=1)).tolist())
    if hindered:
        yield Member(availability.RULE, hindered)
    for rule, names in ((pins.RULE, problem.pinned), (leaders_first.RULE, dict.fromkeys(problem.policy.first))):
        named = tuple(one for one in names if one in ground.person)
        if named:
            yield Member(rule, named)
    if problem.policy.everyone:
        units: dict[str, list[str]] = defaultdict(list)
        for person in frame.people:
            units[person.unit].append(person.id)
        for people in units.values():
            yield Member(everyone.RULE, tuple(people))
