"""The page of units that passed the gate: nothing slides back because nobody looks."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.inspections import words
from grassrota_web.inspections.queries.watch import watched
from grassrota_web.inspections.views.gates import PASSED, gone_on
from grassrota_web.inspections.views.office import crumbs

COLUMNS = (
    {"label": _("Unit")},
    {"label": _("Passed the gate")},
    {"label": _("Months later"), "numeric": True},
    {"label": _("To be inspected again")},
    {"label": _("Inspected")},
)


@page(Right.CHECK_CASES)
def watch(request: Request) -> HttpResponse:
    """Which units are to be inspected again, when each went on, and what became of those that were judged anew."""
    found, today = watched(request.actor), timezone.localdate()
    said = {
        "columns": COLUMNS,
        "rechecks": [
            {"unit": found.units[one.unit], "value": one, "late": one.done_on is None and one.due_on <= today}
            for one in found.rechecks
        ],
        "passed": gone_on(found.passed, found.units),
        "passed_columns": PASSED,
        "relapses": [
            {
                "unit": found.units[one.unit],
                "value": one,
                "held": words.HELD[one.held],
                "tag": words.HELD_TAGS[one.held],
            }
            for one in found.relapses
        ],
        "crumbs": crumbs(),
    }
    return render(request, "inspections/watch.html", said)
