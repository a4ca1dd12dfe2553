from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date, timedelta

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.org import Level, Unit, UnitKind, UnitTree
from grassrota.posting.coercion import (
    CoercionAnswer,
    CoercionReport,
    CoercionState,
    answer,
    check_independent,
    send_to,
    take_up,
    unanswered,
)
from grassrota.staff import Person

FILED, DUE = date(1957, 12, 2), date(1957, 12, 6)
ONE = timedelta(days=1)
ORGAN = UnitKind.ORGAN
TREE = UnitTree(
    (
        Unit("province", "Province", Level.PROVINCE, ORGAN, headed_by=("governor",)),
        Unit("bureau", "Bureau", Level.PREFECTURE, ORGAN, "province", headed_by=("director",)),
        Unit("section", "Section", Level.COUNTY, ORGAN, "bureau", headed_by=("chief",)),
        Unit("control", "Control office", Level.PREFECTURE, ORGAN, "province", headed_by=("controller",)),
    )
)
OFFICER = Person("officer", "Li", "control", "g1")


def _report(unit: str = "bureau", number: str = "r1", due: date = DUE) -> CoercionReport:
    return CoercionReport(number, unit, "officer", FILED, due, "sealed-1")


def test_a_report_says_neither_who_nor_what() -> None:
    """Text and reporter are behind one opaque reference."""
    assert {field.name for field in fields(CoercionReport)} == {
        *("id", "unit", "officer", "filed_on", "answer_by", "sealed_ref", "taken_up_on", "answered_on", "answer"),
    }


@pytest.mark.parametrize(
    ("officer", "home"),
    [("director", "control"), ("governor", "control"), ("chief", "control"), ("li", "bureau"), ("li", "section")],
)
def test_the_officer_is_nobody_of_the_chain(officer: str, home: str) -> None:
    """Heads of the unit, above and below it, and everybody at home in it or below, cannot receive the report."""
    with pytest.raises(Refused) as refused:
        send_to(_report(), Person(officer, "Li", home, "g1"), TREE)
    assert refused.value.code == "officer_in_chain"


def test_an_office_beside_is_independent_unless_it_is_about_itself() -> None:
    """Control may receive what is about the bureau; what is about control goes elsewhere."""
    check_independent(OFFICER, "bureau", TREE)
    check_independent(Person("controller", "Bo", "control", "g1"), "bureau", TREE)
    with pytest.raises(Refused):
        check_independent(OFFICER, "control", TREE)


def test_a_report_is_filed_taken_up_and_answered() -> None:
    """Each step has its day, and the answer is one of a fixed list."""
    filed = _report()
    taken = take_up(filed, OFFICER, FILED, TREE)
    done = answer(taken, OFFICER, DUE, CoercionAnswer.COERCED, TREE)
    assert [report.state for report in (filed, taken, done)] == list(CoercionState)
    assert (done.answered_on, done.answer) == (DUE, CoercionAnswer.COERCED)
    assert take_up(taken, OFFICER, DUE, TREE) == taken


def test_only_the_officer_answers_and_only_after_looking() -> None:
    """Somebody else, an answer without a look, and a second answer are refused."""
    other = Person("other", "Wu", "control", "g1")
    done = answer(take_up(_report(), OFFICER, FILED, TREE), OFFICER, DUE, CoercionAnswer.CANNOT_TELL, TREE)
    tries: list[tuple[Callable[[], object], str]] = [
        (lambda: take_up(_report(), other, FILED, TREE), "not_the_officer"),
        (lambda: answer(_report(), OFFICER, DUE, CoercionAnswer.COERCED, TREE), "not_taken_up"),
        (lambda: answer(done, OFFICER, DUE, CoercionAnswer.NOT_COERCED, TREE), "already_answered"),
        (lambda: send_to(done, other, TREE), "already_answered"),
    ]
    for attempt, code in tries:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == code


def test_an_officer_who_moves_into_the_chain_is_out() -> None:
    """Transferred to the bureau the officer can do no more; a colleague takes the report up anew."""
    taken = take_up(_report(), OFFICER, FILED, TREE)
    with pytest.raises(Refused) as refused:
        answer(taken, Person("officer", "Li", "bureau", "g1"), DUE, CoercionAnswer.NOT_COERCED, TREE)
    assert refused.value.code == "officer_in_chain"
    moved = send_to(taken, Person("other", "Wu", "control", "g1"), TREE)
    assert (moved.officer, moved.state) == ("other", CoercionState.FILED)


def test_silence_is_listed_from_the_day_after_the_deadline() -> None:
    """On the deadline nothing is late; the day after it is, until an answer is known, the longest waiting first."""
    second = _report(number="r2", due=DUE - ONE)
    done = answer(take_up(_report(), OFFICER, FILED, TREE), OFFICER, DUE + 2 * ONE, CoercionAnswer.COERCED, TREE)
    assert unanswered([done, second], DUE) == (second,)
    assert unanswered([done, second], DUE + ONE) == (second, done)
    assert unanswered([done], DUE + 2 * ONE) == ()


def test_every_fault_of_a_report_is_told() -> None:
    """Ids, the sealed reference, and days in their order."""
    with pytest.raises(BadInput) as caught:
        CoercionReport("", "", "", DUE, FILED, "", None, FILED, None)
    assert [fault.column for fault in caught.value.faults] == [
        *("id", "unit", "officer", "sealed_ref", "answer_by", "answer", "answered_on", "taken_up_on"),
    ]
    with pytest.raises(BadInput):
        CoercionReport("r", "u", "o", DUE, DUE, "s", FILED)
