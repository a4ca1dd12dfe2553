"""Whose the journal's old rows are, once units have moved.

A row of the journal keeps the path that its unit had that day. Whoever held that place still reads what happened while
the unit was theirs; whoever holds the unit now reads its whole past, which came with it.
"""

from __future__ import annotations

from grassrota_web.access.actor import Actor
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.orgs.models import FormerPlace


def places(actor: Actor, right: Right) -> tuple[str, ...]:
    """Beginnings of the journal's places that the actor may read: their own, and the former ones of what is there.

    Args:
        actor: Who reads.
        right: Held at the places, such as ``READ_JOURNAL``.
    """
    own = actor.paths(right)
    if EVERYWHERE in own:
        return (EVERYWHERE,)
    found = list(own)
    for path in own:
        found += FormerPlace.objects.filter(unit__path__startswith=path).values_list("place", flat=True)
        above = [path[: end + 1] for end, sign in enumerate(path) if sign == "/" and end]
        former = FormerPlace.objects.filter(unit__path__in=above).select_related("unit")
        found += [f"{known.place}{path[len(known.unit.path) :]}" for known in former]
    return tuple(dict.fromkeys(found))
