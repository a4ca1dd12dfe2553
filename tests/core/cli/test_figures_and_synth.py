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


def test_units_lifted_over_a_gate_are_flagged_and_drawn(grassrota: Grassrota, tmp_path: Path) -> None:
    """Of 1,000 cases each, 30 units reach 40 to 69 % and 12 more stand at 70 %, where one is to be expected."""
    rates = [400 + 10 * step + step % 7 for step in range(30)]
    rows = [f"u{place},1000,{fixed}" for place, fixed in enumerate([*rates * 3, *[701] * 12])]
    panel, page = tmp_path / "panel.csv", tmp_path / "screens.html"
    panel.write_text("\n".join(("unit,opinions,reported_fixed", *rows)), encoding="utf-8")
    found = grassrota("figures", "screen", panel, "--gate", "0.7", "-o", page, "--json")
    assert found.code == 1
    lifted = next(sign for sign in found.data["signs"] if sign["screen"] == "bunching")
    assert set(lifted["units"]) == {f"u{place}" for place in range(90, 102)}
    assert "12 units stand up to 1 point above 70%" in lifted["arithmetic"]
    drawn = page.read_text(encoding="utf-8")
    assert "<svg" in drawn
    assert "70 to 71 %" in drawn
    assert grassrota("figures", "screen", panel, "-o", page).code == 2


def test_a_rate_that_no_count_gives_is_flagged_and_faults_are_named(grassrota: Grassrota, tmp_path: Path) -> None:
    """2 of 3 is not 66.9 %; sound rows alone are a yes; a wrong cell is named by row and column."""
    panel = tmp_path / "panel.csv"
    header = "unit,opinions,reported_fixed,printed\n"
    panel.write_text(f"{header}a,3,2,66.7%\n", encoding="utf-8")
    assert grassrota("figures", "screen", panel).code == 0
    panel.write_text(f"{header}a,3,2,66.7%\nb,3,2,66.9%\n", encoding="utf-8")
    found = grassrota("figures", "screen", panel)
    assert found.code == 1
    assert "granularity: 2 of 3 is not 66.85 % to 66.95 %" in found.out
    panel.write_text(f"{header}a,3,4,66.7%\nb,3,2,most\n", encoding="utf-8")
    faults = grassrota("figures", "screen", panel, "--gate", "0.7", "--json").data["faults"]
    assert {(fault["row"], fault["column"]) for fault in faults} == {(2, "reported_fixed"), (3, "printed")}
    assert grassrota("figures", "screen", panel, "--gate", "70").code == 2


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
    assert len(found.data["files"]) == 9
    assert list(tmp_path.iterdir()) == []
