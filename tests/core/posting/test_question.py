from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.posting.question import PublicQuestion, Question, answer, due, mark_same, normalised, public_page

FIRST, AGAIN, LATER = date(1957, 12, 2), date(1957, 12, 4), date(1957, 12, 6)
ASKED = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 5), st.integers(-1, 5)), max_size=8)


def test_width_case_blanks_and_marks_do_not_make_another_question() -> None:
    """The same words in another spelling are the same question; other words are another."""
    assert normalised("Who keeps my post?") == normalised("  who keeps MY post ")
    assert normalised("\u5de5\u8d44\u7167\u53d1\u5417\uff1f") == normalised("\u5de5\u8d44 \u7167\u53d1\u5417")
    assert normalised("\uff21\uff11") == "a1"
    assert normalised("Who keeps my post?") != normalised("Who keeps my flat?")


def test_what_was_asked_twice_is_on_the_page_with_answer_and_date() -> None:
    """Asked once it is not public; from the second time on it is, due until answered, and then with its date."""
    one, two = Question("q1", "Who keeps my post?", FIRST), Question("q2", "who keeps my post", AGAIN)
    assert public_page([one, two], FIRST) == ()
    open_entry = PublicQuestion("Who keeps my post?", 2, AGAIN, "", None)
    assert due([one, two], AGAIN) == (open_entry,)
    answered = answer(two, "The home unit does.", LATER)
    assert due([one, answered], AGAIN) == (open_entry,)
    assert due([one, answered], LATER) == ()
    assert public_page([answered, one], LATER) == (
        PublicQuestion("Who keeps my post?", 2, AGAIN, "The home unit does.", LATER),
    )


def test_other_words_can_be_marked_as_the_same_question() -> None:
    """A marked question counts with the other, and with all that ask the same as that one."""
    one, two = Question("q1", "Who keeps my post?", FIRST), Question("q2", "Will my job be there?", AGAIN)
    three = Question("q3", "WILL MY JOB BE THERE", LATER)
    assert public_page([one, two], LATER) == ()
    (entry,) = public_page([one, mark_same(two, one), three], LATER)
    assert (entry.asked, entry.asked_again_on) == (3, AGAIN)


def test_the_newest_answer_stands() -> None:
    """A new answer replaces the old one, also among questions that are the same; an older one does not."""
    one = answer(Question("q1", "Post?", FIRST), "Old.", AGAIN)
    two = answer(Question("q2", "post", FIRST), "New.", LATER)
    (entry,) = public_page([one, two], LATER)
    assert (entry.answer, entry.answered_on) == ("New.", LATER)
    assert answer(one, "Newer.", LATER).answer == "Newer."
    with pytest.raises(Refused) as refused:
        answer(two, "Late news.", AGAIN)
    assert refused.value.code == "older_answer"


def test_nobody_is_known_to_have_asked() -> None:
    """There is no field for who."""
    assert {field.name for field in fields(Question)} == {"id", "text", "asked_on", "same_as", "answer", "answered_on"}


def test_every_fault_of_a_question_is_told() -> None:
    """Words that are more than marks, another question to be the same as, and an answer with its day."""
    with pytest.raises(BadInput) as caught:
        Question("", "?!", FIRST)
    assert [fault.column for fault in caught.value.faults] == ["id", "text"]
    with pytest.raises(BadInput) as more:
        Question("q1", "Post?", AGAIN, "q1", "", FIRST)
    assert [fault.column for fault in more.value.faults] == ["same_as", "answer", "answered_on"]


@settings(max_examples=50)
@given(ASKED, st.integers(0, 5))
def test_the_page_has_each_question_asked_often_once(asked: list[tuple[str, int, int]], day: int) -> None:
    """Marked with words or by hand, a question is once on the page exactly if it was asked twice by then."""
    questions = [
        Question(f"q{number}", text, FIRST + timedelta(days=when), f"q{other}" if -1 < other < number else "")
        for number, (text, when, other) in enumerate(asked)
    ]
    as_of = FIRST + timedelta(days=day)
    known = {entry.id: entry for entry in questions if entry.asked_on <= as_of}
    groups = {frozenset(_reached(start, known)) for start in known}
    page = public_page(reversed(questions), as_of)
    assert sorted(entry.asked for entry in page) == sorted(len(group) for group in groups if len(group) > 1)
    assert due(questions, as_of) == page


def _reached(start: str, known: dict[str, Question]) -> set[str]:
    """All questions that can be reached from one by equal words or marks."""
    reached, waiting = {start}, [start]
    while waiting:
        here = known[waiting.pop()]
        for other in known.values():
            linked = other.text == here.text or other.same_as == here.id or here.same_as == other.id
            if linked and other.id not in reached:
                reached.add(other.id)
                waiting.append(other.id)
    return reached
