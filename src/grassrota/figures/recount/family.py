"""Figures that are counted in one go, and what they make with all units below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from grassrota.figures.definitions import Dimension
from grassrota.figures.recount.tables import Tables

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Family:
    """Figures of one expression.

    Attributes:
        figures: Codes, each a column of the expression.
        own: Makes the expression from tables and a day: a line for each ``unit`` by itself and each value of the
            dimensions that are columns, with how many there are.
    """

    figures: tuple[str, ...]
    own: Callable[[Tables, date], ir.Table]

    def with_units_above(self, tables: Tables, day: date) -> ir.Table:
        """The same for each unit with all below it: every line once for its unit and each above, by a join."""
        own = self.own(tables, day)
        dimensions = [dimension.value for dimension in Dimension if dimension.value in own.columns]
        spread = own.join(tables["above"], "unit")
        sums = {figure: spread[figure].sum() for figure in self.figures}
        return spread.group_by([spread["above"], *(spread[name] for name in dimensions)]).aggregate(**sums)


def by(column: ir.DateColumn, day: date) -> ir.BooleanValue:
    """That something had come about by the end of a day; unknown where it has not at all, which counts as no."""
    return column <= day


def not_by(column: ir.DateColumn, day: date) -> ir.BooleanValue:
    """That it had not."""
    return column.isnull() | (column > day)
