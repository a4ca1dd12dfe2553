"""The page on what is kept and what is due."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grassrota_web.access.pages import Request, page
from grassrota_web.access.retention import RULES
from grassrota_web.access.rights import Right
from grassrota_web.records.actions import purge


@page(Right.KEEP_RECORDS)
def retention(request: Request) -> HttpResponse:
    """How long what is kept, and how much of it has had its time; purges it when asked."""
    if request.method == "POST":
        return redirect("records:job", purge(request.actor).pk)
    today = timezone.localdate()
    due = {kind: rule.due_on(today).count() for kind, rule in RULES.items()}
    columns = [
        {"label": _("What")},
        {"label": _("Kept for"), "numeric": True},
        {"label": _("Counted from")},
        {"label": _("Due today"), "numeric": True},
    ]
    rows = [
        [
            {"text": rule.words},
            {
                "text": ngettext("%(days)s day", "%(days)s days", rule.keeps) % {"days": f"{rule.keeps:,}"},
                "numeric": True,
            },
            {"text": rule.since},
            {"text": f"{due[kind]:,}", "numeric": True},
        ]
        for kind, rule in RULES.items()
    ]
    context = {"columns": columns, "rows": rows, "due": sum(due.values())}
    return render(request, "records/retention.html", context)
