"""Operations on what happened at places, and on orders to come home."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar
from uuid import UUID

from ninja import Query
from pydantic import Field

from grassrota.posting.incident import IncidentKind
from grassrota_web.access.api.as_read import found
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Code, Day, Given, Key, Shown, Small, Text
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.fieldwork import models
from grassrota_web.fieldwork.actions import incidents
from grassrota_web.fieldwork.api.reach import SEEN, OnDay
from grassrota_web.rotas.api.reach import rotation_found

room = Room("Incidents and recalls")


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
