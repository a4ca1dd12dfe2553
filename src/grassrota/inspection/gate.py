"""Two gates, read from verified lower bounds and never from reported rates; deadlines, reminders and conflicts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil

from grassrota.errors import Faults, Refused
from grassrota.inspection.verdict import Verified


class Status(StrEnum):
    """How far a unit's corrective action is verified to be."""

    CONTINUE = "continue_corrective_action"
    UNDER_WAY = "under_way"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Gates:
    """The two gates, as shares of the opinions received; settings of a policy.

    Attributes:
        under_way: Below it postings do not start; above 0, at most ``complete``.
        complete: Below it correcting goes on; 70 to 80 % in the reports.
    """

    under_way: Fraction = Fraction(1, 2)
    complete: Fraction = Fraction(7, 10)

    def __post_init__(self) -> None:
        faults = Faults()
        ordered = 0 < self.under_way <= self.complete <= 1
        got = f"{self.under_way}, {self.complete}"
        faults.unless(ordered, "under_way, complete", "0 < under_way <= complete <= 1", got)
        faults.raise_if_any()

    def status(self, verified: Verified) -> Status:
        """Where a unit stands; a unit that received nothing has shown nothing, and goes on."""
        share = verified.share
        if share is None or share < self.under_way:
            return Status.CONTINUE
        return Status.UNDER_WAY if share < self.complete else Status.COMPLETE

    def may_start_postings(self, verified: Verified) -> Status:
        """The unit's status, if its postings may start.

        Raises:
            Refused: ``correction_not_under_way``, with the cases that are lacking.
        """
        status = self.status(verified)
        if status is Status.CONTINUE:
            lacking = missing(verified, self.under_way)
            message = (
                f"{verified.unit} may not start postings: {verified.at_least} of {verified.received} opinions are "
                f"verified as fixed, {lacking} fewer than the gate needs. Go on correcting, or have the rest inspected."
            )
            raise Refused("correction_not_under_way", message, unit=verified.unit, missing=lacking)
        return status


def missing(verified: Verified, gate: Fraction) -> int:
    """How many more verified cases a unit needs to reach a gate; 0 past it."""
    return max(ceil(gate * verified.received) - verified.at_least, 0)


@dataclass(frozen=True, slots=True)
class Progress:
    """When a unit passed the gate and when it started its postings; None for not yet. Both dates are kept."""

    unit: str
    passed_on: date | None = None
    started_on: date | None = None


@dataclass(frozen=True, slots=True)
class Overdue:
    """A unit that did not start by the deadline; ``started_on`` if it did later, ``days`` past the deadline, from 1."""

    unit: str
    deadline: date
    days: int
    started_on: date | None = None


def overdue_units(units: Iterable[Progress], deadline: date, as_of: date) -> tuple[Overdue, ...]:
    """The units that had not started when the deadline passed, in the order given; none on the day itself."""
    late = []
    for unit in units:
        start = unit.started_on if unit.started_on and unit.started_on <= as_of else None
        days = ((start or as_of) - deadline).days
        if days > 0:
            late.append(Overdue(unit.unit, deadline, days, start))
    return tuple(late)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A unit that passed the gate ``days`` ago and has not started."""

    unit: str
    passed_on: date
    days: int


def reminders(units: Iterable[Progress], as_of: date, patience_days: int = 14) -> tuple[Reminder, ...]:
    """The units that passed the gate at least ``patience_days`` before and have not started, in the order given."""
    waiting = (unit for unit in units if unit.started_on is None or unit.started_on > as_of)
    passed = ((unit.unit, unit.passed_on, (as_of - unit.passed_on).days) for unit in waiting if unit.passed_on)
    return tuple(Reminder(unit, day, days) for unit, day, days in passed if days >= patience_days)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A unit that is below the gate and must start by a deadline: both cannot hold as things stand.

    Attributes:
        unit: The unit's id.
        gate: The share it must reach.
        deadline: The day by which it must start.
        missing: Verified cases still lacking, 1 or more.
        days: Days left after ``as_of``, the deadline included; 0 or less if there are none.
    """

    unit: str
    gate: Fraction
    deadline: date
    missing: int
    days: int

    @property
    def per_day(self) -> int | None:
        """Cases a day that would reconcile the two, rounded up; None if no day is left."""
        return -(-self.missing // self.days) if self.days > 0 else None


def conflicts(units: Iterable[Verified], gate: Fraction, deadline: date, as_of: date) -> tuple[Conflict, ...]:
    """Every clash between a gate and a deadline, in the order given. It decides nothing: people move one of the two."""
    days = (deadline - as_of).days
    lacking = ((verified.unit, missing(verified, gate)) for verified in units)
    return tuple(Conflict(unit, gate, deadline, cases, days) for unit, cases in lacking if cases)
