"""Incidents, and the order to come home."""

from __future__ import annotations

import uuid
from datetime import date

from django.utils import timezone

from grassrota.errors import BadInput, Fault
from grassrota.posting import incident as core
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
    """Reports that something happened at a place: by the host, by those at home, or by whoever is posted there."""
    call = act.lock(Rotation, pk=rotation)
    site = _place(call, place)
    posted = Posting.objects.filter(rotation=call, opening__place=site, person__code=act.actor.person or "-")
    if act.actor.may(Right.RECEIVE, site.path):
        act.at(site.path, Right.RECEIVE)
    elif act.actor.holds(Right.ACT_FOR_ONESELF) and posted.exists():
        act.at(posted[0].home_unit.path, Right.ACT_FOR_ONESELF)
    else:
        act.at(call.home.path)
    sealed = seal(text, path=call.home.path, person="", right=Right.STEP_POSTING) if text.strip() else None
    row = Incident(rotation=call, place=site, day=known_by_now(day, "day"), kind=kind.value, detail=sealed)
    convert.incident_at(row)
    row.save()
    act.note("incident", row.pk, place=call.home.path, after={"kind": kind.value, "at": site.code}, as_of=day)
    return row


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
