"""Help with the hosts' current priorities: set, reported and confirmed, by batch and place, as known on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grassrota.files.columns import Column
from grassrota.files.parse import day, text, whole
from grassrota.posting.task import HelpGiven, TaskState
from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.fieldwork import queries, words
from grassrota_web.fieldwork.forms import AsOf, today
from grassrota_web.fieldwork.views.tables import as_file
from grassrota_web.orgs.models import Rotation, Unit

COLUMNS = (
    Column("batch", whole(1), chinese="批次"),
    Column("place", text, chinese="地点"),
    Column("priority", text, chinese="当前中心工作"),
    *(
        Column(state.value, whole(0), chinese=word)
        for state, word in zip(TaskState, ("已布置", "报称完成", "接收单位确认"), strict=True)
    ),
    Column("as_of", day, chinese="截至"),
)


@page(Right.READ_POSTINGS, Right.READ_HOSTED)
def help_given(request: Request, rotation: int) -> HttpResponse:
    """What those posted help their hosts with, and who says how far it is; the three states are never added up."""
    call, on = _asked(request, rotation)
    found = queries.help_given(request.actor, call, on)
    names = _places(request, found)
    states = [words.TASK_STATES[state] for state in TaskState]
    heads = [_("Place"), _("Batch"), _("The host's priority"), *states]
    context = {
        "rotation": call,
        "as_of": on,
        "filters": AsOf(initial={"on": on}),
        "columns": [{"label": head, "numeric": at == 1 or at > 2} for at, head in enumerate(heads)],
        "rows": [_cells(one, names) for one in found],
        "exports": request.actor.holds(Right.EXPORT),
        "crumbs": [{"url": reverse("fieldwork:home"), "label": _("In the field")}],
    }
    return render(request, "fieldwork/help.html", context)


@page(Right.EXPORT)
def export(request: Request, rotation: int, kind: str) -> HttpResponse:
    """The same as CSV or XLSX."""
    call, on = _asked(request, rotation)
    found = queries.help_given(request.actor, call, on, Right.EXPORT)
    names = _places(request, found)

    def lines() -> Iterator[Mapping[str, object]]:
        for one in found:
            counts = {state.value: one.counts[state] for state in TaskState}
            priorities = "; ".join(one.priorities)
            yield {"batch": one.batch, "place": names[one.place], "priority": priorities, **counts, "as_of": on}

    return as_file(request, "help", kind, COLUMNS, lines(), f"{call.title}, {date_format(on)}")


def _asked(request: Request, rotation: int) -> tuple[Rotation, date]:
    call = get_object_or_404(visible(request.actor, Rotation.objects.all()), pk=rotation)
    form = AsOf(request.GET)
    return call, (form.cleaned_data["on"] if form.is_valid() else None) or today()


def _places(request: Request, found: list[HelpGiven]) -> dict[str, str]:
    """Names of the places; whoever sees a task sees where it is done."""
    return dict(Unit.objects.filter(code__in={one.place for one in found}).values_list("code", "name"))


def _cells(one: HelpGiven, names: dict[str, str]) -> list[dict[str, Any]]:
    counts = ({"text": str(one.counts[state]), "numeric": True} for state in TaskState)
    place, batch = {"text": names[one.place]}, {"text": str(one.batch), "numeric": True}
    return [place, batch, {"text": "; ".join(one.priorities)}, *counts]
