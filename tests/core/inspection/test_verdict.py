from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import comb
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.inspection.beacon import Beacon
from grassrota.inspection.chain import commit, round_key
from grassrota.inspection.claim import Claim, is_unlisted
from grassrota.inspection.design import Hypotheses, Outcome, fixed_size, hypotheses
from grassrota.inspection.draw import Draw, draw, verify
from grassrota.inspection.finding import Evidence, Finding, Member, Source, Team, TeamRole, Unresolved
from grassrota.inspection.verdict import Verdict, bounds, judge
from grassrota.inspection.words import Language, percent, words

DAY = date(1957, 12, 15)
TEAM = Team((Member("head", TeamRole.MANAGEMENT), Member("user", TeamRole.RAISER_SIDE, drawn_by_lot=True)))
SEEN = (Evidence(Source.PLACE, "seen"),)
SEED = bytes(32)
DICE = Beacon(1, "dice", "3 5 1 6")
CLAIM = Claim.of("u01", DAY, 1_000, (f"c{number:03}" for number in range(620)))
DESIGN = fixed_size(hypotheses(CLAIM, tolerance="0.1"))
DRAW = draw(CLAIM, DESIGN.n, round_key(SEED, 1, 1), DICE)


def answered(case: str, fixed: bool) -> Finding:
    return Finding(case, DAY, TEAM, fixed, "as seen", fixed, SEEN)


def silent(case: str) -> Finding:
    return Finding(case, DAY, TEAM, unresolved=Unresolved.SILENCE)


def findings(fixed: int, not_fixed: int, silences: int = 0) -> list[Finding]:
    """Findings for the first cases of the draw; the rest of the draw gets none."""
    kinds = [True] * fixed + [False] * not_fixed + [None] * silences
    cases = zip(DRAW.cases, kinds, strict=False)
    return [silent(case) if kind is None else answered(case, kind) for case, kind in cases]


def verdict(fixed: int, not_fixed: int, silences: int = 0) -> Verdict:
    return judge(CLAIM, DESIGN, DRAW, findings(fixed, not_fixed, silences))


NEEDED = DESIGN.n - DESIGN.allowed


def test_the_three_outcomes_meet_at_the_boundary() -> None:
    """As many failures as allowed confirm, one more refutes, and one silence at the boundary leaves it open."""
    assert verdict(NEEDED, DESIGN.allowed).outcome is Outcome.CONFIRMED
    assert verdict(NEEDED - 1, DESIGN.allowed + 1).outcome is Outcome.REFUTED
    assert verdict(NEEDED - 1, DESIGN.allowed, 1).outcome is Outcome.INCONCLUSIVE


def test_a_missing_finding_is_silence() -> None:
    """A case nobody reported on counts like one without an answer."""
    one_missing = judge(CLAIM, DESIGN, DRAW, findings(NEEDED - 1, DESIGN.allowed))
    assert one_missing.silent == 1
    assert one_missing.outcome is Outcome.INCONCLUSIVE
    assert judge(CLAIM, DESIGN, DRAW, []).outcome is Outcome.INCONCLUSIVE


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_silence_never_helps_the_unit(data: st.DataObject) -> None:
    """Turning any answer into silence never confirms, never raises the verified bound, and never refutes either."""
    fixed = data.draw(st.integers(0, DESIGN.n))
    lost_fixed = data.draw(st.integers(0, fixed))
    lost_failed = data.draw(st.integers(0, DESIGN.n - fixed))
    heard = verdict(fixed, DESIGN.n - fixed)
    quiet = verdict(fixed - lost_fixed, DESIGN.n - fixed - lost_failed, lost_fixed + lost_failed)
    assert quiet.outcome in (heard.outcome, Outcome.INCONCLUSIVE)
    assert quiet.at_least <= heard.at_least
    assert quiet.at_most >= heard.at_most


@settings(deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, DESIGN.n))
def test_the_order_of_findings_plays_no_part(random: Random, fixed: int) -> None:
    """Any order of the same findings gives the same verdict."""
    given_order = findings(fixed, DESIGN.n - fixed)
    shuffled = random.sample(given_order, len(given_order))
    assert judge(CLAIM, DESIGN, DRAW, shuffled) == judge(CLAIM, DESIGN, DRAW, given_order)


@settings(deadline=None)
@given(st.integers(0, DESIGN.n))
def test_the_bounds_agree_with_the_verdict(fixed: int) -> None:
    """The claim is confirmed just when the lower bound is above the false count; refuted, the upper is under honest."""
    told, asked = verdict(fixed, DESIGN.n - fixed), DESIGN.hypotheses
    assert (told.outcome is Outcome.CONFIRMED) == (told.at_least > asked.false_at)
    if told.outcome is Outcome.REFUTED:
        assert told.at_most < asked.honest_at


@settings(max_examples=50, deadline=None)
@given(st.integers(5, 60), st.data())
def test_bounds_are_wrong_no_more_often_than_stated(population: int, data: st.DataObject) -> None:
    """Over all samples of a population, counted exactly, each bound misses the truth with at most its risk."""
    truth = data.draw(st.integers(0, population))
    false_at = data.draw(st.integers(0, population - 1))
    risks = data.draw(st.sampled_from([(Fraction(1, 20), Fraction(1, 10)), (Fraction(1, 5), Fraction(1, 50))]))
    asked = Hypotheses(population, false_at, population, *risks)
    design = fixed_size(asked)
    claim = Claim.of("u", DAY, population, map(str, range(population)))
    too_high = too_low = Fraction(0)
    for fixed in range(max(0, design.n - population + truth), min(design.n, truth) + 1):
        chance = Fraction(comb(truth, fixed) * comb(population - truth, design.n - fixed), comb(population, design.n))
        lower, upper = bounds(claim, design, fixed, design.n - fixed)
        too_high += chance * (lower > truth)
        too_low += chance * (upper < truth)
    assert too_high <= asked.alpha
    assert too_low <= asked.beta


def test_a_census_knows_the_count() -> None:
    """All ten visited, eight fixed: at least eight and at most eight."""
    claim = Claim.of("u", DAY, 10, map(str, range(10)))
    design = fixed_size(Hypotheses(10, 9, 10, Fraction(1, 20), Fraction(1, 20)))
    assert bounds(claim, design, 8, 2) == (8, 8)


def test_cases_claimed_but_not_listed_count_as_not_fixed() -> None:
    """With 20 unlisted among 100 the drawn stand-ins fail by themselves, and the bound stays within the list."""
    claim = Claim.of("u01", DAY, 100, (f"c{number:02}" for number in range(80)), claimed=100)
    design = fixed_size(hypotheses(claim, tolerance="0.3"))
    drawn = draw(claim, design.n, round_key(SEED, 1, 1), DICE)
    listed = [case for case in drawn.cases if not is_unlisted(case)]
    told = judge(claim, design, drawn, [answered(case, True) for case in listed])
    assert told.unlisted == design.n - len(listed) > 0
    assert told.not_fixed == told.unlisted
    assert told.at_most <= 80


def test_findings_that_do_not_belong_are_named_all_at_once() -> None:
    """A second finding of a case, a case not drawn, and a draw of another list: three faults."""
    other = draw(Claim.of("u02", DAY, 1_000, CLAIM.cases), DESIGN.n, round_key(SEED, 1, 1), DICE)
    spare = next(case for case in CLAIM.cases if case not in other.cases)
    twice = other.cases[0]
    with pytest.raises(BadInput) as caught:
        judge(CLAIM, DESIGN, other, [answered(twice, True), answered(twice, False), answered(spare, True)])
    assert [fault.column for fault in caught.value.faults] == ["list_hash", "case", "case"]


def test_counts_that_do_not_add_up_are_bad_input() -> None:
    """A verdict is of exactly the cases of its design."""
    with pytest.raises(BadInput, match="cases in all"):
        Verdict(CLAIM, DESIGN, DESIGN.n, 1, 0, 0, 10, 20)


def test_what_gates_read_is_the_lower_bound() -> None:
    """The verified figure is the lower bound over the opinions received, below what was reported."""
    told = verdict(DESIGN.n, 0)
    assert told.verified.at_least == told.at_least
    assert told.verified.share == Fraction(told.at_least, 1_000)
    assert told.verified.share <= Fraction(62, 100)


def test_an_inspection_from_claim_to_verdict_can_be_repeated_by_a_stranger() -> None:
    """The draw of this file verifies against what was public: claim, dice and commitment."""
    assert isinstance(DRAW, Draw)
    assert verify(DRAW, CLAIM, DICE, commit(SEED, 1)) == ()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("shape", [(NEEDED, DESIGN.allowed, 0), (0, DESIGN.n, 0), (NEEDED - 1, 0, DESIGN.allowed + 1)])
def test_words_name_all_that_the_verdict_rests_on(shape: tuple[int, int, int], language: Language) -> None:
    """Hypotheses, risks, sample, silence and both bounds stand in the text, in either language."""
    told = verdict(*shape)
    text = words(told, language)
    asked = DESIGN.hypotheses
    for number in (asked.false_at, asked.honest_at, DESIGN.n, *shape, told.at_least, told.at_most):
        assert str(number) in text
    assert "5%" in text


def test_words_say_what_would_change_the_verdict() -> None:
    """At the boundary one failed second inspection undoes a confirmation, one passed undoes a refutation."""
    assert "if 1 of the cases found fixed failed" in words(verdict(NEEDED, DESIGN.allowed))
    assert "if 1 of the cases found not fixed passed" in words(verdict(NEEDED - 1, DESIGN.allowed + 1))
    open_text = words(verdict(NEEDED - 2, DESIGN.allowed, 2))
    assert "2 found fixed would confirm it, 1 found not fixed would refute it" in open_text
    assert "查明2条已整改即可判为属实，查明1条未整改即可判为不实" in words(
        verdict(NEEDED - 2, DESIGN.allowed, 2), Language.CHINESE
    )


def test_a_share_is_never_rounded_up() -> None:
    """69.99 % is shown as 69.9 %, not as the 70.0 % of a gate."""
    assert percent(Fraction(6_999, 10_000)) == "69.9%"
    assert percent(Fraction(7, 10)) == "70.0%"
