"""Where units stand at the two gates as of a day: what is verified of each, within which bounds, and what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from grassrota.inspection.gate import Status, missing
from grassrota.inspection.verdict import Verified
from grassrota_web.access.actor import Actor
from grassrota_web.inspections import convert
from grassrota_web.inspections.exemplary import GATES, verified
from grassrota_web.inspections.looks import counting
from grassrota_web.inspections.models import Claim
from grassrota_web.inspections.queries.gates import concluded_by, latest
from grassrota_web.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit at the gates.

    Attributes:
        claim: The claim that tells most of it.
        verified: What is verified; None as long as there is no verdict on it.
        at_most: How many are fixed at most, by the same verdict.
    """

    claim: Claim
    verified: Verified | None
    at_most: int | None

    @property
    def status(self) -> Status | None:
        """How far it is verified to be; None as long as nobody knows."""
        return GATES.status(self.verified) if self.verified else None

    @property
    def next_gate(self) -> Fraction | None:
        """The gate that it waits at; None if it passed both, or nobody knows."""
        return {Status.CONTINUE: GATES.under_way, Status.UNDER_WAY: GATES.complete}.get(self.status or Status.COMPLETE)

    @property
    def lacking(self) -> int:
        """Verified cases that it lacks to pass that gate."""
        return missing(self.verified, self.next_gate) if self.verified and self.next_gate else 0


def standings(actor: Actor, unit: Unit, day: date) -> Sequence[Standing]:
    """The units at and below one whose claims were frozen by a day: those that wait at a gate, those past, the rest."""
    found = [_standing(row, day) for row in latest(actor, unit.path, day)]
    order = {Status.CONTINUE: 0, Status.UNDER_WAY: 1, Status.COMPLETE: 2, None: 3}
    return sorted(found, key=lambda one: order[one.status])


def _standing(row: Claim, day: date) -> Standing:
    if not (row.outcome and concluded_by(row, day)):
        return Standing(row, None, None)
    verdict = convert.verdict(row, list(row.visits.filter(case__isnull=False)), counting(row))
    return Standing(row, verified(row), verdict.at_most)
