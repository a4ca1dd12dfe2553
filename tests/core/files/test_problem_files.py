from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from grassrota.errors import BadInput
from grassrota.files.problem import read_problem, write_problem
from grassrota.forms import STANDARD_FORMS, Role
from grassrota.org import Level, Sector, Unit, UnitKind
from grassrota.posting.opening import Opening
from grassrota.rota.pin import Pin
from grassrota.rota.problem import Preference, RotaProblem
from grassrota.staff import Couple, Exemption, ExemptionReason, Group, NotAvailable, Person

Spoil = Callable[[Path, str, str], None]
Places = Callable[[Callable[[], object]], list[tuple[str, int, str]]]


def test_every_field(problem: RotaProblem) -> None:
    """Each cell of the folder becomes the field that its column names, and an empty cell the field's default."""
    assert problem.tree["hq"] == Unit(
        "hq", "County office", Level.DISTRICT, UnitKind.ORGAN, "county", headed_by=("p1", "p2")
    )
    assert problem.tree["c1"].position == (3, -4)
    assert problem.tree["c1"].open_list
    assert problem.people[0] == Person(
        "p1", "Wang", "hq", "chief", 12, 3, 0, date(1957, 3, 31), skills=frozenset({"wells", "maps"}), site="c1"
    )
    assert problem.people[1] == Person("p2", "李", "hq", "clerk", 1, surplus=True)
    assert problem.openings[0] == Opening("o1", "c1", Sector.RURAL, Role.FIELD_WORK, 1, 2, needs=frozenset({"wells"}))
    assert problem.openings[1].batches == {2}
    assert problem.openings[1].grades == {"clerk", "chief"}
    assert problem.preferences == (Preference("p2", "c2", 1),)
    assert problem.couples == (Couple("p1", "p2"),)
    assert problem.not_available == (NotAvailable("p3", frozenset({1})),)
    assert problem.groups == (Group("g1", ("p3", "p2"), 3),)
    assert problem.pins == (Pin("p3", "o2", 2), Pin("p2", stays=True))
    assert problem.exemptions == (Exemption("p4", ExemptionReason.HEALTH, "x7"),)


def test_policy_fields(problem: RotaProblem) -> None:
    """Shares are exact, batches numbered as they stand, and what is not said keeps the policy's default."""
    policy = problem.policy
    assert (policy.coverage_over, policy.home_absence, policy.grade_absence) == (
        Fraction(17, 20),
        Fraction(1, 3),
        Fraction(1, 2),
    )
    assert [batch.number for batch in policy.batches] == [1, 2]
    assert policy.exceptions == {2: "spring sowing"}
    assert policy.form == STANDARD_FORMS["turn40"]
    assert (policy.costs.direction, policy.costs.staying) == (7, 200)
    assert policy.scale.grade("办事员").rank == 1


@pytest.mark.parametrize("name", ["preferences", "couples", "groups", "absences", "pins"])
def test_optional_tables(folder: Path, name: str) -> None:
    """A folder without wishes, couples, groups, absences or pins is a problem all the same."""
    (folder / f"{name}.csv").unlink()
    assert len(read_problem(folder).people) == 4


@pytest.mark.parametrize(
    ("file", "right", "wrong", "place"),
    [
        ("units.csv", "c1,First", "c2,First", ("units.csv", 5, "id")),
        (
            "units.csv",
            "c2,Second commune,township,place,county",
            "c2,Second,township,place,no",
            ("units.csv", 5, "parent"),
        ),
        ("units.csv", "county,Boxing,county,organ,", "county,Boxing,county,organ,county", ("units.csv", 2, "parent")),
        ("units.csv", "First commune,township", "First commune,county", ("units.csv", 4, "level")),
        ("units.csv", "First commune,township", "First commune,village", ("units.csv", 4, "level")),
        ("units.csv", "3,-4", "3,", ("units.csv", 4, "north_km")),
        ("units.csv", "3,-4", "3.5,-4", ("units.csv", 4, "east_km")),
        ("people.csv", "p4,Qian", "p1,Sun,hq,clerk,,,,,,\np4,Qian", ("people.csv", 5, "id")),
        ("people.csv", "p2,李", "p 2,李", ("people.csv", 3, "id")),
        ("people.csv", "p2,李,hq", "p2,李,nowhere", ("people.csv", 3, "unit")),
        ("people.csv", "clerk", "minister", ("people.csv", 3, "grade")),
        ("people.csv", "maps,c1", "maps,c9", ("people.csv", 2, "site")),
        ("people.csv", "1957-03-31", "1957-02-30", ("people.csv", 2, "last_returned")),
        ("people.csv", "1957-03-31", "31.3.1957", ("people.csv", 2, "last_returned")),
        ("people.csv", "1957-03-31", "1957-W13-1", ("people.csv", 2, "last_returned")),
        ("people.csv", "chief,12", "chief,-1", ("people.csv", 2, "tenure_years")),
        ("people.csv", "chief,12", "chief,71", ("people.csv", 2, "tenure_years")),
        ("people.csv", "chief,12", "chief,1_2", ("people.csv", 2, "tenure_years")),
        ("people.csv", ",no,", ",maybe,", ("people.csv", 2, "surplus")),
        ("people.csv", "p3,Zhao", "p3,", ("people.csv", 4, "name")),
        ("people.csv", "site\n", "attitude\n", ("people.csv", 1, "attitude")),
        ("people.csv", "tenure_years", "id", ("people.csv", 1, "id")),
        ("openings.csv", "o1,c1", "o2,c1", ("openings.csv", 3, "id")),
        ("openings.csv", "o1,c1", "o1,c9", ("openings.csv", 2, "place")),
        ("openings.csv", "field_work,1,2", "field_work,-1,2", ("openings.csv", 2, "low")),
        ("openings.csv", "field_work,1,2", "field_work,3,2", ("openings.csv", 2, "high")),
        ("openings.csv", "0,1,2,1", "0,1,3,1", ("openings.csv", 3, "batches")),
        ("openings.csv", "0,1,2,1", "0,1,2,3", ("openings.csv", 3, "length")),
        ("openings.csv", "clerk;chief", "clerk;boss", ("openings.csv", 3, "grades")),
        ("preferences.csv", "p2,", "p9,", ("preferences.csv", 2, "person")),
        ("preferences.csv", "c2", "c9", ("preferences.csv", 2, "place")),
        ("preferences.csv", ",1\n", ",1\n\np2,c2,2\n", ("preferences.csv", 4, "place")),
        ("preferences.csv", ",1\n", ",0\n", ("preferences.csv", 2, "rank")),
        ("couples.csv", "p1,p2", "p1,p1", ("couples.csv", 2, "second")),
        ("couples.csv", "p1,p2", "p9,p2", ("couples.csv", 2, "first")),
        ("absences.csv", "p3,", "p9,", ("absences.csv", 2, "person")),
        ("absences.csv", "p4,", "p9,", ("absences.csv", 3, "person")),
        ("absences.csv", ",1,", ",3,", ("absences.csv", 2, "batches")),
        ("absences.csv", "exempt,health", "exempt,", ("absences.csv", 3, "reason")),
        ("absences.csv", "health,,", "health,1,", ("absences.csv", 3, "batches")),
        ("absences.csv", "not_available,,", "not_available,health,", ("absences.csv", 2, "reason")),
        ("absences.csv", "available,,1,", "available,,1,x8", ("absences.csv", 2, "sealed_ref")),
        ("groups.csv", "p3;p2", "p3;p9", ("groups.csv", 2, "members")),
        ("groups.csv", "p3;p2,3", "p3;p2,1", ("groups.csv", 2, "headcount")),
        ("groups.csv", "p3;p2", "p3;p3", ("groups.csv", 2, "members")),
        ("groups.csv", "g1,p3;p2,3", "g1,p3;p2,3\ng2,p2,", ("groups.csv", 3, "members")),
        ("groups.csv", "g1,p3;p2,3", "g1,p3;p2,3\ng1,p4,", ("groups.csv", 3, "id")),
        ("groups.csv", "p3;p2", "p1;p2", ("couples.csv", 2, "second")),
        ("pins.csv", "p3,", "p9,", ("pins.csv", 2, "person")),
        ("pins.csv", "p3,", "p2,", ("pins.csv", 3, "person")),
        ("pins.csv", "p3,", "p4,", ("pins.csv", 2, "person")),
        ("pins.csv", "o2", "o9", ("pins.csv", 2, "opening")),
        ("pins.csv", "p3,o2,2,", "p3,o2,1,", ("pins.csv", 2, "batch")),
        ("pins.csv", "p3,o2,2,", "p3,o1,1,", ("pins.csv", 2, "batch")),
        ("pins.csv", "p3,o2,2,", "p3,,3,", ("pins.csv", 2, "batch")),
        ("pins.csv", "p2,,,yes", "p2,o1,,yes", ("pins.csv", 3, "stays")),
        ("pins.csv", "p2,,,yes", "p2,,,", ("pins.csv", 3, "opening")),
        ("absences.csv", "sealed_ref", "Diagnosis", ("absences.csv", 1, "Diagnosis")),
    ],
)
def test_one_fault(
    folder: Path, spoil: Spoil, places: Places, file: str, right: str, wrong: str, place: tuple[str, int, str]
) -> None:
    """One thing wrong in one table is one fault, in the row and column where it stands."""
    spoil(folder / file, right, wrong)
    assert places(lambda: read_problem(folder)) == [place]


def test_cycle(folder: Path, spoil: Spoil, places: Places) -> None:
    """Two units above each other are both named, and neither hides the other."""
    spoil(folder / "units.csv", "county,Boxing,county,organ,", "county,Boxing,county,organ,hq")
    found = places(lambda: read_problem(folder))
    assert {("units.csv", 2, "parent"), ("units.csv", 3, "parent")} <= set(found)


def test_a_blank_line_moves_rows(folder: Path, spoil: Spoil) -> None:
    """Faults found between the tables carry the rows of the file, blank lines counted, in their words as well."""
    spoil(folder / "people.csv", "p2,李,hq", "\n\np1,李,nowhere")
    with pytest.raises(BadInput) as caught:
        read_problem(folder)
    first, second = caught.value.faults[:2]
    assert (first.row, first.column, first.got) == (5, "id", "p1 again (first in row 2)")
    assert (second.row, second.column, second.got) == (5, "unit", "nowhere")


def test_all_faults_at_once(folder: Path, spoil: Spoil, places: Places) -> None:
    """A fault in one file hides none in another, of whatever kind."""
    spoil(folder / "units.csv", "c2,Second", "hq,Second")
    spoil(folder / "people.csv", "chief,12", "chief,many")
    spoil(folder / "openings.csv", "field_work,1,2", "field_work,-1,2")
    spoil(folder / "preferences.csv", "place,rank", "place")
    (folder / "couples.csv").write_bytes("first,second\nMüller,Zoë\n".encode("latin-1"))
    spoil(folder / "absences.csv", "health", "laziness")
    spoil(folder / "policy.toml", "days = 40", "days = 39")
    assert places(lambda: read_problem(folder)) == [
        ("absences.csv", 3, "reason"),
        ("couples.csv", 2, ""),
        ("openings.csv", 2, "low"),
        ("people.csv", 2, "tenure_years"),
        ("policy.toml", 16, "batches[1].days"),
        ("preferences.csv", 1, "rank"),
        ("preferences.csv", 2, ""),
        ("units.csv", 5, "id"),
    ]


def test_references_are_checked_past_a_broken_table(folder: Path, spoil: Spoil, places: Places) -> None:
    """A broken row of people hides no unknown place in the openings, and calls nobody in the couples unknown."""
    spoil(folder / "people.csv", "chief,12", "chief,many")
    spoil(folder / "openings.csv", "o1,c1", "o1,c9")
    assert places(lambda: read_problem(folder)) == [("openings.csv", 2, "place"), ("people.csv", 2, "tenure_years")]


def test_a_broken_policy_calls_no_grade_unknown(folder: Path, places: Places) -> None:
    """Without a policy there are no known grades or batches, so that nothing is said of them."""
    (folder / "policy.toml").unlink()
    assert places(lambda: read_problem(folder)) == [("policy.toml", 0, "")]


def test_missing_files(folder: Path, places: Places) -> None:
    """Each missing table is named, and so is a missing folder."""
    (folder / "units.csv").unlink()
    (folder / "openings.csv").unlink()
    assert places(lambda: read_problem(folder)) == [("openings.csv", 0, ""), ("units.csv", 0, "")]
    nowhere = folder / "nowhere"
    assert places(lambda: read_problem(nowhere)) == [(str(nowhere), 0, "")]


def test_first_of_the_policy(folder: Path, spoil: Spoil, places: Places) -> None:
    """Leaders who go first must be people who can; the fault stands at the key's line."""
    spoil(folder / "policy.toml", "coverage_over", 'first = ["p9", "p3", "p4", "p1"]\ncoverage_over')
    assert places(lambda: read_problem(folder)) == [("policy.toml", 2, "first")] * 3


def test_sealed_detail(folder: Path, spoil: Spoil) -> None:
    """A column for the detail of an absence is refused, with the reason."""
    spoil(folder / "absences.csv", "sealed_ref", "病情")
    with pytest.raises(BadInput, match="Detail is sealed elsewhere"):
        read_problem(folder)


def _as_xlsx(path: Path, lines: list[list[str]]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(lines):
            for column, cell in enumerate(line):
                sheet.write(row, column, int(cell) if cell.lstrip("-").isdigit() else cell or None)


def _as_parquet(path: Path, lines: list[list[str]]) -> None:
    columns = {name: [line[place] or None for line in lines[1:]] for place, name in enumerate(lines[0])}
    parquet.write_table(pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()}), path)


@pytest.mark.parametrize(("suffix", "convert"), [("xlsx", _as_xlsx), ("parquet", _as_parquet)])
def test_other_formats(
    folder: Path, problem: RotaProblem, suffix: str, convert: Callable[[Path, list[list[str]]], None]
) -> None:
    """The same tables as XLSX or Parquet are the same problem, fingerprint included."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            convert(path.with_suffix(f".{suffix}"), list(csv.reader(stream)))
        path.unlink()
    assert read_problem(folder) == problem
    assert read_problem(folder).sha256 == problem.sha256


def test_writing_beside_another_format(folder: Path, problem: RotaProblem) -> None:
    """Writing does not leave a table in two formats."""
    (folder / "people.csv").rename(folder / "people.xlsx")
    with pytest.raises(BadInput, match=r"people\.xlsx"):
        write_problem(problem, folder)
    assert not (folder / "people.csv").exists()
