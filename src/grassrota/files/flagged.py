"""``flagged.csv``: of each unit's list the closures that looked odd, frozen under sealed names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from grassrota.errors import BadInput, Fault
from grassrota.files.columns import Column, Rows, scan_rows, write_rows
from grassrota.files.parse import CellError, identifier
from grassrota.files.tables import find_table
from grassrota.inspection.flagged import Flagged


@dataclass(frozen=True, slots=True)
class SealedCase:
    """A row: one closure that looked odd."""

    unit: str
    sealed: str


def _sealed(cell: str) -> str:
    if not re.fullmatch("[0-9a-f]{64}", cell):
        raise CellError("a sealed name: 64 lower-case hexadecimal digits")
    return cell


FLAGGED_COLUMNS = (Column("unit", identifier), Column("sealed", _sealed))


def scan_flagged(folder: Path, units: Collection[str]) -> tuple[Mapping[str, tuple[str, ...]], list[Fault]]:
    """The sealed names by unit, sorted, and what is wrong with the table; nothing of either if there is none.

    Args:
        folder: Of a round.
        units: Those with a claim.
    """
    path = find_table(folder, "flagged")
    rows: Rows[SealedCase] = scan_rows(path, FLAGGED_COLUMNS, SealedCase) if path else Rows("", (), ())
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows.values:
        found[row.unit].append(row.sealed)
    faults = [*rows.faults, *rows.repeated(lambda row: row, "sealed", "a closure of a unit")]
    faults += rows.unknown(lambda row: row.unit, "unit", units, "a unit with a claim")
    return {unit: tuple(sorted(names)) for unit, names in found.items()}, faults


def read_flagged(folder: Path, units: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """The sealed names by unit, sorted.

    Raises:
        BadInput: With every fault of the table.
    """
    found, faults = scan_flagged(folder, units)
    if faults:
        raise BadInput(faults)
    return found


def write_flagged(folder: Path, lists: Iterable[Flagged]) -> None:
    """Writes the table; none where no unit has a list."""
    some = tuple(lists)
    if some:
        rows = [SealedCase(one.unit, name) for one in some for name in one.population]
        write_rows(folder / "flagged.csv", FLAGGED_COLUMNS, rows)
