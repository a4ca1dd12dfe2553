"""Figures of a unit divided by one dimension, and one part of them unit by unit; the address holds what is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from grassrota.figures.definitions import DEFINITIONS, Dimension
from grassrota_web.access.pages import Request, page
from grassrota_web.figures.models import ASKED
from grassrota_web.figures.names import FIGURES
from grassrota_web.figures.part_names import DIMENSIONS, names
from grassrota_web.figures.pictures.frame import number
from grassrota_web.figures.queries import asof
from grassrota_web.figures.queries import below as under
from grassrota_web.figures.views.asked import crumbs, days, narrowed, reading_asked, seen
from grassrota_web.orgs.keyset import page_of
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.words import LEVELS

OPENS = tuple(dict.fromkeys(ASKED.values()))
SHOWN = 50
"""Values of a dimension in its table: those with most of the first figure."""


@page(*OPENS)
def divided(request: Request, key: int) -> HttpResponse:
    """A table for each dimension; or, once one of its values is chosen, the units below by that part alone."""
    row, read = seen(request, key), reading_asked(request)
    if read is None:
        raise Http404
    shown = asof.shown(request.actor, row.path)
    by = [one for one in Dimension if any(one in DEFINITIONS[code].by for code in shown)]
    chosen = [(one, request.GET[one.value]) for one in by if request.GET.get(one.value)]
    said: dict[str, Any] = {
        "unit": row,
        "day": read.day,
        "crumbs": crumbs(request, row, itself=True),
        "days": days(),
        "only": narrowed(request),
        "levels": [(level, LEVELS[level]) for level in under.levels(request.actor, row)],
    }
    if chosen:
        said |= _by_unit(request, row, read.day, *chosen[0])
        said["dropped"] = [{"by": DIMENSIONS[one], "part": names(one).get(part, part)} for one, part in chosen[1:]]
    else:
        said["tables"] = [table for one in by if (table := _by_part(request, row, read.day, one))]
    return render(request, "figures/divided.html", said)


def _by_part(request: Request, row: Unit, day: date, by: Dimension) -> dict[str, Any] | None:
    """The values of a dimension with the figures that are divided by it."""
    found = asof.divided(request.actor, row, [code for code in DEFINITIONS if by in DEFINITIONS[code].by], by, day)
    figures = [code for code in DEFINITIONS if any(code in counts for counts in found.values())]
    called = names(by)
    ordered = sorted(found, key=lambda part: ([-found[part].get(code, 0) for code in figures], part))
    if by is Dimension.AGE:
        ordered.sort(key=int)
    rows = [
        [
            {"text": called.get(part, part), "url": _asked(day, by, part)},
            *({"text": number(found[part].get(code, 0)), "numeric": True} for code in figures),
        ]
        for part in ordered[:SHOWN]
    ]
    if not rows:
        return None
    return {"id": f"by-{by}", "caption": DIMENSIONS[by], "rows": rows, "columns": _columns(DIMENSIONS[by], figures)}


def _by_unit(request: Request, row: Unit, day: date, by: Dimension, part: str) -> dict[str, Any]:
    """A unit and those below it by one part."""
    shown = page_of(request, under.below(request.actor, row, narrowed(request)), "name")
    units = [row, *shown.rows]
    found = asof.parts(request.actor, units, day, f"{by}:{part}")
    figures = [code for code in DEFINITIONS if any(cell.figure == code for cell in found)]
    counts = {(cell.unit, cell.figure): count for cell, count in found.items()}
    rows = [
        [
            {"text": unit.name, "url": _page(unit, day, by, part)},
            *({"text": number(counts.get((unit.code, code), 0)), "numeric": True} for code in figures),
        ]
        for unit in units
        if unit == row or any((unit.code, code) in counts for code in figures)
    ]
    return {
        "chosen": {"by": DIMENSIONS[by], "name": by.value, "value": part, "part": names(by).get(part, part)},
        "table": {"columns": _columns(_("Unit"), figures), "rows": rows},
        "page": shown if shown.previous_url or shown.next_url else None,
    }


def _columns(first: object, figures: Sequence[str]) -> list[dict[str, Any]]:
    return [{"label": first}, *({"label": FIGURES[code], "numeric": True} for code in figures)]


def _page(unit: Unit, day: date, by: Dimension, part: str) -> str:
    """The same of another unit."""
    return reverse("figures:divided", args=[unit.pk]) + _asked(day, by, part)


def _asked(day: date, by: Dimension, part: str) -> str:
    return f"?{urlencode({'on': day.isoformat(), by.value: part})}"
