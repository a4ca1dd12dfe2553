"""Hardships and the families behind them, by need only: each is met, or the departure waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults, Refused
from grassrota.posting.concern import Concern, ConcernKind, ConcernOutcome
from grassrota.turns import Turn


class Need(StrEnum):
    """What is needed at home. Which illness, whose debt, what quarrel: none of it is asked for."""

    CHILDCARE = "childcare"
    CARE_OF_RELATIVE = "care_of_relative"
    HOUSING = "housing"
    SCHOOLING = "schooling"
    HEALTH_CARE_ACCESS = "health_care_access"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Hardship:
    """A concern that is a hardship, with the class of its need.

    Attributes:
        concern: Whose it is, since when, and how it ended; as one of the person's concerns it holds up the departure.
        need: The class, and nothing more.
    """

    concern: Concern
    need: Need

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(self.concern.kind == ConcernKind.HARDSHIP, "kind", ConcernKind.HARDSHIP, self.concern.kind)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class FamilyArrangement:
    """What is done at home while somebody is away: that a need is met, and on which days.

    Attributes:
        person: Id of the member of staff; nobody of the family is named.
        need: The class of the need.
        days: First and last day on which it is met.
    """

    person: str
    need: Need
    days: Turn

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.person), "person", "the id of a person", "nothing")
        faults.raise_if_any()

    def lasts(self, turn: Turn) -> bool:
        """True if the need is met on every day of a turn."""
        return self.days.first <= turn.first and turn.last <= self.days.last


def resolve(hardship: Hardship, on: date) -> Hardship:
    """The need is met.

    Raises:
        Refused: ``already_resolved``.
    """
    _require_unresolved(hardship)
    concern = replace(hardship.concern, answered_on=on, outcome=ConcernOutcome.RESOLVED, until=None)
    return replace(hardship, concern=concern)


def postpone(hardship: Hardship, on: date, until: date) -> Hardship:
    """The departure waits until a day; once more if that was not enough.

    Raises:
        Refused: ``already_resolved``.
    """
    _require_unresolved(hardship)
    concern = replace(hardship.concern, answered_on=on, outcome=ConcernOutcome.POSTPONED, until=until)
    return replace(hardship, concern=concern)


def arrange(hardship: Hardship, on: date, days: Turn, turn: Turn) -> tuple[Hardship, FamilyArrangement]:
    """Meets the need by an arrangement at home, and resolves the hardship with it.

    Args:
        hardship: A hardship not resolved yet.
        on: When it was arranged.
        days: The days on which the need is met.
        turn: The turn that the person is to take.

    Raises:
        Refused: ``arrangement_too_short`` if the need is not met on every day of the turn; ``already_resolved``.
    """
    arrangement = FamilyArrangement(hardship.concern.person, hardship.need, days)
    if not arrangement.lasts(turn):
        message = f"The arrangement lasts from {days.first} to {days.last}, the turn from {turn.first} to {turn.last}."
        raise Refused("arrangement_too_short", message, days=days, turn=turn)
    return resolve(hardship, on), arrangement


def still_holding(hardships: Iterable[Hardship], departure: date) -> tuple[Hardship, ...]:
    """Hardships, of any people, that stand against a departure on that day, the longest waiting first."""
    holding = [
        entry for entry in hardships if entry.concern.raised_on <= departure and not entry.concern.settled_by(departure)
    ]
    return tuple(sorted(holding, key=lambda entry: (entry.concern.raised_on, entry.concern.id)))


def _require_unresolved(hardship: Hardship) -> None:
    if hardship.concern.outcome == ConcernOutcome.RESOLVED:
        message = f"The hardship {hardship.concern.id} was resolved on {hardship.concern.answered_on}."
        raise Refused("already_resolved", message, concern=hardship.concern.id)
