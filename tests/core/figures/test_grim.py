"""Granularity of percentages and means."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.figures import grim
from grassrota.figures.interval import Interval, rounded
from grassrota.figures.wording import parse


def test_621_percent_of_a_million_opinions() -> None:
    """62.1 % of 1,040,000 needs 645,320 to 646,359 cases, inside 640,000 to 649,999 (report 002)."""
    found = grim.numerators(parse("62.1 %").interval, 1_040_000)
    assert (found[0], found[-1]) == (645_320, 646_359)


def test_18_of_29_is_621_percent() -> None:
    """18/29 = 62.07 %, so 62.1 % of 29 is possible, and only with 18."""
    assert list(grim.numerators(parse("62.1 %").interval, 29)) == [18]


def test_a_mean_of_519_of_28_whole_numbers_is_impossible() -> None:
    """145/28 = 5.18 and 146/28 = 5.21, so no 28 whole numbers average 5.19 (Brown and Heathers 2017)."""
    mean = rounded(Fraction("5.19"), Fraction("0.01"))
    assert not grim.mean_possible(mean, 28)
    assert grim.mean_possible(rounded(Fraction("5.18"), Fraction("0.01")), 28)


@pytest.mark.parametrize(("percent", "n", "smallest"), [("90 %", 25, 10), ("75.86 %", 99, 29), ("95.45 %", 36, 22)])
def test_three_impossible_percentages_of_a_hotline(percent: str, n: int, smallest: int) -> None:
    """90 % of 25, 75.86 % of 99 and 95.45 % of 36 are impossible; 9/10, 22/29 and 21/22 are the least."""
    rate = parse(percent).interval
    assert not grim.possible(rate, n)
    assert grim.smallest_n(rate) == smallest


def test_nothing_of_nothing_is_no_percentage() -> None:
    """Of 0 cases no percentage is possible, not even 0 %."""
    assert not grim.possible(parse("0 %").interval, 0)


@settings(deadline=None)
@given(st.integers(1, 120), st.integers(0, 2), st.data())
def test_a_true_percentage_is_always_possible(n: int, decimals: int, data: st.DataObject) -> None:
    """A percentage computed from k of n, rounded half-up or half-even, has k among its numerators for n."""
    k = data.draw(st.integers(0, n))
    mode = data.draw(st.sampled_from((ROUND_HALF_UP, ROUND_HALF_EVEN)))
    scaled = Fraction(k * 100 * 10**decimals, n)
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    up = 2 * rest > scaled.denominator or (2 * rest == scaled.denominator and (mode == ROUND_HALF_UP or whole % 2))
    printed = Decimal(whole + bool(up)).scaleb(-decimals)
    assert k in grim.numerators(parse(f"{printed:f} %").interval, n)


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(0, 10), st.integers(0, 100))
def test_numerators_for_an_uncertain_number_of_cases(least: int, width: int, percent: int) -> None:
    """The least and greatest numerator over a range of n are those found by trying every n."""
    rate, n = parse(f"{percent} %").interval, Interval.closed(least, least + width)
    tried = sorted(k for m in range(least, least + width + 1) for k in grim.numerators(rate, m))
    assert grim.numerators_of_some(rate, n) == (Interval.closed(tried[0], tried[-1]) if tried else None)


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(0, 12), st.integers(0, 60), st.integers(0, 9), st.booleans(), st.booleans())
def test_counting_pairs_and_simplest_fractions_agree_with_trying(
    least: int, width: int, sixtieths: int, more: int, lower_open: bool, upper_open: bool
) -> None:
    """Whether some k of some n fits, and the fewest cases that can, are as trying every n says, ends open or not."""
    upper = min(Fraction(sixtieths, 60) + Fraction(more, 97), Fraction(1))
    point = upper == Fraction(sixtieths, 60)
    rate = Interval(Fraction(sixtieths, 60), upper, lower_open and not point, upper_open and not point)
    fitting = [n for n in range(1, 200) if grim.possible(rate, n)]
    assert grim.some_fit(rate, Interval.closed(least, least + width)) == any(
        least <= n <= least + width for n in fitting
    )
    assert grim.smallest_n(rate, 199) == (fitting[0] if fitting else None)


def test_a_rate_of_many_digits_is_judged_at_once() -> None:
    """33.333333 % of some number between 1 and 9 million is impossible if exact, and needs 100 million cases."""
    exact = parse("exactly 33.333333 %").interval
    assert not grim.some_fit(exact, Interval.closed(1_000_000, 9_000_000))
    assert grim.smallest_n(exact, 10**8) == 10**8


def test_numerators_within_what_was_stated() -> None:
    """With 640,000-odd stated, 62.1 % of 1,040,000 leaves 645,320 to 646,359; with 640,000 exactly, nothing."""
    rate, n = parse("62.1 %").interval, Interval.exactly(1_040_000)
    assert grim.numerators_of_some(rate, n, parse("640,000-odd").interval) == Interval.closed(645_320, 646_359)
    assert grim.numerators_of_some(rate, n, Interval.exactly(640_000)) is None
