"""The way of one case between units: somebody is always responsible, and nobody can pass it on for ever."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults, Refused
from grassrota.opinions.chain import OUTSIDE, Chain, free_above, require_free
from grassrota.org import UnitTree

REFUSALS = 3
"""At this many times "not ours" a common superior decides."""


class StepKind(StrEnum):
    """What happened on the way."""

    SENT = "sent"
    ACCEPTED = "accepted"
    NOT_OURS = "not_ours"
    ASSIGNED = "assigned"
    LEFT_CHAIN = "left_chain"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the unit it was sent to, assigned to or taken to, or that accepted or refused; ``why`` in words."""

    on: date
    kind: StepKind
    unit: str
    why: str = ""

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.unit), "unit", "the id of a unit", "nothing")
        reasoned = self.kind != StepKind.NOT_OURS or bool(self.why.strip())
        faults.unless(reasoned, "why", "why it is not theirs", "nothing")
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Route:
    """The steps of a case in order of days; the first one sends it to its first receiver."""

    case: str
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.case), "case", "the id of a case", "nothing")
        begins = bool(self.steps) and self.steps[0].kind == StepKind.SENT
        faults.unless(begins, "steps", "steps that begin with the first receiver", self.steps or "none")
        days = [step.on for step in self.steps]
        faults.unless(days == sorted(days), "steps", "steps in order of days", days)
        faults.raise_if_any()

    @property
    def responsible(self) -> str:
        """The unit that is responsible: the first receiver, until another accepts or is given the case."""
        gives = (StepKind.ACCEPTED, StepKind.ASSIGNED, StepKind.LEFT_CHAIN)
        return next((step.unit for step in reversed(self.steps) if step.kind in gives), self.steps[0].unit)

    @property
    def asked(self) -> str:
        """The unit that has been sent the case and has not answered; empty if nobody is asked."""
        last = self.steps[-1]
        return last.unit if last.kind == StepKind.SENT else ""

    @property
    def refused_by(self) -> tuple[str, ...]:
        """Units that said "not ours", in order."""
        return tuple(step.unit for step in self.steps if step.kind == StepKind.NOT_OURS)

    @property
    def superior_decides(self) -> bool:
        """True if too many have said "not ours": whoever is asked now says whose it is."""
        return len(self.refused_by) >= REFUSALS and bool(self.asked)


def send(case: str, to: str, on: date, chain: Chain) -> Route:
    """The beginning of a route.

    Raises:
        Refused: ``in_chain``; ``for_outside`` if only the outside reviewer may receive it first.
    """
    require_free(chain, unit=to)
    if chain.receiver == OUTSIDE != to:
        raise Refused("for_outside", f"{case} is for the outside reviewer, and not for {to}.", case=case, unit=to)
    return Route(case, (Step(on, StepKind.SENT, to),))


def accept(route: Route, unit: str, on: date, chain: Chain) -> Route:
    """The unit that is asked takes the case, and is responsible from now on.

    Raises:
        Refused: ``in_chain``; ``not_asked`` if another unit, or none, is asked.
    """
    require_free(chain, unit=unit)
    if not unit or unit != route.asked:
        raise _not_asked(route, unit)
    return _and(route, Step(on, StepKind.ACCEPTED, unit))


def not_ours(route: Route, unit: str, on: date, why: str, chain: Chain, tree: UnitTree, better: str = "") -> Route:
    """A unit says that a case is not theirs: it is sent on, stays open, and whoever was responsible stays so.

    It goes to the unit named as ``better``, else to the nearest free organ above all who refused. The third time it
    always goes there, and that organ decides.

    Raises:
        Refused: ``not_asked`` if another unit is asked, or none and it is not responsible; ``must_decide`` if the case
            was assigned to the unit, or it is the outside reviewer or asked because of three refusals; ``ping_pong`` if
            ``better`` has refused or is the unit itself; ``in_chain`` if it is of the chain.
    """
    if unit != (route.asked or route.responsible):
        raise _not_asked(route, unit)
    if unit == OUTSIDE or route.superior_decides or route.steps[-1].kind == StepKind.ASSIGNED:
        message = f"{unit} cannot send {route.case} on: it was assigned there, or is to be decided there."
        raise Refused("must_decide", message, case=route.case, unit=unit)
    refused = (*route.refused_by, unit)
    if better in refused:
        raise Refused("ping_pong", f"{better} has said that {route.case} is not theirs.", case=route.case, unit=better)
    require_free(chain, unit=better)
    to = better if better and len(refused) < REFUSALS else free_above(refused, tree, chain)
    return _and(route, Step(on, StepKind.NOT_OURS, unit, why), Step(on, StepKind.SENT, to))


def assign(route: Route, to: str, on: date, why: str, chain: Chain) -> Route:
    """The superior says whose the case is, or keeps it; that unit cannot refuse it by not accepting.

    Raises:
        Refused: ``no_superior_asked`` before the third "not ours"; ``in_chain``.
    """
    if not (route.superior_decides or route.asked == OUTSIDE):
        message = f"{route.case} is with {route.asked or route.responsible}, who can accept it or say that it is not."
        raise Refused("no_superior_asked", message, case=route.case)
    require_free(chain, unit=to)
    return _and(route, Step(on, StepKind.ASSIGNED, to, why))


def leave_chain(route: Route, chain: Chain, on: date) -> Route:
    """Takes the case away from a unit that was found in its chain, responsible or asked; else it stays as it is."""
    if chain.frees(route.responsible) and chain.frees(route.asked):
        return route
    if not chain.frees(route.responsible):
        return _and(route, Step(on, StepKind.LEFT_CHAIN, chain.receiver))
    return _and(route, Step(on, StepKind.LEFT_CHAIN, route.responsible))


def _not_asked(route: Route, unit: str) -> Refused:
    message = f"{route.case} is not with {unit}: asked is {route.asked or 'nobody'}, responsible {route.responsible}."
    return Refused("not_asked", message, case=route.case, unit=unit)


def _and(route: Route, *steps: Step) -> Route:
    return replace(route, steps=(*route.steps, *steps))
