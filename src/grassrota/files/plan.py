"""A plan as a folder: who goes, who is left out, what proves it, and last the certificate that makes it a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from grassrota.errors import BadInput, Fault
from grassrota.files.cells import cell_text
from grassrota.files.certificate import certificate_text, read_certificate
from grassrota.files.columns import Column, Rows, checked_lines, scan_named
from grassrota.files.openings import ROLES, SECTORS
from grassrota.files.parse import day, identifier, one_of, text, whole, yes_or_no
from grassrota.files.prices import PRICES, price_cells, price_of
from grassrota.files.tables import write_table, written
from grassrota.rota.certificate import Certificate
from grassrota.rota.plan import Assignment, LeftOut, LeftOutReason, Plan, postings, teams
from grassrota.rota.problem import RotaProblem

Entry = TypeVar("Entry", Assignment, LeftOut)
Cells = Mapping[str, object]
CERTIFICATE = "certificate.json"

POSTINGS = (
    Column("person", identifier),
    Column("name", text, required=False),
    Column("home_unit", identifier, required=False),
    Column("opening", identifier),
    Column("place", identifier, required=False),
    Column("sector", SECTORS, required=False),
    Column("role", ROLES, required=False),
    Column("batch", whole(1, 10_000)),
    Column("first_day", day, required=False),
    Column("last_day", day, required=False),
    Column("team_leader", yes_or_no, required=False),
)
"""Person, opening and batch are the plan; the other columns follow from it, are there for people, and must be true."""

LEFT_OUT = (
    Column("person", identifier),
    Column("name", text, required=False),
    Column("home_unit", identifier, required=False),
    Column("reason", one_of(LeftOutReason)),
)
_UNPROVEN = Certificate(0, 0.0, 0, 0, "", 0.0)
"""Stands beside assignments of which only dates and teams are wanted."""


def write_plan(plan: Plan, problem: RotaProblem, folder: Path) -> None:
    """Writes a plan folder.

    The certificate of an older plan in the folder goes first and the new one comes last: a folder without a
    certificate is no plan, and one with it holds tables that belong together.

    Raises:
        BadInput: If the plan names what is not in the problem; nothing is written or taken away then.
    """
    going = Rows("postings.csv", plan.assignments, tuple(range(2, len(plan.assignments) + 2)))
    staying = Rows("left_out.csv", plan.left_out, tuple(range(2, len(plan.left_out) + 2)))
    faults = _stray(going, staying, problem)
    if faults:
        raise BadInput(faults)
    listed = checked_lines("postings.csv", POSTINGS, _posting_cells(plan, problem), dict)
    left = checked_lines("left_out.csv", LEFT_OUT, (_left_out_cells(entry, problem) for entry in plan.left_out), dict)
    priced = checked_lines("prices.csv", PRICES, plan.certificate.prices, price_cells)
    proof = certificate_text(plan.certificate)
    (folder / CERTIFICATE).unlink(missing_ok=True)
    write_table(folder / "postings.csv", listed[0], listed[1:])
    write_table(folder / "left_out.csv", left[0], left[1:])
    write_table(folder / "prices.csv", priced[0], priced[1:])
    with written(folder / CERTIFICATE) as stream:
        stream.write(proof)


def read_plan(folder: Path, problem: RotaProblem) -> Plan:
    """Reads a plan folder. That its certificate is about another problem is for the reader to find out, not a fault.

    What follows from the problem and the assignments may be left out, column by column; where it stands it must be so.

    Raises:
        BadInput: With every fault of all files, a published cell that differs from the plan among them.
    """
    if not folder.is_dir():
        raise BadInput([Fault("", "a folder", "nothing", "Check the name.", file=str(folder))])
    going, listed = _scan(folder, "postings", POSTINGS, _assignment)
    staying, left = _scan(folder, "left_out", LEFT_OUT, _left_out)
    stray = _stray(going, staying, problem)
    priced = scan_named(folder, "prices", PRICES, price_of)
    faults = [*going.faults, *staying.faults, *stray, *priced.faults]
    faults += _untrue(staying, left, _true_of_left_out(staying, stray, problem))
    faults += _untrue(going, listed, _true_of_postings(going, stray, problem))
    try:
        certificate = read_certificate(folder / CERTIFICATE)
    except BadInput as error:
        faults += error.faults
    if faults:
        raise BadInput(faults)
    return Plan(going.values, staying.values, replace(certificate, prices=priced.values))


def _stray(going: Rows[Assignment], staying: Rows[LeftOut], problem: RotaProblem) -> list[Fault]:
    """Faults of entries that name nothing of the problem, or somebody twice."""
    last = len(problem.policy.batches)
    faults = [
        *going.unknown(lambda entry: entry.person, "person", problem.person, "the id of a person in people"),
        *going.unknown(lambda entry: entry.opening, "opening", problem.opening, "the id of an opening in openings"),
        *staying.unknown(lambda entry: entry.person, "person", problem.person, "the id of a person in people"),
        *going.repeated(lambda entry: entry.person, "person", "each person"),
        *staying.repeated(lambda entry: entry.person, "person", "each person"),
    ]
    for place, entry in enumerate(going.values):
        opening = problem.opening.get(entry.opening)
        latest = last + 1 - (opening.length if opening else 1)
        if not 1 <= entry.batch <= latest:
            faults.append(going.fault(place, "batch", f"a batch from 1 to {latest}", entry.batch))
    assigned = {entry.person: number for entry, number in zip(going.values, going.numbers, strict=True)}
    for place, left in enumerate(staying.values):
        if left.person in assigned:
            fix = f"{going.file}, row {assigned[left.person]} assigns this person."
            faults.append(staying.fault(place, "person", "each person once, assigned or left out", left.person, fix))
    return faults


def _scan(
    folder: Path, name: str, columns: Sequence[Column], build: Callable[..., Entry]
) -> tuple[Rows[Entry], tuple[Cells, ...]]:
    """The entries of a table, and for each all cells of its row."""
    found: Rows[dict[str, Any]] = scan_named(folder, name, columns, dict)
    entries = tuple(build(**cells) for cells in found.values)
    return Rows(found.file, entries, found.numbers, found.faults, found.header), found.values


def _untrue(rows: Rows[Entry], published: Sequence[Cells], true: Sequence[Cells]) -> list[Fault]:
    """Faults of cells in columns that are there, but do not say what follows from the problem and the assignments."""
    fix = "The published list was changed after the plan, or the problem was."
    return [
        rows.fault(place, column, cell_text(right) or "nothing", cell_text(cells[column]) or "nothing", fix)
        for place, (cells, wanted) in enumerate(zip(published, true, strict=True))
        for column, right in wanted.items()
        if column in rows.header and cell_text(cells[column]) != cell_text(right)
    ]


def _true_of_left_out(staying: Rows[LeftOut], stray: Sequence[Fault], problem: RotaProblem) -> list[Cells]:
    """What each row must say of its person; nothing for a row that is at fault already."""
    broken = {fault.row for fault in stray if fault.file == staying.file}
    return [
        {} if number in broken else _left_out_cells(entry, problem)
        for entry, number in zip(staying.values, staying.numbers, strict=True)
    ]


def _true_of_postings(going: Rows[Assignment], stray: Sequence[Fault], problem: RotaProblem) -> list[Cells]:
    """What each row must say; without dates and leaders if a row is at fault, since these follow from all of them."""
    broken = {fault.row for fault in stray if fault.file == going.file}
    if not broken and not going.faults:
        return _posting_cells(Plan(going.values, (), _UNPROVEN), problem)
    return [
        {} if number in broken else _cells_of_one(entry, problem)
        for entry, number in zip(going.values, going.numbers, strict=True)
    ]


def _posting_cells(plan: Plan, problem: RotaProblem) -> list[Cells]:
    posted = {posting.person: posting for posting in postings(problem, plan)}
    leaders = {team.leader for team in teams(problem, plan)}
    found: list[Cells] = []
    for entry in plan.assignments:
        turn = posted[entry.person].turn
        dated = {"first_day": turn.first, "last_day": turn.last, "team_leader": entry.person in leaders}
        found.append({**_cells_of_one(entry, problem), **dated})
    return found


def _cells_of_one(entry: Assignment, problem: RotaProblem) -> Cells:
    """What a row says that follows from its person and its opening alone."""
    person, opening = problem.person[entry.person], problem.opening[entry.opening]
    return {
        "person": entry.person,
        "name": person.name,
        "home_unit": person.unit,
        "opening": entry.opening,
        "place": opening.place,
        "sector": opening.sector,
        "role": opening.role,
        "batch": entry.batch,
    }


def _left_out_cells(entry: LeftOut, problem: RotaProblem) -> Cells:
    person = problem.person[entry.person]
    return {"person": entry.person, "name": person.name, "home_unit": person.unit, "reason": entry.reason}


def _assignment(person: str, opening: str, batch: int, **_: object) -> Assignment:
    return Assignment(person, opening, batch)


def _left_out(person: str, reason: LeftOutReason, **_: object) -> LeftOut:
    return LeftOut(person, reason)
