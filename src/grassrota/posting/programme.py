"""A host's own programme: postings can be tied to it, and end with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from grassrota.errors import Faults, Refused
from grassrota.forms import Form
from grassrota.posting.opening import Opening
from grassrota.posting.steps import Posting, PostingState
from grassrota.turns import Turn


@dataclass(frozen=True, slots=True)
class HostProgramme:
    """What a host does for itself in a stretch of days, such as the building of a clinic.

    Attributes:
        id: Stable, unique.
        place: Id of the host unit whose programme it is.
        name: What the host calls it.
        days: Its first and last day; when the host moves the end, this is replaced.
    """

    id: str
    place: str
    name: str
    days: Turn

    def __post_init__(self) -> None:
        faults = Faults()
        for name in ("id", "place"):
            faults.unless(bool(getattr(self, name)), name, "an id", "nothing")
        faults.unless(bool(self.name.strip()), "name", "what the host calls it", "nothing")
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class ProgrammeLink:
    """That a posting serves a programme.

    Attributes:
        programme: Id of the programme.
        person: Whose posting.
        batch: Number of its batch.
    """

    programme: str
    person: str
    batch: int


def link(posting: Posting, opening: Opening, programme: HostProgramme) -> ProgrammeLink:
    """Ties a posting to a programme.

    Raises:
        Refused: ``another_opening`` if the posting is not to that opening; ``another_place`` if the programme is not
            that of the opening's host; ``outside_programme`` if no day of the turn lies in it.
    """
    if posting.opening != opening.id:
        message = f"{posting.person} is posted to {posting.opening}, not to {opening.id}."
        raise Refused("another_opening", message, person=posting.person, opening=opening.id)
    if opening.place != programme.place:
        message = f"{programme.id} is a programme of {programme.place}, and {opening.id} is at {opening.place}."
        raise Refused("another_place", message, programme=programme.id, opening=opening.id)
    _require_within(posting, programme)
    return ProgrammeLink(programme.id, posting.person, posting.batch)


def end_with(
    posting: Posting, tie: ProgrammeLink, programme: HostProgramme, form: Form, events: Mapping[str, date]
) -> Posting:
    """The posting with its planned end on the last day of the programme it is tied to, earlier or later than before.

    Args:
        posting: A posting that has not ended.
        tie: Its link to the programme.
        programme: The programme with its present end.
        form: The form of the posting; where the new turn breaks its length rule, the programme is noted as the reason.
        events: Dates of events by name.

    Raises:
        Refused: ``not_linked``; ``posting_over`` after the return or release; ``outside_programme`` if it ended before
            the posting begins.
    """
    if (tie.programme, tie.person, tie.batch) != (programme.id, posting.person, posting.batch):
        message = f"{posting.person}'s posting in batch {posting.batch} is not tied to {programme.id}."
        raise Refused("not_linked", message, programme=programme.id, person=posting.person)
    if posting.state in (PostingState.RETURNED, PostingState.CLOSED, PostingState.RELEASED):
        message = f"{posting.person}'s posting is {posting.state} and cannot end anew."
        raise Refused("posting_over", message, person=posting.person, state=posting.state)
    _require_within(posting, programme)
    turn = Turn(posting.turn.first, programme.days.last)
    broken = form.objection(turn, events)
    reason = f"ends with {programme.name}: {broken}" if broken else ""
    return replace(posting, turn=turn, exception_reason=reason)


def _require_within(posting: Posting, programme: HostProgramme) -> None:
    first = max(posting.turn.first, posting.departed_on or posting.turn.first)
    if programme.days.last < first or programme.days.first > posting.turn.last:
        message = (
            f"{programme.id} lasts from {programme.days.first} to {programme.days.last}, "
            f"{posting.person}'s turn from {first} to {posting.turn.last}."
        )
        raise Refused("outside_programme", message, programme=programme.id, person=posting.person)
