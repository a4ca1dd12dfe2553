"""Questions and answers for everybody: what is asked twice goes on the public page, with the answer and its date."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from grassrota.errors import Faults, Refused

OFTEN = 2
"""Asked so many times, a question is on the public page."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question about the rules of a posting, as it was asked; who asked is not kept.

    Attributes:
        id: Stable, unique.
        text: The words, fit for everybody to read.
        asked_on: When it was asked.
        same_as: Id of a question marked as the same in other words; empty if there is none.
        answer: The answer; empty while there is none.
        answered_on: When it was answered; None while it is open.
    """

    id: str
    text: str
    asked_on: date
    same_as: str = ""
    answer: str = ""
    answered_on: date | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.id), "id", "a stable id", "nothing")
        faults.unless(bool(normalised(self.text)), "text", "the words of a question", self.text or "nothing")
        faults.unless(self.same_as != self.id or not self.id, "same_as", "another question", "itself")
        both = bool(self.answer.strip()) == (self.answered_on is not None)
        faults.unless(both, "answer", "an answer exactly when there is its day", self.answer or "nothing")
        answered = self.answered_on or self.asked_on
        faults.unless(answered >= self.asked_on, "answered_on", f"on or after {self.asked_on}", self.answered_on)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """One entry of the public page.

    Attributes:
        text: The question in its first words.
        asked: How many times it was asked.
        asked_again_on: When it was asked the second time, from when on an answer is due.
        answer: The newest answer; empty while there is none.
        answered_on: Its day; None while there is none.
    """

    text: str
    asked: int
    asked_again_on: date
    answer: str
    answered_on: date | None


def normalised(text: str) -> str:
    """The letters and digits of a text in one spelling: width, case, blanks, accents' coding and marks play no part."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in unicodedata.normalize("NFKC", folded) if sign.isalnum())


def mark_same(question: Question, other: Question) -> Question:
    """Notes that a question asks the same as another in other words."""
    return replace(question, same_as=other.id)


def answer(question: Question, text: str, on: date) -> Question:
    """Answers a question; a later answer stands in for an earlier one.

    Raises:
        Refused: ``older_answer`` if it would stand in for a newer one.
    """
    if question.answered_on is not None and on < question.answered_on:
        message = f"Question {question.id} has a newer answer, of {question.answered_on}."
        raise Refused("older_answer", message, question=question.id, on=on)
    return replace(question, answer=text, answered_on=on)


def public_page(questions: Iterable[Question], as_of: date) -> tuple[PublicQuestion, ...]:
    """Everything asked twice or more by a day, in the order in which it was asked again; answered or not."""
    page = [_entry(group, as_of) for group in _same(questions, as_of) if len(group) >= OFTEN]
    return tuple(sorted(page, key=lambda entry: (entry.asked_again_on, entry.text)))


def due(questions: Iterable[Question], as_of: date) -> tuple[PublicQuestion, ...]:
    """What is on the public page without an answer, the longest waiting first."""
    return tuple(entry for entry in public_page(questions, as_of) if entry.answered_on is None)


def _entry(group: Sequence[Question], as_of: date) -> PublicQuestion:
    answers = [(entry.answered_on, entry.answer) for entry in group if entry.answered_on is not None]
    on, words = max((given for given in answers if given[0] <= as_of), default=(None, ""))
    return PublicQuestion(group[0].text, len(group), group[OFTEN - 1].asked_on, words, on)


def _same(questions: Iterable[Question], as_of: date) -> list[list[Question]]:
    """Groups what asks the same, directly or by way of a third question, each group in the order of asking."""
    asked = sorted(
        (entry for entry in questions if entry.asked_on <= as_of), key=lambda entry: (entry.asked_on, entry.id)
    )
    group_of: dict[str, list[Question]] = {}
    by_words: dict[str, str] = {}
    for question in asked:
        group_of[question.id] = [question]
    for question in asked:
        for other in (question.same_as, by_words.setdefault(normalised(question.text), question.id)):
            if other in group_of and group_of[other] is not group_of[question.id]:
                joined = [*group_of[other], *group_of[question.id]]
                group_of.update((member.id, joined) for member in joined)
    groups = {id(group): group for group in group_of.values()}
    return [sorted(group, key=lambda entry: (entry.asked_on, entry.id)) for group in groups.values()]
