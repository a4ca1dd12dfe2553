"""What anybody may open: published totals of opinions along the tree of units, with files, and public bulletins."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from grassrota.figures.issue.held import LEAST
from grassrota.inspection.words import percent
from grassrota_web.access.pages import Request, public
from grassrota_web.figures.names import COUNTED, FIGURES
from grassrota_web.figures.published import FIGURES as TOLD
from grassrota_web.figures.queries import told
from grassrota_web.figures.told_files import WRITERS, lines
from grassrota_web.figures.views.bulletins import as_file, shown
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.views.asking import Crumb
from grassrota_web.orgs.views.exports import reader_language, sent

AT_ONCE = 100
"""Units on a page."""
LATEST = 10
"""Bulletins on a page of figures."""
EVERYTHING = "all"


@public
def figures(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """What the units at the top, or a unit and those directly below it, show of opinions as of a day."""
    top = get_object_or_404(Unit, pk=key) if key is not None else None
    made = told.publication(_day(request))
    said: dict[str, Any] = {"unit": top, "publication": made, "least": LEAST, "crumbs": _crumbs(top)}
    said["bulletins"] = told.bulletins(top)[:LATEST]
    said["counts"] = [(FIGURES[code], COUNTED[code]) for code in TOLD]
    if made is None:
        return render(request, "figures/public.html", said)
    begin = _number(request.GET.get("from", ""))
    rows = list(told.below(top)[begin : begin + AT_ONCE + 1])
    some = [*([top] if top and not begin else []), *rows[:AT_ONCE]]
    said |= {
        "columns": [
            {"label": _("Unit")},
            *({"label": label, "numeric": True} for label in (*(FIGURES[code] for code in TOLD), _("Really fixed"))),
        ],
        "rows": [_row(one, top) for one in told.told(some, made.day)],
        "next": begin + AT_ONCE if len(rows) > AT_ONCE else None,
        "files": [(suffix, _file(top, suffix)) for suffix in WRITERS],
    }
    return render(request, "figures/public.html", said)


@public
def take(request: HttpRequest, name: str, suffix: str) -> HttpResponse:
    """What a unit and all below it show, or all units, as a file."""
    write, made = WRITERS.get(suffix), told.publication(_day(request))
    if write is None or made is None:
        raise Http404
    top = None if name == EVERYTHING else get_object_or_404(Unit, pk=_number(name))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"published-{top.code if top else EVERYTHING}-{made.day}.{suffix}"
        write(path, lines(told.everything(top, made.day), FIGURES), made, reader_language())
        return sent(path)


@public
def bulletin(request: Request, key: UUID) -> HttpResponse:
    """A bulletin that is for everybody, with its files, and whether it still holds."""
    row = get_object_or_404(told.bulletins(), pk=key)
    said = {"page": "figures:public_bulletin", "file": "figures:public_bulletin_file", "crumbs": _crumbs(row.unit)}
    return render(request, "figures/bulletin.html", shown(request.actor, row, told.bulletins()) | said)


@public
def bulletin_file(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """A file of a bulletin that is for everybody."""
    return as_file(get_object_or_404(told.bulletins(), pk=key), name)


def _row(one: told.Told, top: Unit | None) -> dict[str, Any]:
    """A unit with its cells, each a number and its day; a cell without one shows nothing."""
    totals, found = one.totals, one.really_fixed()
    cells = [
        {"text": number_format(each.total, force_grouping=True), "day": each.day}
        if (each := totals.get(code))
        else None
        for code in TOLD
    ]
    between = None
    if found:
        share, day = found
        words = percent(share.lower)
        if share.upper is not None and not share.is_point:
            words = _("%(low)s to %(high)s") % {"low": words, "high": percent(share.upper)}
        between = {"text": words, "day": day}
    here = top is not None and one.unit.pk == top.pk
    url = "" if here else reverse("figures:public_unit", args=[one.unit.pk])
    return {"name": one.unit.name, "url": url, "here": here, "cells": [*cells, between]}


def _crumbs(unit: Unit | None) -> list[Crumb]:
    if unit is None:
        return []
    first: Crumb = {"url": reverse("figures:public"), "label": _("Published figures")}
    units = told.above(unit)
    return [first, *({"url": reverse("figures:public_unit", args=[row.pk]), "label": row.name} for row in units)]


def _file(top: Unit | None, suffix: str) -> str:
    return reverse("figures:public_take", args=[top.pk if top else EVERYTHING, suffix])


def _day(request: HttpRequest) -> date | None:
    try:
        return parse_date(request.GET.get("on", ""))
    except ValueError:
        raise Http404 from None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
