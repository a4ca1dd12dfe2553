"""Cases that are set apart from what everybody may know, decided here for all that is made public."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from grassrota_web.opinions.models import Chained


def set_apart(case: str = "", key: str = "pk") -> Q:
    """Cases that concern somebody, are about those who lead, or came before the outside reviewer.

    Args:
        case: Lookup of the case from the rows that are asked for, with its two underscores; empty for cases themselves.
        key: Lookup of its key.
    """
    found = Q(Exists(Chained.objects.filter(case=OuterRef(key))))
    for flag in ("on_leadership", "outside", "asks_outside", "appealed_outside"):
        found |= Q(**{f"{case}{flag}": True})
    return found
