"""A case with its two ledgers: what the unit claims, and what the raisers answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from grassrota.errors import BadInput, Fault, Faults, Refused


class ClosingReason(StrEnum):
    """Why a unit says it is done with a case. Only ``FIXED`` claims a fix; ``NOT_OURS`` re-routes and never closes."""

    FIXED = "fixed"
    PARTLY = "partly"
    CANNOT = "cannot"
    NOT_OURS = "not_ours"
    DUPLICATE = "duplicate"
    NO_ACCESS = "no_access"
    WITHDRAWN = "withdrawn"


class Answer(StrEnum):
    """What a raiser says when asked whether it was fixed."""

    FIXED = "fixed"
    PARTLY = "partly"
    NOT_FIXED = "not_fixed"


class CaseState(StrEnum):
    """Where a case stands, by who says so."""

    OPEN = "open"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    OTHERWISE_CLOSED = "otherwise_closed"


@dataclass(frozen=True, slots=True)
class UnitClaim:
    """One entry of the unit's ledger: on a day it said why it is done with the case, and what it did.

    Attributes:
        on: The day.
        reason: From the fixed list.
        action: What was done; required for ``FIXED``.
    """

    on: date
    reason: ClosingReason
    action: str = ""

    def __post_init__(self) -> None:
        if self.reason == ClosingReason.FIXED and not self.action.strip():
            raise BadInput([Fault("action", "what was done to fix it", "nothing")])


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
        opened_on: The day it was taken up.
        posted_handlers: Ids of posted people who work on it.
        local_handlers: Ids of people of the place who work on it.
        investigated_on: When it was looked into; not later than any claim that it is fixed.
        on_leadership: True if it concerns the leaders themselves.
        claims: The unit's ledger, in order of days.
        answers: The raisers' ledger, in order of days.
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

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.opinions), "opinions", "at least one opinion", "none")
        faults.unless(len(set(self.opinions)) == len(self.opinions), "opinions", "each opinion once", self.opinions)
        faults.unless(bool(self.owner), "owner", "the id of an organ", "nothing")
        for name, entries in (("claims", self.claims), ("answers", self.answers)):
            days = [entry.on for entry in entries]
            faults.unless(days == sorted(days), name, "entries in order of days", days)
            faults.unless(all(day >= self.opened_on for day in days), name, f"days from {self.opened_on} on", days)
        strangers = sorted({entry.opinion for entry in self.answers} - set(self.opinions))
        faults.unless(not strangers, "answers", "answers about this case's opinions", ", ".join(strangers))
        fixed_on = self.fixed_on
        faults.unless(
            self.investigated_on is None or fixed_on is None or self.investigated_on <= fixed_on,
            "investigated_on",
            f"a day not later than the fix on {fixed_on}",
            self.investigated_on,
        )
        faults.raise_if_any()

    @property
    def fixed_on(self) -> date | None:
        """The day on which the unit last claimed a fix; None if its last word is another."""
        last = self.claims[-1] if self.claims else None
        return last.on if last is not None and last.reason == ClosingReason.FIXED else None

    @property
    def state(self) -> CaseState:
        """Where the case stands: only an answer of every raiser that it is fixed confirms, one "not fixed" refutes."""
        last = self.claims[-1].reason if self.claims else ClosingReason.NOT_OURS
        if last == ClosingReason.NOT_OURS:
            return CaseState.OPEN
        if last != ClosingReason.FIXED:
            return CaseState.OTHERWISE_CLOSED
        latest = {entry.opinion: entry.answer for entry in self.answers if entry.on >= self.claims[-1].on}
        if any(answer != Answer.FIXED for answer in latest.values()):
            return CaseState.REFUTED
        return CaseState.CONFIRMED if set(latest) == set(self.opinions) else CaseState.CLAIMED


def claim(case: Case, entry: UnitClaim) -> Case:
    """Adds to the unit's ledger.

    Raises:
        Refused: ``unconfirmed_withdrawal`` for a withdrawal, which goes through ``withdraw`` alone.
    """
    if entry.reason == ClosingReason.WITHDRAWN:
        return withdraw(case, entry.on, confirmed_by_raiser=False)
    return replace(case, claims=(*case.claims, entry))


def answer(case: Case, entry: RaiserAnswer) -> Case:
    """Adds to the raisers' ledger."""
    return replace(case, answers=(*case.answers, entry))


def withdraw(case: Case, on: date, confirmed_by_raiser: bool) -> Case:
    """Closes a case because its raiser took it back.

    Raises:
        Refused: ``unconfirmed_withdrawal`` unless the raiser confirmed it through an independent check.
    """
    if not confirmed_by_raiser:
        message = f"Case {case.id} cannot be withdrawn: the raiser has not confirmed it to someone independent."
        raise Refused("unconfirmed_withdrawal", message, case=case.id)
    return replace(case, claims=(*case.claims, UnitClaim(on, ClosingReason.WITHDRAWN)))


def merge(cases: Sequence[Case], merged_id: str) -> Case:
    """One case from several unanswered ones of one owner; ``split`` takes it apart again.

    Raises:
        Refused: ``not_mergeable`` if owners differ or a ledger already has entries.
    """
    owners = sorted({case.owner for case in cases})
    if len(owners) != 1 or any(case.claims or case.answers for case in cases):
        message = f"Only cases of one owner with empty ledgers can be merged; owners here: {', '.join(owners)}."
        raise Refused("not_mergeable", message, cases=tuple(case.id for case in cases))
    return Case(
        merged_id,
        tuple(opinion for case in cases for opinion in case.opinions),
        owners[0],
        min(case.opened_on for case in cases),
        posted_handlers=_in_order(handler for case in cases for handler in case.posted_handlers),
        local_handlers=_in_order(handler for case in cases for handler in case.local_handlers),
        on_leadership=any(case.on_leadership for case in cases),
    )


def split(case: Case) -> tuple[Case, ...]:
    """One case for each opinion; the ledgers go with each, the answers with theirs."""
    return tuple(
        replace(
            case,
            id=f"{case.id}-{number}",
            opinions=(opinion,),
            answers=tuple(entry for entry in case.answers if entry.opinion == opinion),
        )
        for number, opinion in enumerate(case.opinions, start=1)
    )


@dataclass(frozen=True, slots=True)
class Ledger:
    """Counts of opinions by who says what; the parts always add up to ``raised``.

    Attributes:
        raised: Opinions in all cases.
        open: Not claimed as anything, or sent on to another unit.
        otherwise_closed: Closed for a reason that is no fix.
        unasked: Claimed fixed, and not every raiser has answered.
        confirmed: Claimed fixed, and every raiser says so.
        refuted: Claimed fixed, and some raiser says it is not.
    """

    raised: int
    open: int
    otherwise_closed: int
    unasked: int
    confirmed: int
    refuted: int

    @property
    def claimed(self) -> int:
        """What the units say is fixed, whoever agrees."""
        return self.unasked + self.confirmed + self.refuted


def ledger(cases: Iterable[Case]) -> Ledger:
    """Counts the opinions of the cases by state."""
    counts = dict.fromkeys(CaseState, 0)
    for case in cases:
        counts[case.state] += len(case.opinions)
    return Ledger(
        sum(counts.values()),
        counts[CaseState.OPEN],
        counts[CaseState.OTHERWISE_CLOSED],
        counts[CaseState.CLAIMED],
        counts[CaseState.CONFIRMED],
        counts[CaseState.REFUTED],
    )


def leadership_first(cases: Iterable[Case]) -> tuple[Case, ...]:
    """Cases on other levels that were opened before the leaders' own: those come first, so this should be empty."""
    everything = tuple(cases)
    own = [case.opened_on for case in everything if case.on_leadership]
    return tuple(case for case in everything if own and not case.on_leadership and case.opened_on < min(own))


def _in_order(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
