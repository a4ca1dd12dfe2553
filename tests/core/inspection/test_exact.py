from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.inspection.exact import COUNTED_EXACTLY, at_most, exact, more_than, most_marked


def counted(hits: range, population: int, marked: int, drawn: int) -> Fraction:
    """The definition, in whole numbers: an oracle for any size."""
    ways = sum(comb(marked, hit) * comb(population - marked, drawn - hit) for hit in hits if hit <= drawn)
    return Fraction(ways, comb(population, drawn))


@st.composite
def lots(draw: st.DrawFn, largest: int) -> tuple[int, int, int, int]:
    population = draw(st.integers(2, largest))
    marked, drawn = draw(st.integers(0, population)), draw(st.integers(0, population))
    return population, marked, drawn, draw(st.integers(0, drawn))


def test_a_rate_is_what_the_person_wrote() -> None:
    """0.035 of 400 is 14, where binary floats give 14.000000000000002."""
    assert 400 * exact(0.035) == 14
    assert exact("1/3") == Fraction(1, 3)


@pytest.mark.parametrize("nonsense", ["five", "1/0", float("nan"), ""])
def test_what_is_no_number_is_bad_input(nonsense: str | float) -> None:
    """A rate that is no number is named, not guessed."""
    with pytest.raises(BadInput, match=r"a number such as 0\.05"):
        exact(nonsense)


def test_chances_of_a_hand_of_cards() -> None:
    """Two or fewer hearts among five cards: C(39,5) + 13 C(39,4) + 78 C(39,3) of C(52,5) hands, by hand 2,357,199."""
    assert at_most(2, 52, 13, 5) == Fraction(575_757 + 13 * 82_251 + 78 * 9_139, 2_598_960)


@settings(max_examples=50, deadline=None)
@given(lots(largest=COUNTED_EXACTLY))
def test_the_two_tails_make_one(lot: tuple[int, int, int, int]) -> None:
    """At most h and more than h are all there is, exactly."""
    population, marked, drawn, hits = lot
    assert at_most(hits, population, marked, drawn) + more_than(hits, population, marked, drawn) == 1


@settings(max_examples=50, deadline=None)
@given(lots(largest=500))
def test_large_populations_agree_with_whole_numbers(lot: tuple[int, int, int, int]) -> None:
    """Above the size counted exactly, chances agree with binomial coefficients to a relative 1e-10."""
    extra, marked, drawn, hits = lot
    population = extra + COUNTED_EXACTLY
    expected = counted(range(hits + 1), population, marked, drawn)
    assert float(at_most(hits, population, marked, drawn)) == pytest.approx(float(expected), rel=1e-10, abs=1e-200)
    rest = counted(range(hits + 1, drawn + 1), population, marked, drawn)
    assert float(more_than(hits, population, marked, drawn)) == pytest.approx(float(rest), rel=1e-10, abs=1e-200)


@settings(max_examples=50, deadline=None)
@given(lots(largest=60), st.fractions(min_value="1/1000", max_value="1/2"))
def test_the_bound_is_the_largest_number_not_ruled_out(lot: tuple[int, int, int, int], risk: Fraction) -> None:
    """Among all numbers of marked ones, the bound is the last whose chance of so few hits is above the risk."""
    population, _, drawn, hits = lot
    possible = [k for k in range(population + 1) if counted(range(hits + 1), population, k, drawn) > risk]
    assert most_marked(hits, population, drawn, risk) == possible[-1]
