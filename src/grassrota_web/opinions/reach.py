"""Who sees a case: its organ, its reviewer and those named to work on it, without anybody of its chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from grassrota_web.access.actor import Actor
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right, Role
from grassrota_web.orgs.models import Person, Unit
from grassrota_web.postings.models import Posting

INSPECTION = "@inspection"
"""Stands in a chain for everybody of the inspection office."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where somebody works, as chains ask for it.

    Attributes:
        units: Keys of the units in which they work, and of all units above these.
        names: What a chain may call them.
    """

    units: frozenset[int]
    names: frozenset[str]


def places_of(actor: Actor) -> Places:
    """Where an actor works: at their home unit, where they are posted, and where they hold a role.

    What the outside reviewer reviews is no place of theirs.
    """
    paths = {path for role, path in actor.roles if role != Role.REVIEWER}
    names = {INSPECTION} if any(role == Role.INSPECTOR for role, _ in actor.roles) else set()
    if actor.person:
        names.add(actor.person)
        paths.update(_paths_of(actor.person))
    return Places(frozenset(int(key) for path in paths for key in path.strip("/").split("/") if key), frozenset(names))


def works_in(actor: Actor) -> tuple[str, ...]:
    """Codes of the units in which somebody works themselves, as the core asks for them."""
    paths = {path for role, path in actor.roles if role != Role.REVIEWER}
    paths.update(_paths_of(actor.person) if actor.person else ())
    return tuple(Unit.objects.filter(path__in=paths).order_by("pk").values_list("code", flat=True))


def _paths_of(person: str) -> Iterator[str]:
    yield from Person.objects.filter(code=person).values_list("unit__path", flat=True)
    away = Posting.objects.filter(person__code=person, released_on=None, closed_on=None)
    yield from away.filter(first_day__lte=timezone.localdate()).values_list("opening__place__path", flat=True)


@dataclass(frozen=True, slots=True)
class OfCase:
    """Rows of cases.

    Attributes:
        case: Lookup of the case from the row; empty for the case itself.
    """

    case: str = ""

    def rows(self, actor: Actor) -> Q | None:
        """See ``Reach``. The chain is taken away from every way in which somebody may come to see a case."""
        where = self._granted(actor)
        if where is None:
            return None
        places = places_of(actor)
        if not places.units and not places.names:
            return where
        concerned = apps.get_model("opinions", "Chained").objects.filter(case=OuterRef(self.case or "pk"))
        return where & Q(~Exists(concerned.filter(Q(unit__in=places.units) | Q(staff__in=places.names))))

    def _granted(self, actor: Actor) -> Q | None:
        found = [
            *(self._at(path) for path in actor.paths(Right.READ_CASES)),
            *(self._unrouted(path) for path in actor.paths(Right.ROUTE_CASES)),
            *(self._outside(path) for path in actor.paths(Right.REVIEW_CASES)),
        ]
        if actor.person and actor.holds(Right.WORK_ON_CASES):
            named = apps.get_model("opinions", "Handler").objects.filter(staff=actor.person, until=None)
            found.append(self._q("pk__in", named.values("case")))
        return reduce(or_, found) if found else None

    def _at(self, path: str) -> Q:
        """Owned by an organ at or below the path, sent there to be accepted, or taken there because it is late."""
        held = ("owner", "asked", "above")
        if path == EVERYWHERE:
            return reduce(or_, (self._q(f"{by}__isnull", False) for by in held))
        units = Unit.objects.filter(path__startswith=path).values("pk")
        return reduce(or_, (self._q(f"{by}__in", units) for by in held))

    def _unrouted(self, path: str) -> Q:
        """Nobody's yet, about a place at or below the path."""
        waits = self._q("owner", None) & self._q("asked", None) & self._q("outside", False)
        return waits if path == EVERYWHERE else waits & self._q("place__path__startswith", path)

    def _outside(self, path: str) -> Q:
        """The outside reviewer's, about a place at or below the path."""
        beyond = self._q("outside", True) | self._q("asks_outside", True) | self._q("appealed_outside", True)
        beyond |= self._q("above_outside", True)
        return beyond if path == EVERYWHERE else beyond & self._q("place__path__startswith", path)

    def _q(self, lookup: str, value: object) -> Q:
        return Q(**{f"{self.case}__{lookup}" if self.case else lookup: value})
