"""Statements judged together: the figures of report 002 and what they leave unsaid."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.figures.consistency import Answer, answer_words, check, to_json
from grassrota.figures.flag import Flag
from grassrota.figures.growth import Growth
from grassrota.figures.interval import Interval
from grassrota.figures.statements import (
    Ask,
    Band,
    Count,
    Group,
    Grown,
    Order,
    Parts,
    Share,
    Sizes,
    Stage,
    Statement,
    StatementSet,
)
from grassrota.figures.wording import exactly, parse

TENTH_OF_A_POINT = 0.001


def judged(*statements: Statement, asks: tuple[Ask, ...] = ()) -> Answer:
    return check(StatementSet("a set", "a test", statements, asks))


def trio(raised: str, corrected: str) -> Answer:
    return judged(
        Count("raised", "raised", parse(raised)),
        Count("corrected", "corrected", parse(corrected)),
        Share("share", ("corrected",), "raised", parse("62.1 %")),
    )


def four_claims(points: int, sizes: Sizes, rest: str | None = None) -> Answer:
    """Report 002 with the overall rate and "about" as points, or with "about" so many points wide."""
    return judged(
        Count("raised", "raised", parse("一百零四万（四舍五入到一万）")),
        Share("overall", ("corrected",), "raised", parse("exactly 62.1 %")),
        Group("units", "raised", "corrected", sizes, parse(rest) if rest else None),
        Band("half", "units", "at 80", parse("半数以上"), parse("80％左右", about_points=Fraction(points))),
        Band("third", "units", "at 50", parse("三分之一"), parse("50％左右", about_points=Fraction(points))),
        Share("high tide", ("units.at 80.units", "units.at 50.units"), "units.units", parse("80％以上")),
        asks=(
            Ask("at 80", ("units.at 80.units",), "units.units"),
            Ask("tail", ("units.rest.part",), "units.rest.whole"),
            Ask("with a figure", ("units.at 80.units", "units.at 50.units"), "units.units", parse("over 80 %")),
            Ask("no figure given", ("units.rest.units",), "units.units"),
            Ask("opinions at 80", ("units.at 80.whole",), "raised"),
        ),
    )


def assert_bounds(interval: Interval, lower: float, upper: float) -> None:
    assert interval.upper is not None
    assert float(interval.lower) == pytest.approx(lower, abs=TENTH_OF_A_POINT)
    assert float(interval.upper) == pytest.approx(upper, abs=TENTH_OF_A_POINT)


@pytest.mark.parametrize("raised", ["1,040,000", "1,040,000 rounded to 10,000"])
def test_the_trio_is_consistent_as_intervals(raised: str) -> None:
    """62.1 % of 1.04 million is 645,840, inside 640,000-odd (report 002)."""
    answer = trio(raised, "六十四万多")
    assert answer.consistent
    assert answer.possible


def test_the_trio_is_flagged_if_640000_is_exact() -> None:
    """640,000 of 1,040,000 is 61.5 %, not 62.1 %: the three clash, and any two of them would not (report 002)."""
    answer = trio("1,040,000", "640,000")
    assert not answer.possible
    assert answer.clash == ("raised", "corrected", "share")
    assert answer.flags == (Flag.CLASH,)
    assert "the others give 61.5" in answer.findings[0].words


def test_units_at_80_percent_are_50_to_568_percent_of_equal_units() -> None:
    """With units of equal size and point values the share at 80 % lies in (50 %, 56.8 %] (report 002)."""
    interval = four_claims(0, Sizes.EQUAL).bound("at 80")
    assert_bounds(interval, 0.5, 0.568)
    assert interval.lower_open
    assert not interval.upper_open


@pytest.mark.parametrize(("points", "most"), [(0, 0.326), (5, 0.576)])
def test_the_unreported_tail_averages_0_to_326_or_576_percent(points: int, most: float) -> None:
    """The sixth without a figure averages 0 to 32.6 % with points, 0 to 57.6 % if "about" is five points wide."""
    interval = four_claims(points, Sizes.EQUAL).bound("tail")
    assert_bounds(interval, 0, most)
    assert not interval.lower_open


@pytest.mark.parametrize("sizes", Sizes)
def test_over_80_percent_of_units_follows_from_the_two_bands(sizes: Sizes) -> None:
    """More than half and a third are over 83.3 % of the units, so "over 80 %" follows and under 16.7 % have none."""
    answer = four_claims(0, sizes)
    with_figure, without = answer.bound("with a figure"), answer.bound("no figure given")
    assert float(with_figure.lower) == pytest.approx(5 / 6)
    assert with_figure.lower_open
    assert next(bound.follows for bound in answer.bounds if bound.ask == "with a figure")
    assert without.upper is not None
    assert float(without.upper) == pytest.approx(1 / 6)
    assert without.upper_open


def test_units_of_any_size_at_80_percent_hold_403_to_776_percent_of_opinions() -> None:
    """With any sizes and a tail of at most 50 %, units at 80 % hold 40.3 % to 77.6 % of the opinions (report 002)."""
    answer = four_claims(0, Sizes.FREE, "at most 50 %")
    assert_bounds(answer.bound("opinions at 80"), 0.403, 0.776)
    assert "assumed: the rest of units is taken as at most 50 %" in answer_words(answer)


def test_two_words_for_one_share_are_flagged() -> None:
    """More than half have "begun" in one place and are "fully or about to be" at it in another (report 002)."""
    stages = [Stage(word, "units", parse("半数以上"), word) for word in ("begun", "fully or about to be")]
    answer = judged(*stages)
    assert answer.flags == (Flag.STATUS_WORDS,)
    assert answer.possible
    assert judged(stages[0], Stage("other", "units", parse("半数以上"), "begun")).consistent


def test_growth_claims_are_flagged_in_words() -> None:
    """84,000-odd in 21 days, +58 % over 31 days: unequal periods (report 001)."""
    answer = judged(Grown("income", Growth(parse("八万四千多").interval, 21, Fraction(58, 100), 31)))
    assert answer.flags == (Flag.UNEQUAL_PERIODS,)
    assert "53,165" in answer.findings[0].words


def test_a_hidden_denominator_is_found() -> None:
    """90 % of 25 is impossible, and the finding names 10 as the smallest number that could give it."""
    answer = judged(Count("asked", "asked", parse("25")), Share("content", ("content",), "asked", parse("90 %")))
    assert answer.flags == (Flag.GRANULARITY,)
    assert not answer.possible
    assert answer.clash == ("content", "asked")
    assert "10" in answer.findings[0].words


def test_parts_beyond_their_total_are_found_in_open_lists_too() -> None:
    """6 + 5 of a total of 10 clash whether or not others are allowed for; 6 + 3 only in a closed list."""
    for parts, open_list, possible in (((6, 5), True, False), ((6, 3), True, True), ((6, 3), False, False)):
        counts = [Count(f"p{i}", f"p{i}", exactly(n)) for i, n in enumerate(parts)]
        answer = judged(Count("t", "t", exactly(10)), *counts, Parts("sum", "t", ("p0", "p1"), open_list))
        assert answer.possible is possible
        assert (Flag.PARTS_AND_TOTAL in answer.flags) is not possible


def test_order_is_strict_unless_said_otherwise() -> None:
    """More of a than of b does not fit two equal counts; no fewer does."""
    counts = [Count(name, name, exactly(7)) for name in ("a", "b")]
    assert not judged(*counts, Order("o", "a", "b")).possible
    assert judged(*counts, Order("o", "a", "b", strict=False)).possible


def test_a_share_of_nothing_is_not_possible() -> None:
    """Half of 0 cases is no statement that can be true: nothing of nothing is unknown."""
    assert not judged(Count("n", "n", exactly(0)), Share("s", ("k",), "n", parse("half"))).possible


def test_an_answer_is_plain_data() -> None:
    """The answer goes to JSON, with no upper end as null and open ends named."""
    asks = (Ask("k", ("k",)),)
    answer = judged(Count("n", "n", exactly(10)), Share("s", ("n",), "k", parse("over 0 %")), asks=asks)
    plain = json.loads(json.dumps(to_json(answer)))
    assert plain["possible"] is True
    assert plain["bounds"] == [
        {
            "ask": "k",
            "lower": 10.0,
            "upper": None,
            "lower_open": False,
            "upper_open": True,
            "is_share": False,
            "follows": None,
        }
    ]


@st.composite
def hidden_truths(draw: st.DrawFn) -> StatementSet:
    """True statements about a hidden assignment of whole numbers, each said more or less widely."""
    parts = draw(st.lists(st.integers(0, 500), min_size=2, max_size=4))
    truth = {f"p{i}": n for i, n in enumerate(parts)} | {"t": sum(parts)}
    statements: list[Statement] = [Parts("sum", "t", tuple(f"p{i}" for i in range(len(parts))), draw(st.booleans()))]
    for name, value in truth.items():
        below, above = draw(st.integers(0, 20)), draw(st.integers(0, 20))
        said = f"{max(value - below, 0)} to {value + above}"
        if draw(st.booleans()):
            statements.append(Count(f"count {name}", name, parse(said)))
        if truth["t"] and name != "t" and draw(st.booleans()):
            tenths = value * 1000 // truth["t"]
            rate = f"{tenths / 10:.1f} % to {min(tenths + 1, 1000) / 10:.1f} %"
            statements.append(Share(f"share {name}", (name,), "t", parse(rate)))
    return StatementSet("true", "a test", tuple(statements), (Ask("t", ("t",)), Ask("p0", ("p0",))))


@settings(max_examples=50, deadline=None)
@given(hidden_truths())
def test_true_statements_are_always_possible(statements: StatementSet) -> None:
    """Whatever is said truly of some hidden numbers is judged possible."""
    assert check(statements).possible


@st.composite
def tables(draw: st.DrawFn) -> tuple[StatementSet, bool, tuple[int, int] | None]:
    """A total and three parts with random ranges, the truth by trying all, and the range of the total by trying all."""
    ranges = {}
    for name in ("t", "a", "b", "c"):
        lower = draw(st.integers(0, 8))
        ranges[name] = range(lower, lower + draw(st.integers(1, 4)))
    found = sorted(
        a + b + c for a in ranges["a"] for b in ranges["b"] for c in ranges["c"] if a + b + c in ranges["t"] and a >= b
    )
    statements = [Count(n, n, parse(f"{r[0]} to {r[-1]}" if len(r) > 1 else str(r[0]))) for n, r in ranges.items()]
    set_of = StatementSet(
        "a table", "a test", (*statements, Parts("sum", "t", ("a", "b", "c")), Order("order", "a", "b", strict=False)),
        (Ask("t", ("t",)),),
    )  # fmt: skip
    return set_of, bool(found), (found[0], found[-1]) if found else None


@settings(max_examples=60, deadline=None)
@given(tables())
def test_tables_agree_with_trying_every_whole_number(case: tuple[StatementSet, bool, tuple[int, int] | None]) -> None:
    """A total, three parts and an order are possible, with the total between its ends, as whole numbers say."""
    statements, possible, ends = case
    answer = check(statements)
    assert answer.possible is possible
    if ends:
        assert answer.bound("t") == Interval.closed(*ends)
    else:
        assert answer.clash
        kept = [s for s in statements.statements if s.id in answer.clash]
        assert not judged(*kept).possible
        for left_out in kept:
            assert len(kept) == 1 or judged(*(s for s in kept if s is not left_out)).possible
