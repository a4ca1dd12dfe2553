"""``grassrota replan`` as it is called, and ``grassrota check --since`` against whoever makes its proof look better."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from grassrota.files.plan import read_plan, write_plan
from grassrota.files.problem import read_problem, write_problem
from grassrota.rota.solve import solve
from grassrota.synth.rota import rota, size_of

from .conftest import Grassrota, replaced


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty people, planned, and the list is public."""
    folder, problem = tmp_path_factory.mktemp("public"), rota(size_of(60), 3)
    write_problem(problem, folder / "problem")
    write_plan(solve(problem), problem, folder / "plan")
    return folder


@pytest.fixture
def changes(public: Path, tmp_path: Path) -> Path:
    """Two of those who go withdraw, another has departed."""
    going = list(read_plan(public / "plan", read_problem(public / "problem")).by_person)
    file = tmp_path / "changes.csv"
    file.write_text(
        f"person,happened\n{going[0]},withdrew\n{going[1]},withdrew\n{going[2]},departed\n", encoding="utf-8"
    )
    return file


@pytest.fixture
def replanned(grassrota: Grassrota, public: Path, changes: Path, tmp_path: Path) -> Path:
    """The folder that the command writes."""
    folder = tmp_path / "new"
    found = grassrota("replan", public / "problem", public / "plan", changes, "-o", folder, "--json", "-q")
    assert found.code == 0
    assert (found.data["moves"], found.data["bound"]) == (said(folder)["moves"], said(folder)["bound"])
    return folder


def said(folder: Path) -> dict[str, int]:
    found: dict[str, int] = json.loads((folder / "plan/moving.json").read_text(encoding="utf-8"))
    return found


def test_what_is_written_is_a_plan_and_is_checked(
    grassrota: Grassrota, public: Path, changes: Path, replanned: Path
) -> None:
    """A problem and a plan of it; who withdrew goes no more, who departed as before; each other move has a line."""
    found = grassrota("check", replanned / "problem", replanned / "plan", "--since", public / "plan", "--json", "-q")
    assert (found.code, found.data["moves"], found.data["moves_bound"]) == (0, *said(replanned).values())
    problem = read_problem(replanned / "problem")
    was, now = (read_plan(folder / "plan", problem) for folder in (public, replanned))
    first, second, departed = (line.partition(",")[0] for line in changes.read_text(encoding="utf-8").splitlines()[1:])
    assert not {first, second} & set(now.by_person)
    assert now.by_person[departed] == was.by_person[departed]
    with (replanned / "moves.csv").open(encoding="utf-8") as stream:
        moves = list(csv.DictReader(stream))
    assert len(moves) == said(replanned)["moves"] > 0
    for move in moves:
        assert move["through"].split(", ")[0] in {first, second}
        assert not [who for who in (first, second) if who in move["told"]]
    assert (replanned / "plan/report.html").is_file()


def test_it_says_so_in_words(grassrota: Grassrota, public: Path, replanned: Path) -> None:
    """To whoever checks: how many, and how few it could be."""
    found = grassrota("check", replanned / "problem", replanned / "plan", "--since", public / "plan")
    number = said(replanned)
    assert f"moved, and it is proven that at least {number['bound']} must be." in found.out
    assert found.code == 0


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("moves", "people are moved, the proof says"),
        ("bound", "the prices prove a bound of"),
    ],
)
def test_a_false_number_is_rejected(
    grassrota: Grassrota, public: Path, replanned: Path, tmp_path: Path, key: str, told: str
) -> None:
    """One more than is so: exit code 1, in words."""
    folder = tmp_path / "false"
    shutil.copytree(replanned, folder)
    number = said(folder)[key]
    replaced(folder / "plan/moving.json", f'"{key}": {number}', f'"{key}": {number + 1}')
    found = grassrota("check", folder / "problem", folder / "plan", "--since", public / "plan")
    assert found.code == 1
    assert told in found.out


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("moving.json", '{"moves": "many", "bound": -1}', ["moves", "bound"]),
        ("moving.json", "[]", [""]),
        ("moving_prices.csv", "rule,about,also,batch,price\nheadcount,o1,,1,much\n", ["price"]),
    ],
)
def test_a_proof_that_cannot_be_read(
    grassrota: Grassrota, public: Path, replanned: Path, file: str, text: str, told: list[str]
) -> None:
    """Exit code 2, with file and column."""
    (replanned / "plan" / file).write_text(text, encoding="utf-8")
    found = grassrota("check", replanned / "problem", replanned / "plan", "--since", public / "plan", "--json", "-q")
    assert (found.code, [fault["column"] for fault in found.data["faults"]]) == (2, told)
    assert {fault["file"] for fault in found.data["faults"]} <= {file, ""}


def test_every_fault_of_the_table_at_once(grassrota: Grassrota, public: Path, tmp_path: Path) -> None:
    """Nobody's id, somebody withdrawn twice, withdrawn and departed, and departed without being sent: each its row."""
    problem = read_problem(public / "problem")
    plan = read_plan(public / "plan", problem)
    goes, too = list(plan.by_person)[:2]
    stays = next(person.id for person in problem.people if person.id not in plan.by_person)
    lines = ("nobody,withdrew", f"{goes},withdrew", f"{goes},withdrew", f"{too},withdrew", f"{too},departed")
    file = tmp_path / "changes.csv"
    file.write_text("\n".join(("person,happened", *lines, f"{stays},departed", "")), encoding="utf-8")
    found = grassrota("replan", public / "problem", public / "plan", file, "-o", tmp_path / "out", "--json", "-q")
    assert found.code == 2
    told = [(fault["file"], fault["row"], fault["column"], fault["got"]) for fault in found.data["faults"]]
    assert told == [
        ("changes.csv", row, "person", who) for row, who in [(2, "nobody"), (4, goes), (6, too), (7, stays)]
    ]
    assert not (tmp_path / "out").exists()


def test_a_word_that_is_not_one_of_the_two(grassrota: Grassrota, public: Path, tmp_path: Path) -> None:
    """The row, and both words."""
    file = tmp_path / "changes.csv"
    file.write_text("person,happened\np000001,ill\n", encoding="utf-8")
    found = grassrota("replan", public / "problem", public / "plan", file, "-o", tmp_path / "out")
    assert found.code == 2
    assert "withdrew, departed" in found.err


def test_nothing_near_keeps_the_rules(grassrota: Grassrota, public: Path, tmp_path: Path) -> None:
    """Everybody withdraws: exit code 1, the rules in the way, and nothing is written."""
    people = [person.id for person in read_problem(public / "problem").people]
    file = tmp_path / "changes.csv"
    file.write_text("\n".join(("person,happened", *(f"{who},withdrew" for who in people), "")), encoding="utf-8")
    found = grassrota("replan", public / "problem", public / "plan", file, "-o", tmp_path / "out", "--json", "-q")
    assert (found.code, found.data["error"]) == (1, "infeasible")
    assert not (tmp_path / "out").exists()
