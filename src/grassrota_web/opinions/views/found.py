"""Search over the words of cases, the figures of units, and lists as files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.http import HttpResponse
from django.shortcuts import render

from grassrota.files.columns import Column
from grassrota.files.parse import day, identifier, text, whole
from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.fieldwork.views.tables import as_file
from grassrota_web.opinions.queries.figures import LEAST, by_unit
from grassrota_web.opinions.queries.search import backlog
from grassrota_web.opinions.queries.search import search as find
from grassrota_web.opinions.queries.worklist import CaseFilter, cases, entries
from grassrota_web.opinions.views.lists import COLUMNS, OPENS, crumbs, narrowed

MOST = 20_000
"""Cases of one file."""
AT_ONCE = 500
FILE = (
    Column("case", identifier, chinese="案件编号"),
    Column("words", text, chinese="意见"),
    Column("opinions", whole(0), chinese="意见数"),
    Column("unit", text, chinese="承办单位"),
    Column("claim", text, chinese="单位称"),
    Column("answer", text, chinese="提出人答"),
    Column("stands", text, chinese="状态"),
    Column("owed_next", text, chinese="下一步"),
    Column("due_on", day, chinese="期限"),
    Column("opened_on", day, chinese="提出日期"),
)


@page(*OPENS)
def search(request: Request) -> HttpResponse:
    """Cases within reach whose words hold what somebody types, the newest first."""
    words = request.GET.get("words", "").strip()[:80]
    found = find(request.actor, words) if words else None
    said = {
        "words": words,
        "found": found,
        "backlog": 0 if request.htmx else backlog(),
        "entries": entries(found.cases) if found else (),
        "columns": COLUMNS,
        "crumbs": crumbs(),
    }
    return render(request, "opinions/results.html" if request.htmx else "opinions/search.html", said)


@page(*OPENS)
def figures(request: Request) -> HttpResponse:
    """What units claim beside what raisers answer, unit by unit."""
    lines, everything = by_unit(request.actor)
    said = {"lines": lines, "everything": everything, "least": LEAST, "crumbs": crumbs()}
    return render(request, "opinions/figures.html", said)


@page(Right.EXPORT)
def export(request: Request, kind: str) -> HttpResponse:
    """The list as it is filtered, as a file; who raised what is in none."""
    form, only = narrowed(request)
    chosen = "; ".join(f"{field.label}: {field.data}" for field in form if field.data)
    return as_file(request, "cases", kind, FILE, _lines(request, only), chosen)


def _lines(request: Request, only: CaseFilter) -> Iterator[Mapping[str, object]]:
    keys = list(cases(request.actor, only).order_by("due_on", "pk").values_list("pk", flat=True)[:MOST])
    for start in range(0, len(keys), AT_ONCE):
        rows = cases(request.actor, only).filter(pk__in=keys[start : start + AT_ONCE]).order_by("due_on", "pk")
        for entry in entries(rows):
            yield {
                "case": str(entry.row.pk),
                "words": entry.words,
                "opinions": entry.opinions,
                "unit": entry.row.owner.name if entry.row.owner else "",
                "claim": str(entry.claimed),
                "answer": entry.answered,
                "stands": str(entry.state),
                "owed_next": str(entry.owed),
                "due_on": entry.row.due_on if entry.owed else None,
                "opened_on": entry.row.opened_on,
            }
