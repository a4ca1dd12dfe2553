from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Fault, Refused
from grassrota.files.inspection import read_round, write_round
from grassrota.inspection.beacon import Beacon
from grassrota.inspection.chain import commit, round_key
from grassrota.inspection.claim import Claim
from grassrota.inspection.design import Outcome
from grassrota.inspection.draw import verify
from grassrota.inspection.finding import Evidence, Finding, Member, Source, Team, TeamRole, Unresolved
from grassrota.inspection.round import Round
from grassrota.inspection.terms import Scheduled, Terms

DAY = date(1957, 12, 15)
SEED = bytes(32)
TEAM = Team((Member("head", TeamRole.MANAGEMENT, "office"), Member("user", TeamRole.RAISER_SIDE, drawn_by_lot=True)))
SEEN = (Evidence(Source.RAISER, "answered: yes"), Evidence(Source.PLACE, "a new chimney"))


TERMS = Terms(
    commit(SEED, 3),
    (Scheduled(1, date(1957, 12, 5), "dice, 5 December"), Scheduled(2, date(1957, 12, 19), "dice, 19 December")),
)


def claim_of(unit: str) -> Claim:
    return Claim.of(unit, DAY, 200, (f"{unit}-{number:03}" for number in range(124)), 125, TERMS.hash)


BEFORE = Round((claim_of("u01"), claim_of("u02")), TERMS, Beacon(2, "dice, 19 December", "4 1 6"))
ROUND = replace(BEFORE, key=round_key(SEED, 3, 2))


def visited(unit: str) -> tuple[Finding, ...]:
    """Findings of every listed case in the sample: all fixed but the last, which is silent."""
    listed = [case for case in ROUND.draw(claim_of(unit)).cases if case.startswith(unit)]
    *answered, last = listed
    good = [Finding(case, DAY, TEAM, True, 'rebuilt, "as" new', True, SEEN, disagreement="疑") for case in answered]
    return (*good, Finding(last, DAY, TEAM, unresolved=Unresolved.SILENCE))


DONE = replace(ROUND, findings={"u01": visited("u01")})


def test_allowed_errors_are_read_as_they_were_written(tmp_path: Path) -> None:
    """Both shares stand in the settings where one is not 0, and the terms hash as before; else neither stands there."""
    terms = replace(TERMS, failed=Fraction(1, 50))
    claim = replace(claim_of("u01"), terms=terms.hash)
    write_round(tmp_path / "with", Round((claim,), terms, BEFORE.beacon))
    assert read_round(tmp_path / "with").terms == terms
    write_round(tmp_path / "without", BEFORE)
    assert "failed" not in (tmp_path / "without" / "inspection.toml").read_text(encoding="utf-8")


def test_nobody_knows_the_sample_before_the_key_is_published() -> None:
    """With claims and dice alone the sample is refused; with the key it is drawn, and strangers verify it."""
    with pytest.raises(Refused) as caught:
        BEFORE.draw(claim_of("u01"))
    assert caught.value.code == "key_unpublished"
    assert verify(ROUND.draw(claim_of("u01")), claim_of("u01"), ROUND.beacon, TERMS.commitment) == ()


def test_each_unit_gets_its_own_verdict() -> None:
    """A unit visited with everything fixed is confirmed; one that nobody visited stays open."""
    assert DONE.verdict(claim_of("u01")).outcome is Outcome.CONFIRMED
    assert DONE.verdict(claim_of("u02")).outcome is Outcome.INCONCLUSIVE


def test_a_round_that_does_not_fit_together_is_bad_input() -> None:
    """Two claims of a unit, of two days, findings of a stranger, another round's key: all are named."""
    later = replace(claim_of("u01"), as_of=date(1957, 12, 16))
    wrong_key = round_key(SEED, 3, 1)
    with pytest.raises(BadInput) as caught:
        Round((claim_of("u01"), later), TERMS, ROUND.beacon, wrong_key, {"u09": ()})
    assert [fault.column for fault in caught.value.faults] == ["unit", "claims", "findings", "key"]


def test_nobody_visits_before_the_claim_is_made() -> None:
    """A finding of the day before the claims is a fault that names its case; one of the very day is none."""
    first, *others = visited("u01")
    early = replace(first, on=date(1957, 12, 14))
    with pytest.raises(BadInput) as caught:
        replace(ROUND, findings={"u01": (early, *others)})
    (fault,) = caught.value.faults
    assert (fault.column, fault.got) == ("findings", first.case)
    assert "1957-12-15" in fault.expected
    assert {finding.on for finding in DONE.findings["u01"]} == {DAY}


def test_a_visit_before_the_claim_is_a_fault_of_its_table(tmp_path: Path) -> None:
    """The reader places it in the findings."""
    write_round(tmp_path, DONE)
    edited(tmp_path, "findings.csv", "1957-12-15", "1957-12-14")
    assert [(fault.file, fault.column) for fault in faults_of(tmp_path)] == [("findings.csv", "findings")]


@pytest.mark.parametrize(
    ("name", "old", "new", "unit"),
    [
        ("claim.csv", "u01,u01-001\n", "u01,u01-999\n", "u01"),  # one case put for another
        ("claim.csv", "u01,u01-001\n", "", "u01"),  # one taken away
        ("claim.csv", "u02,u02-001\n", "u02,u02-001\nu02,u02-999\n", "u02"),  # one more, within what is claimed
        ("inspection.toml", 'unit = "u01"\nreceived = 200', 'unit = "u01"\nreceived = 201', "u01"),
        ("inspection.toml", "claimed = 125", "claimed = 124", "u01"),
    ],
)
def test_a_list_that_was_changed_after_it_was_frozen_is_refused(
    name: str, old: str, new: str, unit: str, tmp_path: Path
) -> None:
    """Another list or another count has another hash: a fault of its claim, which names the right one and no more."""
    write_round(tmp_path, DONE)
    frozen = {claim.unit: claim.list_hash for claim in DONE.claims}[unit]
    edited(tmp_path, name, old, new)
    (fault,) = faults_of(tmp_path)
    number = 1 if unit == "u01" else 2
    assert (fault.file, fault.column, fault.got) == ("inspection.toml", f"claims[{number}].list_hash", frozen)
    assert fault.row
    cases = [f"{unit}-{case:03}" for case in range(124)]
    right = {
        "u01,u01-999\n": Claim.of(
            unit, DAY, 200, [case for case in cases if case != "u01-001"] + ["u01-999"], 125, TERMS.hash
        ),
        "": Claim.of(unit, DAY, 200, [case for case in cases if case != "u01-001"], 125, TERMS.hash),
        "u02,u02-001\nu02,u02-999\n": Claim.of(unit, DAY, 200, [*cases, "u02-999"], 125, TERMS.hash),
        'unit = "u01"\nreceived = 201': Claim.of(unit, DAY, 201, cases, 125, TERMS.hash),
        "claimed = 124": Claim.of(unit, DAY, 200, cases, 124, TERMS.hash),
    }[new].list_hash
    assert right in fault.fix
    edited(tmp_path, "inspection.toml", frozen, right)
    assert not [fault for fault in faults_of(tmp_path) if "list_hash" in fault.column]


def test_another_day_unfreezes_every_list(tmp_path: Path) -> None:
    """The day is in the hash of each of the two units."""
    write_round(tmp_path, ROUND)
    edited(tmp_path, "inspection.toml", "as_of = 1957-12-15", "as_of = 1957-12-14")
    assert [fault.column for fault in faults_of(tmp_path)] == ["claims[1].list_hash", "claims[2].list_hash"]


def test_a_list_that_nobody_froze_is_refused(tmp_path: Path) -> None:
    """Without a hash a list may still be changed: a fault, with the line that would freeze it."""
    write_round(tmp_path, ROUND)
    frozen = claim_of("u02").list_hash
    edited(tmp_path, "inspection.toml", f'list_hash = "{frozen}"\n', "")
    (fault,) = faults_of(tmp_path)
    assert (fault.column, fault.got) == ("claims[2].list_hash", "nothing")
    assert f'list_hash = "{frozen}"' in fault.fix


def test_writing_a_round_freezes_its_lists(tmp_path: Path) -> None:
    """Each claim has its hash beside it."""
    write_round(tmp_path, BEFORE)
    text = (tmp_path / "inspection.toml").read_text(encoding="utf-8")
    assert all(f'list_hash = "{claim.list_hash}"' in text for claim in BEFORE.claims)


@pytest.mark.parametrize("stage", [BEFORE, ROUND, DONE])
def test_a_round_reads_back_as_written(stage: Round, tmp_path: Path) -> None:
    """Before the dice are thrown, with the key, and with findings: the files say all that the value does."""
    write_round(tmp_path, stage)
    assert read_round(tmp_path) == stage


def edited(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")


def test_all_faults_of_all_three_files_come_at_once(tmp_path: Path) -> None:
    """A repeated case, an unknown unit, a date of June 31, a half-answered case, a bad share, an unknown key."""
    write_round(tmp_path, DONE)
    edited(tmp_path, "claim.csv", "u01,u01-001\n", "u01,u01-000\n")
    edited(tmp_path, "claim.csv", "u02,u02-001\n", "u77,u02-001\n")
    edited(tmp_path, "findings.csv", "1957-12-15", "1957-06-31")
    edited(tmp_path, "findings.csv", "silence", "")
    edited(tmp_path, "inspection.toml", 'grace = "1/50"', "grace = 2\nmercy = 1")
    with pytest.raises(BadInput) as caught:
        read_round(tmp_path)
    found = {(fault.file, fault.column) for fault in caught.value.faults}
    assert found >= {
        ("claim.csv", "case"),
        ("claim.csv", "unit"),
        ("findings.csv", "on"),
        ("findings.csv", "really_changed"),
        ("findings.csv", "small_problem_solved"),
        ("inspection.toml", "design.grace"),
        ("inspection.toml", "design.mercy"),
    }
    assert all(fault.row for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("received = 200", "received = 120", "claims[1].received"),
        ('role = "raiser_side"', 'role = "management"', "teams[1]"),
        ("round = 2\nname", "round = 1\nname", "key"),
        ("secret = ", 'secret = "00" # ', "office.secret"),
    ],
)
def test_what_a_rule_refuses_is_a_fault_of_the_settings(old: str, new: str, column: str, tmp_path: Path) -> None:
    """Fewer received than claimed, a team of one side, a key of another round, a key that is none."""
    write_round(tmp_path, DONE)
    edited(tmp_path, "inspection.toml", old, new)
    with pytest.raises(BadInput) as caught:
        read_round(tmp_path)
    assert ("inspection.toml", column) in {(fault.file, fault.column) for fault in caught.value.faults}


def test_a_finding_about_silence_cannot_carry_an_answer(tmp_path: Path) -> None:
    """A row with a reason for being unresolved and an answer is a fault in that row."""
    write_round(tmp_path, DONE)
    edited(tmp_path, "findings.csv", ",,疑", ",silence,疑")
    with pytest.raises(BadInput, match="as the case is unresolved") as caught:
        read_round(tmp_path)
    assert caught.value.faults[0].row == 2


def test_findings_have_no_column_for_who_raised_the_case(tmp_path: Path) -> None:
    """A column for a name or a telephone is refused, with the reason."""
    write_round(tmp_path, DONE)
    edited(tmp_path, "findings.csv", "disagreement", "phone")
    with pytest.raises(BadInput, match="sealed elsewhere"):
        read_round(tmp_path)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(["claim.csv", "findings.csv", "inspection.toml"]), st.data())
def test_damaged_files_give_faults_and_nothing_else(name: str, data: st.DataObject) -> None:
    """Whatever stands in a stretch of a file, the reader answers with a round or with faults that name a file."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        write_round(folder, DONE)
        content = (folder / name).read_bytes()
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(start + 40, len(content))))
        junk = data.draw(st.binary(max_size=8) | st.sampled_from([b"[]", b"{}", b"-1", b"9" * 30, b'"', b"\n", b",;"]))
        (folder / name).write_bytes(content[:start] + junk + content[end:])
        assert all(fault.file for fault in faults_of(folder))


def faults_of(folder: Path) -> tuple[Fault, ...]:
    try:
        read_round(folder)
    except BadInput as bad:
        return bad.faults
    return ()
