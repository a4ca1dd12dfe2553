"""A case with its two ledgers: what the unit claims, and what the raisers answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults, Refused
from grassrota.opinions.entries import Answer, ClosingReason, RaiserAnswer, Reopening, Reply, UnitClaim


class CaseState(StrEnum):
    """Where a case or one of its opinions stands, by who says so."""

    OPEN = "open"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    OTHERWISE_CLOSED = "otherwise_closed"

    @property
    def stands(self) -> bool:
        """True if somebody still has to do something about it."""
        return self in (CaseState.OPEN, CaseState.REFUTED)


_FIRST_TO_TELL = (
    CaseState.REFUTED,
    CaseState.OPEN,
    CaseState.CLAIMED,
    CaseState.CONFIRMED,
    CaseState.OTHERWISE_CLOSED,
)
"""A case stands where the first of these stands that one of its opinions is in."""


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
        replies: What the raisers were told, in order of days.
        reopenings: When it was opened again, in order of days; a claim of an earlier day is void then.
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
    replies: tuple[Reply, ...] = ()
    reopenings: tuple[Reopening, ...] = ()

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
        spoken = [part.id for part in self.parts if part.claims or part.answers or part.reopenings]
        faults.unless(not spoken, "parts", "cases with empty ledgers", ", ".join(spoken))

    def _check_ledgers(self, faults: Faults) -> None:
        opened = self.last_opened_on
        # a finding of an inspector, or whatever else looks like an answer, never stands in for one
        strange = [entry for entry in self.answers if not isinstance(entry, RaiserAnswer)]
        if strange:
            faults.add("answers", "answers of raisers", type(strange[0]).__name__)
            return
        ledgers: dict[str, Sequence[UnitClaim | RaiserAnswer | Reply | Reopening]] = {
            "claims": self.claims,
            "answers": self.answers,
            "replies": self.replies,
            "reopenings": self.reopenings,
        }
        for name, entries in ledgers.items():
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

    @property
    def stands(self) -> bool:
        """True if somebody still has to do something about it."""
        return self.state.stands

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
        again = [entry.on for entry in self.reopenings if claimed is not None and claimed.on < entry.on <= day]
        reopened = max(again, default=None)
        return {opinion: _state(claimed, reopened, said.get(opinion)) for opinion in self.opinions}


def _state(claimed: UnitClaim | None, reopened: date | None, said: RaiserAnswer | None) -> CaseState:
    if said is not None and said.answer == Answer.WITHDRAWN:
        return CaseState.OTHERWISE_CLOSED
    if claimed is None or claimed.reason == ClosingReason.NOT_OURS:
        return CaseState.OPEN
    if claimed.reason == ClosingReason.FIXED and said is not None and said.on >= claimed.on:
        if said.answer != Answer.FIXED:
            return CaseState.REFUTED
        if reopened is None or said.on > reopened:
            return CaseState.CONFIRMED
    if reopened is not None:
        return CaseState.OPEN
    return CaseState.CLAIMED if claimed.reason == ClosingReason.FIXED else CaseState.OTHERWISE_CLOSED


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


def reply(case: Case, entry: Reply) -> Case:
    """Adds what the raisers were told."""
    return replace(case, replies=(*case.replies, entry))


def reopen(case: Case, entry: Reopening) -> Case:
    """Opens a closed case again; the unit's claim stays on record, and must be made anew.

    Raises:
        Refused: ``not_closed`` if it stands open, or refuted by a raiser, already; ``claimed_that_day`` if the unit
            claimed on that day or later, since a day is the finest time there is.
    """
    if case.stands:
        raise Refused("not_closed", f"Case {case.id} is {case.state} as it is.", case=case.id)
    last = case.last_claim()
    if last is not None and entry.on <= last.on:
        message = f"Case {case.id} was closed on {last.on}: open it again from the next day on."
        raise Refused("claimed_that_day", message, case=case.id, on=last.on)
    return replace(case, reopenings=(*case.reopenings, entry))


def withdraw(case: Case, opinion: str, on: date, confirmed_by_raiser: bool) -> Case:
    """Closes one opinion of a case because its raiser took it back; the case goes on with the others.

    Raises:
        Refused: ``unconfirmed_withdrawal`` unless the raiser confirmed it through an independent check.
    """
    if not confirmed_by_raiser:
        message = f"{opinion} of case {case.id} is not withdrawn: its raiser has told nobody independent so."
        raise Refused("unconfirmed_withdrawal", message, case=case.id, opinion=opinion)
    return replace(case, answers=(*case.answers, RaiserAnswer(on, opinion, Answer.WITHDRAWN)))
