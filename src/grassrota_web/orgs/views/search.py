"""The search over units, people and openings, and what is offered while somebody writes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.orgs.queries.openings import OpeningFilter, openings
from grassrota_web.orgs.queries.people import named as people_named
from grassrota_web.orgs.queries.units import named as units_named

SHOWN = 20


@page(Right.READ_UNITS)
def search(request: Request) -> HttpResponse:
    """What has these words in its name, or begins with this code, within reach."""
    words = request.GET.get("q", "").strip()[:80]
    actor = request.actor
    said = {
        "search_query": words,
        "units": units_named(actor, words, SHOWN),
        "people": people_named(actor, words, SHOWN),
        "openings": openings(actor, OpeningFilter(words=words)).order_by("code", "pk")[:SHOWN] if words else (),
        "limit": SHOWN,
    }
    return render(request, "orgs/search.html", said)


@page(Right.READ_UNITS)
def offer_units(request: Request) -> HttpResponse:
    """Units to choose from while somebody writes a name or code."""
    rows = units_named(request.actor, _written(request), SHOWN)
    return render(request, "orgs/offers.html", {"offers": [(row.code, row.name) for row in rows]})


@page(Right.READ_PEOPLE)
def offer_people(request: Request) -> HttpResponse:
    """People to choose from while somebody writes a name or code."""
    rows = people_named(request.actor, _written(request), SHOWN)
    return render(request, "orgs/offers.html", {"offers": [(row.code, f"{row.name}, {row.unit}") for row in rows]})


def _written(request: Request) -> str:
    """What stands in the field, whatever the field is called."""
    return str(next(iter(request.GET.dict().values()), "")).strip()[:80]
