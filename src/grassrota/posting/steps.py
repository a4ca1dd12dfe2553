"""One person's posting and its steps: listed, departed, arrived, returned, closed; or released before departure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from grassrota.errors import BadInput, Fault, Faults, Refused
from grassrota.forms import Form, Role
from grassrota.posting.concern import Concern, unsettled
from grassrota.posting.field import Task, TaskReport
from grassrota.posting.host import HostChecklist
from grassrota.turns import ONE_DAY, Turn


class PostingState(StrEnum):
    """The states in their order, and the one that ends a posting before departure. A sign-up is no state."""

    PLANNED = "planned"
    LISTED = "listed"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    RETURNED = "returned"
    CLOSED = "closed"
    RELEASED = "released"


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

    def __post_init__(self) -> None:
        if self.batch < 1:
            raise BadInput([Fault("batch", "1 or more", str(self.batch))])


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
        turn: Planned first and last day; from the departure on as they count from it.
        returns_to: The home unit, whose post is kept open; empty for a transfer.
        exception_reason: Why the turn departs from the form's length rule; empty if it does not.
        listed_on, departed_on, arrived_on, returned_on, closed_on: The steps taken, in this order; a transfer has no
            return.
        released_on: When the person was taken off before departure; why is kept nowhere.
        reception: The host's word on the arrival; None while there is none.
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
    released_on: date | None = None
    reception: HostChecklist | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        for name in ("person", "home_unit", "opening", "form"):
            faults.unless(bool(getattr(self, name)), name, "an id", "nothing")
        faults.unless(self.batch >= 1, "batch", "1 or more", self.batch)
        home = self.returns_to in ("", self.home_unit)
        faults.unless(home, "returns_to", f"{self.home_unit}, or nothing for a transfer", self.returns_to)
        self._check_order(faults)
        transfer = not self.returns_to and self.returned_on is not None
        faults.unless(not transfer, "returned_on", "nothing for a transfer", self.returned_on)
        if self.released_on is not None:
            faults.unless(self.departed_on is None, "released_on", "nothing after the departure", self.released_on)
            listed = self.listed_on or self.released_on
            faults.unless(self.released_on >= listed, "released_on", f"on or after {listed}", self.released_on)
        if self.reception is not None:
            confirmed = self.reception.confirmed_on
            early = self.arrived_on is None or confirmed < self.arrived_on
            faults.unless(not early, "reception", f"a word from {self.arrived_on or 'an arrival'} on", confirmed)
        faults.raise_if_any()

    def _check_order(self, faults: Faults) -> None:
        steps = self._steps()
        for number, (state, day) in enumerate(steps):
            later = any(taken is not None for _, taken in steps[number:])
            faults.unless(day is not None or not later, f"{state}_on", "a day, since a later step was taken", "nothing")
        taken = [(f"{state}_on", day) for state, day in steps if day is not None]
        for (before, first), (name, day) in pairwise(taken):
            faults.unless(day >= first, name, f"on or after {before} = {first}", day)

    def _steps(self) -> tuple[tuple[PostingState, date | None], ...]:
        back = ((PostingState.RETURNED, self.returned_on),) if self.returns_to else ()
        return (
            (PostingState.LISTED, self.listed_on),
            (PostingState.DEPARTED, self.departed_on),
            (PostingState.ARRIVED, self.arrived_on),
            *back,
            (PostingState.CLOSED, self.closed_on),
        )

    @property
    def state(self) -> PostingState:
        """The last step taken."""
        return self.state_on(date.max)

    def state_on(self, day: date) -> PostingState:
        """The last step taken on or before ``day``."""
        if self.released_on is not None and self.released_on <= day:
            return PostingState.RELEASED
        taken = [state for state, on in self._steps() if on is not None and on <= day]
        return taken[-1] if taken else PostingState.PLANNED

    def actual_turn(self, as_of: date) -> Turn | None:
        """The days away so far, up to ``as_of``; None before departure. The day of return is the first at home."""
        if self.departed_on is None or self.departed_on > as_of:
            return None
        last = as_of if self.returned_on is None else min(as_of, self.returned_on - ONE_DAY)
        return Turn(self.departed_on, max(self.departed_on, last))


def publish(posting: Posting, on: date) -> Posting:
    """Puts the posting on the published list."""
    _require(posting, "publish", PostingState.PLANNED)
    return replace(posting, listed_on=on)


def release(posting: Posting, on: date) -> Posting:
    """Takes the person off before departure, whoever asked for it: consent is revocable, and no reason is kept."""
    _require(posting, "release", PostingState.PLANNED, PostingState.LISTED)
    return replace(posting, released_on=on)


def depart(
    posting: Posting, on: date, record: BatchRecord, concerns: Iterable[Concern], form: Form | None = None
) -> Posting:
    """Lets the person leave. What counts days or months counts them from this day, so the turn moves with it.

    Args:
        posting: A listed posting.
        on: Day of departure.
        record: What was done for this posting's batch.
        concerns: Everything raised; other people's do not matter.
        form: The form of the posting; None if its end is bound to something else, such as a host's programme.

    Raises:
        Refused: ``not_ready``, with every objection at once: the list, the discussion, the briefing, and each concern
            and hardship of this person come first.
    """
    _require(posting, "depart", PostingState.LISTED)
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
        + (f"is not answered by {on}" if concern.until is None else f"postpones the departure to {concern.until}")
        for concern in unsettled(concerns, posting.person, on)
    ]
    if objections:
        message = f"{posting.person} cannot depart on {on}: {'; '.join(objections)}."
        raise Refused("not_ready", message, person=posting.person, on=on, objections=tuple(objections))
    turn = posting.turn if form is None else form.turn_from(posting.turn, on)
    return replace(posting, departed_on=on, turn=turn)


def arrive(posting: Posting, on: date, reception: HostChecklist | None = None) -> Posting:
    """Notes the arrival, with the host's word on it if that is there already."""
    _require(posting, "arrive", PostingState.DEPARTED)
    return replace(posting, arrived_on=on, reception=reception)


def come_back(posting: Posting, on: date) -> Posting:
    """Notes the return to the home unit."""
    _require(posting, "return", PostingState.ARRIVED)
    if not posting.returns_to:
        raise Refused("no_return", f"{posting.person}'s posting is a transfer without return.", person=posting.person)
    return replace(posting, returned_on=on)


def close(posting: Posting, on: date, reports: Iterable[TaskReport]) -> Posting:
    """Closes a posting once each task is reported since the departure; reports on earlier turns do not count.

    A posting is closed after the return, a transfer after the arrival.

    Raises:
        Refused: ``reports_missing``, naming the tasks without a report.
    """
    _require(posting, "close", PostingState.RETURNED if posting.returns_to else PostingState.ARRIVED)
    since = posting.departed_on or on
    reported = {report.task for report in reports if report.person == posting.person and since <= report.filed_on <= on}
    missing = sorted(TASKS_DUE - reported)
    if missing:
        message = f"{posting.person}'s posting stays open: no report on {', '.join(missing)}."
        raise Refused("reports_missing", message, person=posting.person, tasks=tuple(missing))
    return replace(posting, closed_on=on)


def return_flag(posting: Posting, as_of: date) -> str:
    """``overdue``, ``early`` or nothing: whether the return, as known on ``as_of``, keeps to the turn."""
    if posting.departed_on is None or posting.departed_on > as_of or not posting.returns_to:
        return ""
    due = posting.turn.due_back
    if posting.returned_on is None or posting.returned_on > as_of:
        return "overdue" if as_of > due else ""
    return "overdue" if posting.returned_on > due else "early" if posting.returned_on < due else ""


def _require(posting: Posting, verb: str, *states: PostingState) -> None:
    if posting.state not in states:
        message = f"{posting.person}'s posting is {posting.state}; to {verb} it must be {' or '.join(states)}."
        raise Refused("wrong_state", message, person=posting.person, state=posting.state, needed=states)
