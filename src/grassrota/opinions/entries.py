"""What is said about a case, each a fact of one day that is only ever added to: by its unit, its raisers, or above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults


class ClosingReason(StrEnum):
    """Why a unit says it is done with a case. Only ``FIXED`` claims a fix; ``NOT_OURS`` re-routes and never closes.

    That an opinion was withdrawn is none of them: only its raiser can say so.
    """

    FIXED = "fixed"
    PARTLY = "partly"
    CANNOT = "cannot"
    NOT_OURS = "not_ours"
    DUPLICATE = "duplicate"
    NO_ACCESS = "no_access"


class Answer(StrEnum):
    """What a raiser says when asked whether it was fixed, or when taking the opinion back."""

    FIXED = "fixed"
    PARTLY = "partly"
    NOT_FIXED = "not_fixed"
    WITHDRAWN = "withdrawn"


class ReplyKind(StrEnum):
    """What the raisers were told: that it arrived, that it takes longer, or what came of it."""

    ACKNOWLEDGED = "acknowledged"
    INTERIM = "interim"
    FEEDBACK = "feedback"


class ReopenedBy(StrEnum):
    """Who opened a closed case again. A raiser's "not fixed" needs none of them: it refutes by itself."""

    APPEAL = "appeal"
    INSPECTION = "inspection"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class UnitClaim:
    """One entry of the unit's ledger: on a day it said why it is done with the case, and what it did.

    Attributes:
        on: The day.
        reason: From the fixed list.
        action: What was done; required for ``FIXED``.
        duplicate_of: Id of the case that goes on instead, exactly for ``DUPLICATE``.
        changed_on: The day from which it is different, not later than the claim; None if the unit does not say.
        evidence: What shows it, described without naming anyone.
        left: What is still to be done.
    """

    on: date
    reason: ClosingReason
    action: str = ""
    duplicate_of: str = ""
    changed_on: date | None = None
    evidence: tuple[str, ...] = ()
    left: str = ""

    def __post_init__(self) -> None:
        faults = Faults()
        fixed = self.reason == ClosingReason.FIXED
        faults.unless(not fixed or bool(self.action.strip()), "action", "what was done to fix it", "nothing")
        faults.unless(
            (self.reason == ClosingReason.DUPLICATE) == bool(self.duplicate_of),
            "duplicate_of",
            "the id of the other case for a duplicate and for nothing else",
            self.duplicate_of or "nothing",
        )
        past = self.changed_on is None or self.changed_on <= self.on
        faults.unless(past, "changed_on", f"a day not after the claim on {self.on}", self.changed_on)
        faults.unless(all(piece.strip() for piece in self.evidence), "evidence", "pieces with words", self.evidence)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing that a unit told the raisers. It closes nothing.

    Attributes:
        on: The day.
        kind: What it is.
        words: What was said.
        expected_on: When feedback is expected now; exactly for an interim reply, and later than it.
    """

    on: date
    kind: ReplyKind
    words: str
    expected_on: date | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.words.strip()), "words", "what was said", "nothing")
        later = self.expected_on is not None and self.expected_on > self.on
        right = later if self.kind == ReplyKind.INTERIM else self.expected_on is None
        faults.unless(right, "expected_on", "a later day for an interim reply and for nothing else", self.expected_on)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Reopening:
    """That a closed case was opened again; what its raisers said before stays on record."""

    on: date
    by: ReopenedBy
    why: str

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.why.strip()), "why", "why it is opened again", "nothing")
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class RaiserAnswer:
    """One entry of the raisers' ledger; an inspector's finding is never one."""

    on: date
    opinion: str
    answer: Answer
