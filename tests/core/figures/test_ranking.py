"""Places of units: given only where intervals separate."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from grassrota.figures.interval import Interval
from grassrota.figures.ranking import Place, places

SHARES = st.tuples(st.integers(0, 10), st.integers(0, 10)).map(
    lambda ends: Interval.closed(Fraction(min(ends), 10), Fraction(max(ends), 10))
)


def test_by_hand() -> None:
    """Nine in ten stands first; what may be 20 to 60 per cent ties with 50, and both stand before nothing at all."""
    found = places(
        {
            "unsure": Interval.closed(Fraction(1, 5), Fraction(3, 5)),
            "first": Interval.exactly(Fraction(9, 10)),
            "half": Interval.exactly(Fraction(1, 2)),
            "last": Interval.exactly(0),
        }
    )
    assert found == {"unsure": Place(2, 3), "first": Place(1, 1), "half": Place(2, 3), "last": Place(4, 4)}
    touching = {"below": Interval.half_open(0, Fraction(1, 2)), "above": Interval.exactly(Fraction(1, 2))}
    assert places(touching)["above"] == Place(1, 1)


@given(shares=st.lists(SHARES, min_size=1, max_size=6), picks=st.data())
def test_whatever_is_true_stands_where_it_is_said(shares: list[Interval], picks: st.DataObject) -> None:
    """Choose any true value in each interval: its place among the chosen ones lies between the two that are given."""
    true = [picks.draw(st.fractions(one.lower, one.upper)) for one in shares]
    found = places({str(number): one for number, one in enumerate(shares)})
    for number, value in enumerate(true):
        place = found[str(number)]
        assert place.best <= 1 + sum(1 for other in true if other > value)
        assert len(true) - sum(1 for other in true if other < value) <= place.worst


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.booleans(), st.booleans()), max_size=7))
def test_a_place_counts_those_wholly_above_and_wholly_below(ends: list[tuple[int, int, bool, bool]]) -> None:
    """However ends meet, open or closed: a place is one more than those of which every value is greater."""
    shares = {
        str(number): Interval(Fraction(min(a, b)), Fraction(max(a, b)), a != b and left, a != b and right)
        for number, (a, b, left, right) in enumerate(ends)
    }

    def above(one: Interval, other: Interval) -> bool:
        assert other.upper is not None
        return one.lower > other.upper or (one.lower == other.upper and (one.lower_open or other.upper_open))

    for name, place in places(shares).items():
        mine = shares[name]
        assert place.best == 1 + sum(above(other, mine) for other in shares.values())
        assert place.worst == len(shares) - sum(above(mine, other) for other in shares.values())
