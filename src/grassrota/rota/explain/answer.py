"""What can be said about one choice of one person: to the organiser all of it, to the person what is theirs to know."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from grassrota.rota.explain.chains import Change
from grassrota.rota.explain.charges import Term
from grassrota.rota.plan import Assignment
from grassrota.rota.verdicts import Violation


class Verdict(StrEnum):
    """What is known of a choice that the plan does not make. ``NEVER`` and ``DEARER`` are proven."""

    CHOSEN = "chosen"
    NEVER = "never"
    DEARER = "dearer"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"


class FactKind(StrEnum):
    """Something about a person that could be otherwise."""

    SKILL = "skill"
    GRADE = "grade"
    AVAILABLE = "available"
    PIN = "pin"
    FIRST = "first"
    MUST_GO = "must_go"
    OTHERS = "others"
    WISH = "wish"
    LEADER = "leader"
    EXPERIENCED = "experienced"
    COVERING = "covering"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that would have to be otherwise.

    Attributes:
        kind: What sort of fact.
        detail: Which one: a skill, a batch, a rank; empty if there is only one.
        regret: What the choice would then come to above the person's cheapest, at the prices; None if it is not known.
    """

    kind: FactKind
    detail: str = ""
    regret: float | None = None

    @property
    def enough(self) -> bool:
        """True if the choice would then be the person's cheapest at the prices."""
        return self.regret is not None and self.regret < 1e-6


@dataclass(frozen=True)
class Answer:
    """Why a person has what they have, and not what is asked about.

    The extra cost of the choice asked about, against this plan, lies between ``at_least``, which the prices prove, and
    ``at_most``, which ``change`` shows; neither is a guess.

    Attributes:
        person: Id of the person.
        now: What the plan gives them; None if they stay.
        asked: What is asked about, likewise.
        obstacles: Facts of which each one alone rules the choice out in every plan; empty if none is known.
        regret: By how much the least that any plan can cost rises if the person is given the choice, at the prices.
        at_least: No plan with this choice that keeps every rule costs less than this plan and so much; may be below 0.
        change: A change of this plan that gives the person the choice and keeps every rule; None if none was found.
        alone: Rules that would be broken if the person alone were moved.
        terms_now: Prices that fall on what the person has, the weightiest first.
        terms_asked: Prices that would fall on what is asked about.
        cost_now: What the person's own choice costs.
        cost_asked: What the choice asked about would cost by itself.
        facts: Single facts that would bring the choice nearer, those that would be enough first.
        able: How many others could take what the person has, if they go.
        sooner: How many of these the plan would be cheaper with, at the prices.
    """

    person: str
    now: Assignment | None
    asked: Assignment | None
    obstacles: tuple[Fact, ...]
    regret: float
    at_least: int
    change: Change | None
    alone: tuple[Violation, ...]
    terms_now: tuple[Term, ...]
    terms_asked: tuple[Term, ...]
    cost_now: int
    cost_asked: int
    facts: tuple[Fact, ...]
    able: int
    sooner: int

    @property
    def verdict(self) -> Verdict:
        """The answer in a word."""
        if self.now == self.asked:
            return Verdict.CHOSEN
        if self.obstacles:
            return Verdict.NEVER
        if self.at_least > 0:
            return Verdict.DEARER
        return Verdict.POSSIBLE if self.change else Verdict.UNKNOWN

    @property
    def at_most(self) -> int | None:
        """So much more would the plan cost after ``change``; None if none was found."""
        return self.change.cost_change if self.change else None

    @property
    def displaced(self) -> int | None:
        """How many others the change moves; None if none was found."""
        return len(self.change.displaced) if self.change else None

    def for_the_person(self) -> OwnAnswer:
        """What of it the person may know: neither names nor costs of others, nor what tells them."""
        own = tuple(fact for fact in self.obstacles if fact.kind != FactKind.OTHERS)
        rules = tuple(dict.fromkeys(one.rule for one in self.alone if one.rule not in _TELL_OF_ONE))
        needs = tuple(dict.fromkeys(term.price.rule for term in self.terms_now if term.worth > 0))
        shown = tuple(fact for fact in self.facts if fact.enough)
        return OwnAnswer(self.person, self.now, self.asked, self.verdict, own, self.displaced, rules, needs, shown)


_TELL_OF_ONE = ("couples", "pins")
"""Rules that speak of one other person alone."""


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What a person is told about their own choice.

    Attributes:
        person: Id of the person.
        now: What the plan gives them.
        asked: What is asked about.
        verdict: The answer in a word.
        obstacles: Facts about the person of which each one alone rules the choice out.
        displaced: How many others would have to move; None if no change was found.
        rules: Names of the rules that would be broken if they alone were moved.
        needs: Names of the rules for whose sake they were chosen, the weightiest first.
        facts: Single facts about them that would make it their cheapest choice at the prices.
    """

    person: str
    now: Assignment | None
    asked: Assignment | None
    verdict: Verdict
    obstacles: tuple[Fact, ...]
    displaced: int | None
    rules: tuple[str, ...]
    needs: tuple[str, ...]
    facts: tuple[Fact, ...]
