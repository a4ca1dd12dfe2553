"""Incidents and recalls of a rotation: who is at home again, and who is not."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grassrota.posting.incident import IncidentKind
from grassrota_web.access.pages import Request, attempt, filled_in, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.fieldwork import queries, words
from grassrota_web.fieldwork.actions import incidents
from grassrota_web.fieldwork.forms import IncidentForm, RecallForm, today
from grassrota_web.fieldwork.models import Incident, Recall
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.models import Person, Rotation

REPORTING = (Right.STEP_POSTING, Right.RECEIVE, Right.ACT_FOR_ONESELF)
"""Rights of which one lets somebody report an incident."""


@page(Right.READ_POSTINGS, Right.READ_HOSTED, Right.READ_OWN)
def recalls(request: Request, rotation: int) -> HttpResponse:
    """Every recall with who is back, and the incidents that one sees."""
    call = get_object_or_404(visible(request.actor, Rotation.objects.all()), pk=rotation)
    states = queries.recall_states(request.actor, call, today())
    codes = {code for _row, state in states for code in (*state.back, *state.not_back)}
    names = dict(Person.objects.filter(code__in=codes).values_list("code", "name"))
    rows = visible(request.actor, Incident.objects.filter(rotation=call).select_related("place"))
    context = {
        "rotation": call,
        "recalls": [
            {
                "row": row,
                "late": state.late,
                "back": [names[code] for code in state.back],
                "not_back": [names[code] for code in state.not_back],
            }
            for row, state in states
        ],
        "incidents": [{"row": row, "kind": words.INCIDENTS[IncidentKind(row.kind)]} for row in rows],
        "reports": request.actor.holds(*REPORTING),
        "orders": request.actor.may(Right.STEP_POSTING, call.home.path),
        "crumbs": [{"url": reverse("fieldwork:home"), "label": _("In the field")}],
    }
    return render(request, "fieldwork/recalls.html", context)


@page(*REPORTING)
def report(request: Request, rotation: int) -> HttpResponse:
    """Something happened at a place."""
    call = get_object_or_404(visible(request.actor, Rotation.objects.all()), pk=rotation)
    form = found_by(request.actor, IncidentForm(filled_in(request)))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        kind = IncidentKind(given["kind"])
        own = incidents.posted_at(request.actor, call, given["place"])
        verb = incidents.report_incident_there if own else incidents.report_incident
        attempt(form, verb, request.actor, call.pk, given["place"], given["day"], kind, given["text"])
        if not form.errors:
            return redirect("fieldwork:recalls", call.pk)
    return render(request, "fieldwork/step.html", _page(call, form, _("Report an incident")))


@page(Right.STEP_POSTING)
def order(request: Request, rotation: int) -> HttpResponse:
    """Orders people home."""
    call = get_object_or_404(visible(request.actor, Rotation.objects.all()), pk=rotation)
    form = found_by(request.actor, RecallForm(filled_in(request)))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        verb = incidents.order_recall
        attempt(form, verb, request.actor, call.pk, given["due_on"], given["place"], given["batch"])
        if not form.errors:
            return redirect("fieldwork:recalls", call.pk)
    title = _("Order people home")
    return render(
        request, "fieldwork/step.html", _page(call, form, title, _("Nobody leaves for there while it stands."))
    )


@page(Right.STEP_POSTING)
@require_POST
def lift(request: Request, key: int) -> HttpResponse:
    """Lets people go again."""
    row = get_object_or_404(visible(request.actor, Recall.objects.all()), pk=key)
    incidents.lift_recall(request.actor, row.pk)
    return redirect("fieldwork:recalls", row.rotation_id)


@page(Right.STEP_POSTING)
@require_POST
def close(request: Request, key: uuid.UUID) -> HttpResponse:
    """Nothing more is to be done about an incident."""
    row = get_object_or_404(visible(request.actor, Incident.objects.all()), pk=key)
    incidents.close_incident(request.actor, row.pk, today())
    return redirect("fieldwork:recalls", row.rotation_id)


def _page(call: Rotation, form: Any, title: str, lead: str = "") -> dict[str, Any]:
    back = reverse("fieldwork:recalls", args=(call.pk,))
    crumbs = [{"url": reverse("fieldwork:home"), "label": _("In the field")}, {"url": back, "label": call.title}]
    return {"title": title, "lead": lead, "form": form, "cancel_url": back, "crumbs": crumbs}
