from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from grassrota.errors import BadInput
from grassrota.opinions.case import Case
from grassrota.opinions.closures import (
    Flag,
    FlagKind,
    closed_at_once,
    closed_in_bulk,
    closed_rarely,
    faster_than_capacity,
    template_replies,
    without_action,
)
from grassrota.opinions.entries import ClosingReason, UnitClaim
from grassrota.opinions.merging import split

MONDAY = date(1957, 12, 2)
ONE = timedelta(days=1)
REPLY = "Your opinion of 3 December was studied by the office and the situation has been dealt with."


def _closed(number: int, words: str = "", days: int = 0, owner: str = "hq", **more: Any) -> Case:
    entry = UnitClaim(MONDAY + days * ONE, ClosingReason.FIXED, words or f"{number:b}".replace("0", "a"))
    return Case(f"c{number:03}", (f"o{number}",), owner, MONDAY, investigated_on=MONDAY, claims=(entry,), **more)


def test_template_replies_are_flagged() -> None:
    """Three cases of one organ closed with words that differ in a date: the fourth says what was done."""
    cases = [
        _closed(1, REPLY),
        _closed(2, REPLY.replace("3", "14")),
        _closed(3, REPLY.replace("the office", "our office").upper()),
        _closed(4, "A mason from Rui'an built a second stove."),
    ]
    (flag,) = template_replies(cases)
    assert flag == Flag(
        FlagKind.TEMPLATE, "hq", ("c001", "c002", "c003"), "3 cases were closed with nearly the same words."
    )


def test_chinese_templates_are_flagged() -> None:
    """Two characters make a pair, without spaces."""
    words = "您反映的问题已转有关部门研究处理，感谢您的支持。"
    cases = [_closed(number, words.replace("您", "你") if number == 2 else words) for number in (1, 2, 3)]
    assert [flag.cases for flag in template_replies(cases, alike=Fraction(1, 2))] == [("c001", "c002", "c003")]


def test_the_same_words_of_two_organs_and_of_one_merged_case_are_no_template() -> None:
    """Two here and two there are not three; one answer for a merged case is one answer."""
    cases = [_closed(number, REPLY, owner=owner) for number, owner in enumerate(("a", "a", "b", "b"))]
    assert template_replies(cases) == ()
    assert [flag.owner for flag in template_replies(cases, least=2)] == ["a", "b"]
    one = Case("m", ("x", "y", "z"), "hq", MONDAY, investigated_on=MONDAY, claims=_closed(1, REPLY).claims)
    assert template_replies([one]) == ()
    assert len(template_replies(split(one))) == 1
    assert template_replies([_closed(number, "1.") for number in range(3)]) == ()


def test_closures_within_one_minute_are_flagged() -> None:
    """By hand: at 0, 20 and 59 seconds are together, at 60 another minute begins; whose time is unknown is left out."""
    cases = [_closed(number, owner="b" if number == 6 else "hq") for number in range(7)]
    noon = datetime(1957, 12, 2, 12, tzinfo=UTC)
    after = {"c000": 0, "c001": 59, "c002": 20, "c003": 60, "c004": 80, "c006": 1}
    recorded = {case: noon + timedelta(seconds=seconds) for case, seconds in after.items()}
    (flag,) = closed_at_once(cases, recorded)
    words = "3 cases were closed within one minute."
    assert flag == Flag(FlagKind.AT_ONCE, "hq", ("c000", "c001", "c002"), words, MONDAY)
    assert [flag.cases for flag in closed_at_once(cases, recorded, least=2)][1:] == [("c003", "c004")]
    assert closed_at_once(cases, {}) == ()


def test_many_closures_on_one_day_are_flagged() -> None:
    """Two a day for four days and then twelve: six times the usual day; ten a day every day are usual."""
    cases = [_closed(number, days=number // 2) for number in range(8)] + [_closed(20 + n, days=9) for n in range(12)]
    (flag,) = closed_in_bulk(cases)
    assert (flag.kind, len(flag.cases), flag.cases[0]) == (FlagKind.BULK, 12, "c020")
    assert flag.arithmetic == "12 cases were closed on 1957-12-11; on the usual day with any it closes 2."
    assert closed_in_bulk([_closed(number, days=number // 10) for number in range(40)]) == ()
    assert len(closed_in_bulk([_closed(number) for number in range(10)])) == 1, "all on one day"
    assert closed_in_bulk([_closed(number) for number in range(9)]) == ()


def test_fixes_faster_than_people_can_work_are_flagged() -> None:
    """One person, a week of five days, half a day a case: ten cases at most, eleven were claimed."""
    cases = [_closed(number, days=number % 5) for number in range(11)]
    half: dict[str, Any] = {"first": MONDAY, "last": MONDAY + 6 * ONE, "days_a_case": Fraction(1, 2)}
    (flag,) = faster_than_capacity(cases, {"hq": 1}, **half)
    assert (flag.kind, len(flag.cases)) == (FlagKind.FASTER_THAN_CAPACITY, 11)
    assert flag.arithmetic == "1 people x 5 working days / 1/2 a case = 10 cases; 11 claimed."
    assert faster_than_capacity(cases[:10], {"hq": 1}, **half) == ()
    assert faster_than_capacity(cases, {"hq": 2}, **half) == ()
    assert len(faster_than_capacity(cases[:1], {}, **half)) == 1, "nobody fixes nothing"


def test_only_fixes_count_against_capacity() -> None:
    """To say that it cannot be fixed, or is not ours, takes no work; it still counts as closing, or does not."""
    week: dict[str, Any] = {"first": MONDAY, "last": MONDAY}
    for reason, bulk in ((ClosingReason.CANNOT, 1), (ClosingReason.NOT_OURS, 0)):
        entry = UnitClaim(MONDAY, reason, "words")
        cases = [Case(f"c{number}", (f"o{number}",), "hq", MONDAY, claims=(entry,)) for number in range(10)]
        assert faster_than_capacity(cases, {}, **week) == ()
        assert len(closed_in_bulk(cases)) == bulk


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: template_replies([], alike=Fraction(0)),
        lambda: template_replies([], least=1),
        lambda: closed_in_bulk([], least=1),
        lambda: closed_at_once([], {}, least=1),
        lambda: closed_in_bulk([], times=0),
        lambda: faster_than_capacity([], {}, MONDAY, MONDAY, Fraction(0)),
        lambda: faster_than_capacity([], {}, MONDAY, MONDAY - ONE),
    ],
)
def test_settings_out_of_range_are_bad_input(wrong: Any) -> None:
    """Each is named."""
    with pytest.raises(BadInput):
        wrong()


def test_closures_without_a_word_of_what_was_done_are_flagged() -> None:
    """Saying that it is solved says nothing; a new lamp is an action, in either language."""
    words = (
        "Fixed.",
        "The problem has been solved",
        "已整改到位",
        "该问题已妥善处理完毕。",
        "换了灯泡",
        "A new lamp was put up.",
    )
    (flag,) = without_action(_closed(number, said) for number, said in enumerate(words))
    assert (flag.kind, flag.owner, flag.cases) == (FlagKind.NO_ACTION, "hq", ("c000", "c001", "c002", "c003"))
    assert flag.arithmetic == "4 cases were closed without saying what was done."


def test_a_day_that_hardly_ever_comes_is_a_bulk() -> None:
    """Ten days with two closures each, one with forty: m = 2 (1 + 2/sqrt(10)) = 3.27 and 11 (1 - 1/m)^39 < 1 in 10,000.

    Twelve on that day would come with a chance of 0.20, so they are no sign; nor is anything among too few days.
    """
    usual = [_closed(number, days=number // 2) for number in range(20)]
    many = [_closed(100 + number, days=20) for number in range(40)]
    (flag,) = closed_rarely([*usual, *many], 0.005)
    assert (flag.kind, len(flag.cases), flag.usual, flag.day) == (FlagKind.BULK, 40, 2, MONDAY + 20 * ONE)
    assert closed_rarely([*usual, *many[:12]], 0.005) == ()
    assert closed_rarely([*usual[:10], *many], 0.005) == ()
