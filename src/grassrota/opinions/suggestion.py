"""Fixes that raisers suggest: kept with the case, and credited if the raiser agrees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from grassrota.errors import Faults, Refused


@dataclass(frozen=True, slots=True)
class SuggestedFix:
    """One way to fix it, in the raiser's words.

    Attributes:
        opinion: Id of the opinion it came with.
        words: What is suggested.
        may_credit: True if the raiser agrees to be credited, under ``credit_as``; may be changed at any time.
        credit_as: What the raiser wants to be called; empty without agreement.
        adopted_on: When it was adopted; None if it was not.
        adopted_by: Id of the unit that adopted it.
    """

    opinion: str
    words: str
    may_credit: bool = False
    credit_as: str = ""
    adopted_on: date | None = None
    adopted_by: str = ""

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.opinion), "opinion", "the id of an opinion", "nothing")
        faults.unless(bool(self.words.strip()), "words", "what is suggested", "nothing")
        agreed = self.may_credit == bool(self.credit_as.strip())
        # without agreement there is nothing to keep, so that nothing can slip out
        faults.unless(agreed, "credit_as", "a name with agreement, and none without", self.credit_as or "nothing")
        whole = (self.adopted_on is None) != bool(self.adopted_by)
        faults.unless(whole, "adopted_by", "the unit and the day, or neither", self.adopted_by or "nothing")
        faults.raise_if_any()


def adopt(fix: SuggestedFix, unit: str, on: date) -> SuggestedFix:
    """A unit adopts a suggestion; the first one that does is kept.

    Raises:
        Refused: ``already_adopted``.
    """
    if fix.adopted_on is not None:
        raise Refused("already_adopted", f"{fix.adopted_by} adopted it on {fix.adopted_on}.", opinion=fix.opinion)
    return replace(fix, adopted_on=on, adopted_by=unit)


def agree(fix: SuggestedFix, credit_as: str) -> SuggestedFix:
    """The raiser agrees to be credited under a name or, with an empty one, takes that back."""
    return replace(fix, may_credit=bool(credit_as.strip()), credit_as=credit_as.strip())


@dataclass(frozen=True, slots=True)
class Credit:
    """What is published about an adopted suggestion. Without agreement ``to`` is empty; the opinion is never named."""

    words: str
    adopted_by: str
    adopted_on: date
    to: str


def published(fixes: Iterable[SuggestedFix]) -> tuple[Credit, ...]:
    """The adopted suggestions by day, unit and words, so that their order tells of no case."""
    found = [
        Credit(fix.words, fix.adopted_by, fix.adopted_on, fix.credit_as) for fix in fixes if fix.adopted_on is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.adopted_on, one.adopted_by, one.words)))
