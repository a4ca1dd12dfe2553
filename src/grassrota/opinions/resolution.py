"""Days from opening to the claimed fix, before and after somebody was posted to the place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from grassrota.opinions.case import Case, CaseState
from grassrota.opinions.entries import ClosingReason
from grassrota.opinions.merging import apart
from grassrota.opinions.waiting import Median, Wait, median
from grassrota.turns import ONE_DAY


@dataclass(frozen=True, slots=True)
class Resolution:
    """Days to the claimed fix of one group of cases.

    Attributes:
        claimed_fixed: Cases whose unit says that they are fixed, whoever agrees.
        still_open: Cases without; they are part of the picture, since the slowest are among them.
        half: By which day half are claimed fixed, those still open counted as waiting (``waiting.median``).
    """

    claimed_fixed: int
    still_open: int
    half: Median


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Two groups of cases of a place. A difference is no proof that the posting caused it."""

    before: Resolution
    after: Resolution
    caution: str = (
        "Cases opened before and after differ in more than the posting, and nobody drew by lot who goes where: "
        "no cause is shown."
    )


def before_and_after(cases: Iterable[Case], arrived_on: date, as_of: date) -> BeforeAfter:
    """Compares cases of a place opened before and on or after the day somebody arrived there; merged ones apart.

    Args:
        cases: Those of the place.
        arrived_on: When somebody arrived.
        as_of: Until when is looked; what was opened or fixed later is not known yet.
    """
    single = [case for case in apart(cases) if case.opened_on <= as_of]
    return BeforeAfter(
        _resolution([case for case in single if case.opened_on < arrived_on], as_of),
        _resolution([case for case in single if case.opened_on >= arrived_on], as_of),
    )


def handed_over(cases: Iterable[Case], arrived_on: date) -> tuple[Case, ...]:
    """Cases of a place not fixed when somebody arrives, the oldest first: the list that is handed over.

    What was claimed fixed before that day is left out, unless a raiser had said by then that it is not; so are
    duplicates, which go on elsewhere, and what the raisers took back.
    """
    eve = arrived_on - ONE_DAY
    waiting = [case for case in cases if case.opened_on < arrived_on and _waits(case, eve)]
    return tuple(sorted(waiting, key=lambda case: (case.opened_on, case.id)))


def _waits(case: Case, day: date) -> bool:
    last = case.last_claim(day)
    elsewhere = last is not None and last.reason == ClosingReason.DUPLICATE
    withdrawn = len(case.withdrawn_by(day)) == len(case.opinions)
    return not elsewhere and not withdrawn and case.state_on(day) not in (CaseState.CLAIMED, CaseState.CONFIRMED)


def _resolution(cases: list[Case], as_of: date) -> Resolution:
    waits = [_wait(case, as_of) for case in cases]
    fixed = sum(wait.done for wait in waits)
    return Resolution(fixed, len(waits) - fixed, median(waits))


def _wait(case: Case, as_of: date) -> Wait:
    fixed_on = case.fixed_on
    if fixed_on is not None and fixed_on <= as_of:
        return Wait((fixed_on - case.opened_on).days, True)
    return Wait((as_of - case.opened_on).days, False)
