"""Reports that people are made to go: filing one, looking up what came of it, and the officer's pages."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota.posting.coercion import CoercionAnswer, CoercionState
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.models import Person
from grassrota_web.postings import convert
from grassrota_web.postings.actions.coercion import (
    answer_report,
    pass_on_report,
    read_report,
    receipt_of,
    report_coercion,
    take_up_report,
)
from grassrota_web.postings.forms import CodeForm, CoercionForm, FindingForm, ReasonForm
from grassrota_web.postings.models import CoercionReport
from grassrota_web.postings.views.reach import crumbs
from grassrota_web.postings.words import COERCION_ANSWERS, COERCION_STATES


@page(Right.ACT_FOR_ONESELF)
def report(request: Request) -> HttpResponse:
    """Files a report about one's own home unit; the code is shown once."""
    people = visible(request.actor, Person.objects.select_related("unit"))
    person = people.filter(code=request.actor.person, left_on=None).first()
    form = CoercionForm(request.POST or None)
    code = None
    if person and request.method == "POST" and form.is_valid():
        code = attempt(form, report_coercion, request.actor, person.unit, form.cleaned_data["text"])
    context = {"form": form, "code": code, "person": person, "crumbs": crumbs()}
    return render(request, "postings/coercion.html", context, status=422 if form.errors else 200)


@page(Right.ACT_FOR_ONESELF)
def state(request: Request) -> HttpResponse:
    """What came of a report, for whoever has its code; neither its words nor its unit are shown."""
    form = CodeForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = CoercionReport.objects.filter(receipt=receipt_of(form.cleaned_data["code"])).first()
        if found is None:
            form.add_error("code", _("There is no report with this code."))
    context = {"form": form, "crumbs": crumbs((reverse("postings:coercion"), _("Report coercion")))}
    if found:
        stage = convert.coercion_report(found).state
        answer = COERCION_ANSWERS[found.answer] if found.answer else ""
        context |= {"report": found, "state": COERCION_STATES[stage], "answer": answer}
    return render(request, "postings/coercion_state.html", context, status=422 if form.errors else 200)


@page(Right.READ_COERCION)
def reports(request: Request) -> HttpResponse:
    """The reports that are with whoever asks."""
    rows = visible(request.actor, CoercionReport.objects.select_related("unit")).order_by("answer_by", "id")
    today = timezone.localdate()
    lines = [
        {
            "row": row,
            "state": COERCION_STATES[convert.coercion_report(row).state],
            "status": "done" if row.answered_on else "doing" if row.taken_up_on else "todo",
            "late": convert.late(row.answer_by, row.answered_on, today),
        }
        for row in rows
    ]
    return render(request, "postings/reports.html", {"lines": lines, "crumbs": crumbs()})


@page(Right.READ_COERCION)
def see_to(request: Request, report: uuid.UUID) -> HttpResponse:
    """One report: its words for a reason, taking it up, answering it, passing it on."""
    rows = visible(request.actor, CoercionReport.objects.select_related("unit", "text"))
    row = get_object_or_404(rows, pk=report)
    step = request.POST.get("step", "")
    reason = ReasonForm(request.POST if step == "read" else None)
    finding = FindingForm(request.POST if step == "answer" else None)
    plain = forms.Form(request.POST if step in ("take_up", "pass_on") else None)
    text = ""
    if step == "read" and reason.is_valid():
        text = attempt(reason, read_report, request.actor, row, reason.cleaned_data["reason"]) or ""
    if step == "take_up" and plain.is_valid():
        attempt(plain, take_up_report, request.actor, row)
    if step == "pass_on" and plain.is_valid():
        attempt(plain, pass_on_report, request.actor, row)
    if step == "answer" and finding.is_valid():
        found = CoercionAnswer(finding.cleaned_data["found"])
        attempt(finding, answer_report, request.actor, row, found, timezone.localdate())
    wrong = reason.errors or finding.errors or plain.errors
    if step and step != "read" and not wrong:
        messages.success(request, _("Done."))
        return redirect("postings:reports")
    context = {
        "row": row,
        "open": convert.coercion_report(row).state != CoercionState.ANSWERED,
        "state": COERCION_STATES[convert.coercion_report(row).state],
        "reason": reason,
        "finding": finding,
        "plain": plain,
        "text": text,
        "crumbs": crumbs((reverse("postings:reports"), _("Reports of coercion"))),
    }
    return render(request, "postings/coercion_report.html", context, status=422 if wrong else 200)
