"""Who sees what belongs to two cases at once: whoever sees both."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from grassrota_web.access.actor import Actor
from grassrota_web.access.scope import Reach


@dataclass(frozen=True, slots=True)
class Both:
    """Rows that are seen where each of two reaches shows them.

    Attributes:
        one: A reach.
        other: Another one.
    """

    one: Reach
    other: Reach

    def rows(self, actor: Actor) -> Q | None:
        """See ``Reach``."""
        one, other = self.one.rows(actor), self.other.rows(actor)
        return None if one is None or other is None else one & other
