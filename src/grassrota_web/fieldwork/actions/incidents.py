"""Incidents, and the order to come home."""

from __future__ import annotations

import uuid
from datetime import date

from django.utils import timezone

from grassrota.errors import BadInput, Fault, Refused
from grassrota.posting import incident as core
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.seal import seal
from grassrota_web.access.verb import Act, verb
from grassrota_web.fieldwork import convert
from grassrota_web.fieldwork.actions.places import known_by_now
from grassrota_web.fieldwork.models import Incident, Recall
from grassrota_web.orgs.models import Rotation, Unit
from grassrota_web.postings.models import Posting


@verb("fieldwork.report_incident", Right.STEP_POSTING)
def report_incident(
    act: Act, rotation: int, place: str, day: date, kind: core.IncidentKind, text: str = ""
) -> Incident:
    """Reports that something happened at a place: by the host, or by those at home.

    Who said so is kept where they hold their office: who reads the journal at home does not learn it of a host.
    """
    call = act.lock(Rotation, pk=rotation)
    site, office = _place(call, place), call.home.path
    if act.actor.may(Right.RECEIVE, site.path):
        office = site.path
        act.at(office, Right.RECEIVE)
    else:
        act.at(office)
    row = _kept(call, site, day, kind, text)
    act.note("incident", row.pk, place=office, after=_said(row), as_of=day)
    return row


@verb("fieldwork.report_incident_there", Right.ACT_FOR_ONESELF)
def report_incident_there(
    act: Act, rotation: int, place: str, day: date, kind: core.IncidentKind, text: str = ""
) -> Incident:
    """Reports that something happened where one is posted; nobody else learns who said so."""
    call = act.lock(Rotation, pk=rotation)
    site = _place(call, place)
    act.of(act.actor.person)
    if not posted_at(act.actor, call, place):
        raise Refused("not_permitted", "You are not posted there.", place=place)
    row = _kept(call, site, day, kind, text)
    act.note("incident", row.pk, place=call.home.path, person=act.actor.person, after=_said(row), as_of=day)
    return row


def posted_at(actor: Actor, call: Rotation, place: str) -> bool:
    """True if the actor is on the list for a place."""
    here = Posting.objects.filter(rotation=call, opening__place__code=place, listed_on__isnull=False, released_on=None)
    return here.filter(person__code=actor.person or "-").exists()


def _kept(call: Rotation, site: Unit, day: date, kind: core.IncidentKind, text: str) -> Incident:
    sealed = seal(text, path=call.home.path, person="", right=Right.STEP_POSTING) if text.strip() else None
    row = Incident(rotation=call, place=site, day=known_by_now(day, "day"), kind=kind.value, detail=sealed)
    convert.incident_at(row)
    row.save()
    return row


def _said(row: Incident) -> dict[str, str]:
    return {"kind": row.kind, "at": row.place.code}


@verb("fieldwork.close_incident", Right.STEP_POSTING)
def close_incident(act: Act, key: uuid.UUID, on: date) -> Incident:
    """Says that nothing more is to be done about an incident."""
    row = act.lock(Incident, pk=key)
    act.at(row.rotation.home.path)
    row.closed_on = known_by_now(on)
    convert.incident_at(row)
    row.save(update_fields=["closed_on"])
    act.note("incident", row.pk, place=row.rotation.home.path, after={"closed_on": on.isoformat()}, as_of=on)
    return row


@verb("fieldwork.order_recall", Right.STEP_POSTING)
def order_recall(
    act: Act, rotation: int, due_on: date, place: str = "", batch: int = 0, incident: uuid.UUID | None = None
) -> Recall:
    """Orders everybody at a place, of a batch, or both, home by a day; nobody leaves for there while it stands."""
    call = act.lock(Rotation, pk=rotation)
    act.at(call.home.path)
    behind = Incident.objects.filter(pk=incident, rotation=call).first() if incident else None
    site = _place(call, place) if place else None
    row = Recall(
        rotation=call, incident=behind, place=site, batch=batch, ordered_on=timezone.localdate(), due_on=due_on
    )
    core.Recall("new", str(incident or ""), place, batch, row.ordered_on, due_on)
    row.save()
    said = {"place": place, "batch": batch, "due_on": due_on.isoformat(), "incident": str(incident or "")}
    act.note("recall", row.pk, place=call.home.path, after=said)
    return row


@verb("fieldwork.lift_recall", Right.STEP_POSTING)
def lift_recall(act: Act, key: int) -> Recall:
    """Lets people go again."""
    row = act.lock(Recall, pk=key)
    act.at(row.rotation.home.path)
    row.lifted_on = core.lift(convert.recall(row), timezone.localdate()).lifted_on
    row.save(update_fields=["lifted_on"])
    act.note("recall", row.pk, place=row.rotation.home.path, after={"lifted_on": str(row.lifted_on)})
    return row


def _place(call: Rotation, code: str) -> Unit:
    found = Unit.objects.filter(code=code, path__startswith=call.hosts.path).first()
    if found is None:
        raise BadInput([Fault("place", f"the id of a place below {call.hosts.name}", code or "nothing")])
    return found
