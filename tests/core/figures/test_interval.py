"""Intervals of exact rationals."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.figures.interval import Interval, rounded

numbers = st.fractions(min_value=0, max_value=1000, max_denominator=60)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    lower, upper = sorted((draw(numbers), draw(numbers)))
    if lower == upper:
        return Interval.exactly(lower)
    return Interval(lower, draw(st.sampled_from((upper, None))), draw(st.booleans()), draw(st.booleans()))


@st.composite
def samples(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    interval = draw(intervals())
    upper = interval.lower + 100 if interval.upper is None else interval.upper
    weight = draw(st.fractions(0, 1, max_denominator=50))
    value = interval.lower + weight * (upper - interval.lower)
    return interval, value if value in interval else (interval.lower + upper) / 2


def test_3200_odd_holds_3200_to_3299() -> None:
    """3,200-odd holds 3,200 and 3,299, but neither 3,199 nor 3,300."""
    odd = Interval.half_open(3200, 3300)
    assert [n for n in (3199, 3200, 3299, 3300) if n in odd] == [3200, 3299]
    assert odd.whole() == Interval.closed(3200, 3299)


def test_whole_numbers_between_open_ends() -> None:
    """Strictly between 1 and 3 lies the whole number 2; strictly between 1 and 2 none; above 2.5 they start at 3."""
    assert Interval(Fraction(1), Fraction(3), True, True).whole() == Interval.exactly(2)
    assert Interval(Fraction(1), Fraction(2), True, True).whole() is None
    assert Interval(Fraction(5, 2), None).whole() == Interval(Fraction(3), None)


@pytest.mark.parametrize(("value", "step", "upper_open"), [("0.621", "0.001", True), ("1040000", "10000", False)])
def test_rounding_includes_a_tie_upwards_only_for_an_even_digit(value: str, step: str, upper_open: bool) -> None:
    """0.6215 rounds to 0.622 by half-up and by half-even; 1,045,000 rounds to 1,040,000 by half-even."""
    number, width = Fraction(value), Fraction(step)
    assert rounded(number, width) == Interval(number - width / 2, number + width / 2, upper_open=upper_open)


def test_a_quotient_by_what_may_be_nothing_is_unknown() -> None:
    """0 of 0 is unknown, and so is anything of 0 to 10."""
    assert Interval.exactly(0).over(Interval.exactly(0)) is None
    assert Interval.exactly(3).over(Interval.closed(0, 10)) is None


def test_350_odd_of_5000_odd_lies_between_350_over_6000_and_360_over_5000() -> None:
    """The share is above 350/6000 and below 360/5000 (report 001)."""
    share = Interval.half_open(350, 360).over(Interval.half_open(5000, 6000))
    assert share == Interval(Fraction(350, 6000), Fraction(360, 5000), True, True)


def test_every_fault_of_an_interval_is_refused() -> None:
    """An interval is neither empty, nor below zero, nor made of inexact numbers."""
    for lower, upper, lower_open in ((2, 1, False), (-1, 1, False), (1, 1, True), (0.5, 1, False)):
        with pytest.raises(BadInput):
            Interval(lower, upper, lower_open)  # type: ignore[arg-type]


@settings(deadline=None)
@given(samples(), samples())
def test_arithmetic_encloses_what_it_speaks_of(
    one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]
) -> None:
    """Sum, multiple and quotient of numbers lie in the sum, multiple and quotient of their intervals."""
    (left, x), (right, y) = one, other
    assert x + y in left + right
    assert x * Fraction(3, 7) in left.times(Fraction(3, 7))
    quotient = left.over(right)
    assert quotient is None if 0 in right else quotient is not None and x / y in quotient


@settings(deadline=None)
@given(intervals(), intervals(), numbers)
def test_meet_holds_exactly_what_both_hold(left: Interval, right: Interval, value: Fraction) -> None:
    """A number lies in the meet of two intervals if and only if it lies in both."""
    met = left.meet(right)
    assert (value in left and value in right) == (met is not None and value in met)
    assert left.covers(right) == (met == right)


@settings(deadline=None)
@given(intervals(), st.integers(0, 1000))
def test_whole_keeps_exactly_the_whole_numbers(interval: Interval, value: int) -> None:
    """A whole number lies in an interval if and only if it lies between the closed whole ends."""
    whole = interval.whole()
    assert (value in interval) == (whole is not None and value in whole)
