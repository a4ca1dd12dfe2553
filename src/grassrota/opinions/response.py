"""What a leader answers: a decision, actions and days. It says nothing about anybody's mind, and closes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults


class Decision(StrEnum):
    """What is decided about what people said."""

    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    NOT_ACCEPTED = "not_accepted"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that will be done, by which unit, and by which day."""

    what: str
    unit: str
    by: date

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.what.strip()), "what", "what will be done", "nothing")
        faults.unless(bool(self.unit), "unit", "the id of a unit", "nothing")
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Response:
    """A unit's answer to one or many cases. The channel stays open, and so do the cases.

    Attributes:
        unit: Id of the unit that answers.
        cases: Ids of the cases.
        given_on: The day.
        decision: What was decided.
        actions: What follows, at least one thing unless nothing was accepted; none is due before the answer.
        reason: Why something was not accepted, if so.
    """

    unit: str
    cases: tuple[str, ...]
    given_on: date
    decision: Decision
    actions: tuple[Action, ...] = ()
    reason: str = ""

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.unit), "unit", "the id of a unit", "nothing")
        faults.unless(bool(self.cases) and all(self.cases), "cases", "ids of cases", self.cases or "none")
        refused = self.decision == Decision.NOT_ACCEPTED
        faults.unless(bool(self.actions) != refused, "actions", "actions for what was accepted", len(self.actions))
        reasoned = self.decision == Decision.ACCEPTED or bool(self.reason.strip())
        faults.unless(reasoned, "reason", "why something was not accepted", "nothing")
        early = [str(action.by) for action in self.actions if action.by < self.given_on]
        faults.unless(not early, "actions", f"days from {self.given_on} on", ", ".join(early))
        faults.raise_if_any()


class Stated(StrEnum):
    """What a "done" measure counts as."""

    DONE = "done"
    AHEAD = "ahead"
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is called done, such as "some special allowances were abolished".

    Attributes:
        words: As it was said.
        items: What exactly, one by one; none if that was not said.
        effective_on: The day from which it holds; None if that was not said.
    """

    words: str
    items: tuple[str, ...] = ()
    effective_on: date | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.words.strip()), "words", "what was said", "nothing")
        faults.unless(all(item.strip() for item in self.items), "items", "items with words", self.items)
        faults.raise_if_any()

    def counts_as(self, as_of: date) -> Stated:
        """Done only with its items and from its day on; without either it is unspecified, and counts as nothing."""
        if not self.items or self.effective_on is None:
            return Stated.UNSPECIFIED
        return Stated.DONE if self.effective_on <= as_of else Stated.AHEAD
