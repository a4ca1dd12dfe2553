from __future__ import annotations

from bisect import bisect_left
from datetime import date
from fractions import Fraction
from functools import partial
from math import ceil, comb, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.inspection.claim import Claim
from grassrota.inspection.design import FixedSizeDesign, Hypotheses, Outcome, fixed_size, hypotheses

FIVE = Fraction(1, 20)


def claim_of(claimed: int, received: int, unlisted: int = 0) -> Claim:
    return Claim.of("u01", date(1957, 12, 15), received, map(str, range(claimed - unlisted)), claimed=claimed)


def counted(allowed: int, population: int, unfixed: int, n: int) -> Fraction:
    """Chance of at most ``allowed`` failures, from binomial coefficients: the oracle."""
    ways = sum(comb(unfixed, k) * comb(population - unfixed, n - k) for k in range(min(allowed, n) + 1))
    return Fraction(ways, comb(population, n))


@st.composite
def questions(draw: st.DrawFn, largest: int) -> Hypotheses:
    population = draw(st.integers(2, largest))
    false_at = draw(st.integers(0, population - 1))
    honest_at = draw(st.integers(false_at + 1, population))
    risks = st.sampled_from([Fraction(1, 100), FIVE, Fraction(1, 10), Fraction(1, 5), Fraction(1, 3)])
    return Hypotheses(population, false_at, honest_at, draw(risks), draw(risks))


def test_the_question_of_report_002() -> None:
    """62.1 % of 1.04 million at 5 points and 2 %: false up to 57.1 % = 593,840, honest from 98 % of 645,840."""
    question = hypotheses(claim_of(645_840, 1_040_000), tolerance="0.05", grace="0.02")
    assert (question.false_at, question.honest_at) == (593_840, 632_924)


def test_counts_meet_rates_exactly() -> None:
    """0.035 of 400 is 14: of 400 claimed and received, false is up to 386; with grace 0.035 honest is from 386 too."""
    claim = claim_of(400, 400)
    assert hypotheses(claim, tolerance=0.035, grace=0).false_at == 386
    assert hypotheses(claim, tolerance=0.5, grace=0.035).honest_at == 386
    with pytest.raises(Refused, match="No sample can tell 386"):
        hypotheses(claim, tolerance=0.035, grace=0.035)


@settings(deadline=None)
@given(
    st.integers(1, 300), st.integers(0, 300), st.integers(1, 99).map(lambda t: Fraction(t, 100)),
    st.integers(0, 20).map(lambda g: Fraction(g, 100)),
)  # fmt: skip
def test_hypotheses_follow_their_definition(claimed: int, more: int, tolerance: Fraction, grace: Fraction) -> None:
    """False is at most floor(R (r - tolerance)), honest at least ceil(N (1 - grace)), or the question is refused."""
    received = claimed + more
    false_at, honest_at = floor(claimed - received * tolerance), ceil(claimed * (1 - grace))
    if 0 <= false_at < honest_at:
        question = hypotheses(claim_of(claimed, received), tolerance, grace)
        assert (question.false_at, question.honest_at) == (false_at, honest_at)
    else:
        with pytest.raises(Refused):
            hypotheses(claim_of(claimed, received), tolerance, grace)


@settings(max_examples=60, deadline=None)
@given(questions(largest=40))
def test_the_design_is_the_smallest_of_all(question: Hypotheses) -> None:
    """No smaller sample with any allowance keeps both risks: every one of them is tried with whole numbers."""
    bad, good = question.population - question.false_at, question.population - question.honest_at

    def keeps(allowed: int, n: int) -> bool:
        confirm_risk = counted(allowed, question.population, bad, n)
        refute_risk = 1 - counted(allowed, question.population, good, n)
        return confirm_risk <= question.alpha and refute_risk <= question.beta

    smallest = next(n for n in range(1, question.population + 1) if any(keeps(c, n) for c in range(n)))
    design = fixed_size(question)
    assert design.n == smallest
    assert keeps(design.allowed, design.n)


@settings(max_examples=40, deadline=None)
@given(questions(largest=2_500))
def test_stated_risks_are_exact_and_never_above_nominal(question: Hypotheses) -> None:
    """On random designs, the risks counted with binomial coefficients are those stated, and within alpha and beta."""
    design = fixed_size(question)
    bad, good = question.population - question.false_at, question.population - question.honest_at
    confirm_risk = counted(design.allowed, question.population, bad, design.n)
    refute_risk = 1 - counted(design.allowed, question.population, good, design.n)
    assert confirm_risk <= question.alpha
    assert refute_risk <= question.beta
    assert float(design.confirm_risk) == pytest.approx(float(confirm_risk), rel=1e-9, abs=1e-30)
    assert float(design.refute_risk) == pytest.approx(float(refute_risk), rel=1e-9, abs=1e-30)


def test_a_sample_by_hand() -> None:
    """20 fixed or only 10 of 20: 4 without a failure confirm falsely in C(10,4)/C(20,4) = 210/4845, 3 in over 5 %."""
    design = fixed_size(Hypotheses(20, 10, 20, FIVE, FIVE))
    assert (design.n, design.allowed, design.confirm_risk) == (4, 0, Fraction(210, 4845))


def test_neighbouring_hypotheses_need_a_census() -> None:
    """9 of 10 from 10 of 10: the one bad case hides from a sample of n with 1 - n/10, so all ten are visited."""
    design = fixed_size(Hypotheses(10, 9, 10, FIVE, FIVE))
    assert design.is_census
    assert design.confirm_risk == design.refute_risk == 0


@settings(max_examples=25, deadline=None)
@given(st.integers(200, 5_000), st.integers(5, 40), st.integers(1, 20))
def test_more_tolerance_never_needs_more_visits(claimed: int, points: int, further: int) -> None:
    """Widening the tolerance only removes claims that count as false."""
    claim = claim_of(claimed, claimed + claimed // 3)
    narrow = fixed_size(hypotheses(claim, Fraction(points, 100)))
    wide = fixed_size(hypotheses(claim, Fraction(points + further, 100)))
    assert wide.n <= narrow.n


@settings(max_examples=40, deadline=None)
@given(questions(largest=200))
def test_composite_risks_are_those_at_the_edges(question: Hypotheses) -> None:
    """The operating characteristic rises with the truth, so no falser or more honest claim has a greater risk."""
    design = fixed_size(question)
    chances = [design.chance_of_confirming(truth) for truth in range(question.population + 1)]
    assert chances == sorted(chances)
    assert chances[question.false_at] == design.confirm_risk
    assert chances[question.honest_at] == 1 - design.refute_risk


def test_ten_million_cases_are_designed() -> None:
    """At N = 10 million the sample is that of an endless population: 95 % from 98 %, near the normal formula's 386.

    (1.645 (sqrt(.05 .95) + sqrt(.02 .98)))^2 / .03^2 = 385.7; exact counting moves it by a few percent at most.
    """
    design = fixed_size(Hypotheses(10**7, 95 * 10**5, 98 * 10**5, FIVE, FIVE))
    assert 370 <= design.n <= 402
    assert design.confirm_risk <= FIVE
    assert design.refute_risk <= FIVE


def sampled_enough(allowed: int, bad: int, n: int) -> bool:
    from scipy.stats import hypergeom

    return bool(hypergeom.cdf(allowed, 100_000, bad, n) <= 0.05)


def test_close_hypotheses_skip_hopeless_allowances_safely() -> None:
    """Where hundreds of failures are allowed the search starts in the middle, and misses no earlier answer.

    By another library's distribution function, each of the eight allowances before the one found breaks beta with
    the smallest sample that keeps alpha, and so with any larger one.
    """
    from scipy.stats import hypergeom  # takes long to load, and every worker of the tests collects this file

    question = Hypotheses(100_000, 97_300, 98_000, FIVE, FIVE)
    bad, good = 2_700, 2_000
    design = fixed_size(question)
    assert design.allowed > 100
    for fewer in range(design.allowed - 8, design.allowed):
        keeps_alpha = partial(sampled_enough, fewer, bad)
        n = 1 + bisect_left(range(1, 20_000), True, key=keeps_alpha)
        assert hypergeom.sf(fewer, 100_000, good, n) > 0.05


def test_silence_can_only_make_an_outcome_inconclusive() -> None:
    """Of 10 with 1 allowed, 9 fixed confirm; 8 and a silence wait; 7 and a silence refute."""
    design = FixedSizeDesign(Hypotheses(100, 60, 95, FIVE, FIVE), 10, 1, FIVE, FIVE)
    assert design.outcome(worst=9, best=10) is Outcome.CONFIRMED
    assert design.outcome(worst=8, best=9) is Outcome.INCONCLUSIVE
    assert design.outcome(worst=7, best=8) is Outcome.REFUTED


def test_questions_without_an_answer_are_refused_with_what_to_change() -> None:
    """Nothing claimed, tolerance over the claim, tolerance inside the grace, a list that cannot carry the claim."""
    with pytest.raises(Refused, match="nothing to inspect"):
        hypotheses(claim_of(0, 10))
    with pytest.raises(Refused, match=r"less than 0\.04"):
        hypotheses(claim_of(4, 100), tolerance="0.05")
    with pytest.raises(Refused, match=r"tolerance more than 0\.02, or the grace less than 0\.01"):
        hypotheses(claim_of(100, 100), tolerance="0.01", grace="0.02")
    with pytest.raises(Refused, match="even if all of those are fixed"):
        hypotheses(claim_of(100, 100, unlisted=10), tolerance="0.05")


def test_hypotheses_out_of_order_are_bad_input() -> None:
    """False must lie below honest, risks between 0 and 1; both faults at once."""
    with pytest.raises(BadInput) as caught:
        Hypotheses(10, 8, 8, Fraction(0), FIVE)
    assert len(caught.value.faults) == 2


def test_errors_of_inspectors_bring_the_hypotheses_nearer() -> None:
    """Of 100, false up to 60, honest from 95: a tenth of 40 passed wrongly and a fiftieth of 95 failed: 64 and 94."""
    question = Hypotheses(100, 60, 95, FIVE, FIVE).with_errors(passed="0.1", failed="0.02")
    assert (question.false_at, question.honest_at) == (64, 94)
    assert fixed_size(question).n > fixed_size(Hypotheses(100, 60, 95, FIVE, FIVE)).n


@settings(max_examples=50, deadline=None)
@given(questions(largest=60), st.integers(0, 30), st.integers(0, 30))
def test_no_false_claim_looks_better_than_the_one_at_the_edge(question: Hypotheses, passed: int, failed: int) -> None:
    """For every false truth, all errors against us stay within the new false count; likewise for the honest."""
    try:
        seen = question.with_errors(Fraction(passed, 100), Fraction(failed, 100))
    except Refused:
        return
    for truth in range(question.false_at + 1):
        assert truth + (question.population - truth) * passed // 100 <= seen.false_at
    for truth in range(question.honest_at, question.population + 1):
        assert truth - truth * failed // 100 >= seen.honest_at


def test_errors_that_hide_every_difference_are_refused() -> None:
    """With half of the bad cases passed, 60 of 100 look like 80: as honest as 80 are; a share of one is no share."""
    with pytest.raises(Refused, match="no sample tells them apart"):
        Hypotheses(100, 60, 80, FIVE, FIVE).with_errors(passed="0.5", failed=0)
    with pytest.raises(BadInput, match="from 0 up to 1"):
        Hypotheses(100, 60, 80, FIVE, FIVE).with_errors(passed=1, failed=0)
