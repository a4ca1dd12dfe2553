"""The forms of posting: how long, in what role, for which purposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from grassrota.errors import Faults
from grassrota.turns import Recurrence, Turn, last_day, months_end, whole_months


class Role(StrEnum):
    """What the posted person does at the host."""

    FIELD_WORK = "field_work"
    FIELD_WORK_AND_LEADERSHIP = "field_work_and_leadership"
    PRODUCTIVE_WORK = "productive_work"
    INSPECTION = "inspection"


class Purpose(StrEnum):
    """Why people are posted. A campaign is no purpose, and neither is getting rid of people."""

    HELP_HOST = "help_host"
    LEARN = "learn"
    COLLECT_OPINIONS = "collect_opinions"
    REINFORCE_LEADERSHIP = "reinforce_leadership"
    INSPECT = "inspect"
    RESTRUCTURE = "restructure"


class LengthRule(StrEnum):
    """How a form says how long a posting lasts."""

    EXACT_DAYS = "exact_days"
    MIN_MONTHS = "min_months"
    MONTHS_BETWEEN = "months_between"
    UNTIL_EVENT = "until_event"
    DAYS_A_YEAR = "days_a_year"
    SINGLE_DAYS = "single_days"
    OPEN = "open"


_COUNTED = (LengthRule.EXACT_DAYS, LengthRule.MIN_MONTHS, LengthRule.MONTHS_BETWEEN)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of posting: a length rule, a role and the purposes it may serve; usable again every year.

    Attributes:
        id: Stable name.
        name: What people call it.
        length: The kind of length rule.
        low: Least length, in the rule's unit (days, months, or days a year); 0 if the rule has none.
        high: Greatest length in the same unit; 0 if the rule has none.
        event: The dated event that ends it, for ``UNTIL_EVENT``.
        recurrence: The rule of single field days, for ``SINGLE_DAYS``.
        role: What the person does.
        purposes: What it may be for. Restructuring stands alone: a form either restructures or rotates.
        returns: True if the person comes back to the home post, which is kept open.
    """

    id: str
    name: str
    length: LengthRule
    role: Role
    purposes: tuple[Purpose, ...]
    low: int = 0
    high: int = 0
    event: str = ""
    recurrence: Recurrence | None = None
    returns: bool = True

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.id), "id", "a stable id", "nothing")
        faults.unless(self.low >= 0, "low", "0 or more", self.low)
        faults.unless(self.high == 0 or self.high >= self.low, "high", f"at least low = {self.low}", self.high)
        unbounded = self.length in (LengthRule.UNTIL_EVENT, LengthRule.SINGLE_DAYS, LengthRule.OPEN)
        faults.unless(unbounded or self.low > 0, "low", f"a positive number for {self.length}", self.low)
        between = self.length == LengthRule.MONTHS_BETWEEN
        faults.unless(not between or self.high > 0, "high", f"a positive number for {self.length}", self.high)
        faults.unless(self.length != LengthRule.UNTIL_EVENT or bool(self.event), "event", "an event's name", "nothing")
        faults.unless(
            (self.length == LengthRule.SINGLE_DAYS) == (self.recurrence is not None),
            "recurrence",
            "a rule for single_days and for nothing else",
            self.recurrence,
        )
        faults.unless(bool(self.purposes), "purposes", "at least one purpose", "none")
        faults.unless(
            Purpose.RESTRUCTURE not in self.purposes or (len(self.purposes) == 1 and not self.returns),
            "purposes",
            "restructure alone, in a form without return",
            ", ".join(self.purposes),
            "A rotation form never serves restructuring; restructuring transfers are a form of their own.",
        )
        faults.raise_if_any()

    @property
    def rotates(self) -> bool:
        """True unless this is a restructuring transfer."""
        return Purpose.RESTRUCTURE not in self.purposes

    def planned_end(self, first: date, events: Mapping[str, date]) -> date | None:
        """The last day the form asks for, or None if it leaves that open.

        Args:
            first: First day of the posting.
            events: Dates of events by name; when an event moves, the ends move with it.
        """
        match self.length:
            case LengthRule.EXACT_DAYS:
                return last_day(first, self.low)
            case LengthRule.MIN_MONTHS | LengthRule.MONTHS_BETWEEN:
                return months_end(first, self.low)
            case LengthRule.UNTIL_EVENT:
                return events.get(self.event)
            case _:
                return None

    def objection(self, turn: Turn, events: Mapping[str, date]) -> str:
        """Why a turn breaks this form's length rule, in words; empty if it does not.

        An exception with a recorded reason is the caller's to allow (R001-02, R001-04).
        """
        end = self.planned_end(turn.first, events)
        match self.length:
            case LengthRule.EXACT_DAYS if turn.days != self.low:
                return f"{turn.days} days instead of {self.low}"
            case LengthRule.MIN_MONTHS if end is not None and turn.last < end:
                return f"ends {turn.last}, before {self.low} month(s) are over on {end}"
            case LengthRule.MONTHS_BETWEEN:
                latest = months_end(turn.first, self.high)
                if end is not None and not end <= turn.last <= latest:
                    return f"ends {turn.last}, outside {self.low} to {self.high} months ({end} to {latest})"
            case LengthRule.UNTIL_EVENT if end is None:
                return f"the date of the event {self.event!r} is not known"
            case LengthRule.UNTIL_EVENT if end is not None and turn.last < end:
                return f"ends {turn.last}, before the event {self.event!r} on {end}"
        return ""

    def turn_from(self, planned: Turn, first: date) -> Turn:
        """The turn of somebody who leaves on another day than planned.

        Days and months count from the day on which somebody really leaves: so many whole months stay so many, another
        turn keeps its days, and neither breaks the length rule that the planned one kept. What is bound to dates, as
        until an event or within a year, stays as it was planned.

        Args:
            planned: First and last day as planned.
            first: The day of departure.
        """
        if self.length not in _COUNTED:
            return planned
        months = 0 if self.length == LengthRule.EXACT_DAYS else whole_months(planned)
        if months:
            return Turn(first, months_end(first, months))
        last = last_day(first, planned.days)
        if self.length != LengthRule.EXACT_DAYS and not self.objection(planned, {}):
            last = max(last, months_end(first, self.low))
            last = min(last, months_end(first, self.high)) if self.high else last
        return Turn(first, last)


def _form(form_id: str, name: str, length: LengthRule, role: Role, *purposes: Purpose, **more: Any) -> Form:
    return Form(form_id, name, length, role, purposes, **more)


_HELP, _LEARN, _ASK, _LEAD = (
    Purpose.HELP_HOST,
    Purpose.LEARN,
    Purpose.COLLECT_OPINIONS,
    Purpose.REINFORCE_LEADERSHIP,
)
_WORK, _WORK_AND_LEAD = Role.FIELD_WORK, Role.FIELD_WORK_AND_LEADERSHIP

STANDARD_FORMS: Mapping[str, Form] = {
    form.id: form
    for form in (
        _form("field_work", "Rotating field work", LengthRule.MIN_MONTHS, _WORK, _HELP, _LEARN, _ASK, low=1),
        _form("turn40", "40-day field turn", LengthRule.EXACT_DAYS, _WORK, _HELP, _LEARN, _ASK, low=40),
        _form(
            "leadership",
            "Leadership posting",
            LengthRule.MONTHS_BETWEEN,
            _WORK_AND_LEAD,
            _LEAD,
            _LEARN,
            _HELP,
            low=6,
            high=12,
        ),
        _form(
            "until_harvest",
            "Until the autumn harvest ends",
            LengthRule.UNTIL_EVENT,
            _WORK_AND_LEAD,
            _HELP,
            _LEARN,
            _LEAD,
            event="autumn_harvest_end",
        ),
        _form("annual_quota", "Days a year as a member", LengthRule.DAYS_A_YEAR, _WORK, _HELP, _LEARN, _ASK, low=50),
        _form(
            "field_day",
            "Weekly field day",
            LengthRule.SINGLE_DAYS,
            _WORK,
            _LEARN,
            _ASK,
            _HELP,
            recurrence=Recurrence("FREQ=WEEKLY;BYDAY=TH"),
        ),
        _form("short_help", "Short-term help", LengthRule.OPEN, _WORK, _HELP),
        _form("pilot_site", "Pilot site", LengthRule.OPEN, _WORK_AND_LEAD, _LEARN, _HELP, _LEAD),
        _form("inspection", "Inspection", LengthRule.OPEN, Role.INSPECTION, Purpose.INSPECT),
        _form(
            "transfer",
            "Restructuring transfer",
            LengthRule.OPEN,
            Role.PRODUCTIVE_WORK,
            Purpose.RESTRUCTURE,
            returns=False,
        ),
    )
}
"""The forms that the reports describe, by id. A policy may define others."""
