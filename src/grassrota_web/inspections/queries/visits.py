"""One's own visits, and what is seen on one's way: the place alone until one has arrived."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from grassrota.opinions.refuted import refuted_before
from grassrota_web.access.actor import Actor
from grassrota_web.access.scope import visible
from grassrota_web.inspections import heard
from grassrota_web.inspections.models import Visit
from grassrota_web.inspections.wholes import wholes_of
from grassrota_web.intake.models import Opinion
from grassrota_web.intake.queries import place_for_handlers, words_for_handlers
from grassrota_web.opinions import convert, words
from grassrota_web.opinions.models import Case, Fact, FactKind
from grassrota_web.opinions.queries.flags import again


def own(actor: Actor) -> QuerySet[Visit]:
    """The visits that somebody makes, of units that have no verdict yet; by the names of places."""
    rows = Visit.objects.filter(claim__settled_on=None, inspector=actor.account)
    return visible(actor, rows.select_related("place", "leader", "user")).order_by("place__name", "pk")


def seen_to(row: Visit) -> dict[str, Any] | None:
    """What is to be seen to at a place where somebody has arrived; None before, and where nothing was drawn."""
    case = row.seen_to
    if row.arrived_on is None or case is None:
        return None
    opinion = Opinion.objects.get(raised__case=case)
    return {
        "words": words_for_handlers(opinion),
        "language": opinion.language,
        "where": place_for_handlers(opinion),
        "may_visit": opinion.may_visit,
        "claim": _claimed(case),
        "again": _claimed_again(case),
        "answers": [{"on": one.day, "said": words.SAID[one.said]} for one in heard.answers(case)],
    }


def _claimed_again(case: UUID) -> str:
    """That a fix of it was refuted before, and how often; empty if none was."""
    times = refuted_before(convert.value(Case.objects.select_related("owner").get(pk=wholes_of({case})[case])))
    return again(times) if times else ""


def _claimed(case: UUID) -> Fact | None:
    """What the unit last said it did."""
    whole = Case.objects.get(pk=wholes_of({case})[case])
    return whole.facts.filter(kind=FactKind.CLAIMED).order_by("-number").first()
