"""A panel: one row a unit with the counts it reported, as screens look at them."""

from __future__ import annotations

from pathlib import Path

from grassrota.errors import BadInput, Fault
from grassrota.figures.interval import Interval
from grassrota.figures.screens.reports import Reported
from grassrota.figures.wording import Mark, parse
from grassrota.files.columns import Column, read_rows
from grassrota.files.parse import CellError, identifier, several, whole


def _printed(cell: str) -> Interval:
    """What rounds to a printed percentage."""
    try:
        said = parse(cell)
    except BadInput:
        said = None
    if said is None or not said.is_share or said.mark not in (Mark.EXACT, Mark.ROUNDED):
        raise CellError("a percentage as it was printed, such as 62.1%")
    return said.interval


def _reported(
    unit: str, opinions: int, reported_fixed: int, printed: Interval | None, series: tuple[int, ...]
) -> Reported:
    if reported_fixed > opinions:
        raise BadInput([Fault("reported_fixed", f"at most {opinions}", str(reported_fixed))])
    return Reported(unit, reported_fixed, opinions, printed, series)


PANEL = (
    Column("unit", identifier),
    Column("opinions", whole(0)),
    Column("reported_fixed", whole(0)),
    Column("printed", _printed, required=False, default=None),
    Column("series", several(whole(0)), required=False, default=()),
)


def read_panel(path: Path) -> tuple[Reported, ...]:
    """Reads the table (CSV, XLSX or Parquet), in the order of its rows.

    ``unit``, ``opinions`` received and ``reported_fixed`` of them; where known ``printed``, the rate as it was printed,
    and ``series``, the cases reported as fixed in each of several periods of equal length, semicolons between.

    Raises:
        BadInput: With every fault.
    """
    rows = read_rows(path, PANEL, _reported)
    faults = rows.repeated(lambda row: row.unit, "unit", "each unit")
    if not rows.values:
        faults.append(Fault("", "at least one unit", "no row", file=rows.file))
    if faults:
        raise BadInput(faults)
    return rows.values
