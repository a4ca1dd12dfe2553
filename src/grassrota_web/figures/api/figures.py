"""Operations on figures: as of a day, unit by unit with their parts, and over time."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from grassrota.figures.definitions import DEFINITIONS
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Asking, Day, Key, Shown
from grassrota_web.access.scope import visible
from grassrota_web.figures.models import ASKED, Reading
from grassrota_web.figures.queries import asof, taken_along
from grassrota_web.orgs.models import Unit

room = Room("Figures")
OPENS = tuple(dict.fromkeys(ASKED.values()))
On = Annotated[Day | None, Field(description="As of the last reading up to this day; the last of all if not given.")]


class FiguresAsked(Listing):
    """Which units, and as of when."""

    unit: Annotated[str, Field(max_length=80, description="Code: this unit and all below it.")] = ""
    on: On = None


class SeriesAsked(Asking):
    """Until when."""

    on: On = None


class Count(Shown):
    """One count: of all, or of one part by one dimension."""

    EXAMPLE: ClassVar = {
        "figure": "confirmed",
        "status": "confirmed",
        "part": "topic:water",
        "count": 9,
        "of": "raised",
        "out_of": 41,
    }

    figure: Annotated[str, Field(description="Code; docs/reference/figures.md says what it counts.")]
    status: str
    part: Annotated[str, Field(description="Empty for all, else dimension:value.")]
    count: int
    of: str | None
    out_of: int | None


class FiguresShown(Shown):
    """The figures of a unit with all below it: units are not to be added to those above them."""

    EXAMPLE: ClassVar = {
        "id": 17,
        "unit": "north-county",
        "name": "North County",
        "level": "county",
        "above": None,
        "open_list": False,
        "as_of": "2026-11-21",
        "read_on": "2026-11-22",
        "closed": True,
        "figures": [Count.EXAMPLE],
    }

    id: int
    unit: str
    name: str
    level: str
    above: str | None
    open_list: bool
    as_of: Day
    read_on: Day
    closed: bool
    figures: list[Count]


class DayShown(Shown):
    """How figures stood from a day on, on which one of them changed."""

    EXAMPLE: ClassVar = {"day": "2026-11-21", "counts": {"raised": 41, "confirmed": 9}}

    day: Day
    counts: dict[str, int]


class Series(Shown):
    """The figures of a unit over time."""

    EXAMPLE: ClassVar = {"unit": "north-county", "as_of": "2026-11-21", "days": [DayShown.EXAMPLE]}

    unit: str
    as_of: Day
    days: list[DayShown]


@room.reads("figures", Listed[FiguresShown], *OPENS)
def list_figures(request: Asked, find: Query[FiguresAsked]) -> Any:
    """Lists figures unit by unit as of a day, as far as they may be seen: none are given for what is out of reach."""
    read = asof.reading(find.on)
    rows = visible(request.actor, Unit.objects.all())
    if find.unit:
        rows = rows.filter(path__startswith=get_object_or_404(rows, code=find.unit).path)
    if read is None:
        return Listed(items=[], next=None)
    page = listed(request, find, rows.select_related("parent"), ("path",), lambda row: _Kept(row=row))
    found = taken_along.of(request.actor, [kept.row for kept in page.items], read.day)
    return Listed(items=[_shown(one, read) for one in found], next=page.next)


@room.reads("figures/{key}/series", Series, *OPENS)
def read_figures_over_time(request: Asked, key: Key, find: Query[SeriesAsked]) -> Any:
    """Tells how the figures of a unit changed, reading by reading."""
    row = get_object_or_404(visible(request.actor, Unit.objects.all()), pk=key)
    read = asof.reading(find.on)
    if read is None or not asof.shown(request.actor, row.path):
        raise Http404
    days = asof.series(request.actor, row, tuple(DEFINITIONS), read.day)
    return Series(unit=row.code, as_of=read.day, days=[DayShown(day=day, counts=dict(found)) for day, found in days])


class _Kept(Shown):
    """A row of a page until its figures are looked up, all of a page at once."""

    row: Any


def _shown(one: taken_along.UnitFigures, read: Reading) -> FiguresShown:
    row = one.unit
    return FiguresShown(
        id=row.pk,
        unit=row.code,
        name=row.name,
        level=row.level,
        above=row.parent.code if row.parent else None,
        open_list=row.open_list,
        as_of=read.day,
        read_on=read.read_on,
        closed=read.closed,
        figures=[
            Count(
                figure=figure,
                status=DEFINITIONS[figure].status.value,
                part=part,
                count=count,
                of=DEFINITIONS[figure].of or None,
                out_of=one.out_of(figure, part),
            )
            for (figure, part), count in one.cells.items()
        ],
    )
