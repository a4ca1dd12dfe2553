"""One person's posting and the steps it may take: listed, departed, arrived, returned, closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from grassrota.errors import Faults, Refused
from grassrota.forms import Role
from grassrota.posting.concern import Concern, ConcernOutcome, unsettled
from grassrota.posting.field import Task, TaskReport
from grassrota.turns import ONE_DAY, Turn


class PostingState(StrEnum):
    """The states in their order. A sign-up is none of them: it is no assignment."""

    PLANNED = "planned"
    LISTED = "listed"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    RETURNED = "returned"
    CLOSED = "closed"


TASKS_DUE = frozenset({Task.PLAN_TEST, Task.FINDINGS, Task.OPINIONS})
"""Every returning person reports on these three."""


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """What was done for a batch as a whole before anyone may depart.

    Attributes:
        batch: Number of the batch.
        list_published_on: When the list was published to all staff.
        discussion_opened_on: When discussion opened to those going and those staying. Its order with the list is free.
        briefing_on: When the batch was briefed.
    """

    batch: int
    list_published_on: date | None = None
    discussion_opened_on: date | None = None
    briefing_on: date | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """One person's turn at one opening.

    Attributes:
        person: Id of the person.
        home_unit: Where the person comes from, and returns to if the form returns.
        opening: Id of the opening.
        batch: Number of the batch.
        form: Id of the form.
        role: What the person does.
        turn: Planned first and last day.
        returns_to: Id of the unit the person returns to; empty for a transfer.
        exception_reason: Why the turn departs from the form's length rule; empty if it does not.
        listed_on, departed_on, arrived_on, returned_on, closed_on: The steps taken, in this order.
    """

    person: str
    home_unit: str
    opening: str
    batch: int
    form: str
    role: Role
    turn: Turn
    returns_to: str = ""
    exception_reason: str = ""
    listed_on: date | None = None
    departed_on: date | None = None
    arrived_on: date | None = None
    returned_on: date | None = None
    closed_on: date | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        steps = self._steps()
        for number, (name, day) in enumerate(steps):
            later = any(taken is not None for _, taken in steps[number:])
            faults.unless(day is not None or not later, name, "a day, since a later step was taken", "nothing")
        taken = [(name, day) for name, day in steps if day is not None]
        for (before, first), (name, day) in pairwise(taken):
            faults.unless(day >= first, name, f"on or after {before} = {first}", day)
        faults.raise_if_any()

    def _steps(self) -> tuple[tuple[str, date | None], ...]:
        return (
            ("listed_on", self.listed_on),
            ("departed_on", self.departed_on),
            ("arrived_on", self.arrived_on),
            ("returned_on", self.returned_on),
            ("closed_on", self.closed_on),
        )

    @property
    def state(self) -> PostingState:
        """The last step taken."""
        return list(PostingState)[sum(day is not None for _, day in self._steps())]

    def state_on(self, day: date) -> PostingState:
        """The last step taken on or before ``day``."""
        return list(PostingState)[sum(step is not None and step <= day for _, step in self._steps())]

    def actual_turn(self, as_of: date) -> Turn | None:
        """The days away so far, up to ``as_of``; None before departure. The day of return is the first at home."""
        if self.departed_on is None or self.departed_on > as_of:
            return None
        last = as_of if self.returned_on is None else min(as_of, self.returned_on - ONE_DAY)
        return Turn(self.departed_on, max(self.departed_on, last))


def publish(posting: Posting, on: date) -> Posting:
    """Puts the posting on the published list."""
    _require(posting, PostingState.PLANNED, "publish")
    return replace(posting, listed_on=on)


def depart(posting: Posting, on: date, record: BatchRecord, concerns: Iterable[Concern]) -> Posting:
    """Lets the person leave.

    Args:
        posting: A listed posting.
        on: Day of departure.
        record: What was done for this posting's batch.
        concerns: Everything raised; other people's do not matter.

    Raises:
        Refused: ``not_ready``, with every objection at once: the list, the discussion, the briefing, and each concern
            and hardship of this person come first.
    """
    _require(posting, PostingState.LISTED, "depart")
    objections = [
        f"{what} by {on}"
        for what, day in (
            ("the list was not published", record.list_published_on),
            ("the discussion was not opened", record.discussion_opened_on),
            ("the batch was not briefed", record.briefing_on),
        )
        if day is None or day > on
    ]
    if record.batch != posting.batch:
        objections.append(f"the record is of batch {record.batch} instead of {posting.batch}")
    objections += [
        f"the {concern.kind} {concern.id} raised on {concern.raised_on} "
        + ("postpones the departure" if concern.outcome == ConcernOutcome.POSTPONED else f"is not answered by {on}")
        for concern in unsettled(concerns, posting.person, on)
    ]
    if objections:
        message = f"{posting.person} cannot depart on {on}: {'; '.join(objections)}."
        raise Refused("not_ready", message, person=posting.person, on=on, objections=tuple(objections))
    return replace(posting, departed_on=on)


def arrive(posting: Posting, on: date) -> Posting:
    """Notes the arrival, which the host confirms."""
    _require(posting, PostingState.DEPARTED, "arrive")
    return replace(posting, arrived_on=on)


def come_back(posting: Posting, on: date) -> Posting:
    """Notes the return to the home unit."""
    _require(posting, PostingState.ARRIVED, "return")
    if not posting.returns_to:
        raise Refused("no_return", f"{posting.person}'s posting is a transfer without return.", person=posting.person)
    return replace(posting, returned_on=on)


def close(posting: Posting, on: date, reports: Iterable[TaskReport]) -> Posting:
    """Closes a returned posting once each task is reported since the departure; reports on earlier turns do not count.

    Raises:
        Refused: ``reports_missing``, naming the tasks without a report.
    """
    _require(posting, PostingState.RETURNED, "close")
    since = posting.departed_on or on
    reported = {report.task for report in reports if report.person == posting.person and since <= report.filed_on <= on}
    missing = sorted(TASKS_DUE - reported)
    if missing:
        message = f"{posting.person}'s posting stays open: no report on {', '.join(missing)}."
        raise Refused("reports_missing", message, person=posting.person, tasks=tuple(missing))
    return replace(posting, closed_on=on)


def return_flag(posting: Posting, as_of: date) -> str:
    """``overdue``, ``early`` or nothing: whether the return, as known on ``as_of``, keeps to the planned turn."""
    if posting.departed_on is None or posting.departed_on > as_of or not posting.returns_to:
        return ""
    due = posting.turn.due_back
    if posting.returned_on is None or posting.returned_on > as_of:
        return "overdue" if as_of > due else ""
    return "overdue" if posting.returned_on > due else "early" if posting.returned_on < due else ""


def _require(posting: Posting, state: PostingState, verb: str) -> None:
    if posting.state != state:
        message = f"{posting.person}'s posting is {posting.state}; to {verb} it must be {state}."
        raise Refused("wrong_state", message, person=posting.person, state=posting.state, needed=state)


class HostAction(StrEnum):
    """What somebody may do in the host unit's workspace."""

    READ = "read"
    WORK = "work"
    PROPOSE = "propose"
    APPROVE = "approve"
    COMMAND = "command"


def check_host_action(posting: Posting, action: HostAction) -> None:
    """Refuses what a posted person may never do at the host: approve or command, whatever their rank at home.

    Raises:
        Refused: ``no_host_rights``.
    """
    if action in (HostAction.APPROVE, HostAction.COMMAND):
        message = f"{posting.person} is posted to {posting.opening} and has no right to {action} there."
        raise Refused("no_host_rights", message, person=posting.person, action=action)
