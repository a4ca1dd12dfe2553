"""The folder ``register``: existing postings, and the units they come from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from grassrota.errors import BadInput
from grassrota.files.columns import Column, scan_named
from grassrota.files.openings import ROLES, SECTORS
from grassrota.files.parse import identifier
from grassrota.files.roster import scan_units
from grassrota.org import UnitTree
from grassrota.posting.register import Registered
from grassrota.staff import GradeScale

REGISTER = (
    Column("person", identifier),
    Column("unit", identifier),
    Column("grade", identifier),
    Column("role", ROLES),
    Column("sector", SECTORS),
)


def read_register(folder: Path, scale: GradeScale) -> tuple[UnitTree, tuple[Registered, ...]]:
    """Reads ``units`` and ``register``; people are registered once, units and grades are known.

    Args:
        folder: Holds the two tables.
        scale: The grade scale.

    Raises:
        BadInput: With every fault.
    """
    units = scan_units(folder)
    rows = scan_named(folder, "register", REGISTER, Registered)
    faults = [*units.faults, *rows.faults, *rows.repeated(lambda entry: entry.person, "person", "each person")]
    tree = UnitTree(())
    if not units.faults:
        try:
            tree = UnitTree(units.values)
        except BadInput as error:
            faults += [replace(fault, file=units.file, row=units.numbers[fault.row - 2]) for fault in error.faults]
        known = {unit.id for unit in units.values}
        faults += rows.unknown(lambda entry: entry.unit, "unit", known, "the id of a unit in units")
    faults += rows.unknown(lambda entry: entry.grade, "grade", scale, f"a grade of scale {scale.version}")
    if faults:
        raise BadInput(faults)
    return tree, rows.values
