"""What is kept of the days in the field: the days themselves, task reports, and the yearly quota."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from grassrota.errors import Faults
from grassrota.turns import ONE_DAY, Turn, days_covered, days_in


class FieldDayKind(StrEnum):
    """What a field day was spent on."""

    GO_TO_FIELD = "go_to_field"
    LIAISE = "liaise"
    LABOUR = "labour"


@dataclass(frozen=True, slots=True)
class FieldDay:
    """One day in the field: who, which day, what kind, and the place by name.

    No coordinates and no clock time are kept, by design.
    """

    person: str
    day: date
    kind: FieldDayKind
    place: str

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.person), "person", "the id of a person", "nothing")
        faults.unless(not isinstance(self.day, datetime), "day", "a day, nothing finer", "a clock time")
        faults.unless(bool(self.place.strip()), "place", "the name of a place", "nothing")
        faults.raise_if_any()


class Task(StrEnum):
    """What a posted person reports on. People's thinking is not among them."""

    PLAN_TEST = "plan_test"
    FINDINGS = "findings"
    OPINIONS = "opinions"
    LIVING_CONDITIONS = "living_conditions"


class FindingKind(StrEnum):
    """What was found at the site."""

    CAPACITY = "capacity"
    GOOD_PRACTICE = "good_practice"
    PROBLEM = "problem"


class PlanVerdict(StrEnum):
    """Whether an item of headquarters' plan holds on site."""

    HOLDS = "holds"
    DOES_NOT_HOLD = "does_not_hold"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class TaskReport:
    """One report of a posted person on one task.

    Attributes:
        person: Who reports.
        task: On what.
        filed_on: When.
        place: Where it was found.
        text: Conditions and services, never anybody's attitude.
        finding: Kind of the finding, exactly for ``FINDINGS``.
        verdict: Verdict on the plan item, exactly for ``PLAN_TEST``.
        owner: Headquarters unit that owns what follows; with it goes ``due_on``.
        due_on: When the owner answers.
    """

    person: str
    task: Task
    filed_on: date
    place: str
    text: str
    finding: FindingKind | None = None
    verdict: PlanVerdict | None = None
    owner: str = ""
    due_on: date | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.person), "person", "the id of a person", "nothing")
        faults.unless(
            (self.finding is not None) == (self.task == Task.FINDINGS),
            "finding",
            "a kind for findings and for nothing else",
            self.finding,
        )
        faults.unless(
            (self.verdict is not None) == (self.task == Task.PLAN_TEST),
            "verdict",
            "a verdict for plan_test and for nothing else",
            self.verdict,
        )
        faults.unless(
            bool(self.owner) == (self.due_on is not None), "due_on", "a day exactly when there is an owner", self.due_on
        )
        faults.unless(
            bool(self.owner) or self.task not in (Task.PLAN_TEST, Task.FINDINGS),
            "owner",
            f"the headquarters unit that owns a {self.task} report",
            "nothing",
        )
        faults.unless(bool(self.place.strip()), "place", "the name of a place", "nothing")
        faults.raise_if_any()


class QuotaVerdict(StrEnum):
    """Whether somebody reaches a yearly number of field days."""

    MET = "met"
    ON_COURSE = "on_course"
    SHORT = "short"
    OUT_OF_REACH = "out_of_reach"


@dataclass(frozen=True, slots=True)
class QuotaStatus:
    """How one person stands against a yearly number of field days.

    Attributes:
        done: Days in the field this year up to ``as_of``; a day counted twice counts once.
        quota: Days asked for.
        planned: Further days that lie in planned turns after ``as_of``.
        days_left: Days of the year after ``as_of``.
    """

    person: str
    as_of: date
    done: int
    quota: int
    planned: int
    days_left: int

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.person), "person", "the id of a person", "nothing")
        for name in ("done", "quota", "planned", "days_left"):
            faults.unless(getattr(self, name) >= 0, name, "0 days or more", getattr(self, name))
        faults.raise_if_any()

    @property
    def shortfall(self) -> int:
        """Days still missing if nothing but what is planned happens, 0 or more."""
        return max(0, self.quota - self.done - self.planned)

    @property
    def reachable(self) -> bool:
        """True if the year still has enough days."""
        return self.quota - self.done <= self.days_left

    @property
    def verdict(self) -> QuotaVerdict:
        """Reached; reached if all goes as planned; missed unless more is planned; or missed whatever is done."""
        if self.done >= self.quota:
            return QuotaVerdict.MET
        if not self.shortfall:
            return QuotaVerdict.ON_COURSE
        return QuotaVerdict.SHORT if self.reachable else QuotaVerdict.OUT_OF_REACH


def quota_status(
    person: str, year: int, quota: int, as_of: date, turns: Iterable[Turn], field_days: Iterable[FieldDay] = ()
) -> QuotaStatus:
    """Counts a person's field days of a year, done and planned.

    Args:
        person: Whose days; other people's field days are passed over.
        year: The calendar year.
        quota: Days asked for, such as 50.
        as_of: Days up to and including this one count as done.
        turns: The person's turns, past and planned.
        field_days: Single days.
    """
    start, end = date(year, 1, 1), date(year, 12, 31)
    whole = [turn for turn in turns if turn.first <= end and turn.last >= start]
    whole += [Turn(entry.day, entry.day) for entry in field_days if entry.person == person and entry.day.year == year]
    in_year = days_covered(Turn(max(turn.first, start), min(turn.last, end)) for turn in whole)
    done = days_covered(
        Turn(max(turn.first, start), min(turn.last, end, as_of)) for turn in whole if max(turn.first, start) <= as_of
    )
    return QuotaStatus(person, as_of, done, quota, in_year - done, days_in(max(start, as_of + ONE_DAY), end))


def falling_short(statuses: Iterable[QuotaStatus]) -> tuple[QuotaStatus, ...]:
    """Those who will miss the quota as things are planned, the greatest shortfall first."""
    short = [status for status in statuses if status.shortfall > 0]
    return tuple(sorted(short, key=lambda status: (-status.shortfall, status.person)))
