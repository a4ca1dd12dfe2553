"""Incidents in the field, and the emergency recall: everybody at a place or of a batch is ordered home by a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults, Refused
from grassrota.posting.opening import Opening
from grassrota.posting.steps import Posting, PostingState


class IncidentKind(StrEnum):
    """What happened. It says nothing about fault."""

    ACCIDENT = "accident"
    ILLNESS = "illness"
    DISASTER = "disaster"
    VIOLENCE = "violence"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened at a place.

    Attributes:
        id: Stable, unique.
        place: Id of the host unit.
        day: The day, nothing finer.
        kind: From the fixed list.
        sealed_ref: Opaque reference to where the report is sealed; whom it struck is not here.
        closed_on: When nothing more was to be done; None before.
    """

    id: str
    place: str
    day: date
    kind: IncidentKind
    sealed_ref: str = ""
    closed_on: date | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        for name in ("id", "place"):
            faults.unless(bool(getattr(self, name)), name, "an id", "nothing")
        closed = self.closed_on or self.day
        faults.unless(closed >= self.day, "closed_on", f"on or after {self.day}", self.closed_on)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Recall:
    """An order to come home.

    Attributes:
        id: Stable, unique.
        incident: Id of the incident behind it; empty if there is none, as for a flood warning.
        place: Id of the host unit everybody leaves; empty for all places.
        batch: Number of the batch that comes home; 0 for all batches. A place, a batch, or both.
        ordered_on: When it was ordered.
        due_on: Day by which everybody is at home.
        lifted_on: From when on people may go again; None while it stands.
    """

    id: str
    incident: str
    place: str
    batch: int
    ordered_on: date
    due_on: date
    lifted_on: date | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.id), "id", "a stable id", "nothing")
        faults.unless(self.batch >= 0, "batch", "0 or more", self.batch)
        faults.unless(bool(self.place) or self.batch != 0, "place", "a place, a batch or both", "neither")
        faults.unless(self.due_on >= self.ordered_on, "due_on", f"on or after {self.ordered_on}", self.due_on)
        lifted = self.lifted_on or self.ordered_on
        faults.unless(lifted >= self.ordered_on, "lifted_on", f"on or after {self.ordered_on}", self.lifted_on)
        faults.raise_if_any()

    def covers(self, posting: Posting, openings: Mapping[str, Opening]) -> bool:
        """True if the order is for this posting."""
        here = not self.place or openings[posting.opening].place == self.place
        return here and self.batch in (0, posting.batch)


@dataclass(frozen=True, slots=True)
class RecallStatus:
    """A recall as known on a day; everybody ordered home is back or not.

    Attributes:
        as_of: The day.
        back: Ids of those at home again, in the order of the postings.
        not_back: Ids of those who are not.
        late: True if somebody is not back although the due day is over.
    """

    as_of: date
    back: tuple[str, ...]
    not_back: tuple[str, ...]
    late: bool


def lift(recall: Recall, on: date) -> Recall:
    """Lets people go again.

    Raises:
        Refused: ``recall_lifted`` if they may already.
    """
    if recall.lifted_on is not None:
        raise Refused("recall_lifted", f"Recall {recall.id} was lifted on {recall.lifted_on}.", recall=recall.id)
    return replace(recall, lifted_on=on)


def recall_status(
    recall: Recall, postings: Iterable[Posting], openings: Mapping[str, Opening], as_of: date
) -> RecallStatus:
    """Who is back and who is not, of those who were away on the day of the order or left in spite of it.

    Who was transferred without return lives there and is not ordered home.
    """
    away = (PostingState.DEPARTED, PostingState.ARRIVED)
    ordered = [
        posting
        for posting in postings
        if recall.covers(posting, openings)
        and posting.returns_to
        and (posting.state_on(recall.ordered_on) in away or _left_in_spite(recall, posting, as_of))
    ]
    back = {entry.person for entry in ordered if entry.returned_on is not None and entry.returned_on <= as_of}
    not_back = tuple(entry.person for entry in ordered if entry.person not in back)
    gone_home = tuple(entry.person for entry in ordered if entry.person in back)
    return RecallStatus(as_of, gone_home, not_back, bool(not_back) and as_of > recall.due_on)


def check_not_recalled(recalls: Iterable[Recall], posting: Posting, openings: Mapping[str, Opening], on: date) -> None:
    """Refuses a departure into a recall.

    Raises:
        Refused: ``recalled``, naming the recalls that stand.
    """
    standing = tuple(
        recall.id
        for recall in recalls
        if recall.covers(posting, openings)
        and recall.ordered_on <= on
        and (recall.lifted_on is None or recall.lifted_on > on)
    )
    if standing:
        message = f"{posting.person} cannot depart on {on}: recalled by {', '.join(standing)}."
        raise Refused("recalled", message, person=posting.person, recalls=standing)


def _left_in_spite(recall: Recall, posting: Posting, as_of: date) -> bool:
    until = min(as_of, recall.lifted_on or date.max)
    return posting.departed_on is not None and recall.ordered_on < posting.departed_on <= until
