"""All figures of a day from the tables of a snapshot, as cells: what ``counting`` makes of the same things by value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from grassrota.figures.counting import Cell, Parts, tally
from grassrota.figures.definitions import Dimension
from grassrota.figures.recount import opinions, people
from grassrota.figures.recount.family import Family
from grassrota.figures.recount.tables import Engine, tables

if TYPE_CHECKING:
    pass

FAMILIES = (
    Family(("staff", "turns"), people.staff),
    Family(("planned",), people.planned),
    Family(("listed", "departed", "arrived", "returned", "away"), people.going),
    Family(("present",), people.staying),
    Family(("field_days",), people.field_days),
    Family(("room", "vacant"), people.rooms),
    Family(("townships", "covered"), people.townships),
    Family(
        (
            "raised",
            "acknowledged",
            "open",
            "reported_fixed",
            "confirmed",
            "refuted",
            "unasked",
            "otherwise_closed",
        ),
        opinions.opinions,
    ),
)
"""Every figure of ``DEFINITIONS``, once."""


def recounted(engine: Engine, day: date) -> Counter[Cell]:
    """The counts of each unit with all below it at the end of a day, of all and of each part."""
    return tally(line for family in FAMILIES for line in _lines(engine, family, day))


def _lines(engine: Engine, family: Family, day: date) -> Iterator[tuple[str, str, Parts, int]]:
    for row in engine(family.with_units_above(tables(), day)):
        parts = {dimension: row[dimension] for dimension in Dimension if row.get(dimension)}
        for figure in family.figures:
            if row[figure]:
                yield figure, row["above"], parts, int(row[figure])
