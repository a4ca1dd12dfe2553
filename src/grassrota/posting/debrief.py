"""The debrief after a return: fixed questions about arrangements and work, none about the person who comes home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults, Refused
from grassrota.posting.steps import Posting


class DebriefQuestion(StrEnum):
    """What everybody who returns is asked."""

    JOURNEY = "journey"
    LODGING = "lodging"
    SAFETY = "safety"
    WORK = "work"
    HOST_NEEDS = "host_needs"
    HANDOVER = "handover"
    HOME_POST = "home_post"
    ADVICE_FOR_NEXT = "advice_for_next"


@dataclass(frozen=True, slots=True)
class Debrief:
    """One debrief.

    Attributes:
        person: Who returned.
        batch: Number of the batch of the posting.
        held_on: When it was held.
        answers: Answers in the order of the questions; a question may be left unanswered, and is then not here.
    """

    person: str
    batch: int
    held_on: date
    answers: tuple[tuple[DebriefQuestion, str], ...]

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.person), "person", "the id of a person", "nothing")
        faults.unless(self.batch >= 1, "batch", "1 or more", self.batch)
        asked = [question for question, _ in self.answers]
        in_order = asked == [question for question in DebriefQuestion if question in asked]
        faults.unless(in_order, "answers", "each question at most once, in their order", ", ".join(asked))
        faults.unless(all(text.strip() for _, text in self.answers), "answers", "words", "an empty answer")
        faults.raise_if_any()

    @property
    def unanswered(self) -> tuple[DebriefQuestion, ...]:
        """Questions left out, which nobody has to explain."""
        given = {question for question, _ in self.answers}
        return tuple(question for question in DebriefQuestion if question not in given)


def debrief(posting: Posting, on: date, answers: Mapping[DebriefQuestion, str]) -> Debrief:
    """Holds the debrief of a posting.

    Raises:
        Refused: ``not_returned`` before the return.
    """
    if posting.returned_on is None or posting.returned_on > on:
        raise Refused("not_returned", f"{posting.person} has not returned by {on}.", person=posting.person, on=on)
    given = tuple((question, answers[question]) for question in DebriefQuestion if answers.get(question, "").strip())
    return Debrief(posting.person, posting.batch, on, given)
