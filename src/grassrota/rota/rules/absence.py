"""Home units are never emptied: in each batch at most a share of a unit, and of each grade in it, is away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil

import numpy as np

from grassrota.rota.frame import Frame
from grassrota.rota.rows import BatchRow, Row, places

RULE = "absence"


def cap(share: Fraction, headcount: int) -> int:
    """How many of a group may be away at once: the share rounded up, and always one, so that a lone grade can go."""
    return max(1, ceil(share * headcount))


def rows(frame: Frame) -> Iterator[Row]:
    """For each batch one row a unit and one a grade in a unit; rows that cannot bind are left out."""
    policy = frame.problem.policy
    units: dict[tuple[str, ...], list[int]] = {}
    grades: dict[tuple[str, ...], list[int]] = {}
    for index, person in enumerate(frame.people):
        units.setdefault((person.unit,), []).append(index)
        grades.setdefault((person.unit, person.grade), []).append(index)
    staff: dict[tuple[str, ...], int] = {}
    key: tuple[str, ...]
    for person in frame.problem.people:
        for key in ((person.unit,), (person.unit, person.grade)):
            staff[key] = staff.get(key, 0) + 1
    for groups, share in ((units, policy.home_absence), (grades, policy.grade_absence)):
        for key, members in groups.items():
            yield from _group(frame, key, members, cap(share, staff[key]))


def _group(frame: Frame, key: Sequence[str], members: Sequence[int], high: int) -> Iterator[Row]:
    if len(members) > high:
        for batch in range(frame.batches):
            label = f"{', '.join(key)}, batch {batch + 1}: at most {high} away"
            yield BatchRow(RULE, label, batch, places(members), np.ones(len(members)), high=high)
