from __future__ import annotations

from pathlib import Path

from .conftest import BOXING, Grassrota, replaced

FILES = {
    *("bulletin.html", "bulletin.json", "bulletin.txt", "plan.html", "postings.csv", "verdicts.csv"),
    *("plan/certificate.json", "plan/left_out.csv", "plan/postings.csv", "plan/prices.csv"),
}


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_report_001_is_played_from_the_roster_to_the_bulletin(grassrota: Grassrota, tmp_path: Path) -> None:
    """Boxing county: 16 of 16 leaders are planned, and plan, postings and pages are written."""
    found = grassrota("demo", "001_leaders", "-o", tmp_path, "--json")
    assert found.code == 0
    (scenario,) = found.data["scenarios"]
    planned = next(line for line in scenario["bulletin"]["lines"] if line["label"] == "People planned to go")
    assert (planned["numerator"]["lower"], planned["denominator"]["lower"]) == (16, 16)
    assert names(tmp_path / "001_leaders") == FILES
    assert {str(Path(path).relative_to(tmp_path / "001_leaders")) for path in scenario["files"]} == FILES


def test_the_postings_tell_every_step_taken(grassrota: Grassrota, tmp_path: Path) -> None:
    """All 16 leaders of report 001 have five days in postings.csv, from the list to the closing."""
    assert grassrota("demo", "001_leaders", "-o", tmp_path).code == 0
    header, *rows = (tmp_path / "001_leaders/postings.csv").read_text(encoding="utf-8").splitlines()
    assert header.endswith("first_day,last_day,listed_on,departed_on,arrived_on,returned_on,closed_on")
    assert len(rows) == 16
    assert all(all(row.split(",")[-5:]) for row in rows)


def test_the_bulletin_is_on_stdout_and_the_pages_are_named_on_stderr(grassrota: Grassrota, tmp_path: Path) -> None:
    """A pipe gets the bulletin and the verdict in words; where the pages are is said beside it."""
    found = grassrota("demo", "001_leaders", "-o", tmp_path)
    assert "People planned to go: 16 of 16 people" in found.out
    assert "Inspection of boxing: confirmed" in found.out
    assert "bulletin.html" not in found.out
    assert str(tmp_path / "001_leaders" / "bulletin.html") in found.err


def test_what_was_assumed_is_told_once(grassrota: Grassrota, tmp_path: Path) -> None:
    """Each sentence stands once, in the bulletin: in the words, and in the JSON under it and nowhere else."""
    (scenario,) = grassrota("demo", "001_leaders", "-o", tmp_path, "--json").data["scenarios"]
    assert "assumed" not in scenario
    assumed = scenario["bulletin"]["assumed"]
    assert assumed[-1] == "the steps of 16 of 16 people were taken as planned: no file records them"
    told = grassrota("demo", "001_leaders", "-o", tmp_path).out
    assert [told.count(sentence) for sentence in assumed] == [1] * len(assumed)
    assert all(f"  assumed: {sentence}\n" in told for sentence in assumed)
    assert "Assumed, as" not in told


def test_playing_again_replaces_what_was_played_before(grassrota: Grassrota, tmp_path: Path) -> None:
    """The same seed writes the same bytes, but for the seconds that the solver took."""
    folder = tmp_path / "001_leaders"
    assert grassrota("demo", "001_leaders", "-o", tmp_path).code == 0
    before = {name: (folder / name).read_bytes() for name in FILES if "certificate" not in name}
    assert grassrota("demo", "001_leaders", "-o", tmp_path).code == 0
    assert {name: (folder / name).read_bytes() for name in before} == before


def test_a_dry_run_writes_nothing(grassrota: Grassrota, tmp_path: Path) -> None:
    """With --dry-run the bulletin is told, the files are named, and the folder stays empty."""
    found = grassrota("demo", "001_leaders", "-o", tmp_path, "--dry-run", "--json")
    assert found.code == 0
    assert len(found.data["scenarios"][0]["files"]) == len(FILES)
    assert list(tmp_path.iterdir()) == []


def test_a_scenario_can_be_copied_changed_and_played(grassrota: Grassrota, tmp_path: Path) -> None:
    """--copy gives the files of the scenario; a changed title is in the bulletin of the copy."""
    copy = tmp_path / "mine"
    assert grassrota("demo", "001_leaders", "--copy", copy).code == 0
    assert names(copy) == {name for name in names(BOXING) if "__pycache__" not in name}
    replaced(copy / "rotation.toml", "Boxing county: leaders as commune members", "Ours")
    found = grassrota("demo", copy, "-o", tmp_path / "out")
    assert found.code == 0
    assert found.out.startswith("Ours, 1959")


def test_the_packaged_scenarios_are_listed(grassrota: Grassrota) -> None:
    """--list names each scenario with its title and source, and plays none."""
    found = grassrota("demo", "--list", "--json")
    assert "001_leaders" in [row["name"] for row in found.data["scenarios"]]
    assert all(row["title"] and row["source"] for row in found.data["scenarios"])


def test_an_unknown_scenario_is_bad_input(grassrota: Grassrota) -> None:
    """The fault names what there is."""
    found = grassrota("demo", "no-such", "--json")
    assert (found.code, found.data["error"]) == (2, "bad_input")
    assert "001_leaders" in found.data["faults"][0]["expected"]


def test_a_folder_without_a_rotation_is_bad_input(grassrota: Grassrota, tmp_path: Path) -> None:
    """The fault says which file is missing."""
    found = grassrota("demo", tmp_path)
    assert found.code == 2
    assert "rotation.toml" in found.err


def test_a_prefix_plays_every_scenario_that_begins_so(grassrota: Grassrota, tmp_path: Path) -> None:
    """001 is a report with two counties, of which one is named for copying."""
    found = grassrota("demo", "001", "-o", tmp_path, "--json")
    assert [scenario["name"] for scenario in found.data["scenarios"]] == ["001_communes", "001_leaders"]
    copied = grassrota("demo", "001", "--copy", tmp_path / "x", "--json")
    assert copied.code == 2
    assert "001_communes, 001_leaders" in copied.data["faults"][0]["expected"]


def test_copying_needs_a_scenario(grassrota: Grassrota, tmp_path: Path) -> None:
    """--copy alone is a usage error."""
    assert grassrota("demo", "--copy", tmp_path / "x").code == 2


def test_a_shortfall_is_shown_before_the_year_ends(grassrota: Grassrota, tmp_path: Path) -> None:
    """With turns of 50 days everyone of report 001 meets the quota of 50; counted for 1960 all 16 are 50 days short."""
    copy = tmp_path / "mine"
    grassrota("demo", "001_leaders", "--copy", copy)
    met = grassrota("demo", copy, "-o", tmp_path / "out")
    assert "nobody will miss the quota of field days of 1959" in met.out
    replaced(copy / "rotation.toml", "quota_year = 1959", "quota_year = 1960")
    found = grassrota("demo", copy, "-o", tmp_path / "out", "--json")
    short = found.data["scenarios"][0]["shortfalls"]
    last = max(row["as_of"] for row in short)
    assert [row["shortfall"] for row in short if row["as_of"] == last] == [50] * 16
    assert "and 12 more" in grassrota("demo", copy, "-o", tmp_path / "out").out


def test_a_fault_names_its_scenario(grassrota: Grassrota, tmp_path: Path) -> None:
    """Several scenarios have a rotation.toml: the fault says whose it is."""
    copy = tmp_path / "mine"
    grassrota("demo", "001_leaders", "--copy", copy)
    replaced(copy / "rotation.toml", "seed = 1959", "seed = -1")
    found = grassrota("demo", copy, "-o", tmp_path / "out", "--json")
    assert (found.code, found.data["faults"][0]["file"]) == (2, "mine: rotation.toml")


def test_a_refusal_is_a_no(grassrota: Grassrota, tmp_path: Path) -> None:
    """A list that rests on acclamation alone is refused: exit code 1, with the rule's own code, and nothing written."""
    copy = tmp_path / "mine"
    grassrota("demo", "001_leaders", "--copy", copy)
    policy = copy / "problem/policy.toml"
    replaced(policy, '["plan", "criteria", "discussion"]', '["public_acclamation"]')
    found = grassrota("demo", copy, "-o", tmp_path / "out", "--json")
    assert (found.code, found.data["error"]) == (1, "crude_selection")
    assert not (tmp_path / "out").exists()
