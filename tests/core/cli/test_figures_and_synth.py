from __future__ import annotations

from pathlib import Path

from grassrota.files.problem import read_problem

from .conftest import SCENARIOS, Grassrota

SOUND = """
title = "Two halves"
source = "a test"

[[statement]]
kind = "count"
id = "all"
quantity = "all"
value = "10"
"""


def test_sound_statements_are_a_yes(grassrota: Grassrota, tmp_path: Path) -> None:
    """One exact count clashes with nothing: exit code 0."""
    file = tmp_path / "sound.toml"
    file.write_text(SOUND, encoding="utf-8")
    found = grassrota("figures", "check", file, "--json")
    assert (found.code, found.data["consistent"]) == (0, True)
    assert grassrota("figures", "check", file).out.endswith("Consistent.\n")


def test_a_published_set_that_clashes_is_a_no(grassrota: Grassrota) -> None:
    """The percentages of source b cannot all be true; the arithmetic is shown."""
    file = SCENARIOS / "published/icsp_2023_b.toml"
    found = grassrota("figures", "check", file, "--json")
    assert (found.code, found.data["possible"]) == (1, False)
    assert "sum to 76.564 %" in grassrota("figures", "check", file).out


def test_a_statement_file_with_faults_is_bad_input(grassrota: Grassrota, tmp_path: Path) -> None:
    """A missing file and a file that is no TOML are both named."""
    file = tmp_path / "bad.toml"
    assert grassrota("figures", "check", file).code == 2
    file.write_text("title = ", encoding="utf-8")
    found = grassrota("figures", "check", file, "--json")
    assert (found.code, found.data["faults"][0]["file"]) == (2, "bad.toml")


def test_a_made_up_problem_can_be_read(grassrota: Grassrota, tmp_path: Path) -> None:
    """60 people were asked for, 60 people are in the folder, with the fingerprint that was told."""
    found = grassrota("synth", "rota", "--people", "60", "--seed", "3", "-o", tmp_path / "p", "--json")
    assert found.code == 0
    problem = read_problem(tmp_path / "p")
    assert (len(problem.people), problem.sha256) == (60, found.data["problem_sha256"])


def test_the_seed_decides_what_is_made_up(grassrota: Grassrota, tmp_path: Path) -> None:
    """The same seed gives the same bytes, another seed other people."""
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        assert grassrota("synth", "rota", "--people", "40", "--seed", seed, "-o", tmp_path / name).code == 0
    people = {name: (tmp_path / name / "people.csv").read_bytes() for name in "abc"}
    assert people["a"] == people["b"] != people["c"]


def test_too_few_people_are_bad_input(grassrota: Grassrota, tmp_path: Path) -> None:
    """Fewer than 40 make no problem, and no folder."""
    found = grassrota("synth", "rota", "--people", "39", "-o", tmp_path / "p", "--json")
    assert (found.code, found.data["faults"][0]["got"]) == (2, "39")
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_makes_nothing(grassrota: Grassrota, tmp_path: Path) -> None:
    """The files are named only."""
    found = grassrota("synth", "rota", "--people", "40", "-o", tmp_path / "p", "--dry-run", "--json")
    assert len(found.data["files"]) == 8
    assert list(tmp_path.iterdir()) == []
