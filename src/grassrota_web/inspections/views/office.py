"""Pages of the office: its rounds, and one round with the lists of all units. A unit sees its own claims here."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.inspections.looks import to_settle
from grassrota_web.inspections.models import Chain, Claim, Round, Visit
from grassrota_web.inspections.queries import rounds
from grassrota_web.inspections.queries.odd import of_round
from grassrota_web.inspections.queries.verdicts import of_many, tag

SHOWN = 100
LISTS = (
    {"label": gettext_lazy("Unit")},
    {"label": gettext_lazy("Received"), "numeric": True},
    {"label": gettext_lazy("Claims as fixed"), "numeric": True},
    {"label": gettext_lazy("Drawn"), "numeric": True},
    {"label": gettext_lazy("Visits made"), "numeric": True},
    {"label": gettext_lazy("Verdict")},
)
OWN = (
    {"label": gettext_lazy("Unit")},
    {"label": gettext_lazy("As of")},
    {"label": gettext_lazy("Received"), "numeric": True},
    {"label": gettext_lazy("Claims as fixed"), "numeric": True},
    {"label": gettext_lazy("Verdict")},
)
ROUNDS = (
    {"label": gettext_lazy("Lists of")},
    {"label": gettext_lazy("Unit")},
    {"label": gettext_lazy("Chance speaks")},
    {"label": gettext_lazy("Stands")},
)


def crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    """The way up from a page of this room."""
    way = [(reverse("inspections:home"), _("Inspections")), *more]
    return [{"url": url, "label": label} for url, label in way]


@page(Right.CHECK_CASES, Right.READ_CASES)
def home(request: Request) -> HttpResponse:
    """Rounds of inspection, and what units claimed in them."""
    actor = request.actor
    own = visible(actor, Claim.objects.select_related("unit", "round").defer("listed")).order_by(
        "-round__as_of", "unit__name", "pk"
    )
    said = {
        "rounds": [
            {"row": row, "state": rounds.state(row)}
            for row in visible(actor, Round.objects.select_related("place"))[:SHOWN]
        ],
        "claims": [{"row": row, "tag": tag(row)} for row in own[:SHOWN]],
        "round_columns": ROUNDS,
        "claim_columns": OWN,
        "visits": visible(actor, Visit.objects.filter(done_on=None, claim__settled_on=None)).count(),
        "bound": visible(actor, Chain.objects.all()).exists(),
    }
    return render(request, "inspections/home.html", said)


@page(Right.CHECK_CASES)
def round_page(request: Request, key: UUID) -> HttpResponse:
    """One round: what was fixed beforehand, what is to be done, and the lists of its units."""
    row = get_object_or_404(visible(request.actor, Round.objects.select_related("place", "commitment")), pk=key)
    lists = rounds.claims(row)
    may_end = bool(row.drawn_on) and not to_settle(row).exists()
    said = {
        "round": row,
        "state": rounds.state(row),
        "question": rounds.question(row),
        "steps": rounds.steps(row, may_end),
        "lists": lists,
        "columns": LISTS,
        "listed": sum(one["row"].received for one in lists),
        "waiting": rounds.without_inspector(row),
        "many": of_many(row),
        "odd": of_round(row),
        "members": visible(request.actor, row.members.select_related("unit")),
        "crumbs": crumbs(),
    }
    return render(request, "inspections/round.html", said)
