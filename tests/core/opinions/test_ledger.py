from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.opinions.ages import ages
from grassrota.opinions.backlog import Backlog, backlog
from grassrota.opinions.case import Case, CaseState, answer, claim, withdraw
from grassrota.opinions.entries import Answer, ClosingReason, RaiserAnswer, ReopenedBy, Reopening, UnitClaim
from grassrota.opinions.ledger import Ledger, ledger
from grassrota.opinions.merging import apart, merge, split
from grassrota.opinions.resolution import before_and_after

OPENED = date(1957, 12, 2)
ONE = timedelta(days=1)
LATER = OPENED + 60 * ONE
DAYS = st.integers(-5, 40).map(lambda offset: OPENED + offset * ONE)


def _fix(offset: int) -> UnitClaim:
    return UnitClaim(OPENED + offset * ONE, ClosingReason.FIXED, "done")


def _said(offset: int, word: Answer, opinion: str = "o1") -> RaiserAnswer:
    return RaiserAnswer(OPENED + offset * ONE, opinion, word)


def _case(*opinions: str, **more: Any) -> Case:
    plain: dict[str, Any] = {"id": "c1", "opinions": opinions or ("o1",), "owner": "hq", "opened_on": OPENED}
    return Case(**plain | {"investigated_on": OPENED} | more)


History = tuple[list[UnitClaim], list[tuple[date, float, Answer]], list[Reopening]]


@st.composite
def _fresh(draw: st.DrawFn) -> list[Case]:
    """One to four cases of one owner without ledgers; no opinion is in two of them."""
    return [
        _case(
            *(f"o{number}-{one}" for one in range(draw(st.integers(1, 3)))),
            id=f"c{number}",
            opened_on=OPENED + draw(st.integers(0, 5)) * ONE,
            investigated_on=draw(st.sampled_from([None, OPENED + 2 * ONE, OPENED + 7 * ONE])),
            posted_handlers=draw(st.sampled_from([(), ("p1",), ("p2", "p1")])),
            local_handlers=draw(st.sampled_from([(), ("l1",)])),
        )
        for number in range(draw(st.integers(1, 4)))
    ]


@st.composite
def _histories(draw: st.DrawFn) -> History:
    """Claims, answers and reopenings from day 8 on; an opinion is a fraction of however many there are."""
    on = st.lists(st.integers(8, 20).map(lambda offset: OPENED + offset * ONE), max_size=4).map(sorted)
    claims = [
        UnitClaim(day, reason, "done", "other" if reason == ClosingReason.DUPLICATE else "")
        for day in draw(on)
        for reason in [draw(st.sampled_from(ClosingReason))]
    ]
    answers = [(day, draw(st.floats(0, 0.99)), draw(st.sampled_from(Answer))) for day in draw(on)]
    return claims, answers, [Reopening(day, ReopenedBy.APPEAL, "not so") for day in draw(on)]


def _lived(case: Case, history: History) -> Case:
    claims, answers, reopenings = history
    said = [RaiserAnswer(day, case.opinions[int(part * len(case.opinions))], word) for day, part, word in answers]
    worked: dict[str, Any] = {
        "posted_handlers": ("p1",),
        "local_handlers": ("l1",),
        "investigated_on": OPENED + 8 * ONE,
    }
    plain = {name: getattr(case, name) for name in ("id", "opinions", "owner", "opened_on", "parts")}
    return Case(**plain, **worked, claims=tuple(claims), answers=tuple(said), reopenings=tuple(reopenings))


@given(_fresh(), DAYS)
def test_merging_is_reversible_and_changes_no_count(cases: list[Case], day: date) -> None:
    """Splitting what was merged gives the same cases, and the ledger is the same before, in between and after."""
    merged = merge(cases, "m")
    assert split(merged) == tuple(cases)
    assert ledger([merged], day) == ledger(cases, day)


@given(_fresh(), _histories(), DAYS, DAYS)
def test_no_count_depends_on_merging(cases: list[Case], history: History, day: date, other: date) -> None:
    """Whatever follows the merging, merged, split and split by opinion count the same on every day."""
    merged = _lived(merge(cases, "m"), history)
    parts = split(merged)
    each = [one for part in parts for one in split(part)]
    first, last = min(day, other), max(day, other)
    assert ledger([merged], day) == ledger(parts, day) == ledger(each, day)
    assert backlog([merged], first, last) == backlog(parts, first, last) == backlog(each, first, last)
    assert ages([merged], day) == ages(parts, day)
    assert before_and_after([merged], day, last) == before_and_after(parts, day, last)
    assert sorted(one for part in parts for one in part.opinions) == sorted(merged.opinions)
    assert [part.id for part in parts] == [case.id for case in cases]
    assert apart(merged.parts) == merged.parts


@given(_fresh(), _histories(), DAYS, DAYS)
def test_counts_add_up(cases: list[Case], history: History, day: date, other: date) -> None:
    """Every opinion is in one part of the ledger; what waits before + opened + reopened - closed waits after."""
    lived = [_lived(case, history) for case in cases]
    first, last = min(day, other), max(day, other)
    counts, moved = ledger(lived, last), backlog(lived, first, last)
    parts = (counts.open, counts.otherwise_closed, counts.unanswered, counts.confirmed, counts.refuted)
    assert sum(parts) == counts.raised == sum(len(case.opinions) for case in cases if case.opened_on <= last)
    assert counts.reopened <= counts.raised
    assert moved.before + moved.opened + moved.reopened - moved.closed == moved.after
    assert moved.after == counts.open + counts.refuted == sum(band.opinions for band in ages(lived, last))


def test_one_failed_back_check_lowers_the_count_of_what_was_done_by_one() -> None:
    """Each one done is one done: an opinion that its raiser refutes is no longer confirmed, whoever shares its case."""
    case = claim(_case("o1", "o2", "o3"), _fix(9))
    for opinion in case.opinions:
        case = answer(case, _said(10, Answer.FIXED, opinion))
    assert ledger([case], LATER) == Ledger(LATER, 3, 0, 0, 0, 3, 0, 0)
    refuted = answer(case, _said(11, Answer.NOT_FIXED, "o2"))
    assert ledger([refuted], LATER) == Ledger(LATER, 3, 0, 0, 0, 2, 1, 1)
    assert ledger([refuted], OPENED + 10 * ONE).confirmed == 3
    assert (refuted.state, ledger([refuted], LATER).claimed) == (CaseState.REFUTED, 3)


def test_nobody_has_answered_yet() -> None:
    """Claimed and unanswered is a count of its own, and a new claim asks the raiser anew."""
    case = answer(claim(_case(), _fix(9)), _said(10, Answer.FIXED))
    again = claim(case, _fix(12))
    assert ledger([again], OPENED + 9 * ONE).unanswered == 1
    assert ledger([again], OPENED + 10 * ONE).confirmed == 1
    assert ledger([again], OPENED + 12 * ONE).unanswered == 1


def test_a_withdrawn_opinion_is_closed_and_stays_in_the_denominator() -> None:
    """Of two opinions one is taken back: raised stays 2, and the unit's later fix does not count for it."""
    case = claim(withdraw(_case("o1", "o2"), "o1", OPENED + ONE, confirmed_by_raiser=True), _fix(9))
    assert ledger([case], LATER) == Ledger(LATER, 2, 0, 1, 1, 0, 0, 0)


def test_a_case_of_tomorrow_is_not_counted_today() -> None:
    """What is opened after the day is not yet raised."""
    assert ledger([_case()], OPENED - ONE) == Ledger(OPENED - ONE, 0, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("case", "times"),
    [
        (claim(_case(), _fix(9)), []),
        (answer(claim(_case(), _fix(9)), _said(10, Answer.FIXED)), []),
        (answer(claim(_case(), _fix(9)), _said(10, Answer.NOT_FIXED)), [10]),
        (claim(answer(claim(_case(), _fix(9)), _said(10, Answer.NOT_FIXED)), _fix(12)), [10]),
        (claim(claim(_case(), _fix(9)), _fix(12)), [12]),
        (claim(claim(_case(), _fix(9)), UnitClaim(OPENED + 12 * ONE, ClosingReason.NOT_OURS)), [12]),
        (claim(withdraw(_case(), "o1", OPENED + ONE, confirmed_by_raiser=True), _fix(9)), []),
    ],
    ids=["claimed", "confirmed", "refuted", "refuted and claimed", "claimed twice", "sent on", "withdrawn"],
)
def test_what_was_refuted_or_claimed_again_was_reopened(case: Case, times: list[int]) -> None:
    """It stands again on the day it is refuted, sent on or claimed anew, and stays known as reopened from then on."""
    for offset in range(8, 15):
        day = OPENED + offset * ONE
        assert ledger([case], day).reopened == any(time <= offset for time in times)
        assert backlog([case], day, day).reopened == (offset in times)


def test_a_campaign_reports_its_backlog() -> None:
    """Of four that wait two are closed, one of them is refuted; one is opened and closed: 4 + 1 + 1 - 3 = 3 wait."""
    first, last = OPENED + 10 * ONE, OPENED + 19 * ONE
    cases = [
        _case("o1", "o2", id="untouched"),
        claim(_case("o3", id="fixed"), _fix(12)),
        answer(claim(_case("o4", id="refuted"), _fix(11)), _said(15, Answer.PARTLY, "o4")),
        claim(_case("o5", id="new", opened_on=first, investigated_on=first), _fix(10)),
        claim(_case("o6", id="closed before"), _fix(9)),
        _case("o7", id="opened after", opened_on=last + ONE),
    ]
    assert backlog(cases, first, last) == Backlog(first, last, before=4, opened=1, reopened=1, closed=3, after=3)


def test_a_period_ends_after_it_begins() -> None:
    """One day is a period; the day before is none."""
    assert backlog([], OPENED, OPENED) == Backlog(OPENED, OPENED, 0, 0, 0, 0, 0)
    with pytest.raises(BadInput, match="a day on or after 1957-12-02, got 1957-12-01"):
        backlog([], OPENED, OPENED - ONE)
