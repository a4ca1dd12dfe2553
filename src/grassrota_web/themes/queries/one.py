"""One theme: its places, and how it grew, as far as somebody sees its cases."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import Http404
from django.utils import timezone

from grassrota_web.access.actor import Actor
from grassrota_web.access.scope import visible
from grassrota_web.opinions.models import Issue
from grassrota_web.opinions.queries.figures import LEAST
from grassrota_web.orgs.models import Unit
from grassrota_web.themes.models import Placed, Theme
from grassrota_web.themes.queries.seen import Seen, looked_into, themes

SHOWN_WEEKS = 12


def theme(actor: Actor, key: UUID) -> Seen:
    """A theme of which somebody sees enough; to others there is none."""
    found = themes(actor, only=(key,))
    if not found:
        raise Http404
    return looked_into(actor, found)[0]


def places(actor: Actor, row: Theme) -> tuple[list[tuple[Unit, int]], int]:
    """The places with five opinions or more, most first, and how many opinions are about all others together."""
    rows = visible(actor, Placed.objects.filter(theme=row)).order_by()
    counts = dict(rows.values_list("case__place").annotate(count=Count("pk")))
    units = Unit.objects.in_bulk([key for key, count in counts.items() if key and count >= LEAST])
    large = sorted(((units[key], counts[key]) for key in units), key=lambda one: (-one[1], one[0].name, one[0].pk))
    return large, sum(counts.values()) - sum(count for _unit, count in large)


def problems(actor: Actor, row: Theme) -> QuerySet[Issue]:
    """The big problems that were opened for a theme, as far as somebody sees them."""
    return visible(actor, Issue.objects.filter(of_theme__theme=row))


def weeks(actor: Actor, row: Theme) -> list[int]:
    """How many opinions came in each of the last twelve weeks, the latest last."""
    today = timezone.localdate()
    since = today - timedelta(weeks=SHOWN_WEEKS)
    rows = visible(actor, Placed.objects.filter(theme=row)).filter(case__opened_on__gt=since).order_by()
    found = [0] * SHOWN_WEEKS
    for day, count in rows.values_list("case__opened_on").annotate(count=Count("pk")):
        if day <= today:
            found[SHOWN_WEEKS - 1 - (today - day).days // 7] += count
    return found
