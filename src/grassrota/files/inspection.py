"""A round of inspection as a folder: ``inspection.toml``, ``claim.csv`` and, as visits are made, ``findings.csv``.

Where the terms draw flagged closures besides, ``flagged.csv`` has them under sealed names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from grassrota.errors import BadInput, Fault, Refused
from grassrota.files import kinds
from grassrota.files.columns import Column, Rows, scan_rows, write_rows
from grassrota.files.declared import Declared, take_declared
from grassrota.files.flagged import scan_flagged, write_flagged
from grassrota.files.parse import day, identifier, one_of, several, text, yes_or_no
from grassrota.files.tables import find_table, written
from grassrota.files.terms import fixed_lines, quoted, take_fixed
from grassrota.files.toml import Section, read_toml
from grassrota.inspection.claim import Claim
from grassrota.inspection.finding import Evidence, Finding, Member, Source, Team, TeamRole, Unresolved
from grassrota.inspection.flagged import Flagged
from grassrota.inspection.round import Round

Value = TypeVar("Value")
SETTINGS = "inspection.toml"
EVIDENCE = {"from_raiser": Source.RAISER, "at_place": Source.PLACE, "in_records": Source.RECORD}


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A row of the claim: one case that a unit lists as fixed."""

    unit: str
    case: str


@dataclass(frozen=True, slots=True)
class UnitFinding:
    """A row of the findings: what a team found in a unit."""

    unit: str
    team: str
    finding: Finding


LISTED_COLUMNS = (Column("unit", identifier), Column("case", identifier))
FINDING_COLUMNS = (
    Column("unit", identifier),
    Column("case", identifier),
    Column("on", day),
    Column("team", identifier),
    Column("really_changed", yes_or_no, required=False, default=None),
    Column("how_changed", text, required=False),
    Column("small_problem_solved", yes_or_no, required=False, default=None),
    *(Column(name, several(text), required=False, default=()) for name in EVIDENCE),
    Column("unresolved", one_of(Unresolved), required=False, default=None),
    Column("disagreement", text, required=False),
)
_WHO = "Who raised a case is sealed elsewhere and never stands in a finding."
NEVER = dict.fromkeys(
    (
        *("raiser", "raiser_name", "raiser_answer", "name", "contact", "phone", "email", "address"),
        *("姓名", "联系方式", "电话", "邮箱", "住址"),
    ),
    _WHO,
)
"""Columns that findings never have, with the reason."""


def read_round(folder: Path) -> Round:
    """Reads a round; ``findings.csv`` may still be missing, and the key unpublished.

    Raises:
        BadInput: With every fault of the files.
    """
    top = read_toml(folder / SETTINGS)
    listed = _scan(folder, "claim", LISTED_COLUMNS, ListedCase)
    teams = {name: team for section in top.sections("teams") for name, team in _team(section)}
    found: Rows[UnitFinding] = Rows("", (), ())
    if find_table(folder, "findings"):
        found = _scan(folder, "findings", FINDING_COLUMNS, partial(_finding, teams), NEVER)
    fixed = take_fixed(top)
    declared = take_declared(top)
    sealed, odd = scan_flagged(folder, {one.unit for one in declared})
    claims = _claims(declared, listed, fixed.hash)
    flagged = _flagged(declared, claims, sealed) if fixed.terms is not None and fixed.terms.flagged else ()

    faults = [*listed.faults, *listed.repeated(lambda row: row, "case", "a case of a unit")]
    faults += [*found.faults, *found.repeated(lambda row: (row.unit, row.finding.case), "case", "a case of a unit")]
    units = {unit for section in top.sections("claims") if isinstance(unit := section.values.get("unit"), str)}
    for rows in (listed, found):
        faults += rows.unknown(lambda row: row.unit, "unit", units, f"a unit with a claim in {SETTINGS}")
    top.finish()
    top.faults += [*faults, *odd]
    top.raise_if_any()

    findings: dict[str, tuple[Finding, ...]] = defaultdict(tuple)
    for row in found.values:
        findings[row.unit] += (row.finding,)
    assert fixed.terms is not None
    assert fixed.beacon is not None
    try:
        return Round(claims, fixed.terms, fixed.beacon, fixed.key, dict(findings), flagged)
    except BadInput as error:
        # the table itself names no unit without a claim, so what is left to say of findings is said of their rows
        place = {"findings": found.file}
        raise BadInput([fault.at(place.get(fault.column) or SETTINGS, 0) for fault in error.faults]) from None


def write_round(folder: Path, found: Round) -> None:
    """Writes a round as files that read back as the same round, its key included if it has one."""
    listed = [ListedCase(claim.unit, case) for claim in found.claims for case in claim.cases]
    write_rows(folder / "claim.csv", LISTED_COLUMNS, listed)
    write_flagged(folder, found.flagged)
    findings = [(unit, finding) for unit, some in found.findings.items() for finding in some]
    teams = list(dict.fromkeys(finding.team for _, finding in findings))
    rows = [UnitFinding(unit, f"team-{teams.index(finding.team) + 1}", finding) for unit, finding in findings]
    if rows:
        write_rows(folder / "findings.csv", FINDING_COLUMNS, rows, _cells)
    with written(folder / SETTINGS) as stream:
        stream.write("\n".join(_settings(found, teams)) + "\n")


def _scan(
    folder: Path,
    name: str,
    columns: Sequence[Column],
    build: Callable[..., Value],
    never: Mapping[str, str] | None = None,
) -> Rows[Value]:
    return scan_rows(find_table(folder, name) or folder / f"{name}.csv", columns, build, never)


def _claims(declared: Sequence[Declared], listed: Rows[ListedCase], terms: str) -> tuple[Claim, ...]:
    """The claims with their lists; a list that is not the frozen one is noted where its claim stands."""
    cases: dict[str, dict[str, None]] = defaultdict(dict)
    for row in listed.values:
        cases[row.unit][row.case] = None
    claims = []
    for one in declared:
        claim = one.place.made(partial(one.claim, cases[one.unit], terms))
        if claim is not None:
            claims.append(claim)
            for fault in one.differs(claim):
                one.place.fault(fault.column, fault.expected, fault.got, fault.fix)
    return tuple(claims)


def _flagged(
    declared: Sequence[Declared], claims: Sequence[Claim], sealed: Mapping[str, Sequence[str]]
) -> tuple[Flagged, ...]:
    """The closures that looked odd; those that are not the frozen ones are noted where their claim stands."""
    places = {one.unit: one for one in declared}
    lists = []
    for claim in claims:
        names = tuple(dict.fromkeys(sealed.get(claim.unit, ())))
        lists.append(Flagged(claim.unit, claim.list_hash, names))
        for fault in places[claim.unit].differs_beside(lists[-1]):
            places[claim.unit].place.fault(fault.column, fault.expected, fault.got, fault.fix)
    return tuple(lists)


def _team(section: Section) -> Iterator[tuple[str, Team]]:
    """The team of a section by its name; nothing, with faults noted, if it is none."""
    name = section.take("name", kinds.string)
    members = []
    for entry in section.sections("members"):
        identity, role = entry.take("id", kinds.string), entry.take("role", kinds.one_of(TeamRole))
        unit, lot = entry.maybe("unit", kinds.string), entry.maybe("drawn_by_lot", kinds.truth)
        entry.finish()
        if identity and role:
            members.append(Member(identity, role, unit or "", bool(lot)))
    section.finish()
    team = section.made(lambda: Team(tuple(members)))
    if name and team:
        yield name, team


def _finding(teams: Mapping[str, Team], unit: str, team: str, **cells: Any) -> UnitFinding:
    if team not in teams:
        raise BadInput([Fault("team", f"a team of {SETTINGS} that has no fault", team)])
    texts = {name: cells.pop(name) for name in EVIDENCE}
    evidence = tuple(Evidence(EVIDENCE[name], what) for name, some in texts.items() for what in some)
    try:
        return UnitFinding(unit, team, Finding(team=teams[team], evidence=evidence, **cells))
    except Refused as refused:
        raise BadInput(_answers_at_fault(refused)) from None


def _answers_at_fault(refused: Refused) -> list[Fault]:
    expected = "an answer to each of the three questions and evidence, or a reason in unresolved"
    missing, answered = refused.data.get("missing"), refused.data.get("answered")
    if isinstance(missing, tuple):
        return [Fault("at_place" if name == "evidence" else name, expected, "nothing") for name in missing]
    names = answered if isinstance(answered, tuple) else ()
    return [Fault(name, "nothing, as the case is unresolved", "an answer") for name in names]


def _cells(row: UnitFinding) -> dict[str, object]:
    finding = row.finding
    texts = {
        name: tuple(piece.what for piece in finding.evidence if piece.source is source)
        for name, source in EVIDENCE.items()
    }
    own = ("case", "on", "really_changed", "how_changed", "small_problem_solved", "unresolved", "disagreement")
    return {"unit": row.unit, "team": row.team} | texts | {name: getattr(finding, name) for name in own}


def _settings(found: Round, teams: Sequence[Team]) -> Iterator[str]:
    """The lines of the settings."""
    yield f"as_of = {found.claims[0].as_of.isoformat()}"
    yield from fixed_lines(found.terms, found.beacon, found.key)
    beside = {one.unit: one.list_hash for one in found.flagged}
    for claim in found.claims:
        yield from ("", "[[claims]]", f"unit = {quoted(claim.unit)}")
        yield from (f"received = {claim.received}", f"claimed = {claim.claimed}")
        yield f"list_hash = {quoted(claim.list_hash)}"
        if claim.unit in beside:
            yield f"flagged_hash = {quoted(beside[claim.unit])}"
    for number, team in enumerate(teams, start=1):
        yield from ("", "[[teams]]", f'name = "team-{number}"')
        for member in team.members:
            yield from ("", "[[teams.members]]", f"id = {quoted(member.id)}", f'role = "{member.role}"')
            yield from (f"unit = {quoted(member.unit)}",) if member.unit else ()
            yield f"drawn_by_lot = {'true' if member.drawn_by_lot else 'false'}"
