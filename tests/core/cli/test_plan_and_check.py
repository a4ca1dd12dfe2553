from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from .conftest import Grassrota, replaced

PLAN = {"certificate.json", "history.csv", "left_out.csv", "postings.csv", "prices.csv", "report.html"}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture
def plan(grassrota: Grassrota, problem: Path, tmp_path: Path) -> Path:
    """A plan of the problem."""
    folder = tmp_path / "plan"
    assert grassrota("plan", problem, "-o", folder, "-q").code == 0
    return folder


def test_a_plan_is_a_folder_of_six_files(grassrota: Grassrota, problem: Path, tmp_path: Path) -> None:
    """Postings, people left out, prices, history, certificate and page; the answer has what the certificate says."""
    folder = tmp_path / "plan"
    found = grassrota("plan", problem, "-o", folder, "--seed", "7", "--json")
    assert found.code == 0
    assert names(folder) == PLAN
    certificate = json.loads((folder / "certificate.json").read_text(encoding="utf-8"))
    assert certificate == {name: found.data[name] for name in certificate}
    assert (certificate["seed"], certificate["violations"], found.data["people"]) == (7, 0, 16)
    with (folder / "history.csv").open(encoding="utf-8", newline="") as stream:
        first, *_, last = csv.DictReader(stream)
    assert (first["objective"], first["gap"], first["violations"]) == ("", "", "")
    assert {name: float(last[name]) for name in last if name != "stage"} == {
        name: certificate[name] for name in last if name != "stage"
    }
    assert "Moments of the search" in (folder / "report.html").read_text(encoding="utf-8")


def test_the_next_command_is_suggested(grassrota: Grassrota, problem: Path, tmp_path: Path) -> None:
    """After planning, the check is named on stderr; -q says nothing there."""
    found = grassrota("plan", problem, "-o", tmp_path / "plan")
    assert f"Next: grassrota check {problem} {tmp_path / 'plan'}" in found.err
    assert grassrota("plan", problem, "-o", tmp_path / "plan", "-q").err == ""


def test_a_plan_of_the_solver_keeps_every_rule(grassrota: Grassrota, problem: Path, plan: Path) -> None:
    """The checker says yes with exit code 0."""
    found = grassrota("check", problem, plan, "--json")
    assert (found.code, found.data["valid"], found.data["violations"]) == (0, True, [])
    assert grassrota("check", problem, plan).out.startswith("Yes: 16 of 16 people go")


def test_a_tampered_plan_breaks_rules(grassrota: Grassrota, problem: Path, plan: Path) -> None:
    """Without its last posting a plan leaves somebody neither going nor left out, and every violation is told."""
    path = plan / "postings.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    found = grassrota("check", problem, plan, "--json")
    assert (found.code, found.data["valid"]) == (1, False)
    assert {violation["rule"] for violation in found.data["violations"]} >= {"everyone", "headcount", "left_out"}
    told = grassrota("check", problem, plan)
    assert told.code == 1
    assert all(violation["words"] in told.out for violation in found.data["violations"])


def test_rules_that_clash_are_named_in_words(grassrota: Grassrota, problem: Path, tmp_path: Path) -> None:
    """16 leaders who must all go do not fit into 12 seats: exit code 1, the rules in words, and no plan."""
    path = problem / "openings.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    found = grassrota("plan", problem, "-o", tmp_path / "plan", "--json")
    assert (found.code, found.data["error"]) == (1, "infeasible")
    assert "Each opening has" in found.data["data"]["rules"]["headcount"]
    assert "Each opening has" in grassrota("plan", problem, "-o", tmp_path / "plan").err
    assert names(tmp_path) == {"problem"}


def test_what_clashes_is_told_with_what_would_settle_it(grassrota: Grassrota, problem: Path, tmp_path: Path) -> None:
    """By `conflict` as by `plan`; a problem without a clash has exit code 0."""
    assert grassrota("conflict", problem).out == "No clash was found.\n"
    path = problem / "openings.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    found, planned = (
        grassrota(*call, "--json") for call in (("conflict", problem), ("plan", problem, "-o", tmp_path / "p"))
    )
    assert (found.code, found.data["clash"], found.data["minimal"]) == (1, True, True)
    told = {name: planned.data["data"][name] for name in ("rows", "people", "minimal", "relaxations")}
    assert told == {name: found.data[name] for name in told}
    offers = [offer["words"] for offer in found.data["relaxations"]]
    assert len(offers) == len(found.data["rows"])
    words, refusal = grassrota("conflict", problem).out, grassrota("plan", problem, "-o", tmp_path / "p").err
    assert all(offer in words and offer in refusal for offer in offers)


def test_no_clash_is_looked_for_among_groups(grassrota: Grassrota, problem: Path) -> None:
    """Bad input, rather than an answer that looks as if nothing clashed."""
    people = [line.split(",")[0] for line in (problem / "people.csv").read_text(encoding="utf-8").splitlines()[1:3]]
    (problem / "groups.csv").write_text(f"id,members,headcount\ng1,{';'.join(people)},2\n", encoding="utf-8")
    found = grassrota("conflict", problem)
    assert found.code == 2
    assert "people who go alone" in found.err


def test_every_fault_of_a_problem_is_told(grassrota: Grassrota, problem: Path, tmp_path: Path) -> None:
    """Two faults in one row come with file, row, column, expected and got; nothing is written."""
    replaced(problem / "people.csv", "standing_committee,3,2,", "king,-3,2,")
    found = grassrota("plan", problem, "-o", tmp_path / "plan", "--json")
    assert (found.code, found.data["error"]) == (2, "bad_input")
    fault = found.data["faults"][0]
    assert set(fault) == {"file", "row", "column", "expected", "got", "fix"}
    assert (fault["file"], fault["row"], fault["column"], fault["got"]) == ("people.csv", 2, "tenure_years", "-3")
    told = grassrota("check", problem, tmp_path)
    assert told.code == 2
    assert "people.csv, row 2, column tenure_years" in told.err
    assert told.out == ""


@pytest.mark.parametrize("command", ["plan", "check"])
def test_a_problem_that_is_not_there_is_bad_input(grassrota: Grassrota, tmp_path: Path, command: str) -> None:
    """Both commands say that a folder was expected."""
    more = ["-o", tmp_path / "plan"] if command == "plan" else [tmp_path]
    found = grassrota(command, tmp_path / "nowhere", *more)
    assert found.code == 2
    assert "expected a folder, got nothing" in found.err


def test_a_dry_run_plans_and_writes_nothing(grassrota: Grassrota, problem: Path, tmp_path: Path) -> None:
    """The files are named, the folder does not appear."""
    found = grassrota("plan", problem, "-o", tmp_path / "deep/plan", "--dry-run", "--json")
    assert {Path(path).name for path in found.data["files"]} == PLAN
    assert names(tmp_path) == {"problem"}


def test_a_gap_outside_0_to_1_is_a_usage_error(grassrota: Grassrota, problem: Path, tmp_path: Path) -> None:
    """The option is named."""
    found = grassrota("plan", problem, "-o", tmp_path / "plan", "--gap", "2", "--json")
    assert (found.code, found.data["error"]) == (2, "usage")
    assert "--gap" in found.data["message"]
