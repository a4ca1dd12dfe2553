"""Swaps that still wait for somebody, and what is to be known of their lines."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from grassrota.posting.swap import OPEN
from grassrota_web.postings.models import Swap

LINE = ("person", "home_unit", "opening__place", "plan__policy__rotation__home")
"""What a line of a list is judged with."""


def open_swaps(rows: QuerySet[Swap]) -> QuerySet[Swap]:
    """Those that still wait, as the core says of each."""
    listed = Q()
    for side in ("first", "second"):
        listed &= Q(**{f"{side}__departed_on": None, f"{side}__released_on": None})
    return rows.filter(listed, state__in=OPEN)
