"""``grassrota fairness`` as it is called: written, stopped, taken up again, refused."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from grassrota.files.problem import write_problem
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.solve import Stop, solve
from grassrota.synth.rota import Size, rota

from .conftest import Grassrota

FILES = {"years.csv", "groups.csv", "report.html", "steps.jsonl"}


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    """Forty-eight made-up people, of whom about half have a seat."""
    made = rota(Size(people=48, units=2, openings=3, batches=2, townships=2), seed=2)
    folder = tmp_path / "problem"
    folder.mkdir()
    write_problem(replace(made, openings=made.openings[:1]), folder)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_two_years_are_followed(grassrota: Grassrota, problem: Path, tmp_path: Path) -> None:
    """Both courses are in the tables year by year; the answer, the tables and the page agree."""
    folder = tmp_path / "out"
    found = grassrota("fairness", problem, "--years", "2", "--seed", "1", "-o", folder, "--json", "-q")
    assert found.code == 0
    assert {path.name for path in folder.iterdir()} == FILES
    years = rows(folder / "years.csv")
    assert [(row["course"], row["year"]) for row in years] == [
        ("in_turn", "1"),
        ("in_turn", "2"),
        ("free", "1"),
        ("free", "2"),
    ]
    fair = years[:2]
    assert found.data["years"] == 2
    assert found.data["within_one"] == [int(fair[1]["within_one"]), int(fair[1]["of"])]
    assert found.data["passed_over"][0] == sum(int(row["passed_over"]) for row in fair)
    paid, free = (sum(int(row[name]) for row in fair) for name in ("cost", "cost_without_rule"))
    assert found.data["price"] == pytest.approx((paid - free) / free)
    turns = [
        row for row in rows(folder / "groups.csv") if (row["course"], row["year"], row["by"]) == ("free", "2", "unit")
    ]
    assert sum(int(row["turns"]) for row in turns) == sum(int(row["going"]) for row in years[2:])
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "Price of fairness" in page
    assert "p000001" not in page  # the page names no person


def test_stopped_and_taken_up(
    grassrota: Grassrota, problem: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Interrupted at its third plan two are kept; the same command makes the others, and the answer is the same."""
    whole = grassrota("fairness", problem, "--years", "2", "-o", tmp_path / "whole", "--json", "-q")
    made: list[str] = []

    def interrupted(one: RotaProblem, *, stop: Stop, seed: int) -> Plan:
        if len(made) == 2:
            raise KeyboardInterrupt
        made.append(one.sha256)
        return solve(one, stop=stop, seed=seed)

    monkeypatch.setattr("grassrota.rota.solve.solve", interrupted)
    folder = tmp_path / "parts"
    stopped = grassrota("fairness", problem, "--years", "2", "-o", folder)
    assert "2 plans kept: the same command goes on from there" in stopped.err
    assert {path.name for path in folder.iterdir()} == {"steps.jsonl"}
    with (folder / "steps.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"problem":"cut o')  # as a machine that loses its power leaves it
    again: list[str] = []

    def counted(one: RotaProblem, *, stop: Stop, seed: int) -> Plan:
        again.append(one.sha256)
        return solve(one, stop=stop, seed=seed)

    monkeypatch.setattr("grassrota.rota.solve.solve", counted)
    found = grassrota("fairness", problem, "--years", "2", "-o", folder, "--json")
    assert "Going on with 2 plans" in found.err
    assert not set(made) & set(again)
    assert {**found.data, "folder": "", "files": []} == {**whole.data, "folder": "", "files": []}
    assert (folder / "years.csv").read_bytes() == (tmp_path / "whole/years.csv").read_bytes()
    lines = (folder / "steps.jsonl").read_text(encoding="utf-8").split("\n")
    assert all(json.loads(line) for line in lines if line and not line.startswith('{"problem":"cut o'))


def test_a_folder_of_another_simulation(grassrota: Grassrota, problem: Path, tmp_path: Path) -> None:
    """Another seed is another simulation: refused with what to do, and begun anew with --yes."""
    folder = tmp_path / "out"
    assert grassrota("fairness", problem, "--years", "1", "-o", folder, "-q").code == 0
    found = grassrota("fairness", problem, "--years", "1", "--seed", "5", "-o", folder)
    assert found.code == 2
    assert "steps of the same simulation" in found.err
    assert grassrota("fairness", problem, "--years", "1", "--seed", "5", "-o", folder, "--yes", "-q").code == 0
    head = (folder / "steps.jsonl").read_text(encoding="utf-8").split("\n")[0]
    assert json.loads(head)["seed"] == 5


def test_steps_cut_off_in_their_first_line(grassrota: Grassrota, problem: Path, tmp_path: Path) -> None:
    """A file in which nothing can be read yet is begun anew."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "steps.jsonl").write_text('{"gap":0.0', encoding="utf-8")
    assert grassrota("fairness", problem, "--years", "1", "-o", folder, "-q").code == 0
    assert json.loads((folder / "steps.jsonl").read_text(encoding="utf-8").split("\n")[0])["seed"] == 0


def test_a_dry_run_keeps_nothing(grassrota: Grassrota, problem: Path, tmp_path: Path) -> None:
    """The files are named, and no folder appears."""
    found = grassrota("fairness", problem, "--years", "1", "-o", tmp_path / "out", "--dry-run", "--json")
    assert {Path(path).name for path in found.data["files"]} == FILES - {"steps.jsonl"}
    assert not (tmp_path / "out").exists()


def test_a_year_that_has_no_plan(grassrota: Grassrota, problem: Path, tmp_path: Path) -> None:
    """Openings that ask for more people than there are: exit code 1, and so it is again from what was kept."""
    path = problem / "openings.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    header = lines[0].split(",")
    cells = lines[1].split(",")
    cells[header.index("low")] = cells[header.index("high")] = "900"
    path.write_text("\n".join([lines[0], ",".join(cells)]) + "\n", encoding="utf-8")
    for _ in range(2):
        found = grassrota("fairness", problem, "--years", "1", "-o", tmp_path / "out", "--json", "-q")
        assert (found.code, found.data["error"]) == (1, "infeasible")
