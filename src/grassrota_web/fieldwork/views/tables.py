"""A table of this room as a file, in the reader's language, with where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import Http404, HttpResponse
from django.utils import timezone

from grassrota.files.columns import Column
from grassrota.files.export import Notes, write_csv, write_xlsx
from grassrota_web.access.pages import Request
from grassrota_web.orgs.views.exports import TYPES, reader_language, sent


def as_file(
    request: Request, name: str, kind: str, columns: Sequence[Column], rows: Iterable[Mapping[str, object]], about: str
) -> HttpResponse:
    """The rows as CSV or XLSX.

    Args:
        request: Who asks.
        name: Of the file, without its day.
        kind: ``csv`` or ``xlsx``; another is not found.
        columns: Of the file.
        rows: Cells by the name of their column.
        about: What was chosen, in words.
    """
    if kind not in TYPES:
        raise Http404("no such kind of file")
    day = timezone.localdate()
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}-{day}.{kind}"
        if kind == "csv":
            write_csv(path, columns, rows, reader_language())
        else:
            write_xlsx(path, columns, rows, Notes(day, request.actor.name, about), reader_language())
        return sent(path)
