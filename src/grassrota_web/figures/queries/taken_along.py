"""Figures of a unit and the units below it as lines of a table, within what the reader may see and take along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from grassrota.figures.definitions import DEFINITIONS
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import At, reached, visible
from grassrota_web.figures.queries import asof
from grassrota_web.orgs.models import Unit

AT_ONCE = 1_000
"""Units held in memory."""


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """What one unit counts with all below it, as the reader may see it.

    Attributes:
        unit: The unit, with the one above it.
        cells: Counts by figure and part, figures in the order of their definitions and the whole before its parts.
    """

    unit: Unit
    cells: dict[tuple[str, str], int]

    def out_of(self, figure: str, part: str) -> int | None:
        """What a count is a part of, as far as that is divided the same way and may be seen."""
        return self.cells.get((DEFINITIONS[figure].of, part))


def units(actor: Actor, top: Unit) -> QuerySet[Unit]:
    """The unit and those below it whose figures the actor may take along, each after the one above it."""
    below = visible(actor, Unit.objects.filter(path__startswith=top.path)).select_related("parent")
    return reached(actor, below, (At(Right.EXPORT, "path"),)).order_by("path")


def figures(actor: Actor, rows: QuerySet[Unit], day: date) -> Iterator[UnitFigures]:
    """The figures of units as of the day of a reading, in the order of the units."""
    chunk: list[Unit] = []
    for row in rows.iterator(AT_ONCE):
        chunk.append(row)
        if len(chunk) == AT_ONCE:
            yield from of(actor, chunk, day)
            chunk = []
    yield from of(actor, chunk, day)


def of(actor: Actor, rows: list[Unit], day: date) -> Iterator[UnitFigures]:
    """The figures of some units that the actor sees, with their parts."""
    divided: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for (figure, unit, part), count in sorted(asof.parts(actor, rows, day).items()):
        divided[unit][figure][part] = count
    for counted in asof.counts(actor, rows, day):
        cells = {
            (figure, part): count
            for figure, whole in counted.found.items()
            for part, count in {"": whole, **divided[counted.unit.code][figure]}.items()
        }
        yield UnitFigures(counted.unit, cells)
