from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from grassrota.opinions.case import Case
from grassrota.opinions.chain import OUTSIDE, Chain
from grassrota.opinions.deadlines import Duty, DutyKind, Terms, duties
from grassrota.opinions.entries import Answer, ClosingReason, RaiserAnswer, Reply, ReplyKind, UnitClaim
from grassrota.opinions.escalation import escalations
from grassrota.opinions.merging import merge
from grassrota.opinions.workdays import Term
from grassrota.org import Level, Unit, UnitKind, UnitTree

MONDAY = date(1957, 12, 2)
ONE = timedelta(days=1)
TREE = UnitTree(
    (
        Unit("province", "province", Level.PROVINCE, UnitKind.ORGAN),
        Unit("prefecture", "prefecture", Level.PREFECTURE, UnitKind.ORGAN, "province"),
        Unit("county", "county", Level.COUNTY, UnitKind.ORGAN, "prefecture"),
    )
)


def _case(case_id: str = "c1", **more: Any) -> Case:
    return Case(case_id, (f"{case_id}-o",), "county", MONDAY, **more)


def _told(kind: ReplyKind, on: date, expected_on: date | None = None) -> Reply:
    return Reply(on, kind, "a word", expected_on)


def _owed(found: tuple[Duty, ...]) -> list[tuple[str, date, date | None]]:
    return [(duty.kind.value, duty.by.on, duty.met_on) for duty in found]


def test_seven_days_and_three_months_are_the_default() -> None:
    """Opened on 2 December: acknowledged by the 9th, feedback by 3 March, since the 2nd is a Sunday."""
    found = duties([_case()], MONDAY)
    assert _owed(found) == [("acknowledge", date(1957, 12, 9), None), ("feedback", date(1958, 3, 3), None)]
    assert [duty.above_from.on for duty in found] == [date(1957, 12, 23), date(1958, 3, 17)]
    assert duties([_case()], MONDAY - ONE) == ()


def test_a_duty_is_late_after_its_last_day_until_it_is_done() -> None:
    """On the 9th it is not late, from the 10th on it is; acknowledged on the 12th it is late no more."""
    case = _case(replies=(_told(ReplyKind.ACKNOWLEDGED, date(1957, 12, 12)),))
    (duty, _) = duties([case], date(1957, 12, 31))
    assert [duty.late_on(date(1957, 12, day)) for day in (9, 10, 11, 12)] == [False, True, True, False]
    (unknown, _) = duties([case], date(1957, 12, 11))
    assert (unknown.met_on, duty.met_on) == (None, date(1957, 12, 12))


def test_feedback_is_owed_anew_for_a_fix_that_is_refuted_on_its_own_day() -> None:
    """Claimed and refuted on 5 December: the claim never held at the end of a day, and feedback is owed by 5 March."""
    day = date(1957, 12, 5)
    fixed = UnitClaim(day, ClosingReason.FIXED, "a new pump")
    no = RaiserAnswer(day, "c1-o", Answer.NOT_FIXED)
    found = duties([_case(investigated_on=day, claims=(fixed,), answers=(no,))], day)
    assert _owed(found)[1:] == [("feedback", date(1958, 3, 3), day), ("feedback", date(1958, 3, 5), None)]


def test_when_feedback_is_late_an_interim_reply_names_another_day() -> None:
    """None by 3 March: an interim reply is owed by the 10th, and another one when the day that it named has passed."""
    case = _case()
    assert _owed(duties([case], date(1958, 3, 4)))[2:] == [("interim", date(1958, 3, 10), None)]
    told = _case(replies=(_told(ReplyKind.INTERIM, date(1958, 3, 5), date(1958, 4, 1)),))
    assert _owed(duties([told], date(1958, 4, 1)))[2:] == [("interim", date(1958, 3, 10), date(1958, 3, 5))]
    assert _owed(duties([told], date(1958, 4, 2)))[2:] == [
        ("interim", date(1958, 3, 10), date(1958, 3, 5)),
        ("interim", date(1958, 4, 8), None),
    ]
    assert duties([told], date(1958, 4, 2))[1].late_on(date(1958, 4, 2)), "an interim reply is no feedback"


def test_late_feedback_makes_up_for_what_was_owed_until_then() -> None:
    """Given late, on 6 March, it is also the interim reply, and acknowledges what was never acknowledged."""
    case = _case(replies=(_told(ReplyKind.FEEDBACK, date(1958, 3, 6)),))
    assert [duty.met_on for duty in duties([case], date(1958, 3, 6))] == [*[date(1958, 3, 6)] * 3, None]


def test_feedback_on_a_case_that_stands_begins_another_term() -> None:
    """Thanked on 3 December, its raiser is owed feedback by 3 March; it goes higher on the 17th if nothing follows."""
    thanked = _case(replies=(_told(ReplyKind.FEEDBACK, MONDAY + ONE),))
    assert _owed(duties([thanked], MONDAY + ONE))[2:] == [("feedback", date(1958, 3, 3), None)]
    (late,) = escalations([thanked], {}, TREE, date(1958, 3, 17))
    assert (late.duty.kind, late.steps) == (DutyKind.FEEDBACK, ("prefecture",))
    at_once = _case(replies=(_told(ReplyKind.FEEDBACK, MONDAY),))
    assert _owed(duties([at_once], MONDAY))[2:] == [("feedback", date(1958, 3, 3), None)]
    ended = _case(replies=thanked.replies, claims=(UnitClaim(MONDAY + 2 * ONE, ClosingReason.CANNOT),))
    assert [duty.met_on for duty in duties([ended], date(1959, 1, 1))][2:] == [MONDAY + 2 * ONE]


def test_a_claim_is_feedback_and_not_ours_is_none() -> None:
    """Whatever the unit says to close it is told; that it belongs to others leaves the raiser waiting."""
    cannot = _case(claims=(UnitClaim(MONDAY + ONE, ClosingReason.CANNOT),))
    assert [duty.met_on for duty in duties([cannot], MONDAY + ONE)] == [MONDAY + ONE] * 2
    routed = _case(claims=(UnitClaim(MONDAY + ONE, ClosingReason.NOT_OURS),))
    assert [duty.met_on for duty in duties([routed], MONDAY + ONE)] == [None, None]


def test_feedback_is_owed_anew_when_a_case_stands_again() -> None:
    """Refuted on 16 December: three months end on Sunday 16 March, and so on Monday the 17th."""
    fixed = UnitClaim(date(1957, 12, 10), ClosingReason.FIXED, "done")
    said = RaiserAnswer(date(1957, 12, 16), "c1-o", Answer.NOT_FIXED)
    case = _case(claims=(fixed,), answers=(said,), investigated_on=MONDAY)
    expected = [
        ("acknowledge", date(1957, 12, 9), date(1957, 12, 10)),
        ("feedback", date(1958, 3, 3), date(1957, 12, 10)),
        ("feedback", date(1958, 3, 17), None),
    ]
    assert _owed(duties([case], date(1957, 12, 16))) == expected
    assert len(duties([case], date(1957, 12, 15))) == 2


def test_nothing_is_owed_to_those_who_withdrew() -> None:
    """A withdrawn opinion is over, and not overdue."""
    case = _case(answers=(RaiserAnswer(MONDAY + ONE, "c1-o", Answer.WITHDRAWN),))
    assert (len(duties([case], MONDAY)), duties([case], MONDAY + ONE)) == (2, ())


def test_no_part_of_a_merged_case_is_left_overdue() -> None:
    """What the merged case was told is told to every part, however often merged; before, each counts for itself."""
    twice = merge([merge([_case("c1"), _case("c2")], "m"), _case("c3")], "mm")
    assert {duty.case for duty in duties([twice], MONDAY)} == {"c1", "c2", "c3"}
    answered = Case(
        *("mm", twice.opinions, "county", MONDAY),
        parts=twice.parts,
        replies=(_told(ReplyKind.FEEDBACK, MONDAY + ONE),),
    )
    met = [(duty.case, duty.kind.value) for duty in duties([answered], MONDAY + ONE) if duty.met_on == MONDAY + ONE]
    assert met == [(part, kind) for part in ("c1", "c2", "c3") for kind in ("acknowledge", "feedback")]


def test_what_is_late_goes_higher_step_by_step() -> None:
    """Not acknowledged by the 9th: with the prefecture from the 23rd, the province from 6 January, then outside."""
    steps = [
        [one.steps for one in escalations([_case()], {}, TREE, day)]
        for day in (date(1957, 12, 22), date(1957, 12, 23), date(1958, 1, 6), date(1958, 1, 20), date(1958, 2, 28))
    ]
    outside = ("prefecture", "province", OUTSIDE)
    assert steps == [[], [("prefecture",)], [("prefecture", "province")], [outside], [outside]]


def test_what_is_late_never_goes_to_the_chain() -> None:
    """About the prefecture it goes to the province at once; a case in time goes nowhere."""
    about = {"c1": Chain(frozenset({"prefecture"}), frozenset(), "province")}
    punctual = _case("c2", replies=(_told(ReplyKind.ACKNOWLEDGED, MONDAY),))
    (one,) = escalations([_case(), punctual], about, TREE, date(1957, 12, 23))
    assert (one.duty.case, one.duty.kind, one.steps) == ("c1", DutyKind.ACKNOWLEDGE, ("province",))


def test_an_installation_may_set_other_terms() -> None:
    """Two days to acknowledge end on Wednesday."""
    assert duties([_case()], MONDAY, Terms(acknowledge=Term(2)))[0].by.on == date(1957, 12, 4)
