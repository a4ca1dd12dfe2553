"""Home units are never emptied: in each batch at most a share of a unit, and of each grade in it, is away.

The share is rounded up; a lone grade may always go, but short of a share of 1 somebody stays in every unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from math import ceil

import numpy as np

from grassrota.rota.frame import Frame
from grassrota.rota.rows import BatchRow, places

RULE = "absence"


@lru_cache(maxsize=1 << 12)
def unit_cap(share: Fraction, headcount: int) -> int:
    """How many of a unit may be away at once: the share rounded up, but short of a share of 1 never everybody."""
    return headcount if share == 1 else min(headcount - 1, max(1, ceil(share * headcount)))


@lru_cache(maxsize=1 << 12)
def grade_cap(share: Fraction, headcount: int) -> int:
    """How many of a grade in a unit may be away at once: the share rounded up, and always one."""
    return max(1, ceil(share * headcount))


def rows(frame: Frame) -> Iterator[BatchRow]:
    """In each batch one row a unit and one a grade in a unit; rows that cannot bind are left out."""
    policy = frame.problem.policy
    units: dict[tuple[str, ...], list[int]] = {}
    grades: dict[tuple[str, ...], list[int]] = {}
    for index, person in enumerate(frame.everybody):
        units.setdefault((person.unit,), []).append(index)
        grades.setdefault((person.unit, person.grade), []).append(index)
    staff: dict[tuple[str, ...], int] = {}
    key: tuple[str, ...]
    for person in frame.problem.people:
        for key in ((person.unit,), (person.unit, person.grade)):
            staff[key] = staff.get(key, 0) + 1
    for key, members in units.items():
        yield from _group(key, members, unit_cap(policy.home_absence, staff[key]))
    for key, members in grades.items():
        yield from _group(key, members, grade_cap(policy.grade_absence, staff[key]))


def _group(key: tuple[str, ...], members: Sequence[int], high: int) -> Iterator[BatchRow]:
    if len(members) > high:
        everybody = places(members)
        yield BatchRow(RULE, key, ", ".join(key), f"at most {high} away", everybody, np.ones(len(members)), high=high)
