"""Absence against floors on a day: of each home unit and each grade in it, how many are away and how many may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from grassrota.rota.policy import Policy
from grassrota.rota.rules.absence import grade_cap, unit_cap

Group = tuple[str, str]
"""A home unit and a grade in it; an empty grade stands for all."""


class Shares(NamedTuple):
    """The largest shares of a home unit, and of each grade in it, that may be away at once."""

    unit: Fraction
    grade: Fraction


@dataclass(frozen=True, slots=True)
class Floor:
    """One home unit, or one grade in it.

    Attributes:
        unit: Id of the unit.
        grade: The grade; empty for the whole unit.
        staff: People on the staff, 0 or more.
        away: Those of them who are away, 0 or more.
        may: How many may be away at once; None if no rule says so.
    """

    unit: str
    grade: str
    staff: int
    away: int
    may: int | None

    @property
    def at_home(self) -> int:
        """How many are there."""
        return max(self.staff - self.away, 0)

    @property
    def stay(self) -> int | None:
        """How many must stay."""
        return None if self.may is None else self.staff - self.may

    @property
    def spare(self) -> int | None:
        """How many more may go; below 0 if too many went."""
        return None if self.may is None else self.may - self.away


def strictest(policies: Iterable[Policy]) -> Shares | None:
    """The shares that satisfy every policy in force at once; None if there is none."""
    known = list(policies)
    if not known:
        return None
    return Shares(min(one.home_absence for one in known), min(one.grade_absence for one in known))


def floors(
    staff: Mapping[Group, int], away: Mapping[Group, int], shares: Mapping[str, Shares | None]
) -> tuple[Floor, ...]:
    """Units and grades from which somebody is away, the nearest to its floor first; those without a rule last.

    Args:
        staff: People by unit and grade.
        away: Those away, in the same way; of a grade that nobody on the staff has, too.
        shares: What holds for each unit.
    """
    people, gone = _with_wholes(staff), _with_wholes(away)
    found = []
    for (unit, grade), count in gone.items():
        share, of = shares.get(unit), people.get((unit, grade), 0)
        may = None
        if share is not None:
            may = grade_cap(share.grade, of) if grade else max(unit_cap(share.unit, of), 0)
        if count:
            found.append(Floor(unit, grade, of, count, may))
    return tuple(sorted(found, key=lambda one: (-_near(one), one.unit, one.grade)))


def strain(away: int, may: int) -> float:
    """How much of what may be away is; where nobody may, all of it and more if anybody is."""
    return away / may if may else float("inf") if away else 0.0


def _near(floor: Floor) -> float:
    return -1.0 if floor.may is None else strain(floor.away, floor.may)


def _with_wholes(counts: Mapping[Group, int]) -> Mapping[Group, int]:
    found: Counter[Group] = Counter(counts)
    for (unit, _grade), count in counts.items():
        found[unit, ""] += count
    return found
