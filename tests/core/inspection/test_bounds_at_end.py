from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.inspection.design import Hypotheses, Outcome
from grassrota.inspection.sequential.bounds import bounds_at_end
from grassrota.inspection.sequential.design import End, SequentialDesign
from grassrota.inspection.sequential.plan import sequential

FIVE = Fraction(1, 20)
PLAN = sequential(Hypotheses(645_840, 593_840, 632_924, FIVE, FIVE))


def ends(design: SequentialDesign) -> dict[End, Fraction]:
    """Every end of a design with the number of paths to it, a lot counting as the part of them that it stops."""
    found: dict[End, Fraction] = {}
    paths = {0: Fraction(1)}
    for n in range(design.longest + 1):
        following: dict[int, Fraction] = {}
        for failed, ways in paths.items():
            lot = design.boundaries.lot_at.get((n, failed))
            answer = design.step(n, failed, 0.0)
            stopping = Fraction(lot.chance) if lot else Fraction(answer is not None)
            if answer:
                found[End(n, failed, answer)] = ways * stopping
            for more in (0, 1) if stopping < 1 else ():
                following[failed + more] = following.get(failed + more, Fraction(0)) + ways * (1 - stopping)
        paths = following
    return found


@st.composite
def designs(draw: st.DrawFn) -> SequentialDesign:
    population = draw(st.integers(3, 40))
    false_at = draw(st.integers(0, population - 2))
    honest_at = draw(st.integers(false_at + 1, population))
    risks = st.sampled_from([FIVE, Fraction(1, 10), Fraction(1, 3)])
    return sequential(Hypotheses(population, false_at, honest_at, draw(risks), draw(risks)), lots=draw(st.booleans()))


@settings(max_examples=15, deadline=None)
@given(designs(), st.data())
def test_bounds_are_wrong_no_more_often_than_stated(design: SequentialDesign, data: st.DataObject) -> None:
    """Over all paths of a design, counted exactly, each bound misses the truth with at most its risk."""
    asked = design.hypotheses
    truth = data.draw(st.integers(0, asked.population))
    too_high = too_low = Fraction(0)
    for end, ways in ends(design).items():
        fixed = end.visited - end.failed
        if fixed > truth or end.failed > asked.population - truth:
            continue
        chance = ways * Fraction(comb(asked.population - end.visited, truth - fixed), comb(asked.population, truth))
        low, high = bounds_at_end(design, end, end)
        too_high += chance * (low > truth)
        too_low += chance * (high < truth)
    assert too_high <= asked.alpha
    assert too_low <= asked.beta


@settings(max_examples=15, deadline=None)
@given(designs())
def test_the_bounds_agree_with_the_verdict(design: SequentialDesign) -> None:
    """The lower bound is above the false count if the plan confirms, the upper under the honest if it refutes."""
    asked = design.hypotheses
    for end in ends(design):
        low, high = bounds_at_end(design, end, end)
        assert low <= high
        if end.outcome is Outcome.CONFIRMED:
            assert low > asked.false_at
        else:
            assert high < asked.honest_at


def test_fifty_of_fifty_bound_the_claim_of_report_002() -> None:
    """The first end there is: the bound is where K/N to the fiftieth is 5 %, 94.2 % of 645,840, well above false."""
    (worst, best) = PLAN.ends([True] * 50)
    assert worst == best == End(50, 0, Outcome.CONFIRMED)
    low, high = bounds_at_end(PLAN, worst, best)
    assert low / 645_840 == pytest.approx(0.05 ** (1 / 50), abs=1e-4)
    assert high == 645_840


def test_silence_widens_both_ways() -> None:
    """The lower bound is that of the worst reading, the upper that of the best."""
    found = [True] * 30 + [None] + [True] * 60
    worst, best = PLAN.ends(found)
    assert worst is not None
    assert best is not None
    assert (worst.visited, best.visited) == (71, 50)
    low, high = bounds_at_end(PLAN, worst, best)
    assert low == bounds_at_end(PLAN, worst, worst)[0]
    assert high == bounds_at_end(PLAN, best, best)[1]
