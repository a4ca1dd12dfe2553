"""What was found in the field, and what plans at headquarters made of it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grassrota.posting.field import FindingKind, Task
from grassrota_web.access.pages import Request, attempt, filled_in, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.fieldwork import words
from grassrota_web.fieldwork.actions import findings
from grassrota_web.fieldwork.models import PlanningCycle, TaskReport
from grassrota_web.orgs.forms.named import Coded, found_by


class CycleForm(forms.Form):
    """The making of a plan."""

    owner = Coded("unit", label=gettext_lazy("Whose plan"))
    title = forms.CharField(label=gettext_lazy("Which plan"), max_length=200)


class DecisionForm(forms.Form):
    """What a plan makes of a finding."""

    finding = forms.UUIDField(widget=forms.HiddenInput)
    used = forms.ChoiceField(
        label=gettext_lazy("The plan"),
        choices=[("yes", gettext_lazy("uses it")), ("no", gettext_lazy("does not use it"))],
    )
    reason = forms.CharField(label=gettext_lazy("What for, or why not"), widget=forms.Textarea(attrs={"rows": 2}))


@page(Right.READ_POSTINGS)
def cycles(request: Request) -> HttpResponse:
    """Planning cycles, and findings that no plan has decided about."""
    form = found_by(request.actor, CycleForm(filled_in(request)))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, findings.open_cycle, request.actor, form.cleaned_data["owner"], form.cleaned_data["title"])
        if made is not None:
            return redirect("fieldwork:cycle", made.pk)
    waiting = TaskReport.objects.filter(task=Task.FINDINGS.value).exclude(inputs__cycle__closed_on__isnull=False)
    context = {
        "form": form,
        "cycles": visible(request.actor, PlanningCycle.objects.select_related("owner")),
        "waiting": [_finding(row) for row in visible(request.actor, waiting.select_related("owner"))[:200]],
        "decides": request.actor.holds(Right.ANSWER),
        "crumbs": [{"url": reverse("fieldwork:home"), "label": _("In the field")}],
    }
    return render(request, "fieldwork/cycles.html", context)


@page(Right.READ_POSTINGS)
def cycle(request: Request, key: int) -> HttpResponse:
    """One cycle with its inputs: each used, or not used for a reason."""
    row = get_object_or_404(visible(request.actor, PlanningCycle.objects.select_related("owner")), pk=key)
    form: forms.Form = DecisionForm(request.POST) if "finding" in request.POST else forms.Form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _act(request, row, form)
        if not form.errors:
            return redirect("fieldwork:cycle", row.pk)
    inputs = row.inputs.select_related("finding__owner")
    context = {
        "cycle": row,
        "form": form,
        "inputs": [{"row": entry, "finding": _finding(entry.finding), "form": _decision(entry)} for entry in inputs],
        "decides": request.actor.may(Right.ANSWER, row.owner.path) and row.closed_on is None,
        "crumbs": [
            {"url": reverse("fieldwork:home"), "label": _("In the field")},
            {"url": reverse("fieldwork:cycles"), "label": _("Findings and plans")},
        ],
    }
    return render(request, "fieldwork/cycle.html", context)


def _act(request: Request, row: PlanningCycle, form: forms.Form) -> None:
    given = form.cleaned_data
    if "finding" in given:
        verb = findings.decide_finding
        attempt(form, verb, request.actor, row.pk, given["finding"], given["used"] == "yes", given["reason"])
    else:
        attempt(
            form, findings.close_cycle if "close" in request.POST else findings.list_findings, request.actor, row.pk
        )


def _decision(entry: Any) -> DecisionForm:
    used = "" if entry.used is None else "yes" if entry.used else "no"
    key: uuid.UUID = entry.finding_id
    return DecisionForm(initial={"finding": key, "used": used, "reason": entry.reason}, auto_id=f"id_{key.hex[:8]}_%s")


def _finding(row: TaskReport) -> dict[str, Any]:
    return {"row": row, "kind": words.FINDINGS[FindingKind(row.finding)]}
