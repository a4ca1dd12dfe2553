"""A match of the retaliation watch as files: changes and staff come in; what is reviewed, and rates, go out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from grassrota.errors import BadInput
from grassrota.files.columns import Column, read_rows, scan_rows, write_rows
from grassrota.files.parse import day, identifier, one_of, several, whole
from grassrota.files.tables import write_table
from grassrota.opinions.retaliation import Change, ChangeKind, ReviewFile, UnitRate

CHANGES = (
    Column("person", identifier),
    Column("unit", identifier),
    Column("kind", one_of(ChangeKind)),
    Column("on", day),
)
STAFF = (Column("person", identifier), Column("unit", identifier))
REVIEW = (
    Column("file", whole(1)),
    Column("units", several(identifier)),
    Column("person", identifier),
    Column("kind", one_of(ChangeKind)),
    Column("on", day),
)


def read_staff(path: Path) -> Mapping[str, str]:
    """The unit of everybody on the staff when the period began.

    Raises:
        BadInput: With every fault; a person in two units is one.
    """
    rows = read_rows(path, STAFF, lambda person, unit: (person, unit))
    faults = rows.repeated(lambda one: one[0], "person", "each person")
    if faults:
        raise BadInput(faults)
    return dict(rows.values)


def read_changes(path: Path, period: tuple[date, date], staff: Mapping[str, str] | None = None) -> tuple[Change, ...]:
    """All changes of all staff in a period.

    Args:
        path: The table.
        period: First and last day; a change on another belongs to the review of another match.
        staff: The unit of everybody, if it is known; whoever something changed for is among them.

    Raises:
        BadInput: With every fault.
    """
    rows = scan_rows(path, CHANGES, Change)
    first, last = period
    expected = f"a day up to {last}" if first == date.min else f"a day from {first} to {last}"
    fix = "Leave the row out: it belongs to another match."
    faults = [
        rows.fault(place, "on", expected, change.on, fix)
        for place, change in enumerate(rows.values)
        if not first <= change.on <= last
    ]
    if staff is not None:
        faults += rows.unknown(lambda change: change.person, "person", staff, "a person of the list of staff")
    faults += rows.repeated(lambda change: change, "person", "each change")
    if rows.faults or faults:
        raise BadInput([*rows.faults, *faults])
    return rows.values


def write_review(path: Path, files: Sequence[ReviewFile]) -> None:
    """What the reviewer reads, a change a row; which of a file's units it was in is not said."""
    lines = [
        {"file": number, "units": file.units, "person": person, "kind": kind, "on": on}
        for number, file in enumerate(files, start=1)
        for person, kind, on in file.changes
    ]
    write_rows(path, REVIEW, lines, lambda line: line)


def write_rates(path: Path, rates: Iterable[UnitRate], on: date) -> None:
    """A row for every unit of the staff; without numbers as long as too few are on the watch."""
    rows = ((one.unit, *("" if n is None else n for n in (one.watched, one.changed)), on) for one in rates)
    write_table(path, ("unit", "watched", "changed", "on"), rows)
