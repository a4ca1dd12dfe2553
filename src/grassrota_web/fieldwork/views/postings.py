"""One posting on one page: how far it is, what the host says, what is agreed, reported, paid and covered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grassrota.posting.cover import gaps
from grassrota.posting.lodging import GrievanceState
from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.fieldwork import convert, queries, words
from grassrota_web.fieldwork.actions import home, tasks
from grassrota_web.fieldwork.forms import today
from grassrota_web.fieldwork.models import Debrief, Grievance, Handover, HomePost, Lodging, PostingTask, TaskReport
from grassrota_web.fieldwork.views.steps import open_steps
from grassrota_web.postings.models import Posting


@page(Right.READ_POSTINGS, Right.READ_HOSTED, Right.READ_OWN)
def posting(request: Request, key: int) -> HttpResponse:
    """One posting."""
    actor = request.actor
    row = get_object_or_404(queries.postings(actor), pk=key)
    value = convert.posting(row)
    context = {
        "row": row,
        "state": words.STATES[value.state],
        "shape": words.SHAPES[value.state],
        "flag": words.FLAGS[queries.flag(row, today())],
        "steps": open_steps(actor, row),
        "days": _days(row),
        "missing": [words.MISSING[name] for name in value.reception.missing] if value.reception else [],
        "tasks": [_task(task, request) for task in visible(actor, PostingTask.objects.filter(posting=row))],
        "reports": visible(actor, TaskReport.objects.filter(posting=row).select_related("owner")),
        "lodgings": visible(actor, Lodging.objects.filter(posting=row)),
        "grievances": [_grievance(entry) for entry in visible(actor, Grievance.objects.filter(lodging__posting=row))],
        "handovers": (handovers := list(visible(actor, _handovers(row)))),
        "gaps": _gaps(row, handovers) if not row.returned_on and not row.released_on else [],
        "home_post": visible(actor, HomePost.objects.filter(posting=row)).first(),
        "debrief": _answers(visible(actor, Debrief.objects.filter(posting=row)).first()),
        "hosts": actor.may(Right.RECEIVE, row.opening.place.path),
        "own": actor.person == row.person.code,
        "crumbs": [{"url": reverse("fieldwork:home"), "label": _("In the field")}],
    }
    return render(request, "fieldwork/posting.html", context)


@page(Right.ACT_FOR_ONESELF, Right.RECEIVE)
@require_POST
def move_task(request: Request, key: str, way: str) -> HttpResponse:
    """The person says that an output is there, or the host that it is or is not."""
    task = get_object_or_404(visible(request.actor, PostingTask.objects.all()), pk=key)
    verbs = {"report": tasks.report_task, "confirm": tasks.confirm_task, "send-back": tasks.send_task_back}
    if way not in verbs:
        raise Http404("no such word on a task")
    verbs[way](request.actor, task.pk)
    return redirect("fieldwork:posting", task.posting_id)


@page(Right.ACT_FOR_ONESELF)
@require_POST
def take_on(request: Request, key: int) -> HttpResponse:
    """A colleague takes work on."""
    entry = get_object_or_404(visible(request.actor, Handover.objects.all()), pk=key)
    home.take_on_work(request.actor, entry.pk)
    return redirect("fieldwork:home")


def _days(row: Posting) -> list[dict[str, Any]]:
    """What was planned, and what was done when."""
    given: tuple[tuple[str, date | None], ...] = (
        (_("Planned first day"), row.first_day),
        (_("Planned last day"), row.last_day),
        (_("On the list since"), row.listed_on),
        (_("Left on"), row.departed_on),
        (_("Arrived on"), row.arrived_on),
        (_("At home again on"), row.returned_on),
        (_("Closed on"), row.closed_on),
        (_("Taken off on"), row.released_on),
    )
    return [{"question": label, "answer": date_format(day)} for label, day in given if day is not None]


def _task(row: PostingTask, request: Request) -> dict[str, Any]:
    state = convert.task(row).state_on(date.max)
    return {
        "row": row,
        "purpose": words.PURPOSES[convert.task(row).purpose],
        "word": words.TASK_STATES[state],
        "shape": words.TASK_SHAPES[state],
        "state": state.value,
    }


def _grievance(row: Grievance) -> dict[str, Any]:
    state: GrievanceState = convert.grievance(row).state
    return {
        "row": row,
        "word": words.GRIEVANCE_STATES[state],
        "shape": words.GRIEVANCE_SHAPES[state],
        "state": state.value,
        "kind": words.GRIEVANCES[convert.grievance(row).kind],
    }


def _handovers(row: Posting) -> Any:
    return Handover.objects.filter(posting=row).select_related("to", "posting__person")


def _gaps(row: Posting, handovers: Iterable[Handover]) -> list[str]:
    """The days of the turn on which nobody covers a piece of work, others' own absences taken out."""
    entries = list(handovers)
    away = {
        entry.to.code: tuple(
            convert.posting(other).turn
            for other in Posting.objects.filter(person=entry.to, released_on=None).select_related(*queries.WITH_PLACES)
        )
        for entry in entries
    }
    turn = convert.posting(row).turn
    found = gaps(row.person.code, [entry.work for entry in entries], turn, map(convert.handover, entries), away)
    said = _("%(work)s: nobody from %(first)s to %(last)s")
    return [
        said % {"work": gap.work, "first": date_format(gap.days.first), "last": date_format(gap.days.last)}
        for gap in found
    ]


def _answers(row: Debrief | None) -> list[dict[str, Any]]:
    if row is None:
        return []
    given = dict(convert.answers(row).answers)
    return [{"question": asked, "answer": given.get(question, "")} for question, asked in words.QUESTIONS.items()]  # type: ignore[call-overload]
