"""The room's first page, and who comes to a host."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.todo import Todo
from grassrota_web.orgs.models import Person, Rotation
from grassrota_web.postings.models import BatchRecord, Posting
from grassrota_web.postings.queries import lists, todo
from grassrota_web.postings.views.reach import crumbs


@page(Right.READ_POSTINGS, Right.READ_OWN)
def home(request: Request) -> HttpResponse:
    """What waits for whoever asks, the lists, and their own turn."""
    actor = request.actor
    rotations = list(visible(actor, Rotation.objects.filter(closed_on=None).select_related("home")))
    person = Person.objects.select_related("unit").filter(code=actor.person or "-", left_on=None).first()
    own = [row for row in rotations if person and person.unit.path.startswith(row.home.path)]
    said = {
        "tasks": [_task(entry) for entry in todo(actor)],
        "records": [_line(record) for record in lists(actor)],
        "own": own,
        "rotations": rotations,
    }
    return render(request, "postings/home.html", said)


def _task(entry: Todo) -> dict[str, object]:
    late = {"status": "failed", "word": _("late")}
    return {
        "title": entry.words,
        "url": entry.url,
        "hint": entry.count or "",
        **(late if entry.late else {"status": "todo"}),
    }


def _line(record: BatchRecord) -> dict[str, object]:
    published = record.list_published_on
    word = _("published") if published else _("draft, open to discussion")
    return {"record": record, "status": "listed" if published else "planned", "word": word}


@page(Right.READ_HOSTED)
def arrivals(request: Request) -> HttpResponse:
    """Who comes to the places within reach, once the list is published, and what to have ready; to be printed."""
    rows = visible(request.actor, Posting.objects.filter(listed_on__isnull=False, released_on=None, arrived_on=None))
    rows = rows.filter(last_day__gte=timezone.localdate())
    found = rows.select_related("person", "home_unit", "opening__place", "rotation")
    ordered = found.order_by("first_day", "opening__place__name", "person__name", "pk")[:200]
    return render(request, "postings/arrivals.html", {"rows": ordered, "crumbs": crumbs()})
