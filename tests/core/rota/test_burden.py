"""The spread of the burden, against numbers worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grassrota.rota.burden import Rate, Side, Tally, gini, going_by, range_of, widest, within_one, worst_off
from grassrota.rota.part import Part

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def test_gini_by_hand() -> None:
    """One of four has all: 3/4. One, two and three: 2/9. All alike: 0. Nobody has anything: unknown."""
    assert gini([0, 0, 0, 5]) == 0.75
    assert gini([3, 1, 2]) == pytest.approx(2 / 9)
    assert gini([2, 2, 2]) == 0.0
    assert gini([0, 0]) is None
    assert gini([]) is None


@given(st.lists(st.integers(0, 9), min_size=1, max_size=9), st.integers(1, 5))
def test_gini_is_half_the_mean_difference_by_the_mean(values: list[int], times: int) -> None:
    """As it is defined, from all pairs; and the unit in which things are counted plays no part."""
    found = gini(values)
    if not sum(values):
        assert found is None
        return
    pairs = sum(abs(one - other) for one in values for other in values)
    assert found == pytest.approx(pairs / (2 * len(values) * sum(values)))
    assert gini([Fraction(value, times) for value in values]) == pytest.approx(found)


def test_years_and_turns_are_counted_where_people_belong(kit: Kit) -> None:
    """Two years: p1 goes twice and p2 never, q once as clerk of u2: rates by person, unit, grade and band."""
    people = [*kit.people(2), kit.person("q", "u2", surplus=True), kit.person("r", "u2", "chief")]
    problem = kit.problem(people, [kit.opening("o", "t1", high=3)], kit.policy(1))
    tally = Tally()
    tally.count(problem, kit.plan(problem, ("p1", "o", 1), ("q", "o", 1)))
    tally.count(problem, kit.plan(problem, ("p1", "o", 1)))
    assert tally.by_person == {"p1": Rate(2, 2), "p2": Rate(0, 2), "q": Rate(1, 2), "r": Rate(0, 2)}
    assert tally.by(Side.UNIT) == {"u1": Rate(2, 4), "u2": Rate(1, 4)}
    assert tally.by(Side.GRADE) == {"clerk": Rate(3, 6), "chief": Rate(0, 2)}
    assert tally.by(Side.BAND)["surplus"] == Rate(1, 2)
    # 0, 0, 1/2 and 1 turns a year: (-3 x 0 - 1 x 0 + 1 x 1/2 + 3 x 1) / (4 x 3/2)
    assert tally.gini() == pytest.approx(3.5 / 6)
    assert tally.gini(Side.UNIT) == pytest.approx(1 / 6)
    assert worst_off(tally.by(Side.UNIT)) == "u1"
    assert range_of(tally.by(Side.UNIT).values()) == (0.25, 0.5)
    assert (worst_off({}), range_of([]), Rate(0, 0).a_year) == ("", None, None)


def test_within_one_of_the_fewest(kit: Kit) -> None:
    """Of three clerks with 1, 2 and 3 turns two are within one; a chief alone always is."""
    people = [*kit.people(3), kit.person("c", grade="chief")]
    problem = kit.problem(people, [kit.opening("o", "t1")], kit.policy(1))
    standing = {"p1": 1, "p2": 2, "p3": 3, "c": 9}
    assert within_one(problem, standing) == Part(3, 4)
    assert widest(problem, standing) == 2


def test_who_goes_of_whom(kit: Kit) -> None:
    """One of two of u1 goes, none of u2."""
    problem = kit.problem([*kit.people(2), kit.person("q", "u2")], [kit.opening("o", "t1")], kit.policy(1))
    found = going_by(problem, kit.plan(problem, ("p1", "o", 1)))
    assert found[Side.UNIT] == {"u1": Part(1, 2), "u2": Part(0, 1)}
    assert found[Side.GRADE] == {"clerk": Part(1, 3)}
