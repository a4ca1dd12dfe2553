"""What if: a problem whose settings, openings or people are as somebody imagines them, before anything is decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from grassrota.errors import BadInput, Fault
from grassrota.posting.opening import Opening
from grassrota.rota.pin import Pin
from grassrota.rota.policy import Policy
from grassrota.rota.problem import RotaProblem
from grassrota.staff import NotAvailable


@dataclass(frozen=True, slots=True)
class Seats:
    """Room for ``low`` to ``high`` people in each batch of an opening."""

    low: int
    high: int


@dataclass(frozen=True)
class WhatIf:
    """What is imagined; what is not named stays as it is.

    Attributes:
        policy: The policy; None for the present one.
        closed: Ids of openings that start nobody.
        seats: Headcounts by opening.
        excused: Ids of people who would not be available this round.
        pins: What would be settled about people, in place of present pins of the same.
    """

    policy: Policy | None = None
    closed: tuple[str, ...] = ()
    seats: Mapping[str, Seats] = field(default_factory=dict)
    excused: tuple[str, ...] = ()
    pins: tuple[Pin, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """True if nothing is imagined."""
        return self == WhatIf()


def imagined(problem: RotaProblem, what_if: WhatIf) -> RotaProblem:
    """The problem as it would be. The given one stays as it is.

    Present pins of people who are excused, or to openings that are closed, are gone: they could not be kept.

    Raises:
        BadInput: With every fault, if something named is not there or the imagined problem is not consistent.
    """
    faults = list(_strangers(problem, what_if))
    if faults:
        raise BadInput(faults)
    named = {pin.person for pin in what_if.pins} | set(what_if.excused)
    kept = (pin for pin in problem.pins if pin.person not in named and pin.opening not in what_if.closed)
    first = tuple(who for who in problem.policy.first if who not in what_if.excused)
    policy = what_if.policy or problem.policy
    return replace(
        problem,
        policy=policy if policy.first != problem.policy.first else replace(policy, first=first),
        openings=tuple(
            _with_seats(opening, what_if.seats.get(opening.id))
            for opening in problem.openings
            if opening.id not in what_if.closed
        ),
        not_available=(*problem.not_available, *(NotAvailable(who) for who in what_if.excused)),
        pins=(*kept, *what_if.pins),
    )


def _with_seats(opening: Opening, seats: Seats | None) -> Opening:
    if seats is None:
        return opening
    try:
        return replace(opening, low=seats.low, high=seats.high)
    except BadInput as error:
        raise BadInput(replace(fault, column=f"seats of {opening.id}") for fault in error.faults) from None


def _strangers(problem: RotaProblem, what_if: WhatIf) -> Iterator[Fault]:
    for column, openings in (("closed", what_if.closed), ("seats", what_if.seats)):
        for opening in openings:
            if opening not in problem.opening:
                yield Fault(column, "the id of an opening in openings", opening)
    for opening in what_if.seats:
        if opening in what_if.closed:
            yield Fault("seats", "an opening that is not closed", opening)
    for column, people in (("excused", what_if.excused), ("pins", [pin.person for pin in what_if.pins])):
        for who in people:
            if who not in problem.person:
                yield Fault(column, "the id of a person in people", who)
    for who in what_if.excused:
        if any(pin.person == who for pin in what_if.pins):
            yield Fault("pins", "somebody who is not excused", who)
