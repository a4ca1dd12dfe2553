"""What anybody may open: the plan of a round and, when it has ended, all that is needed to repeat its draw."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy

from grassrota_web.access.pages import public
from grassrota_web.inspections.models import Round
from grassrota_web.inspections.queries.odd import of_round
from grassrota_web.inspections.queries.published import LEAST, chains, lines, repeated, stands
from grassrota_web.inspections.queries.rounds import question
from grassrota_web.inspections.queries.verdicts import of_many

_ROUNDS = Round.objects.select_related("place", "commitment")
COLUMNS = (
    {"label": gettext_lazy("Number of the key"), "numeric": True},
    {"label": gettext_lazy("Lists of")},
    {"label": gettext_lazy("Stands")},
    {"label": gettext_lazy("Planned on")},
    {"label": gettext_lazy("Chance speaks")},
)


@public
def rounds_published(request: HttpRequest) -> HttpResponse:
    """Every chain of keys and every round, so that none is planned and thrown away unseen."""
    return render(request, "inspections/publications.html", {"chains": chains(), "columns": COLUMNS})


@public
def round_published(request: HttpRequest, key: UUID) -> HttpResponse:
    """The plan of a round with the hash of each list."""
    row = get_object_or_404(_ROUNDS.all(), pk=key)
    said = {"round": row, "question": question(row), "lines": lines(row), "many": of_many(row), "stands": stands(row)}
    said["odd"] = of_round(row, LEAST) if row.ended_on else None
    return render(request, "inspections/published.html", said)


@public
def draw_published(request: HttpRequest, key: UUID) -> HttpResponse:
    """All that a stranger needs to repeat the draws; nothing before the round has ended."""
    row = get_object_or_404(_ROUNDS.all(), pk=key)
    if row.ended_on is None:
        raise Http404
    answer = HttpResponse(repeated(row), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="round-{row.number}-{row.as_of}.zip"'
    return answer
