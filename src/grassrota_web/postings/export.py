"""A table as a file, for whoever may take it along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import Http404, HttpResponse
from django.utils import timezone

from grassrota.files.columns import Column
from grassrota.files.export import Notes, write_csv, write_xlsx
from grassrota_web.access.pages import Request
from grassrota_web.orgs.views.exports import TYPES, reader_language


def table(
    request: Request, name: str, suffix: str, columns: Sequence[Column], lines: Iterable[Mapping[str, object]]
) -> HttpResponse:
    """The lines as CSV or XLSX; any other ending is no page."""
    if suffix not in TYPES:
        raise Http404
    today = timezone.localdate()
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}-{today}.{suffix}"
        if suffix == "csv":
            write_csv(path, columns, lines, reader_language())
        else:
            write_xlsx(path, columns, lines, Notes(today, request.actor.name), reader_language())
        body = path.read_bytes()
    return HttpResponse(
        body, content_type=TYPES[suffix], headers={"Content-Disposition": f'attachment; filename="{path.name}"'}
    )
