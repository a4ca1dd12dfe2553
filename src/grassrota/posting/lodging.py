"""Where a posted person stays: paid or agreed, never owed; and the word of a host who is not content with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults, Refused
from grassrota.posting.cost import CostEntry, CostKind, Money, Payer
from grassrota.turns import Turn


@dataclass(frozen=True, slots=True)
class Lodging:
    """One arrangement to stay somewhere; how somebody lives there is not kept.

    Attributes:
        id: Stable, unique.
        person: Who stays.
        batch: Number of the batch of the posting.
        place: Id of the host unit.
        household: Opaque reference to who lodges the person; empty for a dormitory or inn.
        nights: First and last day.
        paid: True if it is paid for.
        agreed: True if who lodges the person agreed to it, of their own will.
        cost: What it costs in all; 0 or more.
        contribution: The part of that which the person pays, in the same currency.

    Raises:
        Refused: ``lodging_demanded`` if it is neither paid nor agreed: no household owes anybody a reception.
    """

    id: str
    person: str
    batch: int
    place: str
    household: str
    nights: Turn
    paid: bool
    agreed: bool
    cost: Money
    contribution: Money

    def __post_init__(self) -> None:
        faults = Faults()
        for name in ("id", "person", "place"):
            faults.unless(bool(getattr(self, name)), name, "an id", "nothing")
        faults.unless(self.batch >= 1, "batch", "1 or more", self.batch)
        faults.unless(self.cost.minor >= 0, "cost", "0 or more", self.cost.minor)
        faults.unless(self.paid == (self.cost.minor > 0), "cost", "an amount exactly if it is paid", self.cost.minor)
        part = 0 <= self.contribution.minor <= max(0, self.cost.minor)
        faults.unless(part, "contribution", f"0 to {self.cost.minor}", self.contribution.minor)
        same = self.contribution.currency == self.cost.currency
        faults.unless(same, "contribution", f"an amount in {self.cost.currency}", self.contribution.currency)
        faults.raise_if_any()
        if not (self.paid or self.agreed):
            message = f"Lodging {self.id} is neither paid nor agreed: nobody may demand it of a household."
            raise Refused("lodging_demanded", message, lodging=self.id)


class GrievanceKind(StrEnum):
    """What a host is not content with."""

    RECEPTION_DEMANDED = "reception_demanded"
    NOT_PAID = "not_paid"
    NOT_AGREED = "not_agreed"
    DAMAGE = "damage"
    OTHER = "other"


class GrievanceState(StrEnum):
    """How far it is; that it was settled is for the host to say."""

    FILED = "filed"
    ANSWERED = "answered"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Grievance:
    """A host says that a lodging is not right. It needs neither proof nor a lodging that is still going on.

    Attributes:
        id: Stable, unique.
        lodging: Id of the lodging.
        kind: What about.
        filed_on: When.
        answered_by: Id of who answered; never the one who stays there.
        answered_on: When; None before.
        settled_on: When the host said that it is settled; None before.
        sealed_ref: Opaque reference to where the words are sealed.
    """

    id: str
    lodging: str
    kind: GrievanceKind
    filed_on: date
    answered_by: str = ""
    answered_on: date | None = None
    settled_on: date | None = None
    sealed_ref: str = ""

    def __post_init__(self) -> None:
        faults = Faults()
        for name in ("id", "lodging"):
            faults.unless(bool(getattr(self, name)), name, "an id", "nothing")
        whole = bool(self.answered_by) == (self.answered_on is not None)
        faults.unless(whole, "answered_by", "a person exactly when there is a day", self.answered_by or "nobody")
        answered = self.answered_on or self.filed_on
        faults.unless(answered >= self.filed_on, "answered_on", f"on or after {self.filed_on}", self.answered_on)
        settled = self.settled_on or answered
        faults.unless(settled >= answered, "settled_on", f"on or after {answered}", self.settled_on)
        alone = self.settled_on is not None and self.answered_on is None
        faults.unless(not alone, "answered_on", "an answer before it is settled", "nothing")
        faults.raise_if_any()

    @property
    def state(self) -> GrievanceState:
        """How far it is."""
        if self.settled_on is not None:
            return GrievanceState.SETTLED
        return GrievanceState.FILED if self.answered_on is None else GrievanceState.ANSWERED


def leave(lodging: Lodging, last: date) -> Lodging:
    """Ends a lodging early: whoever agreed may take it back at any time, and gives no reason.

    Raises:
        Refused: ``lodging_not_extended`` for a later day than agreed.
    """
    if last > lodging.nights.last:
        message = f"Lodging {lodging.id} ends on {lodging.nights.last}; to stay longer takes a new agreement."
        raise Refused("lodging_not_extended", message, lodging=lodging.id, last=last)
    return replace(lodging, nights=Turn(lodging.nights.first, last))


def ledger_entries(lodging: Lodging, payer: Payer, on: date) -> tuple[CostEntry, ...]:
    """The lodging in the ledger: the person's contribution, and the rest, which ``payer`` pays; nothing is no entry."""
    rest = lodging.cost.minor - lodging.contribution.minor
    parts = ((Payer.PERSON, lodging.contribution.minor), (payer, rest))
    return tuple(
        CostEntry(
            f"{lodging.id}/{number}",
            *(lodging.person, lodging.batch, CostKind.LODGING, Money(minor, lodging.cost.currency), who, on),
        )
        for number, (who, minor) in enumerate(parts, start=1)
        if minor
    )


def answer(grievance: Grievance, lodging: Lodging, by: str, on: date) -> Grievance:
    """Answers a host; whoever stays there cannot. A later answer stands in for an earlier one.

    Raises:
        Refused: ``another_lodging``; ``own_case`` if ``by`` stays there; ``already_settled``.
    """
    if grievance.lodging != lodging.id:
        message = f"{grievance.id} is about lodging {grievance.lodging}, not {lodging.id}."
        raise Refused("another_lodging", message, grievance=grievance.id, lodging=lodging.id)
    if by == lodging.person:
        raise Refused("own_case", f"{by} stays there; somebody else answers the host.", grievance=grievance.id, by=by)
    if grievance.state == GrievanceState.SETTLED:
        raise Refused("already_settled", f"{grievance.id} is settled.", grievance=grievance.id)
    return replace(grievance, answered_by=by, answered_on=on)


def settle(grievance: Grievance, on: date) -> Grievance:
    """The host says that it is settled.

    Raises:
        Refused: ``not_answered`` unless it is answered and not settled yet.
    """
    if grievance.state != GrievanceState.ANSWERED:
        raise Refused("not_answered", f"{grievance.id} is {grievance.state}.", grievance=grievance.id)
    return replace(grievance, settled_on=on)
