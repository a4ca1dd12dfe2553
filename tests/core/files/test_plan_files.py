from __future__ import annotations

import json
import math
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grassrota.errors import BadInput
from grassrota.files.plan import read_plan, write_plan
from grassrota.rota.certificate import Certificate, Price
from grassrota.rota.plan import Assignment, LeftOut, LeftOutReason, Plan
from grassrota.rota.problem import RotaProblem

Spoil = Callable[[Path, str, str], None]
Places = Callable[[Callable[[], object]], list[tuple[str, int, str]]]


@pytest.fixture
def plan(problem: RotaProblem) -> Plan:
    """Two who go, in different batches, and two who stay; prices are said to prove 200 of 210."""
    prices = (Price("headcount", ("o1",), 1, -1.25), Price("dumping", ("hq", "junior, 5 years or more"), None, 0.5))
    return Plan(
        (Assignment("p3", "o2", 2), Assignment("p1", "o1", 1)),
        (LeftOut("p2", LeftOutReason.NOT_NEEDED), LeftOut("p4", LeftOutReason.NOT_AVAILABLE)),
        Certificate(210, 200.0, 0, 7, problem.sha256, 0.25, (*prices, Price("coverage", (), None, 3.0)), -12.5),
    )


@pytest.fixture
def plan_folder(tmp_path: Path, plan: Plan, problem: RotaProblem) -> Path:
    """The plan as a folder."""
    write_plan(plan, problem, tmp_path / "plan")
    return tmp_path / "plan"


def test_tables(plan_folder: Path) -> None:
    """40 days from 9 December end on 17 January, 30 from 9 February on 10 March; who goes alone leads a team of one."""
    assert (plan_folder / "postings.csv").read_text(encoding="utf-8") == (
        "person,name,home_unit,opening,place,sector,role,batch,first_day,last_day,team_leader\n"
        "p3,Zhao,hq,o2,c2,upland,field_work,2,1958-02-09,1958-03-10,yes\n"
        "p1,Wang,hq,o1,c1,rural,field_work,1,1957-12-09,1958-01-17,yes\n"
    )
    assert (plan_folder / "left_out.csv").read_text(encoding="utf-8") == (
        "person,name,home_unit,reason\np2,李,hq,not_needed\np4,Qian,hq,not_available\n"
    )
    assert (plan_folder / "prices.csv").read_text(encoding="utf-8") == (
        'rule,about,also,batch,price\nheadcount,o1,,1,-1.25\ndumping,hq,"junior, 5 years or more",,0.5\ncoverage,,,,3\n'
    )


def test_certificate(plan_folder: Path, problem: RotaProblem) -> None:
    """The certificate states the gap as a fraction of the bound: 10 of 200 is 0.05."""
    assert json.loads((plan_folder / "certificate.json").read_text()) == {
        "objective": 210,
        "bound": 200.0,
        "constant": -12.5,
        "gap": 0.05,
        "violations": 0,
        "seed": 7,
        "problem_sha256": problem.sha256,
        "seconds": 0.25,
    }


def test_round_trip(plan_folder: Path, plan: Plan, problem: RotaProblem) -> None:
    """A plan reads back as it was, the order of people included."""
    assert read_plan(plan_folder, problem) == plan


def test_without_a_bound(tmp_path: Path, plan: Plan, problem: RotaProblem) -> None:
    """A plan with nothing proven about it has a bound and a gap of null."""
    unproven = Plan(plan.assignments, plan.left_out, Certificate(210, -math.inf, 0, 7, problem.sha256, 0.25))
    write_plan(unproven, problem, tmp_path / "plan")
    content = json.loads((tmp_path / "plan" / "certificate.json").read_text())
    assert (content["bound"], content["gap"]) == (None, None)
    assert read_plan(tmp_path / "plan", problem).certificate.bound == -math.inf


def test_certificate_of_another_problem(plan_folder: Path, problem: RotaProblem, spoil: Spoil) -> None:
    """That a certificate is about another problem can be read from it; it is no fault of the file."""
    spoil(plan_folder / "certificate.json", problem.sha256, "0" * 64)
    assert read_plan(plan_folder, problem).certificate.problem_sha256 == "0" * 64


@pytest.mark.parametrize(
    ("file", "right", "wrong", "place"),
    [
        ("postings.csv", "p3,", "p9,", ("postings.csv", 2, "person")),
        ("postings.csv", "o2", "o9", ("postings.csv", 2, "opening")),
        ("postings.csv", "field_work,2", "field_work,3", ("postings.csv", 2, "batch")),
        ("postings.csv", "field_work,2", "field_work,0", ("postings.csv", 2, "batch")),
        ("postings.csv", "p1,Wang", "p3,Wang", ("postings.csv", 3, "person")),
        ("left_out.csv", "p2,", "p3,", ("left_out.csv", 2, "person")),
        ("left_out.csv", "p2,李", "p4,Qian", ("left_out.csv", 3, "person")),
        ("left_out.csv", "p2,", "p9,", ("left_out.csv", 2, "person")),
        ("left_out.csv", "not_needed", "unwilling", ("left_out.csv", 2, "reason")),
        ("certificate.json", '"objective": 210', '"objective": "210"', ("certificate.json", 0, "objective")),
        ("certificate.json", '"objective": 210', '"aim": 210', ("certificate.json", 0, "objective")),
        ("certificate.json", '"bound": 200.0', '"bound": NaN', ("certificate.json", 0, "bound")),
        ("certificate.json", '"constant": -12.5', '"constant": null', ("certificate.json", 0, "constant")),
        ("prices.csv", "-1.25", "cheap", ("prices.csv", 2, "price")),
        ("prices.csv", "-1.25", "NaN", ("prices.csv", 2, "price")),
        ("prices.csv", "-1.25", "", ("prices.csv", 2, "price")),
        ("prices.csv", "o1,,1", "o1,,0", ("prices.csv", 2, "batch")),
        ("prices.csv", "headcount,", ",", ("prices.csv", 2, "rule")),
        ("certificate.json", '"gap": 0.05', '"gap": 0.01', ("certificate.json", 0, "gap")),
        ("certificate.json", '"gap": 0.05', '"gap": null', ("certificate.json", 0, "gap")),
        ("certificate.json", '"violations": 0', '"violations": -1', ("certificate.json", 0, "violations")),
        ("certificate.json", '"seed": 7', '"seed": true', ("certificate.json", 0, "seed")),
        ("certificate.json", '"seconds": 0.25', '"seconds": -1', ("certificate.json", 0, "seconds")),
        ("certificate.json", '"problem_sha256": "', '"problem_sha256": "x', ("certificate.json", 0, "problem_sha256")),
        ("certificate.json", '"objective": 210,', '"objective": 210', ("certificate.json", 3, "")),
    ],
)
def test_one_fault(
    plan_folder: Path,
    problem: RotaProblem,
    spoil: Spoil,
    places: Places,
    file: str,
    right: str,
    wrong: str,
    place: tuple[str, int, str],
) -> None:
    """One thing wrong in a plan is one fault, in the file, row and column or key where it stands."""
    spoil(plan_folder / file, right, wrong)
    assert places(lambda: read_plan(plan_folder, problem)) == [place]


@pytest.mark.parametrize(
    ("file", "right", "wrong", "fault"),
    [
        ("postings.csv", "Zhao", "Li", (2, "name", "Zhao", "Li")),
        ("postings.csv", "Zhao", "", (2, "name", "Zhao", "nothing")),
        ("postings.csv", "Wang,hq", "Wang,county", (3, "home_unit", "hq", "county")),
        ("postings.csv", "o2,c2", "o2,c1", (2, "place", "c2", "c1")),
        ("postings.csv", "upland", "plant", (2, "sector", "upland", "plant")),
        ("postings.csv", "field_work,2", "inspection,2", (2, "role", "field_work", "inspection")),
        ("postings.csv", "1957-12-09", "1957-12-10", (3, "first_day", "1957-12-09", "1957-12-10")),
        ("postings.csv", "1958-03-10", "1958-03-01", (2, "last_day", "1958-03-10", "1958-03-01")),
        ("postings.csv", "yes", "no", (2, "team_leader", "yes", "no")),
        ("left_out.csv", "Qian", "Zhao", (3, "name", "Qian", "Zhao")),
        ("left_out.csv", "Qian,hq", "Qian,c1", (3, "home_unit", "hq", "c1")),
    ],
)
def test_a_published_list_that_was_changed(
    plan_folder: Path,
    problem: RotaProblem,
    spoil: Spoil,
    file: str,
    right: str,
    wrong: str,
    fault: tuple[int, str, str, str],
) -> None:
    """A cell that differs from what the problem and the assignments say is a fault, with what it should say."""
    spoil(plan_folder / file, right, wrong)
    with pytest.raises(BadInput) as caught:
        read_plan(plan_folder, problem)
    (found,) = caught.value.faults
    assert (found.file, found.row, found.column, found.expected, found.got) == (file, *fault)


def test_somebody_moved(plan_folder: Path, problem: RotaProblem, spoil: Spoil, places: Places) -> None:
    """Who is moved to another opening fits neither its place nor its sector, and of the two there Wang alone leads.

    The second of two in a batch departs in the middle of its window of six days, and so is away later.
    """
    spoil(plan_folder / "postings.csv", "p3,Zhao,hq,o2,c2,upland,field_work,2", "p3,Zhao,hq,o1,c2,upland,field_work,1")
    assert places(lambda: read_plan(plan_folder, problem)) == [
        *(("postings.csv", 2, name) for name in ("first_day", "last_day", "place", "sector", "team_leader")),
        *(("postings.csv", 3, name) for name in ("first_day", "last_day")),
    ]


def test_a_fault_hides_no_change_in_another_row(
    plan_folder: Path, problem: RotaProblem, spoil: Spoil, places: Places
) -> None:
    """With an unknown opening in one row, dates cannot be known, but a changed name in another row is still found."""
    spoil(plan_folder / "postings.csv", "o2", "o9")
    spoil(plan_folder / "postings.csv", "Wang", "Li")
    spoil(plan_folder / "postings.csv", "1957-12-09", "1957-12-10")
    assert places(lambda: read_plan(plan_folder, problem)) == [
        ("postings.csv", 2, "opening"),
        ("postings.csv", 3, "name"),
    ]


def test_the_plan_alone(plan_folder: Path, plan: Plan, problem: RotaProblem) -> None:
    """Lists without the columns that follow from the plan are the same plan."""
    (plan_folder / "postings.csv").write_text("person,opening,batch\np3,o2,2\np1,o1,1\n", encoding="utf-8")
    (plan_folder / "left_out.csv").write_text("person,reason\np2,not_needed\np4,not_available\n", encoding="utf-8")
    assert read_plan(plan_folder, problem) == plan


def test_all_faults_at_once(plan_folder: Path, problem: RotaProblem, spoil: Spoil, places: Places) -> None:
    """The faults of all three files come together; a folder without a certificate is no plan."""
    spoil(plan_folder / "postings.csv", "o2", "o9")
    spoil(plan_folder / "left_out.csv", "p2,", "p9,")
    (plan_folder / "certificate.json").unlink()
    assert places(lambda: read_plan(plan_folder, problem)) == [
        ("certificate.json", 0, ""),
        ("left_out.csv", 2, "person"),
        ("postings.csv", 2, "opening"),
    ]


def test_a_stay_that_does_not_fit(tmp_path: Path, plan: Plan, problem: RotaProblem) -> None:
    """A plan that starts a stay in a batch that does not exist is not written, and the older plan stays."""
    write_plan(plan, problem, tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in os.listdir(tmp_path) if "." in name}
    wrong = Plan((Assignment("p1", "o1", 3),), (), plan.certificate)
    with pytest.raises(BadInput, match="a batch from 1 to 2, got 3"):
        write_plan(wrong, problem, tmp_path)
    assert {name: (tmp_path / name).read_bytes() for name in before} == before


def test_stopped_between_the_tables(plan_folder: Path, plan: Plan, problem: RotaProblem) -> None:
    """If the second table cannot be written, the folder has no certificate: old and new never pass for one plan."""
    (plan_folder / "left_out.csv").unlink()
    (plan_folder / "left_out.csv").mkdir()
    with pytest.raises(IsADirectoryError):
        write_plan(plan, problem, plan_folder)
    assert sorted(os.listdir(plan_folder)) == ["left_out.csv", "postings.csv", "prices.csv"]
