"""The lists as files hold them: within reach, where the right to export is held as well, and without sealed detail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from grassrota.files.columns import Column
from grassrota.files.lists import LISTS
from grassrota.files.parse import day, identifier, text
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import At, reached, visible
from grassrota_web.orgs import convert
from grassrota_web.orgs.models import Couple, Opening, Person, Programme, Unit
from grassrota_web.orgs.queries.openings import OpeningFilter, openings
from grassrota_web.orgs.queries.people import PeopleFilter, in_force, people

Cells = Mapping[str, object]

AT_ONCE = 2000
"""Rows held in memory."""


@dataclass(frozen=True)
class Exported:
    """One list as it leaves.

    Attributes:
        columns: Of the file.
        rows: All that there is.
        path: Lookup of the unit's path from a row, at which the right to export is asked for.
        other: The same of somebody else whom a row names and who is to be within reach as well; empty if nobody.
        cells: What each column says of a row.
        right: That opens the list itself.
    """

    columns: Sequence[Column]
    rows: Callable[[], QuerySet[Any]]
    path: str
    cells: Callable[[Any], Cells]
    right: Right = Right.READ_PEOPLE
    other: str = ""

    def reached(self, actor: Actor, narrowed: QuerySet[Any] | None = None) -> QuerySet[Any]:
        """The rows that the actor may take away, of all or of a narrowed list."""
        rows = visible(actor, self.rows())
        if narrowed is not None:
            rows = rows.filter(pk__in=narrowed.values("pk"))
        rows = reached(actor, rows, (At(Right.EXPORT, self.path),))
        for right in (Right.EXPORT, self.right) if self.other else ():
            rows = reached(actor, reached(actor, rows, (At(right, self.path),)), (At(right, self.other),))
        return rows

    def lines(self, rows: QuerySet[Any]) -> Iterator[Cells]:
        """The cells of each row, a few thousand rows at a time."""
        return (self.cells(row) for row in rows.iterator(chunk_size=AT_ONCE))


def remembered(only: PeopleFilter | OpeningFilter | None) -> dict[str, Any]:
    """A filter as JSON holds it, for a job; empty for none."""
    if only is None:
        return {}
    said = {column.name: getattr(only, column.name) for column in fields(only)}
    return said | {"unit": only.unit.path if only.unit else None}


def narrowed(actor: Actor, kind: str, said: Mapping[str, Any]) -> QuerySet[Any] | None:
    """The list that such a filter leaves; None if it leaves all."""
    if not said:
        return None
    given = {**said, "unit": Unit(path=said["unit"]) if said["unit"] else None}
    if kind == "people":
        return people(actor, PeopleFilter(**given))
    return openings(actor, OpeningFilter(**given))


def _kept(kind: str, value: Callable[[Any], Any]) -> Callable[[Any], Cells]:
    return lambda row: LISTS[kind].cells_of(value(row))


PROGRAMMES = (
    Column("place", identifier, chinese="地点"),
    Column("name", text, chinese="名称"),
    Column("first_day", day, chinese="开始日期"),
    Column("last_day", day, required=False, chinese="结束日期"),
)

EXPORTS: Mapping[str, Exported] = {
    "units": Exported(
        LISTS["units"].columns,
        lambda: Unit.objects.select_related("parent").prefetch_related("headed_by").order_by("path"),
        "path",
        _kept("units", lambda row: convert.unit(row, row.parent.code if row.parent else "")),
        Right.READ_UNITS,
    ),
    "people": Exported(
        LISTS["people"].columns,
        lambda: Person.objects.filter(left_on=None).select_related("unit", "site").order_by("name", "pk"),
        "unit__path",
        _kept("people", convert.person),
    ),
    "openings": Exported(
        LISTS["openings"].columns,
        lambda: Opening.objects.filter(withdrawn_on=None).select_related("place").order_by("code", "pk"),
        "place__path",
        _kept("openings", convert.opening),
        Right.READ_OPENINGS,
    ),
    "absences": Exported(
        LISTS["absences"].columns,
        lambda: in_force(timezone.localdate()).select_related("person").order_by("person__code", "pk"),
        "person__unit__path",
        _kept("absences", convert.exemption),
    ),
    "couples": Exported(
        LISTS["couples"].columns,
        lambda: Couple.objects.select_related("first", "second").order_by("first__code", "pk"),
        "first__unit__path",
        _kept("couples", convert.couple),
        other="second__unit__path",
    ),
    "programmes": Exported(
        PROGRAMMES,
        lambda: Programme.objects.select_related("place").order_by("name", "pk"),
        "place__path",
        lambda row: {
            "place": row.place.code,
            "name": row.name,
            "first_day": row.first_day,
            "last_day": row.last_day,
        },
        Right.READ_OPENINGS,
    ),
}
"""Every list that can be taken away, by name."""
