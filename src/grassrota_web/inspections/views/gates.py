"""The page of the two gates: what clashes with a deadline, and who passed and has gone on or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grassrota.inspection.conflict_words import conflict_words
from grassrota.inspection.gate import Progress, reminders
from grassrota.inspection.words import percent
from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.inspections.exemplary import GATES
from grassrota_web.inspections.gate_picture import below_gates
from grassrota_web.inspections.queries import gates as queries
from grassrota_web.inspections.queries.verdicts import language
from grassrota_web.inspections.views.office import crumbs
from grassrota_web.orgs.models import Unit

CLASHES = (
    {"label": _("Unit")},
    {"label": _("Leaves by")},
    {"label": _("Verified, at least")},
    {"label": _("Gate"), "numeric": True},
    {"label": _("Cases lacking"), "numeric": True},
    {"label": _("Days left"), "numeric": True},
    {"label": _("Cases a day"), "numeric": True},
)
SPOKEN = 6
"""Clashes put into words; the table has all."""
PASSED = ({"label": _("Unit")}, {"label": _("Passed the gate")}, {"label": _("Sent the first people")})


@page(Right.CHECK_CASES, Right.READ_CASES)
def gates(request: Request) -> HttpResponse:
    """Where a gate and a deadline cannot both be met, and which units passed the gate and when they went on."""
    found, judged = queries.clashes(request.actor), queries.concluded(request.actor)
    units = {row.unit.code: row.unit for row in judged}
    said = {
        "clashes": [{"value": one, "gate": percent(one.conflict.gate)} for one in found],
        "sentences": [conflict_words(replace(one.conflict, unit=one.unit.name), language()) for one in found[:SPOKEN]],
        "more": len(found) - SPOKEN,
        "columns": CLASHES,
        "chart": below_gates(found, GATES) if found else None,
        "passed": gone_on(queries.progress(judged), units),
        "passed_columns": PASSED,
        "crumbs": crumbs(),
    }
    return render(request, "inspections/gates.html", said)


def gone_on(passed: Iterable[Progress], units: Mapping[str, Unit]) -> list[dict[str, Any]]:
    """Units that passed the gate with both days, and for how many days those are reminded that sent nobody yet."""
    rows = list(passed)
    waiting = {one.unit: one.days for one in reminders(rows, timezone.localdate())}
    return [{"unit": units[one.unit], "value": one, "days": waiting.get(one.unit)} for one in rows]
