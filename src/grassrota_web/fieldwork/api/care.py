"""Operations on lodging, money, incidents, recalls and pilots."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar
from uuid import UUID

from ninja import Query
from pydantic import Field

from grassrota.posting.cost import CostKind, Money, Payer
from grassrota.posting.incident import IncidentKind
from grassrota.posting.lodging import GrievanceKind
from grassrota.turns import Turn
from grassrota_web.access.api.as_read import found
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Code, Count, Day, Flag, Given, Key, Shown, Small, Text, Title
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.fieldwork import models
from grassrota_web.fieldwork.actions import costs, incidents, lodging, pilots
from grassrota_web.fieldwork.api.reach import OnDay, posting_found
from grassrota_web.rotas.api.reach import rotation_found

room = Room("Lodging, money, incidents, pilots")

Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", description="Three letters of ISO 4217.")]
SEEN = (Right.READ_POSTINGS, Right.READ_HOSTED, Right.READ_OWN)


class CostShown(Shown):
    """One line of the ledger, in minor units; a wrong one is taken back by another."""

    EXAMPLE: ClassVar = {
        "key": "4c9d5c0e-5d1f-4c3b-8a57-1f6f0a9b7c55",
        "posting": 71,
        "kind": "travel",
        "amount": 1250,
        "currency": "CNY",
        "payer": "home_unit",
        "paid_on": "1957-12-20",
        "reverses": None,
    }

    key: UUID
    posting: int
    kind: CostKind
    amount: int
    currency: str
    payer: Payer
    paid_on: Day
    reverses: UUID | None


class CostGiven(Given):
    """What a posting cost, and who paid."""

    EXAMPLE: ClassVar = {
        "kind": "travel",
        "amount": 1250,
        "currency": "CNY",
        "payer": "home_unit",
        "paid_on": "1957-12-20",
    }

    kind: CostKind
    amount: Count
    currency: Currency
    payer: Payer
    paid_on: Day


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


class IncidentShown(Shown):
    """Something that happened at a place; whom it struck, and how, is under seal."""

    EXAMPLE: ClassVar = {
        "key": "7c9d5c0e-5d1f-4c3b-8a57-1f6f0a9b7c88",
        "rotation": 2,
        "place": "pudong-2",
        "day": "1958-01-04",
        "kind": "disaster",
        "closed_on": None,
    }

    key: UUID
    rotation: int
    place: str
    day: Day
    kind: IncidentKind
    closed_on: Day | None


class IncidentGiven(Given):
    """What happened where."""

    EXAMPLE: ClassVar = {"place": "pudong-2", "day": "1958-01-04", "kind": "disaster", "text": ""}

    place: Code
    day: Day
    kind: IncidentKind
    text: Text = ""


class RecallShown(Shown):
    """An order to come home."""

    EXAMPLE: ClassVar = {
        "key": 2,
        "rotation": 2,
        "place": "pudong-2",
        "batch": 0,
        "ordered_on": "1958-01-04",
        "due_on": "1958-01-06",
        "lifted_on": None,
    }

    key: int
    rotation: int
    place: str | None
    batch: int = Field(description="0 for all.")
    ordered_on: Day
    due_on: Day
    lifted_on: Day | None


class RecallGiven(Given):
    """From a place, of a batch, or both."""

    EXAMPLE: ClassVar = {"due_on": "1958-01-06", "place": "pudong-2", "batch": 0, "incident": None}

    due_on: Day
    place: Annotated[str, Field(max_length=80)] = ""
    batch: Small = 0
    incident: UUID | None = None


class PracticeShown(Shown):
    """Something that is tried at a pilot site."""

    key: int
    name: str
    result: str


class PilotShown(Shown):
    """A place where practices are tried before others take them over."""

    EXAMPLE: ClassVar = {
        "key": 3,
        "rotation": 2,
        "place": "pudong-2",
        "opened_on": "1957-12-22",
        "results_on": None,
        "practices": [{"key": 4, "name": "evening clinic", "result": ""}],
    }

    key: int
    rotation: int
    place: str
    opened_on: Day
    results_on: Day | None
    practices: list[PracticeShown]


class PilotGiven(OnDay):
    """A pilot, and what is tried there."""

    EXAMPLE: ClassVar = {"place": "pudong-2", "on": "1957-12-22", "practices": ["evening clinic"]}

    place: Code
    practices: Annotated[list[Title], Field(min_length=1, max_length=50)]


class PilotReported(OnDay):
    """What came of each practice, for better or worse."""

    EXAMPLE: ClassVar = {"on": "1958-03-01", "results": {"evening clinic": "40 more patients a week"}}

    results: dict[Title, Text]


class AdoptionGiven(OnDay):
    """Where else a practice is taken over."""

    EXAMPLE: ClassVar = {"place": "chuansha", "on": "1958-04-01"}

    place: Code


def _cost(row: models.CostEntry) -> CostShown:
    said = {name: getattr(row, name) for name in ("amount", "currency", "paid_on")}
    kinds: dict[str, Any] = {"kind": CostKind(row.kind), "payer": Payer(row.payer)}
    return CostShown(key=row.pk, posting=row.posting_id, reverses=row.reverses_id, **said, **kinds)


@room.reads("costs", Listed[CostShown], *SEEN)
def list_costs(request: Asked, find: Query[Listing]) -> Any:
    """Lists lines of the ledger within reach; a host sees those it paid."""
    return listed(request, find, visible(request.actor, models.CostEntry.objects.all()), ("paid_on", "pk"), _cost)


@room.does(costs.add_cost, "postings/{key}/costs", CostShown, status=201, again=True)
def add_cost(request: Asked, key: Key, given: CostGiven) -> Any:  # noqa: D103
    away, amount = posting_found(request.actor, key), Money(given.amount, given.currency)
    return _cost(costs.add_cost(request.actor, away.pk, given.kind, amount, given.payer, given.paid_on))


@room.does(costs.reverse_cost, "costs/{key}/reverse", CostShown)
def reverse_cost(request: Asked, key: UUID) -> Any:  # noqa: D103
    row = found(request.actor, models.CostEntry.objects.all(), key)
    return _cost(costs.reverse_cost(request.actor, row.pk))


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


def _incident(row: models.Incident) -> IncidentShown:
    said: dict[str, Any] = {"day": row.day, "kind": IncidentKind(row.kind), "closed_on": row.closed_on}
    return IncidentShown(key=row.pk, rotation=row.rotation_id, place=row.place.code, **said)


@room.reads("incidents", Listed[IncidentShown], Right.STEP_POSTING, Right.RECEIVE)
def list_incidents(request: Asked, find: Query[Listing]) -> Any:
    """Lists what happened at places, by class alone."""
    rows = visible(request.actor, models.Incident.objects.select_related("place"))
    return listed(request, find, rows, ("-day", "pk"), _incident)


@room.does(incidents.report_incident, "rotations/{key}/incidents", IncidentShown, status=201, again=True)
def report_incident(request: Asked, key: Key, given: IncidentGiven) -> Any:  # noqa: D103
    call = rotation_found(request.actor, key)
    row = incidents.report_incident(request.actor, call.pk, given.place, given.day, given.kind, given.text)
    return _incident(row)


@room.does(incidents.report_incident_there, "rotations/{key}/own-incidents", IncidentShown, status=201, again=True)
def report_incident_there(request: Asked, key: Key, given: IncidentGiven) -> Any:  # noqa: D103
    call = rotation_found(request.actor, key)
    said = (given.place, given.day, given.kind, given.text)
    return _incident(incidents.report_incident_there(request.actor, call.pk, *said))


@room.does(incidents.close_incident, "incidents/{key}/close", IncidentShown)
def close_incident(request: Asked, key: UUID, given: OnDay) -> Any:  # noqa: D103
    row = found(request.actor, models.Incident.objects.all(), key)
    return _incident(incidents.close_incident(request.actor, row.pk, given.on))


def _recall(row: models.Recall) -> RecallShown:
    said = {name: getattr(row, name) for name in ("batch", "ordered_on", "due_on", "lifted_on")}
    return RecallShown(key=row.pk, rotation=row.rotation_id, place=row.place.code if row.place else None, **said)


@room.reads("recalls", Listed[RecallShown], *SEEN)
def list_recalls(request: Asked, find: Query[Listing]) -> Any:
    """Lists orders to come home, to everybody who is part of their rotation."""
    rows = visible(request.actor, models.Recall.objects.select_related("place"))
    return listed(request, find, rows, ("-ordered_on", "-pk"), _recall)


@room.does(incidents.order_recall, "rotations/{key}/recalls", RecallShown, status=201, again=True)
def order_recall(request: Asked, key: Key, given: RecallGiven) -> Any:  # noqa: D103
    call = rotation_found(request.actor, key)
    said = (given.due_on, given.place, given.batch, given.incident)
    return _recall(incidents.order_recall(request.actor, call.pk, *said))


@room.does(incidents.lift_recall, "recalls/{key}/lift", RecallShown)
def lift_recall(request: Asked, key: Key) -> Any:  # noqa: D103
    row = found(request.actor, models.Recall.objects.all(), key)
    return _recall(incidents.lift_recall(request.actor, row.pk))


def _pilot(row: models.Pilot) -> PilotShown:
    practices = [PracticeShown(key=one.pk, name=one.name, result=one.result) for one in row.practices.all()]
    days: dict[str, Any] = {"opened_on": row.opened_on, "results_on": row.results_on}
    return PilotShown(key=row.pk, rotation=row.rotation_id, place=row.place.code, practices=practices, **days)


@room.reads("pilots", Listed[PilotShown], *SEEN)
def list_pilots(request: Asked, find: Query[Listing]) -> Any:
    """Lists pilot sites with what is tried there."""
    rows = visible(request.actor, models.Pilot.objects.select_related("place").prefetch_related("practices"))
    return listed(request, find, rows, ("-opened_on", "-pk"), _pilot)


@room.does(pilots.open_pilot, "rotations/{key}/pilots", PilotShown, status=201, again=True)
def open_pilot(request: Asked, key: Key, given: PilotGiven) -> Any:  # noqa: D103
    call = rotation_found(request.actor, key)
    return _pilot(pilots.open_pilot(request.actor, call.pk, given.place, given.on, given.practices))


@room.does(pilots.report_pilot, "pilots/{key}/results", PilotShown)
def report_pilot(request: Asked, key: Key, given: PilotReported) -> Any:  # noqa: D103
    row = found(request.actor, models.Pilot.objects.all(), key)
    return _pilot(pilots.report_pilot(request.actor, row.pk, given.on, given.results))


@room.does(pilots.adopt, "practices/{key}/adopt", None, status=204)
def adopt(request: Asked, key: Key, given: AdoptionGiven) -> Any:  # noqa: D103
    row = found(request.actor, models.Practice.objects.all(), key)
    pilots.adopt(request.actor, row.pk, given.place, given.on)
