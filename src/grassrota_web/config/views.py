"""The first page, and the search over everything within reach."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grassrota_web.access.actor import Actor
from grassrota_web.access.models import Grant
from grassrota_web.access.pages import Request, page
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right, Role
from grassrota_web.access.scope import visible
from grassrota_web.access.todo import Todo
from grassrota_web.access.words import ROLES
from grassrota_web.fieldwork.queries import todo as waiting_in_the_field
from grassrota_web.inspections.queries.watch import todo as waiting_in_inspections
from grassrota_web.opinions.queries.worklist import todo as waiting_in_cases
from grassrota_web.orgs.models import Opening, Person, Rotation, Unit
from grassrota_web.postings.queries import todo as waiting_before_departure
from grassrota_web.rotas.models import Plan

WAITING = (waiting_before_departure, waiting_in_the_field, waiting_in_cases, waiting_in_inspections)
"""What each room says of what waits for somebody."""

MOST_FOUND = 20
"""Rows of each kind that a search shows."""


@page()
def home(request: Request) -> HttpResponse:
    """What there is to do today, for whoever signed in."""
    actor = request.actor
    waiting = [todo for room in WAITING for todo in room(actor)]
    names = dict(Unit.objects.filter(path__in=[path for _role, path in actor.roles]).values_list("path", "name"))
    shown = {
        "tasks": [_task(entry) for entry in sorted(waiting, key=lambda entry: not entry.late)],
        "duties": [
            {"question": ROLES[role], "answer": _("everywhere") if path == EVERYWHERE else names.get(path, "")}
            for role, path in actor.roles
        ],
        "beginning": _beginning(actor),
    }
    return render(request, "config/home.html", shown)


def _beginning(actor: Actor) -> dict[str, str] | None:
    """What comes first where nothing is yet, as ``components/empty.html`` shows it; None where that is done."""
    if actor.holds(Right.IMPORT):
        if visible(actor, Plan.objects.all()).exists():
            return None
        whole = actor.may(Right.IMPORT, EVERYWHERE)
        return {
            "title": _("There is no plan here yet"),
            "text": _("Eight steps lead from your own spreadsheet to your own plan."),
            "url": reverse("start"),
            "action": _("Start"),
            "more_url": reverse("records:arrive") if whole else "",
            "more": _("Bring in a running rotation"),
        }
    if actor.holds(Right.GRANT_ROLES) and not Grant.objects.filter(role=Role.ORGANISER, until=None).exists():
        return {
            "title": _("Nobody organises anything here yet"),
            "text": _("Open an account, and give it the role of organiser: an organiser brings in units and people."),
            "url": reverse("accounts:accounts"),
            "action": _("Go to the accounts"),
        }
    if Rotation.objects.exists():
        return None
    return {
        "title": _("No rotation has been opened here yet"),
        "text": _("What waits for you appears here once an organiser has opened one. You need do nothing."),
        "url": "",
        "action": "",
    }


def _task(entry: Todo) -> dict[str, object]:
    count = ngettext("{count} of them", "{count} of them", entry.count).format(count=entry.count) if entry.count else ""
    status, word = ("late", _("Late")) if entry.late else ("todo", _("To do"))
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
