"""Pages of whoever visits: their list, which holds places alone, and one visit with the three answers."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grassrota.inspection.finding import Unresolved
from grassrota_web.access.pages import Request, attempt, filled_in, page
from grassrota_web.access.rights import Right
from grassrota_web.inspections.actions.visits import Answers, arrive, find, pass_by, step_aside
from grassrota_web.inspections.forms import FindingForm
from grassrota_web.inspections.models import Visit
from grassrota_web.inspections.queries.visits import own, seen_to
from grassrota_web.inspections.views.office import crumbs

MOST, LARGEST = 50, 512 * 1024
"""Findings, and bytes, that are taken at once; a longer list is none."""


@page(Right.CHECK_CASES)
def worklist(request: Request) -> HttpResponse:
    """One's own visits, by place."""
    rows = list(own(request.actor))
    said = {
        "visits": [row for row in rows if row.done_on is None],
        "done": sum(row.done_on is not None for row in rows),
        "crumbs": crumbs(),
    }
    return render(request, "inspections/visits.html", said)


@page(Right.CHECK_CASES)
def visit(request: Request, key: UUID) -> HttpResponse:
    """One visit: where it goes, and from the arrival on what is to be seen to and what was found."""
    row = get_object_or_404(own(request.actor), pk=key)
    form = FindingForm(filled_in(request)) if row.seen_to else forms.Form(filled_in(request))
    if request.method == "POST" and form.is_valid():
        if row.seen_to:
            attempt(form, find, request.actor, row.pk, _answers(form))
        else:
            attempt(form, pass_by, request.actor, row.pk)
        if not form.errors:
            messages.success(request, _("The visit is kept."))
            return redirect("inspections:visits")
    said = {
        "visit": row,
        "form": form,
        "shown": seen_to(row),
        "crumbs": crumbs((reverse("inspections:visits"), _("My visits"))),
    }
    return render(request, "inspections/visit.html", said, status=422 if form.errors else 200)


@page(Right.CHECK_CASES)
@require_POST
def take_sync(request: Request) -> HttpResponse:
    """Takes up what a telephone kept: each finding once, however often it is sent; refused with the reason."""
    try:
        given = json.loads(request.body[:LARGEST])
        entries = given["entries"] if given["for"] == request.actor.account else None
    except (ValueError, RecursionError, TypeError, KeyError):
        entries = None
    if not isinstance(entries, list) or len(entries) > MOST:
        return JsonResponse({"faults": []}, status=422)
    return JsonResponse({"results": [_taken(request, entry) for entry in entries]})


def _taken(request: Request, entry: object) -> dict[str, Any]:
    said = entry if isinstance(entry, dict) else {}
    form = FindingForm({name: value for name, value in said.items() if isinstance(value, str)})
    try:
        row = own(request.actor).filter(pk=UUID(str(said.get("id")))).first()
        day = date.fromisoformat(str(said.get("on")))
    except ValueError:
        row = None
    if row is None:
        form.add_error(None, _("It is none of your visits."))
    elif form.is_valid():
        attempt(form, find, request.actor, row.pk, _answers(form), day)
    faults = [fault for faults in form.errors.values() for fault in faults]
    return {"id": str(said.get("id"))[:64], "receipt": "refused" if faults else "accepted", "faults": faults}


def _answers(form: forms.Form) -> Answers:
    said = dict(form.cleaned_data)
    reason = said.pop("unresolved")
    return Answers(**said, unresolved=Unresolved(reason) if reason else None)


@page(Right.CHECK_CASES)
@require_POST
def arrived(request: Request, key: UUID) -> HttpResponse:
    """Says that one has arrived."""
    row: Visit = get_object_or_404(own(request.actor), pk=key)
    arrive(request.actor, row.pk)
    return redirect(row)


@page(Right.CHECK_CASES)
def aside(request: Request, key: UUID) -> HttpResponse:
    """Somebody else is drawn for the people's side."""
    row: Visit = get_object_or_404(own(request.actor), pk=key)
    form = forms.Form(filled_in(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, step_aside, request.actor, row.pk)
        if not form.errors:
            return redirect(row)
    context = {"form": form, "visit": row, "crumbs": crumbs((reverse("inspections:visits"), _("My visits")))}
    return render(request, "inspections/aside.html", context, status=422 if form.errors else 200)
