"""A plan to take away: its lists as CSV or XLSX, and everything as a folder for the command line."""

from __future__ import annotations

import csv
import io

import xlsxwriter
from django.http import Http404, HttpResponse

from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.rotas.convert.plan import plan_of
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.queries.files import folder, lists
from grassrota_web.rotas.views.reach import the_plan

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(Right.EXPORT)
def export(request: Request, pk: int, number: int, name: str) -> HttpResponse:
    """``postings``, ``left_out`` (.csv or .xlsx) or ``plan.zip``; for those who plan."""
    row = the_plan(request, pk, number, Right.EDIT_PLAN)
    problem = problem_of(row.policy)
    plan = plan_of(row, problem)
    if name == "plan.zip":
        return _file(folder(problem, plan), "application/zip", f"{row.rotation.code}-{number}.zip")
    stem, _dot, kind = name.partition(".")
    if stem not in ("postings", "left_out") or kind not in ("csv", "xlsx"):
        raise Http404
    text = lists(problem, plan, f"{stem}.csv")
    title = f"{row.rotation.code}-{number}-{stem}.{kind}"
    if kind == "csv":
        return _file(text.encode("utf-8-sig"), "text/csv", title)
    return _file(_workbook(text), _XLSX, title)


def _workbook(text: str) -> bytes:
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(csv.reader(io.StringIO(text))):
            sheet.write_row(number, 0, cells)
        sheet.freeze_panes(1, 0)
    return stream.getvalue()


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
