"""Operations on units and grade scales."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from grassrota import org, staff
from grassrota.errors import Faults
from grassrota.org import Level, UnitKind
from grassrota_web.access.actor import Actor
from grassrota_web.access.api.as_read import as_read, found
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Changing, Code, Day, Flag, Given, Key, Shown, Small, Title, Versioned
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs import reach
from grassrota_web.orgs.actions import scales as scale_actions
from grassrota_web.orgs.actions import units as actions
from grassrota_web.orgs.models import GradeScale, Unit

room = Room("Units")

Kilometres = Annotated[int, Field(ge=-40_000, le=40_000, strict=True, description="From any fixed point.")]

_UNIT: dict[str, Any] = {
    "name": "Health bureau",
    "level": "county",
    "kind": "organ",
    "open_list": False,
    "headed_by": ["p-104"],
    "east_km": 12,
    "north_km": -3,
}


class UnitShown(Versioned):
    """A unit. Its heads, and the unit above, are told as far as one sees them."""

    EXAMPLE: ClassVar = {"key": 17, "id": "health", "parent": "county", **_UNIT}

    key: int
    id: str
    name: str
    level: Level
    kind: UnitKind
    parent: str = Field(description="`id` of the unit above; empty at the top.")
    open_list: bool = Field(description="True if not all units below it are listed.")
    headed_by: list[str] = Field(description="`id` of each person who heads it.")
    east_km: int | None
    north_km: int | None


class UnitTold(Given):
    """What can be said, and said anew, of a unit."""

    name: Title
    level: Level
    kind: UnitKind
    open_list: Flag = False
    headed_by: Annotated[tuple[Code, ...], Field(max_length=20)] = ()
    east_km: Kilometres | None = None
    north_km: Kilometres | None = None

    def unit(self, code: str, parent: str) -> org.Unit:
        """The value of the core."""
        position = None if self.east_km is None or self.north_km is None else (self.east_km, self.north_km)
        faults = Faults()
        half = (self.east_km is None) != (self.north_km is None)
        faults.unless(not half, "east_km", "both east_km and north_km, or neither", "one of them")
        faults.raise_if_any()
        heads = tuple(dict.fromkeys(self.headed_by))
        return org.Unit(code, self.name, self.level, self.kind, parent, self.open_list, heads, position)


class UnitGiven(UnitTold):
    """A new unit."""

    EXAMPLE: ClassVar = {"id": "health", "parent": "county", **_UNIT}

    id: Code
    parent: Annotated[str, Field(max_length=80)] = ""


class UnitChanged(UnitTold, Changing):
    """A unit as it is to be."""

    EXAMPLE: ClassVar = {"version": "0f3a9c51d2b84e67", **_UNIT}


class UnitMoved(Given):
    """Where a unit goes."""

    EXAMPLE: ClassVar = {"parent": "prefecture"}

    parent: Annotated[str, Field(max_length=80, description="`id` of the unit above; empty for the top.")]


class UnitsListing(Listing):
    """Filters of the list of units."""

    q: Annotated[str, Field(max_length=80)] = Field("", description="A part of the name, or the whole `id`.")
    below: Annotated[str, Field(max_length=80)] = Field("", description="`id` of the unit directly above.")
    unit: Annotated[str, Field(max_length=80)] = Field("", description="`id` of a unit: it and all below it.")


def shown(actor: Actor, row: Unit) -> UnitShown:
    """A unit as the actor sees it."""
    sees_people = actor.may(Right.READ_PEOPLE, row.path) or actor.may(Right.EDIT_UNITS, row.path)
    above = row.parent if row.parent and actor.may(Right.READ_UNITS, row.parent.path) else None
    return UnitShown(
        key=row.pk,
        id=row.code,
        name=row.name,
        level=Level(row.level),
        kind=UnitKind(row.kind),
        parent=above.code if above else "",
        open_list=row.open_list,
        headed_by=sorted(head.code for head in row.headed_by.all()) if sees_people else [],
        east_km=row.east_km,
        north_km=row.north_km,
    )


def _units() -> QuerySet[Unit]:
    return Unit.objects.select_related("parent").prefetch_related("headed_by")


@room.reads("units", Listed[UnitShown], Right.READ_UNITS)
def list_units(request: Asked, find: Query[UnitsListing]) -> Any:
    """Lists units within reach, by name."""
    actor, rows = request.actor, visible(request.actor, _units())
    if find.below:
        rows = rows.filter(parent=reach.unit_within(actor, find.below, "below"))
    if find.unit:
        rows = rows.filter(path__startswith=reach.unit_within(actor, find.unit, "unit").path)
    if find.q:
        rows = rows.filter(name__icontains=find.q) | rows.filter(code=find.q)
    return listed(request, find, rows, ("name", "pk"), lambda row: shown(actor, row))


@room.reads("units/{key}", UnitShown, Right.READ_UNITS)
def show_unit(request: Asked, key: Key) -> Any:
    """Shows a unit."""
    return shown(request.actor, found(request.actor, _units(), key))


@room.does(actions.add_unit, "units", UnitShown, status=201)
def add_unit(request: Asked, given: UnitGiven) -> Any:  # noqa: D103
    row = actions.add_unit(request.actor, given.unit(given.id, given.parent))
    return shown(request.actor, row)


@room.does(actions.change_unit, "units/{key}", UnitShown, method="PUT")
def change_unit(request: Asked, key: Key, given: UnitChanged) -> Any:  # noqa: D103
    actor = request.actor
    with as_read(actor, _units(), key, given.version, lambda row: shown(actor, row)) as row:
        parent = row.parent.code if row.parent else ""
        return shown(actor, actions.change_unit(actor, row.pk, given.unit(row.code, parent)))


@room.does(actions.move_unit, "units/{key}/move", UnitShown)
def move_unit(request: Asked, key: Key, given: UnitMoved) -> Any:  # noqa: D103
    row = found(request.actor, _units(), key)
    return shown(request.actor, actions.move_unit(request.actor, row.pk, given.parent))


_GRADES = [
    {"code": "director", "rank": 3, "titles": ["director", "head of bureau"]},
    {"code": "section_chief", "rank": 2, "titles": ["section chief"]},
    {"code": "clerk", "rank": 1, "titles": ["clerk"]},
]


class Grade(Given):
    """One grade of a scale."""

    code: Code
    rank: Annotated[Small, Field(ge=1, description="1 is the lowest.")]
    titles: Annotated[tuple[Title, ...], Field(max_length=50)] = ()


class ScaleShown(Shown):
    """A version of the grade scale."""

    EXAMPLE: ClassVar = {"key": 1, "version": "1957", "valid_from": "1957-01-01", "grades": _GRADES}

    key: int
    version: str
    valid_from: Day
    grades: list[Grade]


class ScaleGiven(Given):
    """A new version of the grade scale."""

    EXAMPLE: ClassVar = {"version": "1957", "valid_from": "1957-01-01", "grades": _GRADES}

    version: Code
    valid_from: Day
    grades: Annotated[list[Grade], Field(min_length=1, max_length=200)]


def _scale_shown(row: GradeScale) -> ScaleShown:
    grades = [Grade(code=one.code, rank=one.rank, titles=tuple(one.titles)) for one in row.grades.all()]
    return ScaleShown(key=row.pk, version=row.version, valid_from=row.valid_from, grades=grades)


@room.reads("scales", Listed[ScaleShown], Right.READ_UNITS)
def list_scales(request: Asked, find: Query[Listing]) -> Any:
    """Lists the versions of the grade scale, the newest first."""
    rows = visible(request.actor, GradeScale.objects.prefetch_related("grades"))
    return listed(request, find, rows, ("-valid_from", "-pk"), _scale_shown)


@room.does(scale_actions.add_scale, "scales", ScaleShown, status=201)
def add_scale(request: Asked, given: ScaleGiven) -> Any:  # noqa: D103
    grades = tuple(staff.Grade(one.code, one.rank, one.titles) for one in given.grades)
    return _scale_shown(
        scale_actions.add_scale(request.actor, staff.GradeScale(given.version, given.valid_from, grades))
    )
