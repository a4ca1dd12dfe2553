"""Appeals against a listing and requests for deferral: answered by a day, by somebody who had not decided before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults, Refused


class AppealKind(StrEnum):
    """What is asked for."""

    APPEAL = "appeal"
    DEFERRAL = "deferral"


class AppealOutcome(StrEnum):
    """How it was decided."""

    GRANTED = "granted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Appeal:
    """A person asks to be taken off a batch, or to go with another one. The grounds are sealed elsewhere.

    Attributes:
        id: Stable, unique.
        person: Who asks.
        kind: To be taken off, or to go later.
        batch: Number of the batch it is about.
        filed_on: When it was filed.
        answer_by: Last day for the answer.
        earlier: Ids of those who decided about it before, the listing included; at least one.
        decided_by: Who decided it; empty while it is open.
        decided_on: When; None while it is open.
        outcome: How; None while it is open.
        sealed_ref: Opaque reference to where the grounds are sealed.
    """

    id: str
    person: str
    kind: AppealKind
    batch: int
    filed_on: date
    answer_by: date
    earlier: tuple[str, ...]
    decided_by: str = ""
    decided_on: date | None = None
    outcome: AppealOutcome | None = None
    sealed_ref: str = ""

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.id), "id", "a stable id", "nothing")
        faults.unless(bool(self.person), "person", "the id of a person", "nothing")
        faults.unless(self.batch >= 1, "batch", "1 or more", self.batch)
        faults.unless(self.answer_by >= self.filed_on, "answer_by", f"on or after {self.filed_on}", self.answer_by)
        named = bool(self.earlier) and all(self.earlier)
        faults.unless(named, "earlier", "ids of those who decided before", self.earlier or "nobody")
        whole = bool(self.decided_by) == (self.decided_on is not None) == (self.outcome is not None)
        faults.unless(whole, "outcome", "an outcome, its day and who decided, or none of them", self.outcome)
        decided = self.decided_on or self.filed_on
        faults.unless(decided >= self.filed_on, "decided_on", f"on or after {self.filed_on}", self.decided_on)
        new = not self.decided_by or self.decided_by not in (*self.earlier, self.person)
        faults.unless(new, "decided_by", "somebody who had no part in it", self.decided_by)
        faults.raise_if_any()


def decide(appeal: Appeal, by: str, on: date, outcome: AppealOutcome) -> Appeal:
    """Decides an appeal. A late decision counts, and stays a late one.

    Raises:
        Refused: ``already_decided``; ``decided_before`` if ``by`` decided about it before; ``own_case`` if it is their
            own.
    """
    if appeal.outcome is not None:
        raise Refused("already_decided", f"{appeal.id} was decided on {appeal.decided_on}.", appeal=appeal.id)
    if by in appeal.earlier:
        message = f"{by} decided about {appeal.id} before; somebody else decides now."
        raise Refused("decided_before", message, appeal=appeal.id, by=by)
    if by == appeal.person:
        raise Refused("own_case", f"{by} cannot decide their own {appeal.kind}.", appeal=appeal.id, by=by)
    return replace(appeal, decided_by=by, decided_on=on, outcome=outcome)


def appeal_again(appeal: Appeal, new_id: str, on: date, answer_by: date) -> Appeal:
    """Takes a declined appeal further, to somebody who had no part in it so far.

    Raises:
        Refused: ``nothing_to_appeal`` unless it was declined.
    """
    if appeal.outcome != AppealOutcome.DECLINED:
        raise Refused("nothing_to_appeal", f"{appeal.id} was not declined.", appeal=appeal.id)
    return Appeal(
        *(new_id, appeal.person, appeal.kind, appeal.batch, on, answer_by),
        earlier=(*appeal.earlier, appeal.decided_by),
        sealed_ref=appeal.sealed_ref,
    )


def overdue(appeals: Iterable[Appeal], as_of: date) -> tuple[Appeal, ...]:
    """Appeals whose day for an answer had passed without one by ``as_of``, the longest waiting first."""
    late = [
        appeal
        for appeal in appeals
        if appeal.answer_by < as_of and (appeal.decided_on is None or appeal.decided_on > as_of)
    ]
    return tuple(sorted(late, key=lambda appeal: (appeal.answer_by, appeal.id)))
