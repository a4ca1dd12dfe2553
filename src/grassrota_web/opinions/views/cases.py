"""The page of one case."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from grassrota_web.access.pages import Request, page
from grassrota_web.access.scope import visible
from grassrota_web.opinions import words
from grassrota_web.opinions.beside import BESIDE
from grassrota_web.opinions.models import Case
from grassrota_web.opinions.queries import flags, one
from grassrota_web.opinions.queries.worklist import entries
from grassrota_web.opinions.views.lists import OPENS, crumbs
from grassrota_web.opinions.views.steps import offered

WITH = ("owner", "asked", "above", "place", "topic", "merged_into")


def found(request: Request, key: UUID) -> Case:
    """The case with this key, for whoever may see it; to others there is none."""
    rows = Case.objects.select_related(*WITH).filter(dissolved_on=None)
    return get_object_or_404(visible(request.actor, rows), pk=key)


@page(*OPENS)
def case(request: Request, key: UUID) -> HttpResponse:
    """One case: its words, both ledgers side by side, and what happened."""
    row = found(request, key)
    if row.merged_into_id and visible(request.actor, Case.objects.filter(pk=row.merged_into_id)).exists():
        return redirect("opinions:case", row.merged_into_id)
    facts = list(row.facts.select_related("unit"))
    raised = one.opinions(row)
    said = {
        "case": row,
        "entry": entries([row])[0],
        "raised": raised,
        "claims": one.claims(facts),
        "answers": one.answers(raised),
        "entries": one.timeline(facts),
        "steps": offered(request.actor, row, facts),
        "responses": [
            {
                "row": answer,
                "decision": words.DECISIONS[answer.decision],
                "actions": [{**one, "by": date.fromisoformat(one["by"])} for one in answer.actions],
            }
            for answer in row.responses.select_related("unit").order_by("given_on", "pk")
        ],
        "flags": flags.of_case(request.actor, row),
        "handlers": row.handlers.filter(until=None),
        "besides": [part for show in BESIDE for part in [show(request.actor, row)] if part],
        "crumbs": crumbs(),
    }
    return render(request, "opinions/case.html", said)
