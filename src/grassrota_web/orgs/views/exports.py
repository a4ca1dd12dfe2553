"""Lists as files, as they are filtered."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from grassrota.figures.words import Language
from grassrota.files.cells import guarded
from grassrota.files.columns import Column
from grassrota.files.export import Notes, write_xlsx
from grassrota.files.words import cell_words
from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.actions.exports import KEPT_FOR, ask_for_export
from grassrota_web.orgs.models import KeptExport
from grassrota_web.orgs.queries.exports import EXPORTS, Cells, narrowed, remembered
from grassrota_web.orgs.queries.openings import OpeningFilter
from grassrota_web.orgs.queries.people import PeopleFilter
from grassrota_web.orgs.views import openings, people
from grassrota_web.orgs.views.asking import confirm

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

MOST_AT_ONCE = 10_000
"""Rows of a workbook that is made while somebody waits; a longer one is a job."""


def reader_language() -> Language:
    """The language in which files are written for whoever asks."""
    return Language.CHINESE if (get_language() or "").startswith("zh") else Language.ENGLISH


@page(Right.EXPORT)
def export(request: Request, kind: str, suffix: str) -> HttpResponse:
    """A list within reach, with the filters of its page, as CSV or XLSX; a long workbook is made beside the pages."""
    listed = EXPORTS.get(kind)
    if listed is None or suffix not in TYPES:
        raise Http404
    form, only = _filter(request, kind)
    said = remembered(only)
    rows = listed.reached(request.actor, narrowed(request.actor, kind, said))
    day = timezone.localdate()
    name = f"{kind}-{day}.{suffix}"
    if suffix == "csv":
        body = _csv(listed.columns, listed.lines(rows), reader_language())
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return cast(HttpResponse, StreamingHttpResponse(body, content_type=TYPES[suffix], headers=disposition))
    selection = "; ".join(f"{field.label}: {field.data}" for field in form or () if field.data)
    if rows.order_by()[: MOST_AT_ONCE + 1].count() > MOST_AT_ONCE:
        return _later(request, kind, said, selection)
    notes = Notes(day, request.actor.name, selection)
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_xlsx(path, listed.columns, listed.lines(rows), notes, reader_language())
        return sent(path)


@page(Right.EXPORT)
def kept(request: Request, job: UUID) -> HttpResponse:
    """A long list that a job has made, for a day."""
    row = get_object_or_404(
        visible(request.actor, KeptExport.objects.filter(made_at__gt=timezone.now() - KEPT_FOR)), pk=job
    )
    disposition = {"Content-Disposition": f'attachment; filename="{row.name}"'}
    return HttpResponse(bytes(row.content), content_type=TYPES["xlsx"], headers=disposition)


def _later(request: Request, kind: str, said: dict[str, Any], selection: str) -> HttpResponse:
    """Asks first: a long workbook takes a while, and is fetched when it is there."""
    if request.method == "POST":
        job = ask_for_export(request.actor, kind, said, selection, reader_language())
        return redirect("records:job", job.pk)
    return confirm(
        request,
        title=_("Make the workbook?"),
        word=_("Make it"),
        back=reverse(f"orgs:{kind}") if kind in ("people", "openings") else reverse("orgs:home"),
        consequences=[
            _("The list has more than %(count)s rows, so it is made beside the pages.")
            % {"count": number_format(MOST_AT_ONCE, force_grouping=True)},
            _("You find the file in Work in progress, where it is kept for a day. The list as CSV comes at once."),
        ],
    )


def sent(path: Path) -> HttpResponse:
    """A file that is on its way while its name is taken off the disk."""
    return cast(HttpResponse, FileResponse(path.open("rb"), as_attachment=True, filename=path.name))


def _filter(request: Request, kind: str) -> tuple[Any, PeopleFilter | OpeningFilter | None]:
    """The filter that the address holds, with its form; None if it holds none."""
    if not any(request.GET.values()):
        return None, None
    if kind == "people":
        return people.narrowed(request)
    if kind == "openings":
        return openings.narrowed(request)
    return None, None


class _Line:
    """Where the writer of CSV puts a line, to be sent on at once."""

    def write(self, line: str) -> str:
        return line


def _csv(columns: Iterable[Column], rows: Iterable[Cells], language: Language) -> Iterator[str]:
    # every cell in quotes, since a lone carriage return would break a line otherwise
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL, lineterminator="\n")
    columns = tuple(columns)
    # the mark tells a spreadsheet on Windows that this is UTF-8
    yield "\ufeff" + writer.writerow([column.label(language) for column in columns])
    for row in rows:
        yield writer.writerow([guarded(cell_words(column, row[column.name], language)) for column in columns])
