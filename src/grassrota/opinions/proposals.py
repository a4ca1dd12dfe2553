"""Receivers proposed, by topics that something suggests or by what people did before: people decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grassrota.errors import BadInput, Fault, Faults
from grassrota.opinions.chain import OUTSIDE, Chain
from grassrota.opinions.habit import Guess, Habit
from grassrota.opinions.routing import RoutingTable


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic that something outside suggests for an opinion, and how sure it is, above 0 to 1."""

    topic: str
    confidence: Fraction

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.topic), "topic", "the id of a topic", "nothing")
        faults.unless(0 < self.confidence <= 1, "confidence", "a share above 0, up to 1", self.confidence)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A unit that may receive, the suggested topics that lead to it, and their confidence together. People decide."""

    to: str
    topics: tuple[str, ...]
    confidence: Fraction


def proposals(
    table: RoutingTable, suggestions: Iterable[Suggestion], place: str, organ: str, chain: Chain
) -> tuple[Proposal, ...]:
    """Receivers by suggested topics, the surest first; none of them is of the chain.

    Raises:
        BadInput: If the suggestions together are surer than 1.
    """
    found: dict[str, list[Suggestion]] = {}
    for suggestion in suggestions:
        found.setdefault(table.receiver(suggestion.topic, place, organ, chain), []).append(suggestion)
    proposed = [
        Proposal(to, tuple(one.topic for one in those), sum((one.confidence for one in those), Fraction(0)))
        for to, those in found.items()
    ]
    total = sum(one.confidence for one in proposed)
    if total > 1:
        raise BadInput([Fault("confidence", "shares of 1 together", str(total))])
    return tuple(sorted(proposed, key=lambda one: (-one.confidence, one.to)))


def by_habit(habit: Habit, words: str, marks: Sequence[str], chain: Chain, most: int = 3) -> tuple[Guess, ...]:
    """Units to which people sent opinions like this one, the surest first; none of them is of the chain.

    What is for the outside reviewer is proposed to nobody else.

    Args:
        habit: Learned with ids of units as labels.
        words: Of the opinion, as whoever routes it may read them.
        marks: What else is known, as it was when the habit was learned.
        chain: Of the opinion.
        most: How many are proposed.
    """
    if chain.receiver == OUTSIDE:
        return ()
    barred = {label for label in habit.labels if not chain.frees(label)}
    return habit.guesses(words, marks, barred, most)
