"""Rights within templates: which ways are shown to whom. What happens at their end is decided there."""

from __future__ import annotations

from django import template

from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right

register = template.Library()


@register.filter
def holds(actor: Actor, rights: str) -> bool:
    """True if one of the rights, with blanks between, is held anywhere."""
    return actor.holds(*(Right(right) for right in rights.split()))
