"""What happened since a list was published: who withdrew, and who has departed and stays where they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from grassrota.errors import BadInput, Fault
from grassrota.rota.pin import Pin
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.what_if import WhatIf, imagined


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened since.

    Attributes:
        withdrew: Ids of people who are not available this round after all, whether they were to go or not.
        departed: Ids of people who are on their way or there: nothing of theirs changes any more.
    """

    withdrew: tuple[str, ...]
    departed: tuple[str, ...] = ()


def since(problem: RotaProblem, plan: Plan, changes: Changes) -> RotaProblem:
    """The problem as it is now: without those who withdrew, those who departed pinned to where they went.

    Raises:
        BadInput: With every fault: somebody who is not on the roster, is named twice, or departed without being sent.
    """
    faults = list(objections(problem, plan, changes))
    if faults:
        raise BadInput(faults)
    there = (plan.by_person[who] for who in changes.departed)
    pins = tuple(Pin(entry.person, entry.opening, entry.batch) for entry in there)
    return imagined(problem, WhatIf(excused=changes.withdrew, pins=pins))


def objections(problem: RotaProblem, plan: Plan, changes: Changes) -> Iterator[Fault]:
    """What is wrong with changes: people who are not on the roster or named twice, or departed without being sent."""
    named: set[str] = set()
    for column, people in (("withdrew", changes.withdrew), ("departed", changes.departed)):
        for who in people:
            if who not in problem.person:
                yield Fault(column, "the id of a person in people", who)
            elif who in named:
                yield Fault(column, "each person once, withdrawn or departed", who)
            elif column == "departed" and who not in plan.by_person:
                yield Fault(column, "somebody whom the plan sends", who)
            named.add(who)
