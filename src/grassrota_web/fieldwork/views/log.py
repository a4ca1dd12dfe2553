"""The field log: one's own days, noted online or offline, and sent once and only once."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from grassrota.errors import BadInput, Fault
from grassrota.opinions.receipts.receipt import draw_receipt
from grassrota.posting.attendance import ExcuseReason, FieldDayExcuse
from grassrota.posting.field import FieldDayKind
from grassrota.posting.field_log import count_log
from grassrota.posting.sync import Result
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.spoken import spoken_fault
from grassrota_web.fieldwork import convert, words
from grassrota_web.fieldwork.above import passing_on
from grassrota_web.fieldwork.actions.field_days import excuse, sync
from grassrota_web.fieldwork.forms import ExcuseForm, FieldDayForm
from grassrota_web.fieldwork.models import FieldDayExcuse as ExcuseRow
from grassrota_web.fieldwork.models import FieldEntry

WORKER = Path(__file__).parent.parent / "static" / "fieldwork" / "worker.js"
SHOWN = 60
"""Of one's own days, so many are shown."""
LARGEST = 512 * 1024
"""Bytes of a synchronisation; a longer one is no list of days."""


@page(Right.ACT_FOR_ONESELF)
def log(request: Request) -> HttpResponse:
    """One's own field log; without JavaScript each day is sent by itself."""
    form = FieldDayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "day": form.cleaned_data["day"].isoformat(), "id": request.POST.get("id", "")}
        answers = attempt(form, sync, request.actor, [given], request.actor.person)
        for fault in answers[0].faults if answers else ():
            form.add_error(fault.column if fault.column in form.fields else None, spoken_fault(fault))
        if not form.errors:
            messages.success(request, _("The day is kept."))
            return redirect("fieldwork:log")
    rows = list(_own(request)[:SHOWN])
    counted = count_log(entry for row in rows if (entry := convert.version(row).entry) is not None)
    context = {
        "form": form,
        "fresh_id": request.POST.get("id") or secrets.token_hex(16),
        "passing": passing_on(),
        "code": draw_receipt().code,
        "rows": _shown(rows),
        "counted": counted,
        "excuses": visible(request.actor, ExcuseRow.objects.filter(person__code=request.actor.person))[:10],
        "crumbs": [{"url": reverse("fieldwork:home"), "label": _("In the field")}],
    }
    return render(request, "fieldwork/log.html", context)


@page(Right.ACT_FOR_ONESELF)
def offline(request: Request) -> HttpResponse:
    """What a device keeps for days without a network: the form, and nothing of anybody."""
    return render(request, "fieldwork/offline.html", {"form": FieldDayForm(), "passing": passing_on()})


@page(Right.ACT_FOR_ONESELF)
@require_GET
def worker(request: Request) -> HttpResponse:
    """The worker that answers for the field log when there is no network."""
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@page(Right.ACT_FOR_ONESELF)
@require_POST
def take_sync(request: Request) -> HttpResponse:
    """Takes up what a device noted: for each entry accepted, known already, or refused with the reason."""
    try:
        given = body(request)
        entries = given.get("entries")
        if not isinstance(entries, list):
            raise BadInput([Fault("entries", "a list", "something else")])
        answers = sync(request.actor, entries, str(given.get("for", "")))
    except BadInput as error:
        return JsonResponse({"faults": [spoken_fault(fault, placed=True) for fault in error.faults]}, status=422)
    return JsonResponse({"results": [_result(one) for one in answers]})


@page(Right.ACT_FOR_ONESELF)
@require_POST
def strike(request: Request, key: int) -> HttpResponse:
    """Strikes a day out; it stays readable in the journal."""
    row = get_object_or_404(_own(request), pk=key)
    entry = {"id": row.key, "struck": True, "replaces": [row.digest]}
    sync(request.actor, [entry], request.actor.person)
    return redirect("fieldwork:log")


@page(Right.ACT_FOR_ONESELF)
def miss(request: Request) -> HttpResponse:
    """Says that a field day is missed, or taken on another day."""
    form = ExcuseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        attempt(form, _excuse, request, form.cleaned_data)
        if not form.errors:
            return redirect("fieldwork:log")
    context = {
        "title": _("Miss or move a field day"),
        "lead": _("Health, family and anything else are one word here: not available. Nobody is told more."),
        "form": form,
        "cancel_url": reverse("fieldwork:log"),
        "crumbs": [{"url": reverse("fieldwork:log"), "label": _("Field log")}],
    }
    return render(request, "fieldwork/step.html", context)


def _excuse(request: Request, given: dict[str, Any]) -> ExcuseRow:
    code = request.actor.person
    value = FieldDayExcuse(code, given["day"], ExcuseReason(given["reason"]), given["swapped_to"])
    return excuse(request.actor, code, value)


def _own(request: Request) -> Any:
    rows = FieldEntry.objects.filter(person__code=request.actor.person, replaced=False, day__isnull=False)
    return visible(request.actor, rows.select_related("person"))


def _shown(rows: Sequence[FieldEntry]) -> list[dict[str, Any]]:
    keys = [row.key for row in rows]
    return [
        {"row": row, "kind": words.KINDS[FieldDayKind(row.kind)], "contradicts": keys.count(row.key) > 1}
        for row in rows
    ]


def body(request: Request) -> dict[str, Any]:
    """What a device sent.

    Raises:
        BadInput: If it is too long, or no object in JSON.
    """
    if len(request.body) > LARGEST:
        raise BadInput([Fault("", f"at most {LARGEST} bytes", str(len(request.body)))])
    try:
        given = json.loads(request.body)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise BadInput([Fault("", "an object in JSON", "something else")])
    return given


def _result(one: Result) -> dict[str, Any]:
    return {
        "id": one.id,
        "receipt": one.receipt.value,
        "faults": [spoken_fault(fault, placed=True) for fault in one.faults],
    }
