"""What the page of a case shows of themes: others who raised the same words, and the theme they are part of."""

from __future__ import annotations

from django.db.models import Q

from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.opinions.beside import Beside
from grassrota_web.opinions.models import Case
from grassrota_web.themes.models import Placed
from grassrota_web.themes.queries.seen import themes

OPENS = (Right.READ_CASES, Right.ROUTE_CASES, Right.REVIEW_CASES)
"""The rights of which one opens the pages of themes."""
MOST = 20
"""Cases of copies that are named."""


def copies_beside(actor: Actor, case: Case) -> Beside | None:
    """Copies of the opinions of a case in other cases that the reader may see, and its theme; None if there is none."""
    within = Q(case=case) | Q(case__merged_into=case)
    own = list(visible(actor, Placed.objects.filter(within)))
    leaders = {row.leader_id or row.pk for row in own}
    rows = visible(actor, Placed.objects.filter(Q(leader__in=leaders) | Q(pk__in=leaders))).exclude(within)
    others = list(rows.select_related("case__owner").order_by("raised__opinion__day", "pk")[: MOST + 1])
    keys = {row.theme_id for row in own if row.theme_id}
    seen = themes(actor, only=keys) if keys and actor.holds(*OPENS) else []
    if not others and not seen:
        return None
    shown = {"copies": [row.case for row in others[:MOST]], "more": len(others) > MOST, "themes": seen}
    return Beside("themes/beside.html", shown)
