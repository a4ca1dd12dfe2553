"""A case with its two ledgers: what the unit claims, and what the raisers answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults, Refused


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


class CaseState(StrEnum):
    """Where a case or one of its opinions stands, by who says so."""

    OPEN = "open"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    OTHERWISE_CLOSED = "otherwise_closed"


_FIRST_TO_TELL = (
    CaseState.REFUTED,
    CaseState.OPEN,
    CaseState.CLAIMED,
    CaseState.CONFIRMED,
    CaseState.OTHERWISE_CLOSED,
)
"""A case stands where the first of these stands that one of its opinions is in."""


@dataclass(frozen=True, slots=True)
class UnitClaim:
    """One entry of the unit's ledger: on a day it said why it is done with the case, and what it did.

    Attributes:
        on: The day.
        reason: From the fixed list.
        action: What was done; required for ``FIXED``.
        duplicate_of: Id of the case that goes on instead, exactly for ``DUPLICATE``.
    """

    on: date
    reason: ClosingReason
    action: str = ""
    duplicate_of: str = ""

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
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class RaiserAnswer:
    """One entry of the raisers' ledger; an inspector's finding is never one."""

    on: date
    opinion: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Case:
    """One or many opinions handled together.

    Attributes:
        id: Stable, unique.
        opinions: Ids of the opinions; merging and splitting never change how many there are.
        owner: Id of the organ that is responsible, whoever collected the opinion and whether they are back or not.
        opened_on: The day it was taken up; of a merged case the first such day of its parts.
        posted_handlers: Ids of posted people who work on it.
        local_handlers: Ids of people of the place who work on it; a posted handler fixes nothing without one of them.
        investigated_on: When it was looked into; not later than any claim that it is fixed.
        on_leadership: True if it concerns the leaders themselves.
        claims: The unit's ledger, in order of days.
        answers: The raisers' ledger, in order of days.
        parts: The cases it was merged from, as they were before; empty if it was not merged.
    """

    id: str
    opinions: tuple[str, ...]
    owner: str
    opened_on: date
    posted_handlers: tuple[str, ...] = ()
    local_handlers: tuple[str, ...] = ()
    investigated_on: date | None = None
    on_leadership: bool = False
    claims: tuple[UnitClaim, ...] = ()
    answers: tuple[RaiserAnswer, ...] = ()
    parts: tuple[Case, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.id), "id", "a stable id", "nothing")
        some = bool(self.opinions) and all(self.opinions)
        faults.unless(some, "opinions", "ids of at least one opinion", self.opinions or "none")
        faults.unless(len(set(self.opinions)) == len(self.opinions), "opinions", "each opinion once", self.opinions)
        faults.unless(bool(self.owner), "owner", "the id of an organ", "nothing")
        faults.unless(all(self.posted_handlers), "posted_handlers", "ids of people", self.posted_handlers)
        faults.unless(all(self.local_handlers), "local_handlers", "ids of people", self.local_handlers)
        self._check_parts(faults)
        self._check_ledgers(faults)
        self._check_fixes(faults)
        faults.raise_if_any()

    def _check_parts(self, faults: Faults) -> None:
        if not self.parts:
            return
        opinions = tuple(opinion for part in self.parts for opinion in part.opinions)
        faults.unless(opinions == self.opinions, "parts", "cases with just these opinions", ", ".join(opinions))
        opened = min(part.opened_on for part in self.parts)
        faults.unless(
            opened == self.opened_on, "opened_on", f"{opened}, when the first part was opened", self.opened_on
        )
        answered = [part.id for part in self.parts if part.claims or part.answers]
        faults.unless(not answered, "parts", "cases with empty ledgers", ", ".join(answered))

    def _check_ledgers(self, faults: Faults) -> None:
        opened = self.last_opened_on
        for name, entries in (("claims", self.claims), ("answers", self.answers)):
            days = [entry.on for entry in entries]
            faults.unless(days == sorted(days), name, "entries in order of days", days)
            faults.unless(all(day >= opened for day in days), name, f"days from {opened} on", days)
        strangers = sorted({entry.opinion for entry in self.answers} - set(self.opinions))
        faults.unless(not strangers, "answers", "answers about this case's opinions", ", ".join(strangers))
        own = self._ids() & {entry.duplicate_of for entry in self.claims}
        faults.unless(not own, "claims", "duplicates of another case", ", ".join(sorted(own)))

    def _check_fixes(self, faults: Faults) -> None:
        first = min((entry.on for entry in self.claims if entry.reason == ClosingReason.FIXED), default=None)
        if first is None:
            return
        faults.unless(
            self.investigated_on is not None and self.investigated_on <= first,
            "investigated_on",
            f"a day not later than the fix claimed on {first}",
            self.investigated_on or "nothing",
        )
        joint = bool(self.local_handlers) or not self.posted_handlers
        faults.unless(joint, "local_handlers", "somebody of the place beside those posted, for a fix", "nobody")

    def _ids(self) -> frozenset[str]:
        return frozenset({self.id}).union(*(part._ids() for part in self.parts))

    @property
    def last_opened_on(self) -> date:
        """The day from which the ledgers may speak: when the last of its parts was opened, or the case itself."""
        return max((part.last_opened_on for part in self.parts), default=self.opened_on)

    @property
    def fixed_on(self) -> date | None:
        """The day on which the unit last claimed a fix; None if its last word is another."""
        last = self.last_claim()
        return last.on if last is not None and last.reason == ClosingReason.FIXED else None

    @property
    def withdrawn(self) -> tuple[str, ...]:
        """Ids of the opinions that their raisers took back."""
        return self.withdrawn_by(date.max)

    @property
    def state(self) -> CaseState:
        """Where the case stands: only an answer of every raiser that it is fixed confirms, one "not fixed" refutes."""
        return self.state_on(date.max)

    def state_on(self, day: date) -> CaseState:
        """Where the case stood at the end of ``day``, from what the ledgers said by then."""
        states = set(self.opinion_states(day).values())
        return next(state for state in _FIRST_TO_TELL if state in states)

    def last_claim(self, day: date = date.max) -> UnitClaim | None:
        """The unit's last word by the end of ``day``; None if it had said nothing."""
        return next((entry for entry in reversed(self.claims) if entry.on <= day), None)

    def last_answers(self, day: date = date.max) -> Mapping[str, RaiserAnswer]:
        """The last word of each raiser by the end of ``day``, by opinion in the case's order."""
        last = {entry.opinion: entry for entry in self.answers if entry.on <= day}
        return {opinion: last[opinion] for opinion in self.opinions if opinion in last}

    def withdrawn_by(self, day: date) -> tuple[str, ...]:
        """Ids of the opinions that their raisers had taken back by the end of ``day``."""
        said = self.last_answers(day)
        return tuple(opinion for opinion, entry in said.items() if entry.answer == Answer.WITHDRAWN)

    def opinion_states(self, day: date = date.max) -> Mapping[str, CaseState]:
        """Where each opinion stood at the end of ``day``: each follows the answer of its own raiser."""
        claimed, said = self.last_claim(day), self.last_answers(day)
        return {opinion: _state(claimed, said.get(opinion)) for opinion in self.opinions}


def _state(claimed: UnitClaim | None, said: RaiserAnswer | None) -> CaseState:
    if said is not None and said.answer == Answer.WITHDRAWN:
        return CaseState.OTHERWISE_CLOSED
    if claimed is None or claimed.reason == ClosingReason.NOT_OURS:
        return CaseState.OPEN
    if claimed.reason != ClosingReason.FIXED:
        return CaseState.OTHERWISE_CLOSED
    if said is None or said.on < claimed.on:
        return CaseState.CLAIMED
    return CaseState.CONFIRMED if said.answer == Answer.FIXED else CaseState.REFUTED


def claim(case: Case, entry: UnitClaim) -> Case:
    """Adds to the unit's ledger."""
    return replace(case, claims=(*case.claims, entry))


def answer(case: Case, entry: RaiserAnswer) -> Case:
    """Adds to the raisers' ledger.

    Raises:
        Refused: ``unconfirmed_withdrawal`` for a withdrawal, which goes through ``withdraw`` alone.
    """
    if entry.answer == Answer.WITHDRAWN:
        return withdraw(case, entry.opinion, entry.on, confirmed_by_raiser=False)
    return replace(case, answers=(*case.answers, entry))


def withdraw(case: Case, opinion: str, on: date, confirmed_by_raiser: bool) -> Case:
    """Closes one opinion of a case because its raiser took it back; the case goes on with the others.

    Raises:
        Refused: ``unconfirmed_withdrawal`` unless the raiser confirmed it through an independent check.
    """
    if not confirmed_by_raiser:
        message = f"{opinion} of case {case.id} is not withdrawn: its raiser has told nobody independent so."
        raise Refused("unconfirmed_withdrawal", message, case=case.id, opinion=opinion)
    return replace(case, answers=(*case.answers, RaiserAnswer(on, opinion, Answer.WITHDRAWN)))
