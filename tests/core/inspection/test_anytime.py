from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb, log, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.inspection.anytime import Seen, anytime_bounds
from grassrota.inspection.stratified import total_bounds

FIVE, TENTH = Fraction(1, 20), Fraction(1, 10)


@st.composite
def seen(draw: st.DrawFn, largest: int) -> Seen:
    population = draw(st.integers(1, largest))
    fixed = draw(st.integers(0, population))
    failed = draw(st.integers(0, population - fixed))
    return Seen(population, fixed, failed, draw(st.integers(0, population - fixed - failed)))


def weight(what: Seen, truth: int) -> Fraction:
    """The weight of a truth after what was seen, by its definition."""
    ways = comb(truth, what.fixed) * comb(what.population - truth, what.failed)
    return Fraction(ways, comb(what.population + 1, what.fixed + what.failed + 1))


@settings(max_examples=40, deadline=None)
@given(seen(largest=30))
def test_weights_make_one_and_bounds_follow_them(what: Seen) -> None:
    """The weights sum to 1; the bounds are the first and last truth whose weight is above risk over N + 1."""
    what = what.at_worst
    truths = range(what.population + 1)
    assert sum(weight(what, truth) for truth in truths) == 1
    kept = [truth for truth in truths if weight(what, truth) * (what.population + 1) > FIVE]
    assert anytime_bounds(what, FIVE, FIVE) == (kept[0], kept[-1])


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 14), st.data())
def test_bounds_hold_at_every_moment_at_once(population: int, data: st.DataObject) -> None:
    """Over all orders, counted exactly, a bound is wrong at any moment of the inspection with at most its risk."""
    truth = data.draw(st.integers(0, population))
    still_right = {0: Fraction(1)}
    for n in range(1, population + 1):
        following: dict[int, Fraction] = {}
        for failed, chance in still_right.items():
            failing = Fraction(population - truth - failed, population - n + 1)
            for more, part in ((1, failing), (0, 1 - failing)):
                now = failed + more
                if part and anytime_bounds(Seen(population, n - now, now), TENTH, Fraction(1, 10**9))[0] <= truth:
                    following[now] = following.get(now, Fraction(0)) + chance * part
        still_right = following
    assert sum(still_right.values()) >= 1 - TENTH


@settings(max_examples=25, deadline=None)
@given(seen(largest=400), st.integers(2, 5))
def test_large_lists_agree_with_whole_numbers(what: Seen, times: int) -> None:
    """Above the size counted exactly the doubt is the logarithm of the ratio of whole numbers."""
    large = Seen(what.population * times + 1_000, what.fixed, what.failed)
    for truth in (large.likeliest, large.fixed + (large.population - large.fixed - large.failed) // 2):
        exactly = float(1 / (weight(large, truth) * (large.population + 1)))
        assert large.doubt(truth) == pytest.approx(log(exactly), abs=1e-8)


@settings(max_examples=40, deadline=None)
@given(seen(largest=200))
def test_silence_only_widens(what: Seen) -> None:
    """Whatever the silent cases are, the bounds then lie within those given without them."""
    low, high = anytime_bounds(what, FIVE, FIVE)
    for fixed in (0, what.silent // 2, what.silent):
        heard = Seen(what.population, what.fixed + fixed, what.failed + what.silent - fixed)
        inner = anytime_bounds(heard, FIVE, FIVE)
        assert low <= inner[0] <= inner[1] <= high


def test_before_any_visit_nothing_is_ruled_out_and_after_all_everything() -> None:
    """No visit: 0 to 9. A census with 7 fixed: 7."""
    assert anytime_bounds(Seen(9, 0, 0), FIVE, FIVE) == (0, 9)
    assert anytime_bounds(Seen(9, 7, 2), FIVE, FIVE) == (7, 7)
    assert anytime_bounds(Seen(5_000, 4_000, 1_000), FIVE, FIVE) == (4_000, 4_000)


def test_a_million_cases_are_bounded_after_eighty_visits() -> None:
    """All of 80 fixed: with f(p) = 81 p^80 = 1/20 the endless bound is p = (1/1620)^(1/80) = 0.9118."""
    low, high = anytime_bounds(Seen(10**6, 80, 0), FIVE, FIVE)
    assert low / 10**6 == pytest.approx((FIVE / 81) ** (1 / 80), abs=1e-4)
    assert high == 10**6


@pytest.mark.parametrize("counts", [(0, 0, 0, 0), (5, 3, 3, 0), (5, -1, 0, 0), (5, 2, 2, 2)])
def test_counts_that_cannot_be_are_bad_input(counts: tuple[int, int, int, int]) -> None:
    """An empty list, more seen than there are, fewer than none."""
    with pytest.raises(BadInput, match="together at most the population"):
        Seen(*counts)


@settings(max_examples=30, deadline=None)
@given(st.lists(seen(largest=7), min_size=1, max_size=3))
def test_a_total_is_ruled_out_only_if_every_spread_is(strata: list[Seen]) -> None:
    """Against all spreads of all totals: no total outside the bounds is one that some spread leaves possible."""
    strata = [each.at_worst for each in strata]
    kept = set()
    for truths in product(*(range(each.population + 1) for each in strata)):
        if prod(weight(each, truth) * (each.population + 1) for each, truth in zip(strata, truths, strict=True)) > FIVE:
            kept.add(sum(truths))
    low, high = total_bounds(strata, FIVE, FIVE)
    assert low <= min(kept)
    assert max(kept) <= high


def test_one_stratum_is_a_list() -> None:
    """The bounds of one stratum are those of the list, at most one case wider."""
    what = Seen(3_000, 180, 9)
    alone, (low, high) = anytime_bounds(what, FIVE, TENTH), total_bounds([what], FIVE, TENTH)
    assert alone[0] - 1 <= low <= alone[0]
    assert alone[1] <= high <= alone[1] + 1


def test_strata_together_say_more_than_each_at_a_part_of_the_risk() -> None:
    """Ten equal strata, 30 of 30 fixed in each: better than ten bounds at a tenth of the risk, added up."""
    strata = [Seen(1_000, 30, 0)] * 10
    apart = 10 * anytime_bounds(strata[0], FIVE / 10, FIVE / 10)[0]
    assert apart < total_bounds(strata, FIVE, FIVE)[0] <= 10_000


def test_an_unseen_stratum_may_hold_anything() -> None:
    """A stratum of 500 without a visit adds nothing to the lower bound and all of itself to the upper one."""
    seen_one = Seen(500, 300, 100)
    low, high = total_bounds([seen_one, Seen(500, 0, 0)], FIVE, FIVE)
    alone = anytime_bounds(seen_one, FIVE, FIVE)
    assert low <= alone[0]
    assert high >= alone[1] + 500 - 1
