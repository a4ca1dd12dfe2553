from __future__ import annotations

from datetime import date

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.forms import Role
from grassrota.posting.debrief import Debrief, DebriefQuestion, debrief
from grassrota.posting.steps import Posting
from grassrota.turns import Turn

LEFT, BACK = date(1957, 12, 9), date(1958, 1, 18)
POSTING = Posting(
    *("p1", "home", "o1", 1, "turn40", Role.FIELD_WORK, Turn(LEFT, date(1958, 1, 17)), "home"),
    listed_on=LEFT,
    departed_on=LEFT,
    arrived_on=LEFT,
    returned_on=BACK,
)


def test_the_questions_are_fixed_and_about_arrangements() -> None:
    """Eight questions about journey, lodging, safety, work, host, handover, post and advice: none about a mind."""
    assert [str(question) for question in DebriefQuestion] == [
        *("journey", "lodging", "safety", "work", "host_needs", "handover", "home_post", "advice_for_next"),
    ]


def test_a_question_may_be_left_unanswered() -> None:
    """Two answers, in the order of the questions; the six others are simply not there."""
    held = debrief(
        POSTING, BACK, {DebriefQuestion.SAFETY: "No lamp on the stairs.", DebriefQuestion.JOURNEY: "Two days."}
    )
    assert held.answers == (
        (DebriefQuestion.JOURNEY, "Two days."),
        (DebriefQuestion.SAFETY, "No lamp on the stairs."),
    )
    assert len(held.unanswered) == 6
    assert debrief(POSTING, BACK, {DebriefQuestion.WORK: " "}).unanswered == tuple(DebriefQuestion)


def test_a_debrief_comes_after_the_return() -> None:
    """The day before it is refused."""
    with pytest.raises(Refused) as refused:
        debrief(POSTING, date(1958, 1, 17), {})
    assert refused.value.code == "not_returned"


def test_every_fault_of_a_debrief_is_told() -> None:
    """Somebody, a batch, questions in their order and once, answers with words."""
    twice = ((DebriefQuestion.WORK, ""), (DebriefQuestion.WORK, "x"))
    with pytest.raises(BadInput) as caught:
        Debrief("", 0, BACK, twice)
    assert [fault.column for fault in caught.value.faults] == ["person", "batch", "answers", "answers"]
