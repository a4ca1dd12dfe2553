"""Parts of a unit's page that take longer than the rest: they come by themselves, and each has a page of its own."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render

from grassrota.inspection.conflict_words import conflict_words
from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.figures.pictures import gates as gates_picture
from grassrota_web.figures.pictures import people
from grassrota_web.figures.queries import asof
from grassrota_web.figures.queries.floors import against_floors
from grassrota_web.figures.queries.gates import standings
from grassrota_web.figures.views.asked import crumbs, reading_asked, seen
from grassrota_web.inspections.queries.gates import clashes
from grassrota_web.inspections.queries.verdicts import language
from grassrota_web.themes.queries.seen import themes

RISING = 5
SHOWN = 50
"""Offices, and grades in them, in a table: the nearest to their floor."""
SPOKEN = 3
"""Clashes of a gate with a deadline that are put into words; a page of their own has all."""


@page(Right.READ_CASES)
def rising(request: Request, key: int) -> HttpResponse:
    """The themes that grow at a unit: they are counted as of now."""
    row = seen(request, key)
    found = [one for one in themes(request.actor, row.path) if one.grows][:RISING]
    return render(request, "figures/rising.html", {"themes": found, "unit": row})


@page(Right.READ_POSTINGS)
def floors(request: Request, key: int) -> HttpResponse:
    """Who is away against the floors of each office at and below a unit, as of a day."""
    row, read = seen(request, key), reading_asked(request)
    if read is None or not request.actor.may(Right.READ_POSTINGS, row.path):
        raise Http404
    found = against_floors(request.actor, row, read.day)
    offices = [line for line in found if not line.grade]
    grades = [line for line in found if line.grade]
    said = {
        "unit": row,
        "day": read.day,
        "crumbs": crumbs(request, row, itself=True),
        "chart": people.against_floors(offices[:SHOWN]) if offices else None,
        "grades": people.as_table(grades[:SHOWN]) if grades else None,
        "offices": len(offices),
        "shown": SHOWN,
        "below": sum(1 for line in offices if line.floor.spare is not None and line.floor.spare < 0),
        "at": sum(1 for line in offices if line.floor.spare == 0),
    }
    return render(request, "figures/floors.html", said)


@page(Right.READ_CASES)
def gates(request: Request, key: int) -> HttpResponse:
    """The verdicts of inspections at and below a unit as of a day, and the gates that units and rotations wait at."""
    row, read = seen(request, key), reading_asked(request)
    if read is None or not request.actor.may(Right.READ_CASES, row.path):
        raise Http404
    found = standings(request.actor, row, read.day)
    # a clash is between now and a day to come: of a past day there is none
    clashing = clashes(request.actor) if read.day == asof.last_day() else []
    here = [one for one in clashing if one.unit.path.startswith(row.path)]
    said = {
        "unit": row,
        "day": read.day,
        "crumbs": crumbs(request, row, itself=True),
        "chart": gates_picture.between_bounds(found[:SHOWN]),
        "table": gates_picture.as_table(found[:SHOWN]),
        "units": len(found),
        "shown": SHOWN,
        "rotations": [
            {
                "title": one.rotation.title,
                "words": conflict_words(replace(one.conflict, unit=one.unit.name), language()),
            }
            for one in here[:SPOKEN]
        ],
        "more": len(here) - SPOKEN,
    }
    return render(request, "figures/gates.html", said)
