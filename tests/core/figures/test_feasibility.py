"""Linear feasibility with open ends, bounds and smallest clashes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.figures.feasibility import System, rows_of
from grassrota.figures.interval import Interval
from grassrota.figures.program import Row

ONE = Fraction(1)
NAMES = ("a", "b", "c")


def at_least(name: str, value: int, *, strict: bool = False, said_by: str = "s") -> Row:
    return Row({name: ONE}, Fraction(value), strict, said_by)


def at_most(name: str, value: int, *, strict: bool = False, said_by: str = "s") -> Row:
    return Row({name: -ONE}, Fraction(-value), strict, said_by)


def test_a_set_that_fits_only_at_an_open_end_is_infeasible() -> None:
    """Both a >= 5 and a <= 5 fit; a > 5 and a <= 5 do not, nor do a > 5 and a < 5."""
    assert System([at_least("a", 5), at_most("a", 5)]).fits()
    assert not System([at_least("a", 5, strict=True), at_most("a", 5)]).fits()
    assert not System([at_least("a", 5, strict=True), at_most("a", 5, strict=True)]).fits()


def test_one_case_in_a_million_is_seen() -> None:
    """At most 999,999 and at least 1,000,000 do not fit, though they differ by a millionth."""
    assert not System([at_most("a", 999_999), at_least("a", 1_000_000)]).fits()
    assert System([at_most("a", 1_000_000, strict=True), at_least("a", 999_999)]).fits()


def test_ends_of_bounds_are_open_where_they_are_not_reached() -> None:
    """With 2 < a <= 7 and b = a, b lies in (2, 7]; without an upper row there is no upper end."""
    tied = [Row({"a": ONE, "b": -ONE}, Fraction(0), False, "s"), Row({"a": -ONE, "b": ONE}, Fraction(0), False, "s")]
    rows = [*tied, at_least("a", 2, strict=True)]
    assert System([*rows, at_most("a", 7)]).bounds({"b": ONE}) == Interval(Fraction(2), Fraction(7), lower_open=True)
    assert System(rows).bounds({"b": ONE}) == Interval(Fraction(2), None, lower_open=True)


def test_a_share_is_bounded_by_the_quotients_of_its_ends() -> None:
    """With a in [1, 2] and b in [4, 8], a/b lies in [1/8, 1/2]; with b unbounded, it never quite reaches 0."""
    rows = [at_least("a", 1), at_most("a", 2), at_least("b", 4)]
    closed = System([*rows, at_most("b", 8)]).bounds({"a": ONE}, {"b": ONE})
    assert closed == Interval.closed(Fraction(1, 8), Fraction(1, 2))
    assert System(rows).bounds({"a": ONE}, {"b": ONE}) == Interval(Fraction(0), Fraction(1, 2), lower_open=True)


@st.composite
def small_systems(draw: st.DrawFn) -> list[Row]:
    """Bounds on three quantities and on differences of two: such systems are feasible exactly if whole numbers fit."""
    rows = []
    for index in range(draw(st.integers(1, 7))):
        first, second = draw(st.permutations(NAMES))[:2]
        sign = draw(st.sampled_from((ONE, -ONE)))
        terms = {first: sign} if draw(st.booleans()) else {first: ONE, second: -ONE}
        rows.append(Row(terms, Fraction(draw(st.integers(-4, 4))), False, f"s{index}"))
    return rows


def fits(rows: Sequence[Row], values: Sequence[int]) -> bool:
    named = dict(zip(NAMES, values, strict=True))
    return all(sum(factor * named[name] for name, factor in row.terms.items()) >= row.at_least for row in rows)


@settings(max_examples=60, deadline=None)
@given(small_systems())
def test_feasibility_agrees_with_trying_everything(rows: list[Row]) -> None:
    """Bounds and differences are feasible if and only if some whole numbers from 0 to 12 fit."""
    solutions = [values for values in product(range(13), repeat=3) if fits(rows, values)]
    assert System(rows).fits() == bool(solutions)
    if solutions:
        found = System(rows).bounds({"a": ONE})
        assert found.lower == min(values[0] for values in solutions)
        assert found.upper is None or found.upper == max(values[0] for values in solutions)


@settings(max_examples=60, deadline=None)
@given(small_systems())
def test_a_clash_is_minimal(rows: list[Row]) -> None:
    """The statements of a clash cannot hold together, and leaving any one out lets the others hold."""
    if System(rows).fits():
        return
    clash = System(rows).smallest_clash()
    assert not System(rows_of(rows, clash)).fits()
    assert all(System(rows_of(rows, [other for other in clash if other != left_out])).fits() for left_out in clash)


def test_a_clash_is_found_among_many() -> None:
    """Among 200 statements that fit, the two that do not are named."""
    rows = [at_least(f"q{i}", i, said_by=f"s{i}") for i in range(200)]
    assert System([*rows, at_most("q150", 149, said_by="wrong")]).smallest_clash() == ("s150", "wrong")
