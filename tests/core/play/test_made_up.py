from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from grassrota.errors import Refused
from grassrota.figures.figure import Status
from grassrota.figures.flag import Flag
from grassrota.files.counts import UnitCount
from grassrota.inspection.chain import Commitment
from grassrota.inspection.design import Outcome
from grassrota.inspection.draw import verify
from grassrota.inspection.finding import Source, State, Unresolved
from grassrota.inspection.verdict import Verdict
from grassrota.play import play
from grassrota.play.made_up import made_up_verdicts, round_from_counts
from grassrota.play.rotation import DrawSettings

from .conftest import Faults

DAY, VISITED = date(1957, 12, 15), date(1957, 12, 28)
SETTINGS = DrawSettings("dice on 19 December", "3 1 5", "the office's own")
ALL, NONE = Fraction(1), Fraction(0)


def judged(count: UnitCount, seed: int = 1) -> Verdict:
    counts = {count.unit: count}
    _, (verdict,) = made_up_verdicts(round_from_counts(counts, SETTINGS, DAY), counts, VISITED, seed)
    return verdict


@pytest.mark.parametrize(
    ("count", "outcome"),
    [
        (UnitCount("u1", 1000, 800, ALL, NONE), Outcome.CONFIRMED),
        (UnitCount("u1", 1000, 800, NONE, NONE), Outcome.REFUTED),
        (UnitCount("u1", 1000, 800, ALL, ALL), Outcome.INCONCLUSIVE),
        (UnitCount("u1", 10, 10, ALL, NONE), Outcome.CONFIRMED),
    ],
)
def test_what_is_assumed_is_found(count: UnitCount, outcome: Outcome) -> None:
    """Where everything, nothing, or nobody can tell whether anything is fixed, the verdict says just that."""
    assert judged(count).outcome is outcome


def test_silence_is_no_fix() -> None:
    """If nobody can say anything about any case, nothing is verified, and everything may yet be true."""
    verdict = judged(UnitCount("u1", 1000, 800, ALL, ALL))
    assert (verdict.fixed, verdict.not_fixed, verdict.silent) == (0, 0, verdict.visited)
    assert (verdict.at_least, verdict.at_most) == (0, 800)


def test_the_round_is_a_real_one() -> None:
    """Each unit lists as many cases as it reports, each id once; strangers can repeat the draw from what is public."""
    counts = {unit: UnitCount(unit, 300, fixed) for unit, fixed in (("u1", 200), ("u2", 250))}
    found = round_from_counts(counts, SETTINGS, DAY)
    assert [(claim.unit, claim.received, claim.claimed, claim.as_of) for claim in found.claims] == [
        ("u1", 300, 200, DAY),
        ("u2", 300, 250, DAY),
    ]
    assert all(len(set(claim.cases)) == claim.claimed for claim in found.claims)
    for claim in found.claims:
        drawn = found.draw(claim)
        assert verify(drawn, claim, found.beacon, found.terms.commitment) == ()
        assert verify(drawn, claim, found.beacon, Commitment("0" * 64)) != ()


def test_each_case_that_is_visited_has_one_finding() -> None:
    """Answered with evidence from the raiser or the place, or silent; none about a case after the end."""
    counts = {"u1": UnitCount("u1", 3000, 2000, Fraction(9, 10), Fraction(1, 10))}
    found, (verdict,) = made_up_verdicts(round_from_counts(counts, SETTINGS, DAY), counts, VISITED, 7)
    (claim,) = found.claims
    findings = found.findings["u1"]
    assert [finding.case for finding in findings] == list(found.draw(claim).cases[: verdict.visited])
    assert {finding.on for finding in findings} == {VISITED}
    states = Counter(finding.state for finding in findings)
    assert (states[State.FIXED], states[State.NOT_FIXED]) == (verdict.fixed, verdict.not_fixed)
    silent = [finding for finding in findings if finding.unresolved is Unresolved.SILENCE]
    assert len(silent) == verdict.silent
    answered = [finding for finding in findings if finding.unresolved is None]
    assert {piece.source for finding in answered for piece in finding.evidence} == {Source.RAISER, Source.PLACE}


def test_the_seed_decides_and_the_other_units_do_not() -> None:
    """The same seed finds the same in a unit, whichever units are beside it; another seed finds something else."""
    unit = UnitCount("u1", 3000, 2000, Fraction(1, 2), Fraction(1, 4))
    other = replace(unit, unit="u0")
    counts = {"u0": other, "u1": unit}
    _, verdicts = made_up_verdicts(round_from_counts(counts, SETTINGS, DAY), counts, VISITED, 1)
    assert verdicts[1] == judged(unit)
    assert judged(unit, seed=2) != judged(unit)


@pytest.mark.parametrize(
    ("settings", "code"),
    [(replace(SETTINGS, tolerance=Fraction(9, 10)), "tolerance_exceeds_claim"), (SETTINGS, "nothing_claimed")],
)
def test_what_no_sample_can_answer_is_refused(settings: DrawSettings, code: str) -> None:
    """A unit that reports nothing, or less than the tolerance, cannot be inspected: the rule of the field says why."""
    counts = {"u1": UnitCount("u1", 100, 0 if code == "nothing_claimed" else 50)}
    with pytest.raises(Refused) as caught:
        made_up_verdicts(round_from_counts(counts, settings, DAY), counts, VISITED, 1)
    assert caught.value.code == code


ROTATION = """title = "Two units"
source = "made up"
published = 1957-12-31
as_of = 1957-12-15
until = 1957-12-28
deadline = 1957-12-25
[inspection]
chance = "dice"
outcome = "3 1 5"
secret = "ours"
"""


@pytest.fixture
def counted(tmp_path: Path) -> Path:
    """A rotation of two units: u1 tells the truth about 90 of 100, u2 a lie about 80 of 100."""
    (tmp_path / "inspection").mkdir()
    (tmp_path / "rotation.toml").write_text(ROTATION, encoding="utf-8")
    text = "unit,opinions,reported_fixed,really_fixed\nu1,100,90,1\nu2,100,80,0\n"
    (tmp_path / "inspection/counts.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_round_of_counts_is_played(counted: Path) -> None:
    """170 of 200 are reported as fixed; one claim is confirmed and one refuted, and only the liar misses the gate."""
    played = play(counted)
    assert played.inspected is not None
    first, second = played.inspected.verdicts
    assert (first.outcome, second.outcome) == (Outcome.CONFIRMED, Outcome.REFUTED)
    told = {line.figure.id: line.figure for line in played.bulletin.lines}
    assert str(told["reported_fixed@1957-12-15"].numerator) == "[170, 170]"
    verified = told["verified_fixed@1957-12-15"]
    low, high = first.at_least + second.at_least, first.at_most + second.at_most
    assert str(verified.numerator) == f"[{low}, {high}]"
    assert (verified.status, verified.flags) == (Status.UNKNOWN, (Flag.MADE_UP,))
    assert "(units: 1 confirmed, 1 refuted;" in verified.label
    assert told["reported_fixed@1957-12-15"].flags == ()
    # u2 lacks all 70 of 100 and has ten days until 25 December
    assert second.at_least == 0
    conflict = played.inspected.conflicts[-1]
    assert (conflict.unit, conflict.missing, conflict.days, conflict.per_day) == ("u2", 70, 10, 7)


def test_only_where_every_unit_is_confirmed_the_sum_is(counted: Path) -> None:
    """Two honest units: confirmed, still flagged as made up, and the bulletin says so in a sentence."""
    text = "unit,opinions,reported_fixed,really_fixed\nu1,100,90,1\nu2,100,80,1\n"
    (counted / "inspection/counts.csv").write_text(text, encoding="utf-8")
    played = play(counted)
    told = {line.figure.id: line for line in played.bulletin.lines}
    verified = told["verified_fixed@1957-12-15"]
    assert (verified.figure.status, verified.flags) == (Status.CONFIRMED, (Flag.MADE_UP,))
    assert "(units: 2 confirmed;" in verified.figure.label
    assert played.bulletin.assumed == ("every finding of the inspection was made up from the shares in counts.csv",)
    assert played.inspected is not None
    assert played.inspected.made_up


def test_a_unit_that_stays_open_is_told(counted: Path) -> None:
    """One confirmed unit and one about which nobody can say anything: the sum of bounds is unknown."""
    text = "unit,opinions,reported_fixed,really_fixed,silent\nu1,100,90,1,0\nu2,100,80,1,1\n"
    (counted / "inspection/counts.csv").write_text(text, encoding="utf-8")
    told = {line.figure.id: line.figure for line in play(counted).bulletin.lines}
    verified = told["verified_fixed@1957-12-15"]
    assert verified.status is Status.UNKNOWN
    assert "(units: 1 confirmed, 1 inconclusive;" in verified.label


def test_without_a_deadline_nothing_conflicts(counted: Path) -> None:
    """A gate alone can wait."""
    path = counted / "rotation.toml"
    path.write_text(ROTATION.replace("deadline = 1957-12-25\n", ""), encoding="utf-8")
    played = play(counted)
    assert played.inspected is not None
    assert played.inspected.conflicts == ()


def test_counts_are_asked_for(counted: Path, faults: Faults) -> None:
    """With settings of a draw and no counts the missing file is named, and an empty one as well."""
    path = counted / "inspection/counts.csv"
    path.write_text("unit,opinions,reported_fixed\n", encoding="utf-8")
    assert [(fault.file, fault.got) for fault in faults(lambda: play(counted))] == [("counts.csv", "no row")]
    path.unlink()
    assert [(fault.file, fault.got) for fault in faults(lambda: play(counted))] == [("counts.csv", "nothing")]
