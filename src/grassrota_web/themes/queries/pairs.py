"""The next pair for somebody to judge: one of which they may read both opinions."""

from __future__ import annotations

from django.db.models import QuerySet

from grassrota_web.access.actor import Actor
from grassrota_web.access.scope import visible
from grassrota_web.themes.models import Pair


def unjudged(actor: Actor) -> QuerySet[Pair]:
    """Pairs of which nobody has said anything, as far as somebody may read both."""
    return visible(actor, Pair.objects.filter(answer="")).order_by("pk")


def following(actor: Actor, after: int | None) -> Pair | None:
    """The pair after one that was passed over; the first again when all the others were."""
    rows = unjudged(actor).select_related("one__opinion", "other__opinion")
    later = rows.filter(pk__gt=after).first() if after is not None else None
    return later or rows.first()
