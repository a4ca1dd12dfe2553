"""After the gate: units that passed it are inspected again, so that nothing slides back once nobody looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from grassrota.errors import Faults
from grassrota.inspection.cycle import Visit, VisitKind
from grassrota.inspection.gate import Progress, missing
from grassrota.inspection.verdict import Verdict

MONTHS = (3, 12)
"""How long after it passed the gate a unit is inspected again."""


@dataclass(frozen=True, slots=True)
class Recheck:
    """One inspection that a unit has to stand after it passed the gate.

    Attributes:
        unit: The unit's id.
        passed_on: The day it passed.
        months: How many months later it is due.
        due_on: The day from which it counts; in a month without such a day, its last one.
        done_on: The first full inspection from that day on, and before the next is due; None if there was none yet.
    """

    unit: str
    passed_on: date
    months: int
    due_on: date
    done_on: date | None = None

    def days_late(self, as_of: date) -> int:
        """Days past the day it is due, up to when it was done; 0 if it is not due."""
        return max(((self.done_on or as_of) - self.due_on).days, 0)


def rechecks(units: Iterable[Progress], visits: Iterable[Visit], months: Sequence[int] = MONTHS) -> tuple[Recheck, ...]:
    """Every recheck of the units that passed the gate, in the order of the days they are due, then of their ids.

    An inspection before the day does not count, however shortly, and one counts for one recheck only: whoever comes
    after twelve months has not been there after three.

    Args:
        units: When each passed the gate; those that did not have none.
        visits: All visits; surveys do not count.
        months: Above 0, each once, rising.

    Raises:
        BadInput: If the months are not so.
    """
    faults = Faults()
    faults.unless(min(months, default=0) > 0 and list(months) == sorted(set(months)), "months", "rising", tuple(months))
    faults.raise_if_any()
    seen: dict[str, list[date]] = {}
    for visit in visits:
        if visit.kind is VisitKind.INSPECTION:
            seen.setdefault(visit.unit, []).append(visit.on)
    found = []
    for unit in units:
        if unit.passed_on is None:
            continue
        days = [unit.passed_on + relativedelta(months=count) for count in months]
        for count, due, end in zip(months, days, (*days[1:], date.max), strict=True):
            done = min((on for on in seen.get(unit.unit, ()) if due <= on < end), default=None)
            found.append(Recheck(unit.unit, unit.passed_on, count, due, done))
    return tuple(sorted(found, key=lambda recheck: (recheck.due_on, recheck.unit)))


def due(found: Iterable[Recheck], as_of: date) -> tuple[Recheck, ...]:
    """The rechecks that are due by a day and were not done, in the order given."""
    return tuple(recheck for recheck in found if recheck.due_on <= as_of and recheck.done_on is None)


class Held(StrEnum):
    """What a recheck says of a gate that a unit had passed."""

    HELD = "held"
    FELL = "fell"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Relapse:
    """Where a unit stands after a recheck; the day it passed stays on record.

    Attributes:
        unit: The unit's id.
        passed_on: The day it passed the gate.
        as_of: The day of the claim that was judged anew.
        gate: The gate, a share.
        held: ``HELD`` if the lower bound still reaches the gate, ``FELL`` if not even the upper one does.
        missing: Verified cases that it lacks now; 0 if it held.
    """

    unit: str
    passed_on: date
    as_of: date
    gate: Fraction
    held: Held
    missing: int


def relapses(units: Iterable[Progress], verdicts: Mapping[str, Verdict], gate: Fraction) -> tuple[Relapse, ...]:
    """What became of the units that passed a gate and were judged again since, in the order given.

    A lower bound under the gate alone may come from a small sample, so only the upper bound shows that a unit fell.

    Args:
        units: When each passed the gate.
        verdicts: The newest verdict on each unit.
        gate: The share that it passed.
    """
    found = []
    for unit in units:
        verdict = verdicts.get(unit.unit)
        if unit.passed_on is None or verdict is None or verdict.claim.as_of <= unit.passed_on:
            continue
        lacking, needed = missing(verdict.verified, gate), gate * verdict.claim.received
        held = Held.HELD if not lacking else Held.FELL if verdict.at_most < needed else Held.UNCLEAR
        found.append(Relapse(unit.unit, unit.passed_on, verdict.claim.as_of, gate, held, lacking))
    return tuple(found)
