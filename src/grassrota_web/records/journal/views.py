"""Pages of the journal: the list, one entry, the history of a thing, the tree head."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.access.typed import typed
from grassrota_web.journal.models import Entry
from grassrota_web.journal.queries import tree_head
from grassrota_web.records.actions import verify_journal
from grassrota_web.records.journal.forms import Filters, NotedHead
from grassrota_web.records.journal.queries import Names, entries, named, told
from grassrota_web.records.journal.undo import offered, undo

PAGE = 50
"""Entries on a page."""

MOST = 1000
"""Where counting stops."""


@page(Right.READ_JOURNAL, Right.READ_OWN)
def journal(request: Request) -> HttpResponse:
    """What was done within the reader's reach, the newest first."""
    filters = Filters(request.GET)
    rows = filters.narrow(entries(request.actor))
    shown, pager = _page(request, rows, filters.kept())
    export = f"{reverse('records:export')}?{urlencode(filters.kept())}"
    context = {
        "filters": filters,
        "entries": told(shown),
        "page": pager,
        "narrowed": bool(filters.kept()),
        "export_url": export,
        "head": tree_head(),
    }
    return render(request, "records/journal/journal.html", context)


@page(Right.READ_JOURNAL, Right.READ_OWN)
def entry(request: Request, number: int) -> HttpResponse:
    """One entry: who did what, before and after."""
    found = get_object_or_404(entries(request.actor), number=number)
    (shown,) = told([found])
    context = {
        "entry": found,
        "shown": shown,
        "columns": [{"label": _("What")}, {"label": _("Before")}, {"label": _("After")}],
        "rows": [
            [
                {"text": change.label or _("value")},
                *({"text": said, "code": "\n" in said} for said in (change.before, change.after)),
            ]
            for change in shown["changes"]
        ],
        "undoable": offered(request.actor, found),
        "leaf": bytes(found.leaf).hex(),
    }
    return render(request, "records/journal/entry.html", context)


@page(Right.READ_JOURNAL, Right.READ_OWN)
def history(request: Request, kind: str, subject: str) -> HttpResponse:
    """What happened to one thing; asked for by htmx, the list alone, to be put into that thing's own page."""
    rows = entries(request.actor).filter(kind=kind, subject=subject)
    shown, pager = _page(request, rows, {})
    template = "records/journal/history_part.html" if request.htmx else "records/journal/history.html"
    found = told(shown)
    called = found[0]["called"] if found else subject
    context = {
        "kind": kind,
        "thing": named(kind),
        "subject": subject,
        "called": called,
        "entries": found,
        "page": pager,
    }
    return render(request, template, context)


@page(Right.READ_JOURNAL)
@require_POST
def undo_entry(request: Request, number: int) -> HttpResponse:
    """Undoes an entry."""
    found = get_object_or_404(entries(request.actor), number=number)
    undo(request.actor, found)
    messages.success(request, _("It is undone, and the journal says so."))
    return redirect("records:history", found.kind, found.subject)


@page(Right.VERIFY_JOURNAL)
def head(request: Request) -> HttpResponse:
    """The tree head: to be noted down, and to be checked against what was noted."""
    form = NotedHead(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        job = verify_journal(request.actor, form.cleaned_data["head"])
        return redirect("records:job", job.pk)
    context = {"head": tree_head(), "form": form, "reads": request.actor.holds(Right.READ_JOURNAL, Right.READ_OWN)}
    return render(request, "records/journal/head.html", context)


@page(Right.READ_JOURNAL, Right.READ_OWN)
def export(request: Request) -> HttpResponse:
    """The entries that the filters let through, a line of JSON each, the newest first."""
    rows = Filters(request.GET).narrow(entries(request.actor))
    response = StreamingHttpResponse(_lines(rows.iterator(chunk_size=500)), content_type="application/jsonl")
    response["Content-Disposition"] = 'attachment; filename="journal.jsonl"'
    return cast(HttpResponse, response)


def _lines(rows: Iterator[Entry]) -> Iterator[str]:
    while some := list(islice(rows, 500)):
        names = Names(some)
        for row in some:
            line = {name: getattr(row, name) for name in _EXPORTED}
            line |= {"name": names.of(row), "leaf": bytes(row.leaf).hex()}
            yield json.dumps(line, ensure_ascii=False, default=lambda day: day.isoformat()) + "\n"


_EXPORTED = (
    *("number", "verb", "actor", "kind", "subject", "place", "person", "as_of", "recorded_at"),
    *("before", "after", "erased_on"),
)


def _page(request: Request, rows: Any, kept: dict[str, str]) -> tuple[list[Entry], dict[str, Any]]:
    """One page by key: from a number downwards, or the ones just above a number."""
    before, after = (typed(request.GET.get(name, "")) for name in ("before", "after"))
    if after is not None:
        found = list(reversed(rows.filter(number__gt=after).order_by("number")[: PAGE + 1]))
        shown, newer, older = found[-PAGE:], len(found) > PAGE, True
    else:
        below = rows if before is None else rows.filter(number__lt=before)
        found = list(below[: PAGE + 1])
        shown, newer, older = found[:PAGE], before is not None, len(found) > PAGE
    total = rows[: MOST + 1].count()
    pager: dict[str, Any] = {"shown": len(shown), "total": f"{min(total, MOST):,}", "total_capped": total > MOST}
    if shown and newer:
        pager["previous_url"] = "?" + urlencode(kept | {"after": str(shown[0].number)})
    if shown and older:
        pager["next_url"] = "?" + urlencode(kept | {"before": str(shown[-1].number)})
    return shown, pager
