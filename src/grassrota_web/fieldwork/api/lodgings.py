"""Operations on where people stay, and on what hosts say of it."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar
from uuid import UUID

from ninja import Query
from pydantic import Field

from grassrota.posting.cost import Money, Payer
from grassrota.posting.lodging import GrievanceKind
from grassrota.turns import Turn
from grassrota_web.access.api.as_read import found
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Count, Currency, Day, Flag, Given, Key, Shown, Text
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.fieldwork import models
from grassrota_web.fieldwork.actions import lodging
from grassrota_web.fieldwork.api.reach import SEEN, posting_found

room = Room("Lodging")


class LodgingShown(Shown):
    """Where a posted person stays, paid or agreed."""

    EXAMPLE: ClassVar = {
        "key": "5c9d5c0e-5d1f-4c3b-8a57-1f6f0a9b7c66",
        "posting": 71,
        "first_night": "1957-12-21",
        "last_night": "1958-01-27",
        "paid": True,
        "agreed": True,
    }

    key: UUID
    posting: int
    first_night: Day
    last_night: Day
    paid: bool
    agreed: bool


class LodgingGiven(Given):
    """Nights, what they cost and what the person adds, in minor units."""

    EXAMPLE: ClassVar = {
        "first_night": "1957-12-21",
        "last_night": "1958-01-27",
        "agreed": True,
        "cost": 3800,
        "currency": "CNY",
        "contribution": 0,
        "payer": "home_unit",
        "household": "",
    }

    first_night: Day
    last_night: Day
    agreed: Flag
    cost: Count
    currency: Currency
    contribution: Count = 0
    payer: Payer = Payer.HOME_UNIT
    household: Annotated[str, Field(max_length=80)] = ""


class NightGiven(Given):
    """The last night."""

    EXAMPLE: ClassVar = {"last": "1958-01-10"}

    last: Day


class GrievanceShown(Shown):
    """A host is not content with a lodging: its class and state. Whoever stays there does not see it."""

    EXAMPLE: ClassVar = {
        "key": "6c9d5c0e-5d1f-4c3b-8a57-1f6f0a9b7c77",
        "lodging": "5c9d5c0e-5d1f-4c3b-8a57-1f6f0a9b7c66",
        "kind": "not_paid",
        "filed_on": "1958-01-03",
        "answer": "",
        "answered_on": None,
        "settled_on": None,
    }

    key: UUID
    lodging: UUID
    kind: GrievanceKind
    filed_on: Day
    answer: str
    answered_on: Day | None
    settled_on: Day | None


class GrievanceGiven(Given):
    """What the host is not content with; the words go under seal."""

    EXAMPLE: ClassVar = {"kind": "not_paid", "text": ""}

    kind: GrievanceKind
    text: Text = ""


class Answered(Given):
    """An answer."""

    EXAMPLE: ClassVar = {"answer": "It was paid today."}

    answer: Annotated[str, Field(min_length=1, max_length=20_000)]


def _lodging(row: models.Lodging) -> LodgingShown:
    said = {name: getattr(row, name) for name in ("first_night", "last_night", "paid", "agreed")}
    return LodgingShown(key=row.pk, posting=row.posting_id, **said)


@room.reads("lodgings", Listed[LodgingShown], *SEEN)
def list_lodgings(request: Asked, find: Query[Listing]) -> Any:
    """Lists lodgings of postings within reach."""
    return listed(request, find, visible(request.actor, models.Lodging.objects.all()), ("first_night", "pk"), _lodging)


@room.does(lodging.arrange_lodging, "postings/{key}/lodgings", LodgingShown, status=201, again=True)
def arrange_lodging(request: Asked, key: Key, given: LodgingGiven) -> Any:  # noqa: D103
    row = lodging.arrange_lodging(
        request.actor,
        posting_found(request.actor, key).pk,
        Turn(given.first_night, given.last_night),
        given.agreed,
        Money(given.cost, given.currency),
        given.contribution,
        given.payer,
        given.household,
    )
    return _lodging(row)


@room.does(lodging.leave_lodging, "lodgings/{key}/leave", LodgingShown)
def leave_lodging(request: Asked, key: UUID, given: NightGiven) -> Any:  # noqa: D103
    row = found(request.actor, models.Lodging.objects.all(), key)
    return _lodging(lodging.leave_lodging(request.actor, row.pk, given.last))


def _grievance(row: models.Grievance) -> GrievanceShown:
    said = {name: getattr(row, name) for name in ("filed_on", "answer", "answered_on", "settled_on")}
    return GrievanceShown(key=row.pk, lodging=row.lodging_id, kind=GrievanceKind(row.kind), **said)


@room.reads("grievances", Listed[GrievanceShown], Right.ANSWER, Right.RECEIVE)
def list_grievances(request: Asked, find: Query[Listing]) -> Any:
    """Lists what hosts are not content with, to them and to those who answer."""
    rows = visible(request.actor, models.Grievance.objects.all())
    return listed(request, find, rows, ("-filed_on", "pk"), _grievance)


@room.does(lodging.file_grievance, "lodgings/{key}/grievances", GrievanceShown, status=201, again=True)
def file_grievance(request: Asked, key: UUID, given: GrievanceGiven) -> Any:  # noqa: D103
    row = found(request.actor, models.Lodging.objects.all(), key)
    return _grievance(lodging.file_grievance(request.actor, row.pk, given.kind, given.text))


@room.does(lodging.answer_grievance, "grievances/{key}/answer", GrievanceShown)
def answer_grievance(request: Asked, key: UUID, given: Answered) -> Any:  # noqa: D103
    row = found(request.actor, models.Grievance.objects.all(), key)
    return _grievance(lodging.answer_grievance(request.actor, row.pk, given.answer))


@room.does(lodging.settle_grievance, "grievances/{key}/settle", GrievanceShown)
def settle_grievance(request: Asked, key: UUID) -> Any:  # noqa: D103
    row = found(request.actor, models.Grievance.objects.all(), key)
    return _grievance(lodging.settle_grievance(request.actor, row.pk))
