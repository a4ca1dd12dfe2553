"""Which rows somebody may see, decided here and nowhere else.

A model says by ``scope`` how its rows belong to places and people; every query of every page, export, search, count and
history starts with ``visible``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.db.models import Model, Q, QuerySet

from grassrota_web.access.actor import Actor
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right

Row = TypeVar("Row", bound=Model)


class Reach(Protocol):
    """One way in which somebody may come to see a row."""

    def rows(self, actor: Actor) -> Q | None:
        """The rows this actor sees that way; None for none, an empty Q for all."""
        ...


@dataclass(frozen=True, slots=True)
class At:
    """Rows that belong to a unit: seen with ``right`` at that unit or above it.

    Attributes:
        right: The right asked for.
        path: Lookup of the unit's path from the row, such as ``unit__path``.
    """

    right: Right
    path: str

    def rows(self, actor: Actor) -> Q | None:
        """See ``Reach``."""
        paths = actor.paths(self.right)
        if EVERYWHERE in paths:
            return Q()
        where = None
        for path in paths:
            below = Q(**{f"{self.path}__startswith": path})
            where = below if where is None else where | below
        return where


@dataclass(frozen=True, slots=True)
class Above:
    """Rows that belong to a unit: seen with ``right`` anywhere below that unit, as one sees what one is part of.

    Attributes:
        right: The right asked for.
        path: Lookup of the unit's path from the row.
    """

    right: Right
    path: str

    def rows(self, actor: Actor) -> Q | None:
        """See ``Reach``."""
        above = {path[: end + 1] for path in actor.paths(self.right) for end, sign in enumerate(path) if sign == "/"}
        return Q(**{f"{self.path}__in": sorted(above)}) if above else None


@dataclass(frozen=True, slots=True)
class Once:
    """Rows that a reach shows only once they have come so far.

    Attributes:
        reach: The way in which they are seen then.
        state: Lookup of the state from the row.
        states: The states in which they are seen.
    """

    reach: Reach
    state: str
    states: tuple[str | bool, ...]

    def rows(self, actor: Actor) -> Q | None:
        """See ``Reach``."""
        where = self.reach.rows(actor)
        return None if where is None else where & Q(**{f"{self.state}__in": self.states})


@dataclass(frozen=True, slots=True)
class Until:
    """Rows that a reach shows until something of them has a day.

    Attributes:
        reach: The way in which they are seen until then.
        day: Lookup of the day from the row, empty as long as they are seen.
    """

    reach: Reach
    day: str

    def rows(self, actor: Actor) -> Q | None:
        """See ``Reach``."""
        where = self.reach.rows(actor)
        return None if where is None else where & Q(**{self.day: None})


@dataclass(frozen=True, slots=True)
class Others:
    """Rows that a reach shows to everybody but the member of staff whom they are about.

    Attributes:
        reach: The way in which the others see them.
        person: Lookup of the person's code from the row.
    """

    reach: Reach
    person: str

    def rows(self, actor: Actor) -> Q | None:
        """See ``Reach``."""
        where = self.reach.rows(actor)
        return where & ~Q(**{self.person: actor.person}) if where is not None and actor.person else where


@dataclass(frozen=True, slots=True)
class Own:
    """Rows about the member of staff who asks.

    Attributes:
        person: Lookup of the person's code from the row.
    """

    person: str

    def rows(self, actor: Actor) -> Q | None:
        """See ``Reach``."""
        return Q(**{self.person: actor.person}) if actor.person and actor.holds(Right.READ_OWN) else None


@dataclass(frozen=True, slots=True)
class InHand:
    """Rows that are in the hands of the account that asks, as long as it holds ``right`` somewhere.

    Attributes:
        right: The right asked for.
        account: Lookup of the account's id from the row, kept as text.
    """

    right: Right
    account: str

    def rows(self, actor: Actor) -> Q | None:
        """See ``Reach``."""
        return Q(**{self.account: actor.account}) if actor.account and actor.holds(self.right) else None


@dataclass(frozen=True, slots=True)
class Anywhere:
    """Rows that belong to no unit: seen by whoever holds ``right`` somewhere."""

    right: Right

    def rows(self, actor: Actor) -> Q | None:
        """See ``Reach``."""
        return Q() if actor.holds(self.right) else None


def visible(actor: Actor, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Those of the rows that the actor may see, as their model's ``scope`` says."""
    return reached(actor, rows, rows.model.scope)  # type: ignore[attr-defined]


def reached(actor: Actor, rows: QuerySet[Row], reaches: Iterable[Reach]) -> QuerySet[Row]:
    """Those of the rows that the actor may see in one of these ways; for models of the rooms below this one."""
    seen = None
    for reach in reaches:
        where = reach.rows(actor)
        if where is not None:
            if not where:
                return rows
            seen = where if seen is None else seen | where
    return rows.none() if seen is None else rows.filter(seen)
