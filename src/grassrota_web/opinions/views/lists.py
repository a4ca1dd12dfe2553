"""Lists of cases: the worklist, what waits to be routed, what is late, and the same as files."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.opinions.forms import FilterForm
from grassrota_web.opinions.models import Case
from grassrota_web.opinions.queries.worklist import CaseFilter, cases, entries
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.keyset import page_of
from grassrota_web.orgs.models import Unit

COLUMNS = (
    {"label": gettext_lazy("Opinion")},
    {"label": gettext_lazy("Owed next")},
    {"label": gettext_lazy("Responsible")},
    {"label": gettext_lazy("The unit claims")},
    {"label": gettext_lazy("The raiser answers")},
    {"label": gettext_lazy("Stands")},
    {"label": gettext_lazy("Age in days"), "numeric": True},
)
OPENS = (Right.READ_CASES, Right.ROUTE_CASES, Right.REVIEW_CASES, Right.WORK_ON_CASES)
"""The rights of which one opens the pages of cases."""


def narrowed(request: Request) -> tuple[FilterForm, CaseFilter]:
    """The filter that the address holds; a unit that is not there leaves no case."""
    form = found_by(request.actor, FilterForm(request.GET))
    form.is_valid()
    said = form.cleaned_data
    unit = None
    if said.get("unit"):
        unit = visible(request.actor, Unit.objects.all()).filter(code=said["unit"]).first() or Unit(path="none")
    return form, CaseFilter(
        unit,
        said.get("state", ""),
        said.get("topic", ""),
        said.get("late") == "yes",
        (request.actor.person or "-") if said.get("mine") == "yes" else "",
        said.get("closed") == "yes",
    )


@page(*OPENS)
def home(request: Request) -> HttpResponse:
    """The cases within reach, what is owed first at the top."""
    form, only = narrowed(request)
    filtered = any(request.GET.get(name) for name in form.fields)
    said = {"form": form, "filtered": filtered, "clear_url": reverse("opinions:home")}
    return _listed(request, cases(request.actor, only), "opinions/home.html", said)


@page(Right.ROUTE_CASES)
def unrouted(request: Request) -> HttpResponse:
    """Cases that no rule and no address sent anywhere: somebody says where they go."""
    rows = cases(request.actor, CaseFilter()).filter(owner=None, asked=None, outside=False, asks_outside=False)
    return _listed(request, rows, "opinions/unrouted.html", {"crumbs": crumbs()})


@page(*OPENS)
def late(request: Request) -> HttpResponse:
    """What is late, and what the organ above has to see to by now."""
    rows = cases(request.actor, CaseFilter(late=True))
    above = request.GET.get("above") == "yes"
    if above:
        rows = rows.filter(Q(above__isnull=False) | Q(above_outside=True))
    return _listed(request, rows, "opinions/late.html", {"crumbs": crumbs(), "above": above})


def _listed(request: Request, rows: QuerySet[Case], template: str, said: dict[str, Any]) -> HttpResponse:
    found = page_of(request, rows, "due_on")
    return render(request, template, {"page": found, "entries": entries(found.rows), "columns": COLUMNS, **said})


def crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    """The way up from a page of this room."""
    return [
        {"url": reverse("opinions:home"), "label": _("Cases")},
        *({"url": url, "label": label} for url, label in more),
    ]
