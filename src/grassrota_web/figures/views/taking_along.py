"""Figures of a unit and the units below it as a file."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date

from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.figures.files import WRITERS, About
from grassrota_web.figures.queries import asof, taken_along
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.views.exports import reader_language, sent


@page(Right.EXPORT)
def take(request: Request, key: int, suffix: str) -> HttpResponse:
    """The figures as of a day, as XLSX, CSV, JSON or Parquet."""
    row = visible(request.actor, Unit.objects.filter(pk=key)).first()
    write = WRITERS.get(suffix)
    if row is None or write is None or not request.actor.may(Right.EXPORT, row.path):
        raise Http404
    try:
        read = asof.reading(parse_date(request.GET.get("on", "")))
    except ValueError:
        raise Http404 from None
    shown = asof.shown(request.actor, row.path)
    if read is None or not shown:
        raise Http404
    about = About(read, timezone.localdate(), request.actor.name, row.name, shown)
    found = taken_along.figures(request.actor, taken_along.units(request.actor, row), read.day)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"figures-{row.code}-{read.day}.{suffix}"
        write(path, found, about, reader_language())
        return sent(path)
