"""Operations on batches and their lists: opened to discussion, published, briefed; and on postings as they stand."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query
from pydantic import Field

from grassrota.errors import BadInput, Fault
from grassrota.rota.plan import LeftOutReason
from grassrota_web.access.api.as_read import found
from grassrota_web.access.api.job import JobShown, job_shown
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Code, Day, Given, Key, Shown
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.postings import queries
from grassrota_web.postings.actions.availability import take_up
from grassrota_web.postings.actions.batches import brief, name_escort
from grassrota_web.postings.actions.discussion import open_discussion
from grassrota_web.postings.actions.publication import ask_for_letters, publish
from grassrota_web.postings.list_days import list_days
from grassrota_web.postings.models import BatchRecord, Posting
from grassrota_web.rotas.api.reach import plan_found, plans, rotation_found
from grassrota_web.rotas.models import Assignment

room = Room("Lists and postings")

READERS = (Right.READ_POSTINGS, Right.DISCUSS)


class BatchShown(Shown):
    """A batch whose list is open to discussion, or published."""

    EXAMPLE: ClassVar = {
        "key": 3,
        "rotation": 2,
        "batch": 1,
        "plan": 8,
        "discussion_opened_on": "1957-12-06",
        "list_published_on": "1957-12-14",
        "briefing_on": None,
    }

    key: int
    rotation: int
    batch: int
    plan: int | None
    discussion_opened_on: Day | None
    list_published_on: Day | None
    briefing_on: Day | None


class LineShown(Shown):
    """One person on a published list."""

    EXAMPLE: ClassVar = {"person": "p-104", "name": "Chen Aiguo", "unit": "Health bureau", "place": "Pudong 2"}

    person: str
    name: str
    unit: str = Field(description="Name of the home unit.")
    place: str = Field(description="Name of the host unit.")


class StayingShown(Shown):
    """One person who stays, with the published reason."""

    EXAMPLE: ClassVar = {"person": "p-211", "name": "Wu Min", "reason": "not_needed"}

    person: str
    name: str
    reason: LeftOutReason


class PostingShown(Shown):
    """One person's turn at one opening, with the days of its steps."""

    EXAMPLE: ClassVar = {
        "key": 71,
        "rotation": 2,
        "batch": 1,
        "person": "p-104",
        "home_unit": "health",
        "opening": 31,
        "place": "pudong-2",
        "form": "turn40",
        "first_day": "1957-12-20",
        "last_day": "1958-01-28",
        "listed_on": "1957-12-14",
        "departed_on": "1957-12-20",
        "arrived_on": "1957-12-21",
        "returned_on": None,
        "closed_on": None,
        "released_on": None,
    }

    key: int
    rotation: int
    batch: int
    person: str
    home_unit: str
    opening: int = Field(description="`key` of the opening.")
    place: str
    form: str
    first_day: Day
    last_day: Day
    listed_on: Day | None
    departed_on: Day | None
    arrived_on: Day | None
    returned_on: Day | None
    closed_on: Day | None
    released_on: Day | None = Field(description="When they were taken off before the departure; nobody asks why.")


class PostingsListing(Listing):
    """Filters of the list of postings."""

    rotation: Key | None = Field(None, description="`key` of the rotation.")
    batch: Annotated[int, Field(ge=1, le=32767)] | None = None
    person: Annotated[str, Field(max_length=80)] = Field("", description="`id` of a person.")


class OnDay(Given):
    """On which day."""

    EXAMPLE: ClassVar = {"on": "1957-12-14"}

    on: Day


class EscortGiven(OnDay):
    """A senior who goes along, and with whom."""

    EXAMPLE: ClassVar = {"senior": "p-3", "people": ["p-104", "p-211"], "on": "1957-12-20"}

    senior: Code
    people: Annotated[list[Code], Field(min_length=1, max_length=500)]


def posting_shown(row: Posting) -> PostingShown:
    """What comes out of a posting; the person, the home unit and the place are selected with it."""
    days = [name for name in PostingShown.model_fields if name.endswith(("_on", "_day"))]
    return PostingShown(
        key=row.pk,
        rotation=row.rotation_id,
        batch=row.batch,
        person=row.person.code,
        home_unit=row.home_unit.code,
        opening=row.opening_id,
        place=row.opening.place.code,
        form=row.form,
        **{name: getattr(row, name) for name in days},
    )


def _postings() -> Any:
    return Posting.objects.select_related("person", "home_unit", "opening__place")


@room.reads("postings", Listed[PostingShown], Right.READ_POSTINGS, Right.READ_HOSTED, Right.READ_OWN)
def list_postings(request: Asked, find: Query[PostingsListing]) -> Any:
    """Lists postings within reach: of one's staff, of one's guests, or one's own."""
    rows = visible(request.actor, _postings())
    narrow = {"rotation": find.rotation, "batch": find.batch, "person__code": find.person}
    rows = rows.filter(**{name: value for name, value in narrow.items() if value})
    return listed(request, find, rows, ("pk",), posting_shown)


@room.reads("postings/{key}", PostingShown, Right.READ_POSTINGS, Right.READ_HOSTED, Right.READ_OWN)
def show_posting(request: Asked, key: Key) -> Any:
    """Shows a posting."""
    return posting_shown(found(request.actor, _postings(), key))


def _batch(row: BatchRecord) -> BatchShown:
    days = ("discussion_opened_on", "list_published_on", "briefing_on")
    said = {name: getattr(row, name) for name in days}
    return BatchShown(key=row.pk, rotation=row.rotation_id, batch=row.batch, plan=row.plan_id, **said)


def _found(request: Asked, key: int, right: Right | None = None) -> BatchRecord:
    """The batch, as on its page."""
    row = get_object_or_404(queries.lists(request.actor), pk=key)
    if right is not None and not request.actor.may(right, row.rotation.home.path):
        raise Http404
    return row


@room.reads("batches", Listed[BatchShown], *READERS)
def list_batches(request: Asked, find: Query[Listing]) -> Any:
    """Lists batches whose list is open to discussion or published."""
    return listed(request, find, queries.lists(request.actor), ("pk",), _batch)


@room.reads("batches/{key}/listed", Listed[LineShown], *READERS)
def list_published(request: Asked, key: Key, find: Query[Listing]) -> Any:
    """Lists who is on a published list, to all staff; who was taken off is not on it."""
    rows = queries.listed(request.actor, _found(request, key))

    def line(row: Posting) -> LineShown:
        place = row.opening.place.name
        return LineShown(person=row.person.code, name=row.person.name, unit=row.home_unit.name, place=place)

    return listed(request, find, rows, ("pk",), line)


@room.reads("batches/{key}/drafted", Listed[LineShown], *READERS)
def list_drafted(request: Asked, key: Key, find: Query[Listing]) -> Any:
    """Lists who goes by a draft list that is open to discussion, to all staff."""
    record = _found(request, key)
    rows = queries.drafted(request.actor, record)

    def line(row: Assignment) -> LineShown:
        unit, place = row.person.unit.name, row.opening.place.name
        return LineShown(person=row.person.code, name=row.person.name, unit=unit, place=place)

    return listed(request, find, rows.none() if record.list_published_on else rows, ("pk",), line)


@room.reads("batches/{key}/staying", Listed[StayingShown], *READERS)
def list_staying(request: Asked, key: Key, find: Query[Listing]) -> Any:
    """Lists who stays by the plan of a list, each with the published reason."""
    rows = queries.staying(request.actor, _found(request, key))
    return listed(
        request,
        find,
        rows,
        ("pk",),
        lambda row: StayingShown(person=row.person.code, name=row.person.name, reason=LeftOutReason(row.reason)),
    )


@room.does(open_discussion, "plans/{key}/discussion", None, status=204)
def open_to_discussion(request: Asked, key: Key, given: OnDay) -> Any:  # noqa: D103
    open_discussion(request.actor, plan_found(request.actor, key), _list_day(given.on))


@room.does(publish, "plans/{key}/publish", None, status=204)
def publish_list(request: Asked, key: Key, given: OnDay) -> Any:  # noqa: D103
    plan_found(request.actor, key, Right.PUBLISH)
    publish(request.actor, plans().get(pk=key), _list_day(given.on))


def _list_day(on: date) -> date:
    """The day, if it is one that the page would take."""
    first, last = list_days(timezone.localdate())
    if not first <= on <= last:
        raise BadInput([Fault("on", f"a day from {first} to {last}", str(on))])
    return on


@room.does(ask_for_letters, "batches/{key}/letters", JobShown, status=202, again=True)
def letters(request: Asked, key: Key) -> Any:  # noqa: D103
    return job_shown(ask_for_letters(request.actor, _found(request, key, Right.PUBLISH)))


@room.does(brief, "batches/{key}/brief", None, status=204)
def brief_batch(request: Asked, key: Key, given: OnDay) -> Any:  # noqa: D103
    brief(request.actor, _found(request, key, Right.STEP_POSTING), given.on)


@room.does(name_escort, "batches/{key}/escort", None, status=204)
def escort(request: Asked, key: Key, given: EscortGiven) -> Any:  # noqa: D103
    record = _found(request, key, Right.STEP_POSTING)
    name_escort(request.actor, record, given.senior, given.people, given.on)


@room.does(take_up, "rotations/{key}/take-up", None, status=204)
def take_up_words(request: Asked, key: Key, given: OnDay) -> Any:  # noqa: D103
    take_up(request.actor, rotation_found(request.actor, key, Right.PUBLISH), given.on)
