"""Watching for retaliation: on fixed days, offline, and in files that tell the reviewer of nobody who spoke."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from random import Random

from dateutil.relativedelta import relativedelta

from grassrota.errors import BadInput, Fault, Faults, Refused

LEAST_CHANGES = 10
"""So many changes a file has at the least."""
LEAST_PEOPLE = 20
"""From so many people up a unit's rate is shown."""


class ChangeKind(StrEnum):
    """What changed for somebody on the staff."""

    MOVED = "moved"
    DEMOTED = "demoted"
    DISMISSED = "dismissed"
    PAY_CUT = "pay_cut"
    DISCIPLINED = "disciplined"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Change:
    """One change for one person, whether they ever said anything or not."""

    person: str
    unit: str
    kind: ChangeKind
    on: date

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.person), "person", "the id of a person", "nothing")
        faults.unless(bool(self.unit), "unit", "the id of a unit", "nothing")
        faults.raise_if_any()


def match_days(first: date, months: int, count: int) -> tuple[date, ...]:
    """The days on which matches are run, fixed beforehand: every so many (1 or more) months, whatever is filed."""
    if months < 1:
        raise BadInput([Fault("months", "1 or more", str(months))])
    return tuple(first + relativedelta(months=months * turn) for turn in range(count))


def require_match(on: date, days: Collection[date], holders: Collection[str]) -> None:
    """Refuses a match on another day or by one key-holder alone, since a match at will would single somebody out.

    Raises:
        Refused: ``not_a_match_day``; ``two_holders``.
    """
    if on not in days:
        raise Refused("not_a_match_day", f"{on} is none of the days fixed for a match.", on=on)
    if len(set(holders)) < 2:
        raise Refused("two_holders", "A match needs two different key-holders.", holders=len(set(holders)))


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """What the reviewer reads: all changes of some units, at least ten, without a word on whose unit or watch it is.

    Attributes:
        units: Ids of the units, in order.
        changes: Who, what and when, by person.
    """

    units: tuple[str, ...]
    changes: tuple[tuple[str, ChangeKind, date], ...]


def files_to_review(changes: Iterable[Change], seed: int, least: int = LEAST_CHANGES) -> tuple[ReviewFile, ...]:
    """All changes of every unit, each change in one file; small units fill each other up to at least ten.

    Hits are no argument, so nothing here can depend on them: every change of every unit is reviewed. Each change is in
    one file only, so that laying files side by side tells nothing.

    Args:
        changes: All changes of all units in the period.
        seed: Chance, by which small units are put together.
        least: Changes in each file.

    Raises:
        Refused: ``too_few_changes`` if all units together have too few: the period is too short.
    """
    of_unit: dict[str, set[Change]] = {}
    for change in changes:
        of_unit.setdefault(change.unit, set()).add(change)
    there = sum(map(len, of_unit.values()))
    if there < least:
        message = f"A file needs {least} changes, and all units have {there}: match over a longer period."
        raise Refused("too_few_changes", message, least=least, there=there)
    groups = [[unit] for unit in sorted(of_unit) if len(of_unit[unit]) >= least]
    small = sorted(unit for unit in of_unit if len(of_unit[unit]) < least)
    Random(seed).shuffle(small)
    group: list[str] = []
    for unit in small:
        group.append(unit)
        if sum(len(of_unit[one]) for one in group) >= least:
            groups.append(group)
            group = []
    if group and groups:
        groups[-1] += group
    return tuple(sorted((_file(group, of_unit) for group in groups), key=lambda one: one.units))


def _file(units: list[str], of_unit: Mapping[str, Collection[Change]]) -> ReviewFile:
    changes = sorted((one.person, one.on, one.kind) for unit in units for one in of_unit[unit])
    return ReviewFile(tuple(sorted(units)), tuple((person, kind, on) for person, on, kind in changes))


def match_period(on: date, days: Collection[date]) -> tuple[date, date]:
    """The first and last day of the changes that a match is about: since the match before, or ever for the first.

    So each change is in the review of one match only.
    """
    before = max((day for day in days if day < on), default=None)
    return (date.min if before is None else before + relativedelta(days=1)), on


@dataclass(frozen=True, slots=True)
class UnitRate:
    """For how many of a unit's people on the watch something changed; both None while too few are on it.

    Attributes:
        unit: Its id.
        watched: How many are on the watch, 20 or more.
        changed: For how many of them there was a change or several, in whatever unit.
    """

    unit: str
    watched: int | None = None
    changed: int | None = None


def rates_of(unit_of: Mapping[str, str], watched: Collection[str], changes: Iterable[Change]) -> tuple[UnitRate, ...]:
    """Each unit's rate, in the order of ids; a unit with nobody on the watch looks like one with nineteen.

    Args:
        unit_of: The unit of everybody on the staff.
        watched: Ids of those who want it; one of nobody on the staff counts nowhere.
        changes: All changes of all units in the period.
    """
    changed = {change.person for change in changes}
    rates = []
    for unit in sorted(set(unit_of.values())):
        here = {person for person in watched if unit_of.get(person) == unit}
        found = rate(len(here & changed), len(here))
        rates.append(UnitRate(unit) if found is None else UnitRate(unit, len(here), len(here & changed)))
    return tuple(rates)


def rate(changed: int, watched: int) -> Fraction | None:
    """The share of a unit's people on the watch for whom something changed; None below twenty of them.

    Raises:
        BadInput: Unless it is a part of a whole.
    """
    if not 0 <= changed <= watched:
        raise BadInput([Fault("changed", f"0 to {watched}", str(changed))])
    return Fraction(changed, watched) if watched >= LEAST_PEOPLE else None
