"""Qualified wordings in Chinese and English."""

from __future__ import annotations

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.figures.interval import Interval
from grassrota.figures.numerals import amount
from grassrota.figures.wording import Mark, parse
from grassrota.figures.words import Language, words

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("三千二百多", 3200, 3300),
        ("3,200-odd", 3200, 3300),
        ("三千二百多人", 3200, 3300),
        ("一万多名", 10000, 20000),
        ("二万四千多", 24000, 25000),
        ("三百五十多", 350, 360),
        ("四百余", 400, 500),
        ("六十四万多条", 640000, 650000),
        ("八万四千多元", 84000, 85000),
        ("十几万", 100000, 200000),
    ],
)
def test_odd_reaches_to_the_next_step_of_the_last_digit(text: str, lower: int, upper: int) -> None:
    """A count with 多 or 余 is a half-open interval, as wide as one step of its last significant digit."""
    assert parse(text).interval == Interval.half_open(lower, upper)
    assert parse(text).mark is Mark.ODD


@pytest.mark.parametrize(("text", "lower", "upper"), [("十几", 11, 19), ("a dozen-odd", 11, 19), ("二十多", 20, 29)])
def test_small_odd_counts_in_whole_numbers(text: str, lower: int, upper: int) -> None:
    """十几 factories are 11 to 19, 二十多 are 20 to 29 (report 004)."""
    assert parse(text).interval.whole() == Interval.closed(lower, upper)


@pytest.mark.parametrize(
    "text", ["一百零四万（四舍五入到一万）", "1,040,000 rounded to 10,000", "104万 rounded to 1万"]
)
def test_a_rounded_count(text: str) -> None:
    """1.04 million rounded to 10,000 is 1,035,000 to 1,045,000 (report 002)."""
    assert parse(text).interval == Interval.closed(1_035_000, 1_045_000)


@pytest.mark.parametrize("text", ["62.1%", "62.1 %", "６２.１％", "百分之六十二点一"])
def test_a_printed_percentage_was_rounded(text: str) -> None:
    """62.1 % is [0.6205, 0.6215) (report 002)."""
    assert parse(text).interval == Interval.half_open(Fraction(6205, 10000), Fraction(6215, 10000))


@pytest.mark.parametrize("text", ["约十四万", "about 140,000", "大约14万"])
def test_about_a_count_is_half_a_step_wide_unless_stated(text: str) -> None:
    """About 140,000 is 135,000 to 145,000, marked as assumed (report 004); a stated width takes its place."""
    assert parse(text).interval == Interval.closed(135_000, 145_000)
    assert parse(text).assumed
    assert parse(text, half_width=Fraction(1000)).interval == Interval.closed(139_000, 141_000)


@pytest.mark.parametrize("text", ["80%左右", "about 80 %", "80％左右"])
def test_about_a_share_has_a_stated_width_in_points(text: str) -> None:
    """About 80 % is 75 to 85 % if five points wide, and the point 80 % if no points wide."""
    assert parse(text, about_points=Fraction(5)).interval == Interval.closed(Fraction(3, 4), Fraction(17, 20))
    assert parse(text, about_points=Fraction(0)).interval == Interval.exactly(Fraction(4, 5))


@pytest.mark.parametrize("text", ["半数以上", "more than half", "大部分", "most", "超过一半", "over 50 %"])
def test_more_than_half_is_above_one_half(text: str) -> None:
    """More than half, and most, exclude one half and include everything."""
    assert parse(text).interval == Interval(HALF, Fraction(1), lower_open=True)


def test_bounds_and_exact_numbers() -> None:
    """以上 and "at least" include the number, "over" excludes it; a bare count and a fraction are exact."""
    assert parse("90％以上").interval == parse("at least 90 %").interval == Interval.closed(Fraction(9, 10), 1)
    assert parse("over 90 %").interval == Interval(Fraction(9, 10), Fraction(1), lower_open=True)
    assert parse("至少50").interval == Interval(Fraction(50), None)
    assert parse("不到30").interval == Interval.half_open(0, 30)
    assert parse("六至七名").interval == Interval.closed(6, 7)
    assert parse("三百二十一名").interval == parse("321").interval == Interval.exactly(321)
    assert parse("三分之一").interval == parse("one third").interval == Interval.exactly(Fraction(1, 3))
    assert parse("exactly 62.1 %").interval == Interval.exactly(Fraction(621, 1000))


@pytest.mark.parametrize(
    "text",
    ["", "三千二", "many", "120 %", "under 0", "3,20-odd", "over over 3", "多", "10 to 5", "over 9 and under 5", "1/0",
     "1,045 rounded to 10", "over 100 %", "9" * 5000, "1e5", "-5"],
)  # fmt: skip
def test_wording_that_is_not_understood_is_a_fault_of_the_wording(text: str) -> None:
    """Bad wording raises a fault that names the column and says what would be right."""
    with pytest.raises(BadInput) as refused:
        parse(text)
    assert [fault.column for fault in refused.value.faults] == ["wording"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("零", 0), ("十", 10), ("十二", 12), ("一百零四万", 1_040_000), ("二万九千九百零九", 29_909), ("一万零四", 10_004),
     ("二千三百五十三", 2353), ("一亿二千万", 120_000_000), ("一千零一十", 1010), ("两千", 2000), ("一万亿", 10**12)],
)  # fmt: skip
def test_chinese_numerals(text: str, value: int) -> None:
    """Chinese numerals are read by sections of four places."""
    read = amount(text)
    assert read is not None
    assert read.value == value


@pytest.mark.parametrize("text", ["二四", "一百十", "零零", "万", "一万万", "百", "一零", "一万二", "十十", "一百二百"])
def test_what_is_no_chinese_numeral(text: str) -> None:
    """Digits without their units, units out of order and colloquial short forms are not read."""
    assert amount(text) is None


@settings(deadline=None)
@given(st.integers(0, 99_999_999))
def test_every_chinese_numeral_is_read_back(value: int) -> None:
    """A number written out in Chinese by the schoolbook rule is read as that number."""
    read = amount(_written(value))
    assert read is not None
    assert read.value == value


@st.composite
def stated(draw: st.DrawFn) -> tuple[Interval, bool]:
    share = draw(st.booleans())
    top = 1 if share else 10**7
    ends = st.fractions(0, top, max_denominator=1000) if share else st.integers(0, top).map(Fraction)
    lower, upper = sorted((draw(ends), draw(ends)))
    if lower == upper:
        return Interval.exactly(lower), share
    open_above = draw(st.booleans())
    if not share and draw(st.booleans()):
        return Interval(lower, None, draw(st.booleans())), share
    return Interval(lower, upper, draw(st.booleans()), open_above), share


@settings(deadline=None)
@given(stated(), st.sampled_from(Language))
def test_words_of_an_interval_are_read_back_as_the_interval(case: tuple[Interval, bool], language: Language) -> None:
    """Rendering an interval and parsing the words gives the interval again, in either language."""
    interval, share = case
    wording = parse(words(interval, language, share=share))
    assert wording.interval == interval
    assert wording.is_share == share


@settings(deadline=None)
@given(st.integers(1, 999), st.integers(0, 6), st.sampled_from(Language))
def test_odd_numbers_are_said_as_odd_numbers(digits: int, zeros: int, language: Language) -> None:
    """The interval of an odd count is said with -odd or 多 again."""
    interval = parse(f"{digits * 10**zeros}-odd").interval
    said = words(interval, language)
    assert said.endswith(("-odd", "多", "十几"))
    assert parse(said).interval == interval


@settings(deadline=None)
@given(st.text(max_size=30) | st.text(alphabet="一二十百万多余%0123456789,./ 约以上分之几点to-d", max_size=12))
def test_any_text_gives_a_wording_or_a_fault(text: str) -> None:
    """No text makes the parser fail otherwise than by a fault."""
    with contextlib.suppress(BadInput):
        assert parse(text).interval.lower >= 0


def _written(value: int) -> str:
    """The schoolbook form: zeros between digits are one 零, sections of four places end in 万."""
    if value == 0:
        return "零"
    digits, text, pending = str(value), "", False
    for place, char in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if char == "0":
            pending = True
        else:
            text += (
                ("零" if pending and text else "")
                + "零一二三四五六七八九"[int(char)]
                + ("", "十", "百", "千")[place % 4]
            )
            pending = False
        if place == 4 and value >= 10_000:
            text += "万"
    return text
