"""The page of one case."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from grassrota_web.access.pages import Request, page
from grassrota_web.access.scope import visible
from grassrota_web.intake import papers
from grassrota_web.intake.models import Attachment
from grassrota_web.opinions import words
from grassrota_web.opinions.beside import BESIDE
from grassrota_web.opinions.crediting import credited
from grassrota_web.opinions.models import Case
from grassrota_web.opinions.queries import flags, one
from grassrota_web.opinions.queries.worklist import entries
from grassrota_web.opinions.telling import opinions_of
from grassrota_web.opinions.views.lists import OPENS, crumbs
from grassrota_web.opinions.views.steps import offered

TYPES = {"image/jpeg": ("image/jpeg", ".jpg"), "text/plain": ("text/plain; charset=utf-8", ".txt")}
"""How what ``intake`` keeps is handed out: its type, and the end of its name."""
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
    raised = one.opinions(request.actor, row)
    said = {
        "case": row,
        "entry": entries([row])[0],
        "raised": raised,
        "credits": credited((part["row"] for part in raised), facts),
        "claims": one.claims(facts),
        "answers": one.answers(raised),
        "appeals": one.appeals(row),
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


@page(*OPENS)
def attachment(request: Request, key: UUID, attachment: UUID) -> HttpResponse:
    """One picture or paper of a case: opened as it is asked for, and never shown within a page of this site."""
    row = found(request, key)
    for opinion in opinions_of(row):
        paper = one.attachments(request.actor, opinion).filter(pk=attachment).first()
        if paper is not None:
            return _handed_out(paper)
    raise Http404


def _handed_out(paper: Attachment) -> HttpResponse:
    try:
        content = papers.read(paper.pk)
    except FileNotFoundError:
        raise Http404 from None
    answer = HttpResponse(content, content_type=TYPES[paper.kind][0])
    # whatever a raiser sent is a file to keep: no browser runs it, guesses what it is, or keeps a copy of its own
    answer["Content-Disposition"] = f'attachment; filename="attachment{TYPES[paper.kind][1]}"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
