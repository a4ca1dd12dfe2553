from __future__ import annotations

import json
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import Grassrota, replaced

if TYPE_CHECKING:
    from tests.conftest import Refreeze

FIXED = ',yes,"seen on site, as its ledger says",yes,'


def test_a_design_by_hand(grassrota: Grassrota) -> None:
    """All 10 of 10 claimed, no grace, tolerance 1/5: false at 8, so a sample of 8 confirms with 1 in 45, of 7 with 3.

    A sample of n misses both unfixed cases with a chance of (10-n)(9-n)/90: 6/90 for 7 and 2/90 for 8.
    """
    args = ("--received", "10", "--claimed", "10", "--tolerance", "1/5", "--grace", "0")
    found = grassrota("inspect", "design", *args, "--json")
    assert found.code == 0
    asked = {name: found.data[name] for name in ("sample", "allowed", "false_at", "honest_at", "census")}
    assert asked == {"sample": 8, "allowed": 0, "false_at": 8, "honest_at": 10, "census": False}
    assert found.data["confirm_risk"] == pytest.approx(1 / 45)
    assert found.data["refute_risk"] == 0
    assert [row["fixed"] for row in found.data["confirms"]] == [10, 9, 8]
    assert [row["chance"] for row in found.data["confirms"]] == pytest.approx([1, 1 / 5, 1 / 45])
    told = grassrota("inspect", "design", *args).out
    assert "Visit 8 of the 10 cases" in told
    assert "2.2222% (5% allowed)" in told


@pytest.mark.parametrize(
    ("args", "code", "word"),
    [
        (("--received", "10", "--claimed", "11"), 2, "received"),
        (("--received", "10", "--claimed", "10", "--alpha", "x", "--grace", "y"), 2, "--alpha"),
        (("--received", "10", "--claimed", "10", "--alpha", "2", "--tolerance", "0.2"), 2, "alpha"),
        (("--received", "10", "--claimed", "0"), 1, "nothing to inspect"),
        (("--received", "100", "--claimed", "97", "--tolerance", "0.001"), 1, "No sample can tell"),
        (("--received", "-1", "--claimed", "0"), 2, "--received"),
        (("--received", "10"), 2, "--claimed"),
        (("--received", "100", "--claimed", "97", "--passed", "1"), 2, "passed"),
        (("--received", "100", "--claimed", "97", "--passed", "y"), 2, "--passed"),
        (("--received", "100", "--claimed", "97", "--passed", "0.9"), 1, "no sample tells them apart"),
    ],
)
def test_a_design_that_cannot_be(grassrota: Grassrota, args: tuple[str, ...], code: int, word: str) -> None:
    """Wrong numbers are bad input, questions without an answer a no; what is wrong is named."""
    found = grassrota("inspect", "design", *args)
    assert found.code == code
    assert word in found.err


def test_a_design_case_by_case(grassrota: Grassrota, tmp_path: Path) -> None:
    """The claim of report 002: both risks kept, fewer than 85 visits on average, the whole plan, and pictures of it."""
    args = ("--received", "1040000", "--claimed", "645840", "-o", tmp_path / "design.html")
    plan = grassrota("inspect", "design", *args, "--json").data["sequential"]
    assert max(plan["confirm_risk"], plan["refute_risk"]) <= 0.05
    assert plan["bound"] <= plan["mean_visits"] < 85
    assert plan["longest"] <= 1.5 * 128
    assert {"visited": 50, "failed": 0, "outcome": "confirmed"} in plan["exits"]
    assert [row["claim"] for row in plan["levels"]] == ["honest", "midway", "false"]
    assert plan["mean_visits"] == pytest.approx(sum(row["mean_visits"] for row in plan["levels"]) / 3)
    assert "<svg" in (tmp_path / "design.html").read_text(encoding="utf-8")
    assert grassrota("inspect", "design", *args).code == 2
    told = grassrota("inspect", "design", *args, "--yes").out
    assert "confirm from 50 visits with 0" in told
    assert "never takes more than" in told


def test_a_small_design_says_where_lots_are_drawn(grassrota: Grassrota) -> None:
    """70 of 100 with no false claim above 40: with lots there are a few states, without them none."""
    args = ("--received", "100", "--claimed", "70", "--tolerance", "0.3", "--grace", "0.02")
    found = grassrota("inspect", "design", *args, "--json").data["sequential"]
    assert f"the last case's lot is under {found['lots'][0]['chance']:.6f}" in grassrota("inspect", "design", *args).out
    assert grassrota("inspect", "design", *args, "--no-lots", "--json").data["sequential"]["lots"] == []


def test_inspectors_who_err_need_more_visits(grassrota: Grassrota) -> None:
    """A tenth of 300 bad cases passed, a hundredth of 980 good ones failed: 700 looks like 730, and 980 like 971."""
    args = ("--received", "1000", "--claimed", "1000", "--tolerance", "0.3", "--passed", "0.1", "--failed", "0.01")
    found = grassrota("inspect", "design", *args, "--json").data
    assert (found["false_at"], found["honest_at"]) == (730, 971)


def test_a_draw_can_be_repeated_by_anyone(grassrota: Grassrota, round_dir: Path, tmp_path: Path) -> None:
    """The draw verifies, even from a folder without the key: one and a half times the ten cases of a fixed size."""
    file = tmp_path / "draw.json"
    found = grassrota("inspect", "draw", round_dir, "-o", file, "--json")
    assert (found.code, len(found.data["draws"][0]["cases"])) == (0, 15)
    settings = round_dir / "inspection.toml"
    lines = settings.read_text(encoding="utf-8").splitlines()
    settings.write_text("\n".join(line for line in lines if not line.startswith("secret")), encoding="utf-8")
    verified = grassrota("inspect", "draw", round_dir, "--verify", file, "--json")
    assert (verified.code, verified.data) == (0, {"verified": True, "differences": []})
    refused = grassrota("inspect", "draw", round_dir, "--json")
    assert (refused.code, refused.data["error"]) == (1, "key_unpublished")


def changed(file: Path, change: Any) -> Path:
    content = json.loads(file.read_text(encoding="utf-8"))
    change(content)
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda content: content["draws"][0]["cases"].reverse(), "cases"),
        (lambda content: content["draws"][0]["cases"].pop(), "cases"),
        (lambda content: content["draws"][0].update(list_hash="0" * 64), "list_hash"),
        (lambda content: content["beacon"].update(text="1 1 1"), "beacon"),
        (lambda content: content["key"].update(secret="0" * 64), "key"),
        (lambda content: content["draws"].clear(), "draw"),
        (lambda content: content["draws"][0].update(unit="elsewhere"), "draw"),
    ],
)
def test_a_draw_that_was_tampered_with_is_found_out(
    grassrota: Grassrota, round_dir: Path, tmp_path: Path, change: Any, what: str
) -> None:
    """Other cases, another list, chance, key or unit: exit code 1, and what differs by name."""
    grassrota("inspect", "draw", round_dir, "-o", tmp_path / "draw.json")
    file = changed(tmp_path / "draw.json", change)
    found = grassrota("inspect", "draw", round_dir, "--verify", file, "--json")
    assert (found.code, found.data["verified"]) == (1, False)
    assert what in {row["what"] for row in found.data["differences"]}
    assert grassrota("inspect", "draw", round_dir, "--verify", file).out.startswith("No: ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "some content"),
        ("{", "well-formed JSON"),
        ("[1]", "an object"),
        ('{"beacon": {"round": true}, "key": {}, "draws": [{"cases": [1]}]}', "a whole number"),
    ],
)
def test_a_file_that_is_no_draw_is_bad_input(
    grassrota: Grassrota, round_dir: Path, tmp_path: Path, text: str, expected: str
) -> None:
    """Every fault names the file and what was expected."""
    file = tmp_path / "draw.json"
    file.write_text(text, encoding="utf-8")
    found = grassrota("inspect", "draw", round_dir, "--verify", file, "--json")
    assert found.code == 2
    assert {fault["file"] for fault in found.data["faults"]} == {"draw.json"}
    assert expected in {fault["expected"] for fault in found.data["faults"]}


def test_a_draw_replaces_no_file_unasked(grassrota: Grassrota, round_dir: Path, tmp_path: Path) -> None:
    """A file in its place needs --yes; with --dry-run nothing is written; -o and --verify exclude each other."""
    file = tmp_path / "draw.json"
    assert grassrota("inspect", "draw", round_dir, "-o", file, "--dry-run").code == 0
    assert not file.exists()
    file.write_text("mine", encoding="utf-8")
    assert grassrota("inspect", "draw", round_dir, "-o", file).code == 2
    assert file.read_text(encoding="utf-8") == "mine"
    assert grassrota("inspect", "draw", round_dir, "-o", file, "--yes").code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600, (
        "it holds the key, which is to be published after the visits only"
    )
    assert grassrota("inspect", "draw", round_dir, "-o", file, "--verify", file).code == 2


def test_a_verdict_in_two_languages(grassrota: Grassrota, round_dir: Path) -> None:
    """All ten visited cases fixed: confirmed, exit code 0."""
    found = grassrota("inspect", "verdict", round_dir, "--json")
    assert (found.code, found.data["verdicts"][0]["outcome"]) == (0, "confirmed")
    assert "Confirmed, even if" in grassrota("inspect", "verdict", round_dir).out
    assert "属实" in grassrota("inspect", "verdict", round_dir, "--language", "zh").out


def test_a_refuted_claim_is_a_no(grassrota: Grassrota, round_dir: Path) -> None:
    """All ten visited cases not fixed: refuted, exit code 1."""
    replaced(round_dir / "findings.csv", FIXED, ",no,nothing,no,")
    found = grassrota("inspect", "verdict", round_dir, "--json")
    assert (found.code, found.data["verdicts"][0]["outcome"]) == (1, "refuted")
    assert found.data["called_false"] == ["boxing"]
    assert found.data["verdicts"][0]["evidence"] is None  # ten not fixed rule an honest claim out


def test_silence_alone_refutes_nothing(grassrota: Grassrota, round_dir: Path) -> None:
    """Without any finding the claim is inconclusive, exit code 0."""
    (round_dir / "findings.csv").unlink()
    found = grassrota("inspect", "verdict", round_dir, "--json")
    assert (found.code, found.data["verdicts"][0]["outcome"]) == (0, "inconclusive")


def test_a_list_changed_after_it_was_frozen_is_bad_input(grassrota: Grassrota, round_dir: Path) -> None:
    """A case put for another is found out before anything is drawn or judged."""
    replaced(round_dir / "claim.csv", "boxing,case-01\n", "boxing,case-13\n")
    for command in ("draw", "verdict"):
        found = grassrota("inspect", command, round_dir, "--json")
        assert found.code == 2
        assert [fault["column"] for fault in found.data["faults"]] == ["claims[1].list_hash"]


def test_a_claim_that_its_own_list_falsifies_is_a_no(grassrota: Grassrota, round_dir: Path, refreeze: Refreeze) -> None:
    """With 10 of the 27 claimed cases listed the claim is false before any visit: exit code 1, and the unit named."""
    (round_dir / "findings.csv").unlink()
    listed = (round_dir / "claim.csv").read_text(encoding="utf-8").splitlines()[:11]
    (round_dir / "claim.csv").write_text("\n".join(listed) + "\n", encoding="utf-8")
    refreeze(round_dir)
    found = grassrota("inspect", "verdict", round_dir, "--json")
    assert found.code == 1
    assert [(row["unit"], row["code"]) for row in found.data["refused"]] == [("boxing", "false_by_its_list")]
    assert grassrota("inspect", "draw", round_dir).code == 1


def test_a_round_that_is_not_there_is_bad_input(grassrota: Grassrota, tmp_path: Path) -> None:
    """The missing file is named."""
    found = grassrota("inspect", "verdict", tmp_path)
    assert found.code == 2
    assert "inspection.toml" in found.err


def test_the_office_draws_by_its_chain_and_reveals_it_afterwards(
    grassrota: Grassrota, round_dir: Path, tmp_path: Path, refreeze: Refreeze
) -> None:
    """Made, used without being shown, revealed after the visits: strangers then verify the draw, all units included."""
    office, file, settings = tmp_path / "office", tmp_path / "draw.json", round_dir / "inspection.toml"
    made = grassrota("inspect", "chain", office, "--rounds", "2", "--json")
    assert (made.code, made.data["rounds"]) == (0, 2)
    assert grassrota("inspect", "chain", office, "--rounds", "2").code == 1
    text = re.sub('anchor = ".*"', f'anchor = "{made.data["anchor"]}"', settings.read_text(encoding="utf-8"))
    settings.write_text(re.sub("(?m)^secret = .*\n", "", text), encoding="utf-8")
    refreeze(round_dir)
    (round_dir / "findings.csv").unlink()
    drawn = grassrota("inspect", "draw", round_dir, "--chain", office, "--overall", "4", "-o", file, "--json")
    assert [row["case"] for row in drawn.data["overall"]] == drawn.data["draws"][0]["cases"][:4]
    assert "revealed" not in (office / "public.toml").read_text(encoding="utf-8")
    assert grassrota("inspect", "reveal", office, "2").code == 1
    key = grassrota("inspect", "reveal", office, "1", "--json").data["secret"]
    assert json.loads(file.read_text(encoding="utf-8"))["key"]["secret"] == key
    assert grassrota("inspect", "draw", round_dir, "--verify", file).code == 0
    assert "Anchor to publish" in grassrota("inspect", "chain", tmp_path / "other", "--rounds", "1").out
    assert key in grassrota("inspect", "reveal", office, "1").out
    spoiled = changed(file, lambda content: content["overall"].reverse())
    found = grassrota("inspect", "draw", round_dir, "--verify", spoiled, "--json")
    assert [row["what"] for row in found.data["differences"]] == ["overall"]
