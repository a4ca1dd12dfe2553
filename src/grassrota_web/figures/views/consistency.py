"""The page on which the figures of a bulletin are held against one another. It keeps nothing of what it is given.

Everybody who has signed in may use it. It is not public: a bulletin made to be hard takes seconds of the processor.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from grassrota.errors import BadInput, Fault
from grassrota.files.statement_table import STATEMENT_LIST, STATEMENTS, table_lines
from grassrota.files.statements import read_statements
from grassrota.files.template import write_template
from grassrota_web.access.pages import Request, filled_in, page
from grassrota_web.access.spoken import spoken_fault
from grassrota_web.figures.examples import EXAMPLES
from grassrota_web.figures.forms import MOST_STATEMENTS, BulletinForm
from grassrota_web.figures.judged import judged
from grassrota_web.orgs.views.exports import reader_language, sent

SHOWN = 50
"""Faults on the page."""

FAULTS = ({"label": _("Row"), "numeric": True}, {"label": _("Column")}, {"label": _("What is wrong and what to do")})


@page()
def consistency(request: Request) -> HttpResponse:
    """Whether what a bulletin says can all be true: pasted, sent as a file, or one of the examples."""
    said: dict[str, Any] = {}
    form = BulletinForm(filled_in(request), request.FILES or None)
    if request.method == "POST":
        if form.is_valid():
            try:
                said["judged"] = judged(form.statements(), reader_language())
            except BadInput as error:
                said |= {"faults": [_row(fault) for fault in error.faults[:SHOWN]], "wrong": len(error.faults)}
    elif name := request.GET.get("example"):
        if name not in EXAMPLES:
            raise Http404
        given = read_statements(EXAMPLES[name][1])
        lines = table_lines(given, reader_language())
        form = BulletinForm(initial={"table": "\n".join("\t".join(line) for line in lines)})
        said["judged"] = judged(given, reader_language()) | {"example": name}
    said |= {
        "form": form,
        "examples": [{"name": name, "title": title} for name, (title, _path) in EXAMPLES.items()],
        "columns": STATEMENTS,
        "fault_columns": FAULTS,
        "most": MOST_STATEMENTS,
        "shown": SHOWN,
    }
    return render(request, "figures/consistency.html", said, status=422 if form.errors or "faults" in said else 200)


@page()
def template(request: Request) -> HttpResponse:
    """The workbook to fill in."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bulletin.xlsx"
        write_template(path, STATEMENT_LIST, reader_language())
        return sent(path)


def _row(fault: Fault) -> list[dict[str, Any]]:
    return [{"text": str(fault.row or ""), "numeric": True}, {"text": fault.column}, {"text": spoken_fault(fault)}]
