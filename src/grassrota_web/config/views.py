"""The first page, and the search over everything within reach."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grassrota_web.access.pages import Request, page
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.todo import Todo
from grassrota_web.access.words import ROLES
from grassrota_web.fieldwork.queries import todo as waiting_in_the_field
from grassrota_web.orgs.models import Opening, Person, Unit
from grassrota_web.postings.queries import todo as waiting_before_departure
from grassrota_web.rotas.models import Plan

MOST_FOUND = 20
"""Rows of each kind that a search shows."""


@page()
def home(request: Request) -> HttpResponse:
    """What there is to do today, for whoever signed in."""
    actor = request.actor
    waiting = [*waiting_before_departure(actor), *waiting_in_the_field(actor)]
    names = dict(Unit.objects.filter(path__in=[path for _role, path in actor.roles]).values_list("path", "name"))
    shown = {
        "tasks": [_task(entry) for entry in sorted(waiting, key=lambda entry: not entry.late)],
        "duties": [
            {"question": ROLES[role], "answer": _("everywhere") if path == EVERYWHERE else names.get(path, "")}
            for role, path in actor.roles
        ],
        "empty_house": actor.holds(Right.IMPORT) and not visible(actor, Plan.objects.all()).exists(),
        "start_title": _("There is no plan here yet"),
        "start_text": _("Eight steps lead from your own spreadsheet to your own plan."),
        "start_url": reverse("start"),
        "start_action": _("Start"),
    }
    return render(request, "config/home.html", shown)


def _task(entry: Todo) -> dict[str, object]:
    count = ngettext("{count} of them", "{count} of them", entry.count).format(count=entry.count) if entry.count else ""
    status, word = ("blocked", _("Late")) if entry.late else ("todo", _("To do"))
    return {"title": entry.words, "url": entry.url, "hint": count, "status": status, "word": word}


@page(Right.READ_UNITS, Right.READ_OWN)
def search(request: Request) -> HttpResponse:
    """Units, people and openings whose name or code holds the words, within the reader's reach."""
    words = request.GET.get("q", "").strip()
    found: dict[str, object] = {"search_query": words}
    if words:
        actor = request.actor
        found["units"] = visible(actor, Unit.objects.filter(name__icontains=words)).order_by("name")[:MOST_FOUND]
        found["people"] = visible(
            actor, Person.objects.filter(name__icontains=words).select_related("unit").order_by("name", "pk")
        )[:MOST_FOUND]
        found["openings"] = visible(
            actor, Opening.objects.filter(code__icontains=words).select_related("place").order_by("code", "pk")
        )[:MOST_FOUND]
    return render(request, "config/search.html", found)
