"""Questions, concerns and hardships of people on a draft list: each is answered before departure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults


class ConcernKind(StrEnum):
    """What a person raises. Nobody is asked for thoughts or convictions."""

    QUESTION = "question"
    DIFFICULTY = "difficulty"
    HARDSHIP = "hardship"


class ConcernOutcome(StrEnum):
    """How it was answered."""

    ANSWERED = "answered"
    RESOLVED = "resolved"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True)
class Concern:
    """Something a person on the list raised; the detail is sealed elsewhere.

    Attributes:
        id: Stable, unique.
        person: Whose it is.
        kind: What it is. A hardship is resolved or the departure postponed; "answered" is not enough for it.
        raised_on: When it was raised.
        answered_on: When it was answered; None while it is open.
        outcome: How; None while it is open.
        sealed_ref: Opaque reference to where the detail is sealed.
        until: Day to which the departure is postponed, exactly if it is; from then on it may take place.
    """

    id: str
    person: str
    kind: ConcernKind
    raised_on: date
    answered_on: date | None = None
    outcome: ConcernOutcome | None = None
    sealed_ref: str = ""
    until: date | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.id), "id", "a stable id", "nothing")
        faults.unless(bool(self.person), "person", "the id of a person", "nothing")
        faults.unless(
            (self.answered_on is None) == (self.outcome is None),
            "outcome",
            "an outcome exactly when there is a day of answer",
            self.outcome,
        )
        faults.unless(
            self.answered_on is None or self.answered_on >= self.raised_on,
            "answered_on",
            f"on or after {self.raised_on}",
            self.answered_on,
        )
        faults.unless(
            self.kind != ConcernKind.HARDSHIP or self.outcome != ConcernOutcome.ANSWERED,
            "outcome",
            "resolved or postponed for a hardship",
            self.outcome,
        )
        postponed = self.outcome == ConcernOutcome.POSTPONED
        faults.unless((self.until is not None) == postponed, "until", "a day exactly when postponed", self.until)
        since = self.answered_on or self.raised_on
        faults.unless(self.until is None or self.until > since, "until", f"a day after {since}", self.until)
        faults.raise_if_any()

    def settled_by(self, day: date) -> bool:
        """True if it was answered on or before ``day`` and does not hold the person back."""
        settled_on = self.until or self.answered_on
        return settled_on is not None and settled_on <= day


def unsettled(concerns: Iterable[Concern], person: str, day: date) -> tuple[Concern, ...]:
    """The person's concerns raised by ``day`` that still stand against a departure on that day."""
    return tuple(
        concern
        for concern in concerns
        if concern.person == person and concern.raised_on <= day and not concern.settled_by(day)
    )
