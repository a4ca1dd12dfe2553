"""Lists as files, as they are filtered."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from grassrota.figures.words import Language
from grassrota.files.cells import guarded
from grassrota.files.columns import Column
from grassrota.files.export import Notes, write_xlsx
from grassrota.files.words import cell_words
from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.orgs.queries import openings as openings_queries
from grassrota_web.orgs.queries import people as people_queries
from grassrota_web.orgs.queries.exports import EXPORTS, Cells
from grassrota_web.orgs.views import openings, people

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def reader_language() -> Language:
    """The language in which files are written for whoever asks."""
    return Language.CHINESE if (get_language() or "").startswith("zh") else Language.ENGLISH


@page(Right.EXPORT)
def export(request: Request, kind: str, suffix: str) -> HttpResponse:
    """A list within reach, with the filters of its page, as CSV or XLSX."""
    listed = EXPORTS.get(kind)
    if listed is None or suffix not in TYPES:
        raise Http404
    form, narrowed = _narrowed(request, kind)
    rows = listed.reached(request.actor, narrowed)
    day = timezone.localdate()
    name = f"{kind}-{day}.{suffix}"
    if suffix == "csv":
        body = _csv(listed.columns, listed.lines(rows), reader_language())
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return cast(HttpResponse, StreamingHttpResponse(body, content_type=TYPES[suffix], headers=disposition))
    selection = "; ".join(f"{field.label}: {field.data}" for field in form or () if field.data)
    notes = Notes(day, request.actor.name, selection)
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_xlsx(path, listed.columns, listed.lines(rows), notes, reader_language())
        return sent(path)


def sent(path: Path) -> HttpResponse:
    """A file that is on its way while its name is taken off the disk."""
    return cast(HttpResponse, FileResponse(path.open("rb"), as_attachment=True, filename=path.name))


def _narrowed(request: Request, kind: str) -> tuple[Any, Any]:
    if not any(request.GET.values()):
        return None, None
    if kind == "people":
        form, only = people.narrowed(request)
        return form, people_queries.people(request.actor, only)
    if kind == "openings":
        opening_form, wanted = openings.narrowed(request)
        return opening_form, openings_queries.openings(request.actor, wanted)
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
