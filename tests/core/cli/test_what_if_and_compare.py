"""``grassrota what-if`` and ``grassrota compare`` as they are called."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from grassrota.files.plan import read_plan
from grassrota.files.problem import read_problem
from grassrota.rota.check import check

from .conftest import Grassrota


@pytest.fixture
def plan(grassrota: Grassrota, problem: Path, tmp_path: Path) -> Path:
    """A plan of the sixteen leaders of Boxing county."""
    folder = tmp_path / "plan"
    assert grassrota("plan", problem, "-o", folder, "-q").code == 0
    return folder


def ids(problem: Path) -> list[str]:
    return [person.id for person in read_problem(problem).people]


def test_what_if_somebody_could_not_go(grassrota: Grassrota, problem: Path, plan: Path, tmp_path: Path) -> None:
    """One of sixteen is excused and the openings take up to four: fifteen go by a plan that keeps the rules."""
    who, *_others = ids(problem)
    openings = [opening.id for opening in read_problem(problem).openings]
    before = {path: path.read_bytes() for path in problem.iterdir()}
    folder = tmp_path / "imagined"
    seats = [word for opening in openings for word in ("--seats", f"{opening}=0-4")]
    found = grassrota("what-if", problem, "--excuse", who, *seats, "--plan", plan, "-o", folder, "--json", "-q")
    assert found.code == 0
    assert found.data["going"] == [16, 15]
    assert found.data["differences"]["stays_now"] == 1
    other = read_problem(folder / "problem")
    made = read_plan(folder / "plan", other)
    assert check(other, made) == ()
    assert who not in made.by_person
    with (folder / "moved.csv").open(encoding="utf-8") as stream:
        moved = {row["person"]: row for row in csv.DictReader(stream)}
    assert moved[who]["second_opening"] == ""
    assert f"{who} is not available." in (folder / "report.html").read_text(encoding="utf-8")
    assert {path: path.read_bytes() for path in problem.iterdir()} == before


def test_what_if_the_rules_clash(grassrota: Grassrota, problem: Path, tmp_path: Path) -> None:
    """With an opening closed sixteen do not fit into the others: exit code 1, the rule in words, nothing written."""
    opening = read_problem(problem).openings[0].id
    found = grassrota("what-if", problem, "--close", opening, "-o", tmp_path / "out", "--json", "-q")
    assert (found.code, found.data["error"]) == (1, "infeasible")
    assert not (tmp_path / "out").exists()


def test_a_setting_and_a_pin(grassrota: Grassrota, problem: Path, tmp_path: Path) -> None:
    """A weight is changed and the last leader pinned to the second batch: both are in what was imagined."""
    who = ids(problem)[-1]
    asked = ("--set", "costs.distance=7", "--pin", f"{who}=:2")
    assert grassrota("what-if", problem, *asked, "-o", tmp_path / "out", "-q").code == 0
    other = read_problem(tmp_path / "out/problem")
    assert other.policy.costs.distance == 7
    assert read_plan(tmp_path / "out/plan", other).by_person[who].batch == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "something to imagine"),
        (("--set", "floors.roof=1"), "floors.roof"),
        (("--set", "costs"), "key=value"),
        (("--close", "nowhere"), "the id of an opening"),
        (("--seats", "o1=5"), "OPENING=LOW-HIGH"),
        (("--excuse", "nobody"), "the id of a person"),
        (("--pin", "nobody"), "PERSON=OPENING"),
    ],
)
def test_what_cannot_be_imagined(
    grassrota: Grassrota, problem: Path, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    """Each is bad input with what would have been right, before anything is planned."""
    found = grassrota("what-if", problem, *words, "-o", tmp_path / "out")
    assert (found.code, told in found.err) == (2, True)
    assert not (tmp_path / "out").exists()


def test_a_plan_beside_itself_and_beside_another(
    grassrota: Grassrota, problem: Path, plan: Path, tmp_path: Path
) -> None:
    """Beside itself nobody differs; beside the plan of the problem with a pin, whoever was moved does."""
    same = grassrota("compare", problem, plan, plan, "-o", tmp_path / "same", "--json", "-q")
    assert (same.code, same.data["differences"]) == (0, {})
    assert {path.name for path in (tmp_path / "same").iterdir()} == {"moved.csv", "burden.csv", "report.html"}
    first = read_plan(plan, read_problem(problem))
    entry = next(one for one in first.assignments if one.batch == 2)
    elsewhere = 3
    asked = ("--pin", f"{entry.person}=:{elsewhere}", "--plan", plan)
    assert grassrota("what-if", problem, *asked, "-o", tmp_path / "other", "-q").code == 0
    folders = (tmp_path / "other/plan", "--other-problem", tmp_path / "other/problem")
    found = grassrota("compare", problem, plan, *folders, "-o", tmp_path / "both", "--json", "-q")
    assert sum(found.data["differences"].values()) >= 2  # every batch has four seats for sixteen: somebody gives way
    assert found.data["violations"] == [0, 0]
