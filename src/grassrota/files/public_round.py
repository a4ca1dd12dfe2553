"""What the public has of a round: its settings, and the list of all claimed cases, read one unit at a time.

A list of a million cases is never held as a whole: memory grows with the longest list of a single unit.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from grassrota.errors import BadInput, Fault
from grassrota.files.cells import unguarded
from grassrota.files.columns import Column
from grassrota.files.declared import Declared, take_declared
from grassrota.files.flagged import read_flagged
from grassrota.files.header import Header
from grassrota.files.inspection import LISTED_COLUMNS, SETTINGS
from grassrota.files.parse import CellError
from grassrota.files.tables import find_table, read_table
from grassrota.files.terms import take_fixed
from grassrota.files.toml import read_toml
from grassrota.inspection.beacon import Beacon
from grassrota.inspection.claim import Claim
from grassrota.inspection.flagged import Flagged
from grassrota.inspection.terms import Terms

Row = tuple[str, str]
"""Unit and case."""


@dataclass(frozen=True, slots=True)
class PublicRound:
    """A round without key, teams and findings.

    Attributes:
        terms: What was fixed before the first round.
        beacon: The public chance.
        declared: What the units declare, by unit.
        table: The list of all claimed cases; None if there is none.
        sealed: By unit the sealed names of closures that looked odd: a few, held as a whole.
    """

    terms: Terms
    beacon: Beacon
    declared: dict[str, Declared]
    table: Path | None
    sealed: Mapping[str, tuple[str, ...]]

    def claims(self) -> Iterator[Claim]:
        """The claims, each as it was frozen, in the order of the list; units that list nothing come last.

        Raises:
            BadInput: At the first unit whose list is not the one that it froze, or that declares nothing.
        """
        seen: set[str] = set()
        for unit, rows in groupby(self._rows(), key=lambda row: row[0]):
            if unit in seen:
                expected = "the cases of a unit one under the other"
                raise BadInput([Fault("unit", expected, unit, "Sort the table by unit.", file=self._file)])
            if unit not in self.declared:
                raise BadInput([Fault("unit", f"a unit with a claim in {SETTINGS}", unit, file=self._file)])
            seen.add(unit)
            yield self._frozen(self.declared[unit], (case for _, case in rows))
        for unit, declared in self.declared.items():
            if unit not in seen:
                yield self._frozen(declared, ())

    def flagged(self, claim: Claim) -> Flagged:
        """The closures of a claim that looked odd, as they were frozen.

        Raises:
            BadInput: If they are not the ones that were frozen.
        """
        found, declared = (
            Flagged(claim.unit, claim.list_hash, self.sealed.get(claim.unit, ())),
            self.declared[claim.unit],
        )
        for fault in declared.differs_beside(found):
            declared.place.fault(fault.column, fault.expected, fault.got, fault.fix)
        declared.place.raise_if_any()
        return found

    @property
    def _file(self) -> str:
        return self.table.name if self.table else "claim.csv"

    def _rows(self) -> Iterator[Row]:
        return _rows(self.table) if self.table else iter(())

    def _frozen(self, declared: Declared, cases: Iterable[str]) -> Claim:
        try:
            claim = declared.claim(cases, self.terms.hash)
        except BadInput as error:
            raise BadInput(fault.at(self._file, 0) for fault in error.faults) from None
        faults = declared.differs(claim)
        for fault in faults:
            declared.place.fault(fault.column, fault.expected, fault.got, fault.fix)
        declared.place.raise_if_any()
        return claim


def read_public(folder: Path) -> PublicRound:
    """Reads what the public has of a round; a key, teams and findings are passed over.

    Raises:
        BadInput: With every fault of the settings.
    """
    top = read_toml(folder / SETTINGS)
    fixed, declared = take_fixed(top), take_declared(top)
    top.maybe("teams", lambda value: value)
    by_unit: dict[str, Declared] = {}
    for one in declared:
        if by_unit.setdefault(one.unit, one) is not one:
            one.place.fault("unit", "one claim a unit", one.unit)
    if fixed.terms is not None and fixed.beacon is not None:
        terms, beacon = fixed.terms, fixed.beacon
        top.made(lambda: terms.draw_of(beacon))
    top.finish()
    top.raise_if_any()
    assert fixed.terms is not None
    assert fixed.beacon is not None
    sealed = read_flagged(folder, by_unit)
    return PublicRound(fixed.terms, fixed.beacon, by_unit, find_table(folder, "claim"), sealed)


def _rows(path: Path) -> Iterator[Row]:
    """The rows of the list; of a CSV file one at a time."""
    lines = _lines(path)
    header = Header.of(tuple(cell.strip() for cell in next(lines, ())), LISTED_COLUMNS)
    faults = header.faults(path.name, {})
    if faults:
        raise BadInput(faults)
    unit_at, case_at = (header.named.index(column) for column in LISTED_COLUMNS)
    width, before, unit = len(header.cells), None, ""
    for number, line in enumerate(lines, start=2):
        if len(line) != width:
            if any(cell.strip() for cell in line):
                raise BadInput([Fault("", f"{width} cells", str(len(line)), file=path.name, row=number)])
            continue
        if line[unit_at] != before:
            before = line[unit_at]
            unit = _value(LISTED_COLUMNS[0], before, path.name, number)
        yield unit, _value(LISTED_COLUMNS[1], line[case_at], path.name, number)


def _value(column: Column, cell: str, file: str, row: int) -> str:
    try:
        return str(column.value(cell))
    except CellError as error:
        raise BadInput([Fault(column.name, str(error), column.shown(cell), file=file, row=row)]) from None


def _lines(path: Path) -> Iterator[list[str]]:
    if path.suffix.lower() != ".csv":
        table = read_table(path)
        yield list(table.header)
        yield from (list(cells) for _, cells in table.rows)
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for line in csv.reader(stream, strict=True):
                yield [unguarded(cell) for cell in line]
    except (csv.Error, UnicodeDecodeError) as error:
        raise BadInput([Fault("", "well-formed CSV in UTF-8", str(error), file=path.name)]) from None
