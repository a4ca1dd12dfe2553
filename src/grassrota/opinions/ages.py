"""How long opinions wait: age bands, and the day on which an old case is taken higher."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from grassrota.errors import Faults
from grassrota.opinions.case import Case
from grassrota.opinions.merging import apart

LIMITS = (30, 90, 365)
"""Days at which the next band begins."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One case with opinions that are open or refuted.

    Attributes:
        case: Its id; of a merged case the part's, since each part is as old as it is.
        opened_on: The day it was taken up; a fix that was refuted makes it no younger.
        days: Its age.
        opinions: How many of its opinions wait.
        escalate_on: The day from which it is due at the next level.
        due: True if that day has come.
    """

    case: str
    opened_on: date
    days: int
    opinions: int
    escalate_on: date
    due: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Cases that have waited ``at_least`` days and fewer than ``below`` (None for no end), the oldest first."""

    at_least: int
    below: int | None
    cases: tuple[Waiting, ...]

    @property
    def opinions(self) -> int:
        """Opinions that wait in this band."""
        return sum(case.opinions for case in self.cases)


def ages(
    cases: Iterable[Case], as_of: date, limits: Sequence[int] = LIMITS, escalate_after: int = 90
) -> tuple[Band, ...]:
    """What waits at the end of ``as_of`` by age; every band is there, and together they hold all that waits.

    Args:
        cases: Cases, merged or not.
        as_of: The day.
        limits: Days, 1 or more and growing, at which the next band begins.
        escalate_after: Days, 1 or more, after which a case is due at the next level.
    """
    faults = Faults()
    growing = all(1 <= low < high for low, high in pairwise(limits)) and min(limits, default=1) >= 1
    faults.unless(growing, "limits", "days from 1 on, each more than the one before", tuple(limits))
    faults.unless(escalate_after >= 1, "escalate_after", "1 day or more", escalate_after)
    faults.raise_if_any()
    waiting = []
    for case in apart(cases):
        opinions = sum(state.stands for state in case.opinion_states(as_of).values())
        if opinions and case.opened_on <= as_of:
            due_on = case.opened_on + timedelta(days=escalate_after)
            days = (as_of - case.opened_on).days
            waiting.append(Waiting(case.id, case.opened_on, days, opinions, due_on, due_on <= as_of))
    waiting.sort(key=lambda one: (one.opened_on, one.case))
    return tuple(
        Band(low, high, tuple(one for one in waiting if low <= one.days and (high is None or one.days < high)))
        for low, high in bands(limits)
    )


def begun(days: int, limits: Sequence[int] = LIMITS) -> int:
    """The days from which the band begins that an age of so many days, 0 or more, falls into."""
    return max(low for low in (0, *limits) if low <= days)


def bands(limits: Sequence[int] = LIMITS) -> tuple[tuple[int, int | None], ...]:
    """Of each band the days from which it begins, and those at which the next one does; None for the last."""
    return tuple(zip((0, *limits), (*limits, None), strict=True))
