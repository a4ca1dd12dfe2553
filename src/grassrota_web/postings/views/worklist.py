"""The unit officer's worklist: what people have raised, and the answers."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota.files.columns import Column
from grassrota.files.parse import day, text
from grassrota.posting.appeal import AppealOutcome
from grassrota.posting.concern import ConcernKind
from grassrota.turns import Turn
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.models import Person, Rotation
from grassrota_web.orgs.views.asking import ask
from grassrota_web.postings import convert, queries
from grassrota_web.postings.actions.matters import (
    Decide,
    Postpone,
    ReadDetail,
    Reply,
    Resolve,
    Step,
    raise_for,
    see_to_matter,
)
from grassrota_web.postings.export import table
from grassrota_web.postings.forms import DecisionForm, HardshipForm, ReasonForm, ReplyForm, WorryForForm
from grassrota_web.postings.models import Appeal, Concern
from grassrota_web.postings.views.reach import crumbs
from grassrota_web.postings.words import KINDS, NEEDS

WORKLIST = (
    Column("kind", text, chinese="类别"),
    Column("state", text, chinese="状态"),
    Column("raised_on", day, chinese="提出日期"),
    Column("answer_by", day, required=False, chinese="答复期限"),
)
"""Class and state, and nobody's name: a file goes further than a page."""


@page(Right.READ_SEALED)
def worklist(request: Request) -> HttpResponse:
    """What waits for an answer of whoever asks, the first due first."""
    lines = [_line(row) for row in queries.worklist(request.actor)]
    rotations = visible(request.actor, Rotation.objects.filter(closed_on=None))
    return render(request, "postings/worklist.html", {"lines": lines, "rotations": rotations, "crumbs": crumbs()})


@page(Right.READ_SEALED)
def export(request: Request, suffix: str) -> HttpResponse:
    """The worklist as a file: class, state and days."""
    lines = (
        {
            "kind": str(line["kind"]),
            "state": str(_("late") if line["late"] else _("waits for an answer")),
            "raised_on": line["raised_on"],
            "answer_by": line["row"].answer_by,
        }
        for line in map(_line, queries.worklist(request.actor))
    )
    return table(request, "worklist", suffix, WORKLIST, lines)


@page(Right.READ_SEALED)
def see_to(request: Request, matter: uuid.UUID) -> HttpResponse:
    """One thing that somebody raised: its words for a reason, and the answer."""
    row = next((one for one in queries.worklist(request.actor) if one.pk == matter), None)
    if row is None:
        raise Http404
    reason, form = _forms(request, row)
    detail = ""
    if request.method == "POST" and "reason" in request.POST and reason.is_valid():
        read = ReadDetail(reason.cleaned_data["reason"])
        detail = attempt(reason, see_to_matter, request.actor, row, read) or ""
    elif request.method == "POST" and "reason" not in request.POST and form.is_valid():
        attempt(form, see_to_matter, request.actor, row, _step(row, form))
        if not form.errors:
            messages.success(request, _("It is answered. From now on only the person sees how."))
            return redirect("postings:worklist")
    url = reverse("postings:worklist")
    context = {"line": _line(row), "reason": reason, "form": form, "detail": detail}
    way = {"crumbs": crumbs((url, _("Worklist")))}
    return render(request, "postings/see_to.html", context | way, status=422 if form.errors or reason.errors else 200)


@page(Right.READ_SEALED)
def write_down(request: Request, rotation: int) -> HttpResponse:
    """Writes down what somebody told, on their behalf."""
    row = get_object_or_404(visible(request.actor, Rotation.objects.select_related("home")), pk=rotation)
    form = found_by(request.actor, WorryForForm(request.POST or None))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        people = visible(request.actor, Person.objects.select_related("unit").filter(left_on=None))
        person = people.filter(code=said["person"]).first()
        if person is None:
            form.add_error("person", _("Nobody within your reach has this id."))
        else:
            kind, need = ConcernKind(said["kind"]), form.need_value()
            attempt(form, raise_for, request.actor, row, person, kind, said["text"], need)
        if not form.errors:
            messages.success(request, _("It was written down, marked as told to you."))
            return redirect("postings:worklist")
    back = reverse("postings:worklist")
    title, way = _("Write down what somebody told you"), crumbs((back, _("Worklist")))
    return ask(request, form, title=title, word=_("Write it down"), back=back, crumbs=way)


def _line(row: Concern | Appeal) -> dict[str, Any]:
    concern = isinstance(row, Concern)
    return {
        "row": row,
        "kind": KINDS[row.kind],
        "need": NEEDS[row.need] if isinstance(row, Concern) and row.need else "",
        "raised_on": row.raised_on if isinstance(row, Concern) else row.filed_on,
        "raised_for": concern and row.raised_for,  # type: ignore[union-attr]
        "late": convert.late(row.answer_by, None, timezone.localdate()),
    }


def _forms(request: Request, row: Concern | Appeal) -> tuple[ReasonForm, forms.Form]:
    asked = request.POST or None
    kind: type[forms.Form] = DecisionForm if isinstance(row, Appeal) else ReplyForm
    if row.kind == ConcernKind.HARDSHIP:
        kind = HardshipForm
    reading = request.method == "POST" and "reason" in request.POST
    return ReasonForm(asked if reading else None), kind(None if reading else asked)


def _step(row: Concern | Appeal, form: forms.Form) -> Step:
    said = form.cleaned_data
    if isinstance(row, Appeal):
        return Decide(AppealOutcome(said["outcome"]), said["text"])
    if row.kind != ConcernKind.HARDSHIP:
        return Reply(said["text"])
    if said["how"] == "postponed":
        return Postpone(said["until"], said["text"])
    days = Turn(said["first"], max(said["first"], said["last"])) if said["how"] == "arranged" else None
    return Resolve(said["text"], days)
