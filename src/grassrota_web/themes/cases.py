"""The cases behind a theme, as far as somebody sees them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from grassrota.opinions.case import CaseState
from grassrota_web.access.actor import Actor
from grassrota_web.access.scope import visible
from grassrota_web.opinions.models import Case
from grassrota_web.themes.models import Placed, Theme

STANDING = [state.value for state in CaseState if state.stands]
"""States in which something is still to be done."""


def cases(actor: Actor, row: Theme) -> QuerySet[Case]:
    """The cases of a theme that somebody sees; opinions handled together are one."""
    own = Placed.objects.filter(theme=row).values("case")
    parts = Case.objects.filter(pk__in=own, merged_into__isnull=False)
    wholes = parts.values("merged_into"), parts.values("merged_into__merged_into")
    of_theme = Q(pk__in=own) | Q(pk__in=wholes[0]) | Q(pk__in=wholes[1])
    live = Case.objects.filter(of_theme, merged_into=None, dissolved_on=None)
    return visible(actor, live.select_related("owner", "asked", "topic", "place"))


def standing(actor: Actor, row: Theme) -> QuerySet[Case]:
    """Those of its cases of which something is still to be done by the organ that has them."""
    return cases(actor, row).filter(closed_on=None, owner__isnull=False, state__in=STANDING)
