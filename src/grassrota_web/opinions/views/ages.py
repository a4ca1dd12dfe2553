"""How long opinions wait: unit by unit as a picture, and the oldest of them with the day on which each goes higher."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from grassrota_web.access.pages import Request, page
from grassrota_web.opinions import picture
from grassrota_web.opinions.models import NOTHING_OWED
from grassrota_web.opinions.queries import ages as queries
from grassrota_web.opinions.queries.worklist import entries
from grassrota_web.opinions.views.lists import OPENS, crumbs

SHOWN = 20
"""The oldest cases."""


@page(*OPENS)
def ages(request: Request) -> HttpResponse:
    """What waits within reach, by age."""
    today = timezone.localdate()
    lines = queries.by_unit(request.actor, today)
    found = entries(queries.oldest(request.actor, SHOWN))
    shown = [
        {"entry": entry, "higher_on": None if entry.row.above_on == NOTHING_OWED else entry.row.above_on}
        for entry in found
    ]
    chart = picture.waiting(lines) if lines else None
    return render(request, "opinions/ages.html", {"chart": chart, "oldest": shown, "today": today, "crumbs": crumbs()})
