from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.inspection.anytime import Seen, anytime_bounds
from grassrota.inspection.beacon import Beacon
from grassrota.inspection.chain import commit, round_key
from grassrota.inspection.claim import Claim, is_unlisted
from grassrota.inspection.design import Hypotheses, Outcome, hypotheses
from grassrota.inspection.draw import Draw, draw, verify
from grassrota.inspection.finding import Evidence, Finding, Member, Source, Team, TeamRole, Unresolved
from grassrota.inspection.sequential.bounds import bounds_at_end
from grassrota.inspection.sequential.design import End
from grassrota.inspection.sequential.plan import sequential
from grassrota.inspection.sequential.walk import walk
from grassrota.inspection.verdict import Verdict, judge
from grassrota.inspection.words import Language, percent, words

DAY = date(1957, 12, 15)
TEAM = Team((Member("head", TeamRole.MANAGEMENT), Member("user", TeamRole.RAISER_SIDE, drawn_by_lot=True)))
SEEN = (Evidence(Source.PLACE, "seen"),)
SEED = bytes(32)
DICE = Beacon(1, "dice", "3 5 1 6")
CLAIM = Claim.of("u01", DAY, 1_000, (f"c{number:03}" for number in range(620)))
DESIGN = sequential(hypotheses(CLAIM, tolerance="0.1"), lots=False)
DRAW = draw(CLAIM, DESIGN.longest, round_key(SEED, 1, 1), DICE)
CONFIRM_FROM = {failed: visited for visited, failed, outcome in DESIGN.exits() if outcome is Outcome.CONFIRMED}
REFUTE_UP_TO = {failed: visited for visited, failed, outcome in DESIGN.exits() if outcome is Outcome.REFUTED}
SHORTEST = CONFIRM_FROM[0]
FEWEST = min(REFUTE_UP_TO)
"""So many failures at the beginning refute."""
MARKS = {"+": True, "-": False, "?": None}


def answered(case: str, fixed: bool) -> Finding:
    return Finding(case, DAY, TEAM, fixed, "as seen", fixed, SEEN)


def silent(case: str) -> Finding:
    return Finding(case, DAY, TEAM, unresolved=Unresolved.SILENCE)


def findings(marks: str) -> list[Finding]:
    """Findings for the first cases of the draw: + fixed, - not, ? silent; the rest of the draw gets none."""
    cases = zip(DRAW.cases, marks, strict=False)
    return [silent(case) if mark == "?" else answered(case, mark == "+") for case, mark in cases]


def verdict(marks: str) -> Verdict:
    return judge(CLAIM, DESIGN, DRAW, findings(marks))


def test_the_three_outcomes_meet_at_the_boundary() -> None:
    """Enough cases fixed confirm, enough not fixed refute, and one silence where it decides leaves it open."""
    assert verdict("+" * SHORTEST).outcome is Outcome.CONFIRMED
    assert verdict("-" * FEWEST).outcome is Outcome.REFUTED
    assert verdict("+" * (SHORTEST - 1) + "?").outcome is Outcome.INCONCLUSIVE


def test_a_verdict_rests_on_the_first_cases_alone() -> None:
    """What was found after the end changes nothing but the evidence, which goes on."""
    ended, further = verdict("-" * FEWEST), verdict("-" * (FEWEST + 3))
    assert (further.visited, further.not_fixed, further.at_most) == (ended.visited, FEWEST, ended.at_most)
    assert further.evidence > ended.evidence > 1


def test_a_missing_finding_is_silence() -> None:
    """A case nobody reported on counts like one without an answer."""
    one_missing = judge(CLAIM, DESIGN, DRAW, findings("+" * SHORTEST)[:-1])
    assert one_missing.outcome is Outcome.INCONCLUSIVE
    assert one_missing.silent == one_missing.visited - SHORTEST + 1
    assert judge(CLAIM, DESIGN, DRAW, []).outcome is Outcome.INCONCLUSIVE


marks = st.text(alphabet="++++++-?", min_size=DESIGN.longest, max_size=DESIGN.longest)


@settings(max_examples=30, deadline=None)
@given(marks, st.data())
def test_silence_never_helps_the_unit(heard: str, data: st.DataObject) -> None:
    """Turning answers into silence never changes one verdict into the other, and only widens the bounds."""
    lost = data.draw(st.sets(st.integers(0, len(heard) - 1)))
    quiet = "".join("?" if place in lost else mark for place, mark in enumerate(heard))
    told, less = verdict(heard), verdict(quiet)
    assert less.outcome in (told.outcome, Outcome.INCONCLUSIVE)
    assert less.at_least <= told.at_least
    assert less.at_most >= told.at_most


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False), marks)
def test_the_order_of_findings_plays_no_part(random: Random, heard: str) -> None:
    """Any order of the same findings gives the same verdict."""
    given_order = findings(heard)
    shuffled = random.sample(given_order, len(given_order))
    assert judge(CLAIM, DESIGN, DRAW, shuffled) == judge(CLAIM, DESIGN, DRAW, given_order)


@settings(max_examples=30, deadline=None)
@given(marks)
def test_the_bounds_agree_with_the_verdict(heard: str) -> None:
    """The claim is confirmed just when the lower bound is above the false count; refuted, the upper is under honest."""
    told, asked = verdict(heard), DESIGN.hypotheses
    assert (told.outcome is Outcome.CONFIRMED) == (told.at_least > asked.false_at)
    assert (told.outcome is Outcome.REFUTED) == (told.at_most < asked.honest_at)


@settings(max_examples=20, deadline=None)
@given(st.integers(8, 40), st.data())
def test_bounds_are_wrong_no_more_often_than_stated(population: int, data: st.DataObject) -> None:
    """Over all ends of an inspection, weighed by exact chances, each bound misses the truth at its risk."""
    truth = data.draw(st.integers(0, population))
    false_at = data.draw(st.integers(0, population - 2))
    risks = data.draw(st.sampled_from([(Fraction(1, 20), Fraction(1, 10)), (Fraction(1, 5), Fraction(1, 50))]))
    design = sequential(Hypotheses(population, false_at, population, *risks), lots=False)
    walks = walk(design.boundaries, population, [truth])
    too_high = too_low = 0.0
    for visited in range(1, design.longest + 1):
        for chances, outcome, failed in (
            (walks.confirming, Outcome.CONFIRMED, design.boundaries.confirm[visited]),
            (walks.refuting, Outcome.REFUTED, design.boundaries.refute[visited]),
        ):
            chance = float(chances[0, visited])
            if chance:
                end = End(visited, failed, outcome)
                lower, upper = bounds_at_end(design, end, end)
                too_high += chance * (lower > truth)
                too_low += chance * (upper < truth)
    assert too_high <= float(risks[0]) * (1 + 1e-9)
    assert too_low <= float(risks[1]) * (1 + 1e-9)


def test_cases_claimed_but_not_listed_count_as_not_fixed() -> None:
    """With 20 unlisted among 100 the drawn stand-ins fail by themselves, and the bound stays within the list."""
    claim = Claim.of("u01", DAY, 100, (f"c{number:02}" for number in range(80)), claimed=100)
    design = sequential(hypotheses(claim, tolerance="0.3"), lots=False)
    drawn = draw(claim, design.longest, round_key(SEED, 1, 1), DICE)
    listed = [case for case in drawn.cases if not is_unlisted(case)]
    told = judge(claim, design, drawn, [answered(case, True) for case in listed])
    assert told.unlisted == sum(map(is_unlisted, drawn.cases[: told.visited])) > 0
    assert told.not_fixed == told.unlisted
    assert told.at_most <= 80


def test_findings_that_do_not_belong_are_named_all_at_once() -> None:
    """A second finding of a case, a case not drawn, and a draw of another list: three faults."""
    other = draw(Claim.of("u02", DAY, 1_000, CLAIM.cases), DESIGN.longest, round_key(SEED, 1, 1), DICE)
    spare = next(case for case in CLAIM.cases if case not in other.cases)
    twice = other.cases[0]
    with pytest.raises(BadInput) as caught:
        judge(CLAIM, DESIGN, other, [answered(twice, True), answered(twice, False), answered(spare, True)])
    assert [fault.column for fault in caught.value.faults] == ["list_hash", "case", "case"]


def test_counts_that_do_not_add_up_are_bad_input() -> None:
    """A verdict is of exactly the cases of its design, which draws no lots."""
    with pytest.raises(BadInput, match="cases in all"):
        Verdict(CLAIM, DESIGN, (True,), 1, 0, 10, 20)
    drawn_lots = sequential(Hypotheses(50, 45, 49, Fraction(1, 20), Fraction(1, 20)))
    assert drawn_lots.draws_lots
    with pytest.raises(BadInput, match="without lots"):
        Verdict(CLAIM, drawn_lots, (True,) * drawn_lots.longest, 1, 0, 10, 20)


def test_evidence_is_counted_where_the_visits_stopped() -> None:
    """Cases visited without an answer count as fixed, the last ones too: whoever is silent there saves nobody."""
    answered, silent_after = verdict("-" * FEWEST), verdict("-" * FEWEST + "???")
    assert (answered.made, silent_after.made) == (FEWEST, FEWEST + 3)
    assert silent_after.evidence == verdict("-" * FEWEST + "+++").evidence < answered.evidence


@settings(max_examples=20, deadline=None)
@given(marks, st.integers(0, DESIGN.longest))
def test_an_interval_that_holds_at_every_moment_stands_beside(heard: str, stopped: int) -> None:
    """It is that of all visits made, silent ones at their worst for either end, whenever they stopped."""
    told = verdict(heard[:stopped])
    counts = (heard[:stopped].count(mark) for mark in "+-?")
    assert told.at_any_moment == anytime_bounds(Seen(620, *counts), DESIGN.hypotheses.alpha, DESIGN.hypotheses.beta)
    least, most = told.at_any_moment
    assert heard[:stopped].count("+") <= least <= most <= 620 - heard[:stopped].count("-")


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.data())
def test_bounds_allow_for_inspectors_who_err(population: int, data: st.DataObject) -> None:
    """Whatever share errs, up to what is allowed for, a bound of what is found never leaves out what is true."""
    passed, failed = (data.draw(st.fractions(0, Fraction(9, 10), max_denominator=20)) for _ in range(2))
    asked = Hypotheses(population, 0, population, Fraction(1, 20), Fraction(1, 20), passed, failed)
    truth = data.draw(st.integers(0, population))
    wrongly_passed = data.draw(st.integers(0, int(passed * (population - truth))))
    wrongly_failed = data.draw(st.integers(0, int(failed * truth)))
    found = truth + wrongly_passed - wrongly_failed
    least, most = asked.truly(found, found)
    assert least <= truth <= most
    assert asked.truly(0, population) == (0, population)
    if passed == failed == 0:
        assert (least, most) == (found, found)


def test_a_verdict_tells_what_inspectors_may_err_by() -> None:
    """Nobody who reads it takes what was found for what is true; and its lower bound is lower by what may be wrong."""
    asked = hypotheses(CLAIM, tolerance="0.2").with_errors("0.1", "0.02")
    told = Verdict.of(CLAIM, sequential(asked, lots=False), [True] * 100)
    plain = Verdict.of(CLAIM, sequential(replace(asked, passed=Fraction(0)), lots=False), [True] * 100)
    assert told.outcome is plain.outcome is Outcome.CONFIRMED
    assert told.at_least < plain.at_least
    assert "may take 10% of the others as fixed and miss 2% of the fixed" in words(told)
    assert "误作已整改至多10%" in words(told, Language.CHINESE)


def test_what_gates_read_is_the_lower_bound() -> None:
    """The verified figure is the lower bound over the opinions received, below what was reported."""
    told = verdict("+" * SHORTEST)
    assert told.verified.at_least == told.at_least
    assert told.verified.share == Fraction(told.at_least, 1_000)
    assert told.verified.share <= Fraction(62, 100)


def test_an_inspection_from_claim_to_verdict_can_be_repeated_by_a_stranger() -> None:
    """The draw of this file verifies against what was public: claim, dice and commitment."""
    assert isinstance(DRAW, Draw)
    assert verify(DRAW, CLAIM, DICE, commit(SEED, 1)) == ()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("heard", ["+" * SHORTEST, "-" * FEWEST, "?" * (SHORTEST - 1) + "+"])
def test_words_name_all_that_the_verdict_rests_on(heard: str, language: Language) -> None:
    """Hypotheses, risks, sample, silence and both bounds stand in the text, in either language."""
    told = verdict(heard)
    text = words(told, language)
    asked, counts = DESIGN.hypotheses, (told.fixed, told.not_fixed, told.silent)
    for number in (asked.false_at, asked.honest_at, told.visited, *counts, told.at_least, told.at_most):
        assert str(number) in text
    assert "5%" in text


@settings(max_examples=30, deadline=None)
@given(marks)
def test_what_would_change_a_verdict_does_and_one_less_does_not(heard: str) -> None:
    """As many cases as are told, the earliest found otherwise, give the other verdict; one fewer do not."""
    told = verdict(heard)
    turned = {
        Outcome.CONFIRMED: [("+", "-", told.to_refute, Outcome.REFUTED)],
        Outcome.REFUTED: [("-", "+", told.to_confirm, Outcome.CONFIRMED)],
        Outcome.INCONCLUSIVE: [
            ("?", "+", told.to_confirm, Outcome.CONFIRMED),
            ("?", "-", told.to_refute, Outcome.REFUTED),
        ],
    }
    first = heard[: told.visited]
    for old, new, fewest, outcome in turned[told.outcome]:
        if fewest is None:
            assert DESIGN.follow([MARKS[mark] for mark in first.replace(old, new)]) is not outcome
        else:
            assert DESIGN.follow([MARKS[mark] for mark in first.replace(old, new, fewest)]) is outcome
            assert DESIGN.follow([MARKS[mark] for mark in first.replace(old, new, fewest - 1)]) is not outcome


def test_words_say_what_would_change_the_verdict() -> None:
    """Failures at the beginning would have refuted; an early end leaves nothing to confirm; silence is counted."""
    assert f"refuted if as few as {FEWEST} of the cases found fixed had failed" in words(verdict("+" * SHORTEST))
    assert "more cases would have been visited" in words(verdict("-" * FEWEST))
    open_one = verdict("+" * (SHORTEST - 1) + "?")
    assert "as few as 1 found fixed would confirm it" in words(open_one)
    assert "最少查明1条已整改即可判为属实" in words(open_one, Language.CHINESE)


@settings(max_examples=30, deadline=None)
@given(marks)
def test_visits_are_sent_out_as_long_as_they_are_needed(heard: str) -> None:
    """Wave after wave leads to the same verdict, and if everything is fixed the first wave is enough."""
    found = [MARKS[mark] for mark in heard]
    sent = 0
    while more := DESIGN.next_visits(found[:sent]):
        sent += more
    assert DESIGN.follow(found[:sent]) is verdict(heard).outcome
    assert verdict(heard).visited <= sent <= DESIGN.longest
    assert DESIGN.next_visits(()) == SHORTEST


def test_a_share_is_never_rounded_up() -> None:
    """69.99 % is shown as 69.9 %, not as the 70.0 % of a gate."""
    assert percent(Fraction(6_999, 10_000)) == "69.9%"
    assert percent(Fraction(7, 10)) == "70.0%"
