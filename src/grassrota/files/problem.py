"""A problem as a folder: eight tables and a policy in, one checked value out, and back again."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from grassrota.errors import BadInput, Fault
from grassrota.files.columns import Rows, checked_lines
from grassrota.files.groups import GROUPS, scan_groups
from grassrota.files.openings import OPENINGS, PREFERENCES, scan_openings, scan_preferences
from grassrota.files.pins import PINS, scan_pins
from grassrota.files.policy import checked_policy_text, policy_fault, read_policy
from grassrota.files.roster import (
    ABSENCES,
    COUPLES,
    PEOPLE,
    UNITS,
    absence_cells,
    scan_absences,
    scan_couples,
    scan_people,
    scan_units,
    unit_cells,
)
from grassrota.files.tables import SUFFIXES, write_table, written
from grassrota.files.toml import read_toml
from grassrota.org import UnitTree
from grassrota.rota.policy import Policy
from grassrota.rota.problem import RotaProblem
from grassrota.staff import Exemption, Grade, GradeScale, NotAvailable
from grassrota.turns import Batch

TABLES: Mapping[str, Callable[[Path], Rows[Any]]] = {
    "units": scan_units,
    "people": scan_people,
    "openings": scan_openings,
    "preferences": scan_preferences,
    "couples": scan_couples,
    "groups": scan_groups,
    "absences": scan_absences,
    "pins": scan_pins,
}
_FIELDS = ("people", "openings", "exemptions", "not_available", "couples", "preferences", "pins", "groups")
_FIRST = re.compile(r"\(first in row (\d+)\)$")

_REFERS_TO = {
    ("units", "parent"): "units",
    ("people", "unit"): "units",
    ("people", "site"): "units",
    ("people", "grade"): "policy",
    ("openings", "place"): "units",
    ("openings", "grades"): "policy",
    ("openings", "batches"): "policy",
    ("openings", "length"): "policy",
    ("couples", "first"): "people",
    ("couples", "second"): "people",
    ("groups", "members"): "people",
    ("preferences", "person"): "people",
    ("preferences", "place"): "units",
    ("exemptions", "person"): "people",
    ("not_available", "person"): "people",
    ("not_available", "batches"): "policy",
    ("policy", "first"): "people",
    ("pins", "person"): "people",
    ("pins", "opening"): "openings",
    ("pins", "batch"): "policy",
}
"""Which table a cross-reference needs whole: with a broken one, an unknown id may only be one that was not read."""

_UNREAD = Policy(
    "not read",
    GradeScale("not read", date.min, (Grade("not read", 1),)),
    (Batch(1, date(2000, 1, 1), date(2000, 1, 1), 40),),
)
"""Stands for a policy that could not be read while the rest is still checked."""


def read_problem(folder: Path) -> RotaProblem:
    """Reads a problem folder.

    Args:
        folder: Holds ``units``, ``people`` and ``openings`` and, if need be, ``preferences``, ``couples``,
            ``groups``, ``absences`` and ``pins``, each as .csv, .xlsx or .parquet, and ``policy.toml``.

    Raises:
        BadInput: With every fault of all files, and of all references between those that could be read.
    """
    if not folder.is_dir():
        raise BadInput([Fault("", "a folder", "nothing", "Check the name.", file=str(folder))])
    rows = {name: scan(folder) for name, scan in TABLES.items()}
    faults = [fault for table in rows.values() for fault in table.faults]
    broken = {name for name, table in rows.items() if table.faults}
    rows["exemptions"], rows["not_available"] = _split(rows["absences"])
    path = folder / "policy.toml"
    policy = _UNREAD
    try:
        policy = read_policy(path)
    except BadInput as error:
        faults += error.faults
        broken.add("policy")
    tree = UnitTree(())
    try:
        tree = UnitTree(rows["units"].values)
    except BadInput as error:
        faults += _placed((replace(fault, file="units") for fault in error.faults), rows, broken, path)
        broken.add("units")
    try:
        problem = RotaProblem(tree, policy=policy, **{name: rows[name].values for name in _FIELDS})
    except BadInput as error:
        faults += _placed(error.faults, rows, broken, path)
    if faults:
        raise BadInput(faults)
    return problem


def write_problem(problem: RotaProblem, folder: Path) -> None:
    """Writes a problem folder that reads back as the same problem; each file appears whole or not at all.

    Raises:
        BadInput: If a value does not fit its file, such as an id with a space, or if the folder has a table in another
            format, beside which the new one would be doubtful.
    """
    others = [folder / f"{name}{suffix}" for name in TABLES for suffix in SUFFIXES[1:]]
    doubtful = [path.name for path in others if path.exists()]
    if doubtful:
        raise BadInput(Fault("", "a folder for CSV tables", name, "Move it away.", file=name) for name in doubtful)
    absences: tuple[Exemption | NotAvailable, ...] = (*problem.exemptions, *problem.not_available)
    tables = {
        "units.csv": checked_lines("units.csv", UNITS, problem.tree.units, unit_cells),
        "people.csv": checked_lines("people.csv", PEOPLE, problem.people),
        "openings.csv": checked_lines("openings.csv", OPENINGS, problem.openings),
        "preferences.csv": checked_lines("preferences.csv", PREFERENCES, problem.preferences),
        "couples.csv": checked_lines("couples.csv", COUPLES, problem.couples),
        "groups.csv": checked_lines("groups.csv", GROUPS, problem.groups),
        "absences.csv": checked_lines("absences.csv", ABSENCES, absences, absence_cells),
        "pins.csv": checked_lines("pins.csv", PINS, problem.pins),
    }
    policy = checked_policy_text(problem.policy)
    for file, lines in tables.items():
        write_table(folder / file, lines[0], lines[1:])
    with written(folder / "policy.toml") as stream:
        stream.write(policy)


def _split(absences: Rows[Any]) -> tuple[Rows[Any], Rows[Any]]:
    found = []
    for kind in (Exemption, NotAvailable):
        places = [place for place, entry in enumerate(absences.values) if isinstance(entry, kind)]
        values = tuple(absences.values[place] for place in places)
        found.append(Rows(absences.file, values, tuple(absences.numbers[place] for place in places)))
    return found[0], found[1]


def _placed(
    faults: Iterable[Fault], rows: Mapping[str, Rows[Any]], broken: Collection[str], policy: Path
) -> Iterator[Fault]:
    """Faults between tables with their real files and rows, but for those that rest on a broken table."""
    for fault in faults:
        if _REFERS_TO.get((fault.file, fault.column)) in broken:
            continue
        if fault.file == "policy":
            yield policy_fault(fault, read_toml(policy))
            continue
        table = rows[fault.file]
        first = _FIRST.search(fault.got)
        got = f"{fault.got[: first.start()]}(first in row {table.numbers[int(first[1]) - 2]})" if first else fault.got
        yield replace(fault, got=got, file=table.file, row=table.numbers[fault.row - 2])
