"""Days from opening to the claimed fix, before and after somebody was posted to the place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from grassrota.opinions.case import Case, CaseState


@dataclass(frozen=True, slots=True)
class Resolution:
    """Days to the claimed fix of one group of cases.

    Attributes:
        fixed: Cases with a claimed fix.
        still_open: Cases without; they are part of the picture, since the slowest are among them.
        median_days: Median days from opening to fix; None if nothing was fixed.
    """

    fixed: int
    still_open: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Two groups of cases of a place. A difference is no proof that the posting caused it."""

    before: Resolution
    after: Resolution
    caution: str = "Cases opened before and after differ in more than the posting: no cause is shown."


def before_and_after(cases: Iterable[Case], arrived_on: date) -> BeforeAfter:
    """Compares cases of a place opened before and on or after the day somebody arrived there."""
    everything = tuple(cases)
    return BeforeAfter(
        _resolution(case for case in everything if case.opened_on < arrived_on),
        _resolution(case for case in everything if case.opened_on >= arrived_on),
    )


def handed_over(cases: Iterable[Case], arrived_on: date) -> tuple[Case, ...]:
    """Cases of a place not fixed when somebody arrives, the oldest first: the list that is handed over.

    What was claimed fixed before that day is left out, unless a raiser had said by then that it is not.
    """
    waiting = [case for case in cases if case.opened_on < arrived_on and not _fixed_before(case, arrived_on)]
    return tuple(sorted(waiting, key=lambda case: (case.opened_on, case.id)))


def _fixed_before(case: Case, day: date) -> bool:
    known = replace(
        case,
        investigated_on=None,
        claims=tuple(entry for entry in case.claims if entry.on < day),
        answers=tuple(entry for entry in case.answers if entry.on < day),
    )
    return known.state in (CaseState.CLAIMED, CaseState.CONFIRMED)


def _resolution(cases: Iterable[Case]) -> Resolution:
    everything = tuple(cases)
    days = [(case.fixed_on - case.opened_on).days for case in everything if case.fixed_on is not None]
    return Resolution(len(days), len(everything) - len(days), median(days) if days else None)
