"""``counts.csv``: units with their counts where no case rows exist, and what an inspection would find (made up)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from grassrota.errors import BadInput, Fault, Faults
from grassrota.files.columns import Column, read_rows
from grassrota.files.parse import CellError, identifier, whole


@dataclass(frozen=True, slots=True)
class UnitCount:
    """What one unit reports.

    Attributes:
        unit: The unit's id.
        opinions: Opinions received.
        reported_fixed: How many of them the unit says are fixed, at most ``opinions``.
        really_fixed: Made-up share of those that an inspection finds fixed.
        silent: Made-up share of those about which nobody can say.
    """

    unit: str
    opinions: int
    reported_fixed: int
    really_fixed: Fraction = Fraction(1)
    silent: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(
            self.reported_fixed <= self.opinions, "reported_fixed", f"at most {self.opinions}", self.reported_fixed
        )
        faults.raise_if_any()


def _share(cell: str) -> Fraction:
    try:
        share = Fraction(cell)
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 <= share <= 1 or len(cell) > 20:
        raise CellError("a share from 0 to 1, such as 0.97")
    return share


COUNTS = (
    Column("unit", identifier),
    Column("opinions", whole(0)),
    Column("reported_fixed", whole(0)),
    Column("really_fixed", _share, required=False, default=Fraction(1)),
    Column("silent", _share, required=False, default=Fraction(0)),
)


def read_counts(path: Path) -> Mapping[str, UnitCount]:
    """Reads the table, by unit.

    Raises:
        BadInput: With every fault.
    """
    rows = read_rows(path, COUNTS, UnitCount)
    faults = rows.repeated(lambda count: count.unit, "unit", "each unit")
    if not rows.values:
        faults.append(Fault("", "at least one unit", "no row", file=rows.file))
    if faults:
        raise BadInput(faults)
    return {count.unit: count for count in rows.values}
