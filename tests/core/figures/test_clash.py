"""Which statements clash: together impossible, possible without any one of them, in whatever shape."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from grassrota.figures import clash as searched
from grassrota.figures.feasibility import System, rows_of
from grassrota.figures.program import Program, Row

ONE = Fraction(1)
NAMES = ("a", "b", "c")


def said(by: str, terms: Mapping[str, int], at_least: int = 0, *, strict: bool = False) -> Row:
    return Row({name: Fraction(value) for name, value in terms.items()}, Fraction(at_least), strict, by)


def exactly(by: str, terms: Mapping[str, int], value: int) -> list[Row]:
    return [said(by, terms, value), said(by, {name: -factor for name, factor in terms.items()}, -value)]


def possible(rows: Iterable[Row], names: Sequence[str]) -> bool:
    """Whether quantities of 0 or more satisfy the rows, in fractions: one quantity after another is eliminated."""
    held = {(tuple(row.terms.get(name, Fraction(0)) for name in names), row.at_least, row.strict) for row in rows}
    held |= {(tuple(ONE if other == name else Fraction(0) for other in names), Fraction(0), False) for name in names}
    for place in range(len(names)):
        below = [row for row in held if row[0][place] > 0]
        above = [row for row in held if row[0][place] < 0]
        held = {row for row in held if not row[0][place]}
        for low, low_end, low_open in below:
            for high, high_end, high_open in above:
                up, down = -high[place], low[place]
                terms = tuple(up * one + down * other for one, other in zip(low, high, strict=True))
                largest = max(map(abs, terms), default=ONE) or ONE
                end = (up * low_end + down * high_end) / largest
                held.add((tuple(term / largest for term in terms), end, low_open or high_open))
    return all(end < 0 or (end == 0 and not strict) for _, end, strict in held)


def assert_smallest(rows: Sequence[Row]) -> tuple[str, ...]:
    """The clash found is one, and none of it can be spared: in fractions, without a solver."""
    names = sorted({name for row in rows for name in row.terms})
    found = System(rows).smallest_clash()
    assert not possible(rows_of(rows, found), names)
    for left_out in found:
        assert possible(rows_of(rows, [other for other in found if other != left_out]), names), left_out
    return found


@st.composite
def systems(draw: st.DrawFn) -> list[Row]:
    """Statements of one to three inequalities about three quantities, some of them strict, many of them alike."""
    number = st.integers(-2, 2)
    return [
        Row(
            {name: Fraction(draw(number)) for name in draw(st.sets(st.sampled_from(NAMES), min_size=1))},
            Fraction(draw(st.integers(-3, 3))),
            draw(st.booleans()),
            f"s{index}",
        )
        for index in range(draw(st.integers(1, 6)))
        for _ in range(draw(st.integers(1, 3)))
    ]


@settings(max_examples=80, deadline=None)
@given(systems())
@example(exactly("a", {"a": 1}, 5) + exactly("b", {"a": 1}, 6))
@example([said("below", {"a": -1}, 1), said("above", {"a": 1}, strict=True)])
@example([said("twice", {"a": 1}, 2), said("twice", {"a": -1}, -1), said("fits", {"b": 1}, 1)])
@example([said("x", {"a": 1}, 3), said("y", {"a": 1}, 3), said("z", {"a": -1}, -2)])
def test_no_statement_of_a_clash_can_be_spared(rows: list[Row]) -> None:
    """A system fits exactly if fractions say so; if not, its clash is one and is none without any of its statements."""
    fits = possible(rows, NAMES)
    assert System(rows).fits() is fits
    if not fits:
        assert_smallest(rows)


def table(parts: Sequence[int], total: int) -> list[Row]:
    """Counts of the parts and of the total, and the sum."""
    counts = [row for place, part in enumerate(parts) for row in exactly(f"n{place}", {f"p{place}": 1}, part)]
    names = {f"p{place}": -1 for place in range(len(parts))}
    return [*counts, *exactly("total", {"t": 1}, total), *exactly("sum", {"t": 1} | names, 0)]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(0, 9_000), min_size=1, max_size=4), st.sampled_from((-1, 1)))
def test_a_total_off_by_one_clashes_with_every_part(parts: list[int], off: int) -> None:
    """Parts fit their sum; with a total one too many or too few all of the table clashes."""
    assert System(table(parts, sum(parts))).fits()
    assume(sum(parts) + off >= 0 and (off > 0 or all(parts)))  # below 0, a part of 0 is no news
    names = [f"n{place}" for place in range(len(parts))]
    assert assert_smallest(table(parts, sum(parts) + off)) == (*names, "total", "sum")


@pytest.mark.parametrize("strict", [range(9), [4]])
def test_more_of_each_than_of_the_next_clashes_all_round(strict: Sequence[int]) -> None:
    """A ring of orders clashes as a whole, be all of them strict or one; with none strict all may be equal."""
    ring = [said(f"o{at}", {f"q{at}": 1, f"q{(at + 1) % 9}": -1}, strict=at in strict) for at in range(9)]
    assert len(assert_smallest(ring)) == 9
    assert System([Row(row.terms, row.at_least, False, row.said_by) for row in ring]).fits()


def test_a_narrow_clash_is_told_before_a_wide_one() -> None:
    """Where a table clashes with its total, and one of its counts with a second count too, the two counts are told."""
    rows = [*table([3, 4, 5], 13), *exactly("again", {"p2": 1}, 6)]
    assert assert_smallest(rows) == ("n2", "again")


def test_of_clashes_that_share_nothing_one_is_told() -> None:
    """Two tables that have nothing to do with one another both clash: the first is told, without the second."""
    second = [
        Row({f"other {name}": value for name, value in row.terms.items()}, row.at_least, row.strict, f"2{row.said_by}")
        for row in table([1, 2], 4)
    ]
    assert assert_smallest([*table([3, 4], 8), *second]) == ("n0", "n1", "total", "sum")


def test_statements_of_a_long_ring_need_no_question_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """That none of 300 orders in a ring can be spared is seen at 300 points, not asked of the solver 300 times."""
    asked = []
    fits = Program.fits

    def counted(program: Program, of: Collection[str] | None = None) -> bool:
        asked.append(of)
        return fits(program, of)

    monkeypatch.setattr(Program, "fits", counted)
    ring = [said(f"o{at}", {f"q{at}": 1, f"q{(at + 1) % 300}": -1}, strict=True) for at in range(300)]
    assert len(System(ring).smallest_clash()) == 300
    assert len(asked) < 10


def test_long_clashes_are_asked_about_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """With more rows than one matrix is made for, each statement is asked about, and the answer is the same."""
    rows = table([3, 4, 5], 13)
    found = assert_smallest(rows)
    monkeypatch.setattr(searched, "MOST_ROWS", 0)
    assert System(rows).smallest_clash() == found
