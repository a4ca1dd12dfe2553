"""Operations on rotations as such."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from grassrota_web.access.actor import Actor
from grassrota_web.access.api.as_read import found
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Code, Day, Given, Key, Shown, Title
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.actions import agreed
from grassrota_web.orgs.actions import rotations as actions
from grassrota_web.orgs.models import Rotation, Unit

room = Room("Rotations")

_ROTATION = {
    "id": "shanxi-1957",
    "title": "Staff of the province to the countryside",
    "home": "province",
    "hosts": "province",
    "scale": "1957",
    "opened_on": "1957-12-01",
}


class RotationShown(Shown):
    """A call for turns. Its home and its hosts are told as far as one sees those units."""

    EXAMPLE: ClassVar = {"key": 2, **_ROTATION, "closed_on": None}

    key: int
    id: str
    title: str
    home: str = Field(description="`id` of the unit below which the staff is.")
    hosts: str = Field(description="`id` of the unit below which the places are.")
    scale: str = Field(description="Version of the grade scale.")
    opened_on: Day
    closed_on: Day | None


class RotationGiven(Given):
    """A new rotation."""

    EXAMPLE: ClassVar = _ROTATION

    id: Code
    title: Title
    home: Code
    hosts: Code
    scale: Code
    opened_on: Day


class RotationClosed(Given):
    """Its last day."""

    EXAMPLE: ClassVar = {"day": "1959-12-31"}

    day: Day


class Agreed(Given):
    """That the hosts consented outside, and where that is written."""

    EXAMPLE: ClassVar = {"agreed_on": "1957-11-28", "where": "minutes of the county meeting, no. 14"}

    agreed_on: Day
    where: Title


class Counted(Shown):
    """How many there were."""

    EXAMPLE: ClassVar = {"count": 12}

    count: int


class RotationsListing(Listing):
    """Filters of the list of rotations."""

    open: bool | None = Field(None, description="True for those that were not closed.")


def _shown(actor: Actor, row: Rotation) -> RotationShown:
    def named(unit: Unit) -> str:
        return unit.code if actor.may(Right.READ_UNITS, unit.path) else ""

    return RotationShown(
        key=row.pk,
        id=row.code,
        title=row.title,
        home=named(row.home),
        hosts=named(row.hosts),
        scale=row.scale.version,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
    )


def _rotations() -> QuerySet[Rotation]:
    return Rotation.objects.select_related("home", "hosts", "scale")


@room.reads("rotations", Listed[RotationShown], Right.READ_ROTAS, Right.READ_OWN, Right.READ_HOSTED)
def list_rotations(request: Asked, find: Query[RotationsListing]) -> Any:
    """Lists the rotations that one is part of, the newest first."""
    rows = visible(request.actor, _rotations())
    if find.open is not None:
        rows = rows.filter(closed_on__isnull=find.open)
    return listed(request, find, rows, ("-opened_on", "-pk"), lambda row: _shown(request.actor, row))


@room.reads("rotations/{key}", RotationShown, Right.READ_ROTAS, Right.READ_OWN, Right.READ_HOSTED)
def show_rotation(request: Asked, key: Key) -> Any:
    """Shows a rotation."""
    return _shown(request.actor, found(request.actor, _rotations(), key))


@room.does(actions.open_rotation, "rotations", RotationShown, status=201)
def open_rotation(request: Asked, given: RotationGiven) -> Any:  # noqa: D103
    call = actions.Call(given.id, given.title, given.home, given.hosts, given.scale, given.opened_on)
    return _shown(request.actor, actions.open_rotation(request.actor, call))


@room.does(actions.close_rotation, "rotations/{key}/close", RotationShown)
def close_rotation(request: Asked, key: Key, given: RotationClosed) -> Any:  # noqa: D103
    row = found(request.actor, _rotations(), key)
    return _shown(request.actor, actions.close_rotation(request.actor, row.pk, given.day))


@room.does(agreed.record_agreement, "rotations/{key}/agreement", Counted)
def record_agreement(request: Asked, key: Key, given: Agreed) -> Any:  # noqa: D103
    row = found(request.actor, _rotations(), key)
    return Counted(count=agreed.record_agreement(request.actor, row, given.agreed_on, given.where))
