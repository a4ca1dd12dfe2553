"""Operations on the way of a posting: departure, arrival, return, and what is kept open at home."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from django.http import Http404
from ninja import Query
from pydantic import Field

from grassrota.posting.debrief import DebriefQuestion
from grassrota.posting.host import HostChecklist
from grassrota.turns import Turn
from grassrota_web.access.api.as_read import found
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Code, Day, Flag, Given, Key, Shown, Text, Title
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.fieldwork.actions import departure, home, stay
from grassrota_web.fieldwork.api.reach import OnDay, posting_found, stepped
from grassrota_web.fieldwork.models import Handover
from grassrota_web.fieldwork.queries import postings
from grassrota_web.postings.api.lists import PostingShown, posting_shown

room = Room("On the way")


class Departed(OnDay):
    """Those who leave together, and who goes along."""

    EXAMPLE: ClassVar = {"postings": [71, 72], "on": "1957-12-20", "senior": "p-3"}

    postings: Annotated[list[Key], Field(min_length=1, max_length=500)]
    senior: Annotated[str, Field(max_length=80)] = ""


class Together(Shown):
    """Several postings."""

    EXAMPLE: ClassVar = {"items": [PostingShown.EXAMPLE]}

    items: list[PostingShown]


class Received(Given):
    """The host's word on an arrival."""

    EXAMPLE: ClassVar = {
        "confirmed_on": "1957-12-21",
        "met": True,
        "briefed": True,
        "lodging_ready": True,
        "lodging_paid": True,
        "lodging_agreed": True,
    }

    confirmed_on: Day
    met: Flag
    briefed: Flag
    lodging_ready: Flag
    lodging_paid: Flag
    lodging_agreed: Flag


class HandoverShown(Shown):
    """A piece of work handed to somebody who stays."""

    EXAMPLE: ClassVar = {
        "key": 5,
        "posting": 71,
        "work": "vaccination register",
        "to": "p-211",
        "first_day": "1957-12-20",
        "last_day": "1958-01-28",
        "accepted_on": None,
    }

    key: int
    posting: int
    work: str
    to: str
    first_day: Day
    last_day: Day
    accepted_on: Day | None


class HandoverGiven(Given):
    """What is handed over, to whom, and what they need to know."""

    EXAMPLE: ClassVar = {
        "work": "vaccination register",
        "to": "p-211",
        "first_day": "1957-12-20",
        "last_day": "1958-01-28",
        "what_to_know": "The register is in the second drawer.",
    }

    work: Title
    to: Code
    first_day: Day
    last_day: Day
    what_to_know: Text = ""


class PostKept(Given):
    """The post at home that is kept open."""

    EXAMPLE: ClassVar = {"post": "vaccination", "until": "1958-02-28"}

    post: Annotated[str, Field(min_length=1, max_length=120)]
    until: Day


class Debriefed(OnDay):
    """Answers by question; each may be left out."""

    EXAMPLE: ClassVar = {"on": "1958-02-03", "answers": {"journey": "By boat, two days."}}

    answers: dict[DebriefQuestion, Text]


@room.does(departure.depart, "departures", Together)
def depart(request: Asked, given: Departed) -> Any:  # noqa: D103
    if visible(request.actor, postings(request.actor)).filter(pk__in=given.postings).count() < len(set(given.postings)):
        raise Http404
    rows = departure.depart(request.actor, given.postings, given.on, given.senior)
    shown = postings(request.actor).filter(pk__in=[row.pk for row in rows]).order_by("pk")
    return Together(items=[posting_shown(row) for row in shown])


@room.does(departure.release, "postings/{key}/release", PostingShown)
def release(request: Asked, key: Key, given: OnDay) -> Any:  # noqa: D103
    return stepped(request.actor, key, departure.release, given.on)


@room.does(stay.arrive, "postings/{key}/arrive", PostingShown)
def arrive(request: Asked, key: Key, given: OnDay) -> Any:  # noqa: D103
    return stepped(request.actor, key, stay.arrive, given.on)


@room.does(stay.receive, "postings/{key}/receive", PostingShown)
def receive(request: Asked, key: Key, given: Received) -> Any:  # noqa: D103
    posting_found(request.actor, key)
    return stepped(request.actor, key, stay.receive, HostChecklist(**given.model_dump()))


@room.does(stay.come_back, "postings/{key}/come-back", PostingShown)
def come_back(request: Asked, key: Key, given: OnDay) -> Any:  # noqa: D103
    return stepped(request.actor, key, stay.come_back, given.on)


@room.does(stay.close, "postings/{key}/close", PostingShown)
def close(request: Asked, key: Key, given: OnDay) -> Any:  # noqa: D103
    return stepped(request.actor, key, stay.close, given.on)


@room.does(stay.end_with_programme, "postings/{key}/end-with-programme", PostingShown)
def end_with_programme(request: Asked, key: Key) -> Any:  # noqa: D103
    return stepped(request.actor, key, stay.end_with_programme)


def _handover(row: Handover) -> HandoverShown:
    names = ("work", "first_day", "last_day", "accepted_on")
    said = {name: getattr(row, name) for name in names}
    return HandoverShown(key=row.pk, posting=row.posting_id, to=row.to.code, **said)


def _handovers() -> Any:
    return Handover.objects.select_related("to")


@room.reads("handovers", Listed[HandoverShown], Right.READ_POSTINGS, Right.READ_OWN)
def list_handovers(request: Asked, find: Query[Listing]) -> Any:
    """Lists work that was handed over, and work that one is to take on."""
    return listed(request, find, visible(request.actor, _handovers()), ("pk",), _handover)


@room.does(home.hand_over_work, "postings/{key}/handovers", HandoverShown, status=201, again=True)
def hand_over_work(request: Asked, key: Key, given: HandoverGiven) -> Any:  # noqa: D103
    away, days = posting_found(request.actor, key), Turn(given.first_day, given.last_day)
    row = home.hand_over_work(request.actor, away.pk, given.work, given.to, days, given.what_to_know)
    return _handover(row)


@room.does(home.take_on_work, "handovers/{key}/take-on", HandoverShown)
def take_on_work(request: Asked, key: Key) -> Any:  # noqa: D103
    row = found(request.actor, _handovers(), key)
    home.take_on_work(request.actor, row.pk)
    return _handover(_handovers().get(pk=row.pk))


@room.does(home.keep_post, "postings/{key}/home-post", None, method="PUT", status=204)
def keep_post(request: Asked, key: Key, given: PostKept) -> Any:  # noqa: D103
    home.keep_post(request.actor, posting_found(request.actor, key).pk, given.post, given.until)


@room.does(home.hold_debrief, "postings/{key}/debrief", None, method="PUT", status=204)
def hold_debrief(request: Asked, key: Key, given: Debriefed) -> Any:  # noqa: D103
    home.hold_debrief(request.actor, posting_found(request.actor, key).pk, given.on, given.answers)
