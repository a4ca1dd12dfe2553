"""A plan as a folder: who goes, who is left out, and last of all the certificate that makes it a plan."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from grassrota.errors import BadInput, Fault
from grassrota.files.certificate import certificate_text, read_certificate
from grassrota.files.columns import (
    Column,
    Rows,
    checked_lines,
    day,
    identifier,
    one_of,
    scan_named,
    text,
    whole,
    yes_or_no,
)
from grassrota.files.tables import write_table, written
from grassrota.forms import Role
from grassrota.org import Sector
from grassrota.rota.plan import Assignment, LeftOut, LeftOutReason, Plan, postings, teams
from grassrota.rota.problem import RotaProblem

CERTIFICATE = "certificate.json"

POSTINGS = (
    Column("person", identifier),
    Column("name", text, required=False),
    Column("home_unit", identifier, required=False),
    Column("opening", identifier),
    Column("place", identifier, required=False),
    Column("sector", one_of(Sector), required=False),
    Column("role", one_of(Role), required=False),
    Column("batch", whole(1, 10_000)),
    Column("first_day", day, required=False),
    Column("last_day", day, required=False),
    Column("team_leader", yes_or_no, required=False),
)
"""Person, opening and batch are the plan; the other columns follow from it and are there for people."""

LEFT_OUT = (
    Column("person", identifier),
    Column("name", text, required=False),
    Column("home_unit", identifier, required=False),
    Column("reason", one_of(LeftOutReason)),
)


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
    proof = certificate_text(plan.certificate)
    (folder / CERTIFICATE).unlink(missing_ok=True)
    write_table(folder / "postings.csv", listed[0], listed[1:])
    write_table(folder / "left_out.csv", left[0], left[1:])
    with written(folder / CERTIFICATE) as stream:
        stream.write(proof)


def read_plan(folder: Path, problem: RotaProblem) -> Plan:
    """Reads a plan folder. That its certificate is about another problem is for the reader to find out, not a fault.

    Raises:
        BadInput: With every fault of all three files.
    """
    if not folder.is_dir():
        raise BadInput([Fault("", "a folder", "nothing", "Check the name.", file=str(folder))])
    going = scan_named(folder, "postings", POSTINGS, _assignment)
    staying = scan_named(folder, "left_out", LEFT_OUT, _left_out)
    faults = [*going.faults, *staying.faults, *_stray(going, staying, problem)]
    try:
        certificate = read_certificate(folder / CERTIFICATE)
    except BadInput as error:
        faults += error.faults
    if faults:
        raise BadInput(faults)
    return Plan(going.values, staying.values, certificate)


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


def _posting_cells(plan: Plan, problem: RotaProblem) -> list[Mapping[str, object]]:
    posted = {posting.person: posting for posting in postings(problem, plan)}
    leaders = {team.leader for team in teams(problem, plan)}
    found: list[Mapping[str, object]] = []
    for entry in plan.assignments:
        opening, posting = problem.opening[entry.opening], posted[entry.person]
        found.append(
            {
                "person": entry.person,
                "name": problem.person[entry.person].name,
                "home_unit": posting.home_unit,
                "opening": entry.opening,
                "place": opening.place,
                "sector": opening.sector,
                "role": opening.role,
                "batch": entry.batch,
                "first_day": posting.turn.first,
                "last_day": posting.turn.last,
                "team_leader": entry.person in leaders,
            }
        )
    return found


def _left_out_cells(entry: LeftOut, problem: RotaProblem) -> Mapping[str, object]:
    person = problem.person[entry.person]
    return {"person": entry.person, "name": person.name, "home_unit": person.unit, "reason": entry.reason}


def _assignment(person: str, opening: str, batch: int, **_: object) -> Assignment:
    return Assignment(person, opening, batch)


def _left_out(person: str, reason: LeftOutReason, **_: object) -> LeftOut:
    return LeftOut(person, reason)
