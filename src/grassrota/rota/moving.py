"""How many people a new plan moves, and how few any could: proven by prices, worked out by nothing that solves.

Changing somebody's line costs 1 and leaving it costs nothing; a group has a line for each of its members. At these
costs prices prove a bound as they do at those of the policy (``bound``): no plan that keeps the rules changes fewer
lines. The proof is in docs/algorithms/replan.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite

import numpy as np

from grassrota.rota.bound import Bill, Progress, Proof
from grassrota.rota.certificate import Price
from grassrota.rota.frame import Bools, Costs, Floats, Frame, Ints
from grassrota.rota.plan import Assignment, Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.verdicts import Violation

RULE = "moving"


@dataclass(frozen=True, slots=True)
class Moving:
    """What is said of how many are moved.

    Attributes:
        moves: People of whom something else is said than before.
        bound: No plan that keeps all rules moves fewer.
        prices: What proves that.
    """

    moves: int
    bound: int
    prices: tuple[Price, ...] = ()


def moved(problem: RotaProblem, was: Plan, now: Plan) -> tuple[str, ...]:
    """Those who may go and whose line is another than it was, in the order of the roster."""
    return tuple(who.id for who in problem.eligible if was.by_person.get(who.id) != now.by_person.get(who.id))


def moving_proof(problem: RotaProblem, was: Plan, prices: Iterable[Price], progress: Progress | None = None) -> Proof:
    """What prices prove of how many must be moved.

    Args:
        problem: The problem as it is now.
        was: The plan that people knew.
        prices: In any order; a name twice with the same sign is a fault.
        progress: Told the share of the people that is done.
    """
    return _Changes(_Unmoved(problem, was.by_person)).proof(prices, progress)


def check_moving(
    problem: RotaProblem, was: Plan, now: Plan, said: Moving, progress: Progress | None = None
) -> tuple[Violation, ...]:
    """Everything in which more is said than is so; empty if nothing. That the rules are kept is not asked here.

    Args:
        problem: The problem as it is now.
        was: The plan that people knew.
        now: The plan in its place.
        said: How many are moved, and how few could be.
        progress: Told the share of the people that is done.
    """
    found, counted = [], len(moved(problem, was, now))
    if said.moves != counted:
        found.append(f"{counted} people are moved, the proof says {said.moves}")
    if said.bound > counted:
        found.append(f"{counted} people are moved, which the bound {said.bound} does not allow")
    if said.bound > 0 or said.prices:
        proven = moving_proof(problem, was, said.prices, progress)
        found += [f"price of {fault}" for fault in proven.faults]
        if not proven.faults and said.bound != at_least(proven):
            found.append(f"the prices prove a bound of {at_least(proven)}, the proof says {said.bound}")
    return tuple(Violation(RULE, words) for words in found)


def at_least(proven: Proof) -> int:
    """The number of people that a proof speaks of."""
    return max(0, int(proven.bound)) if isfinite(proven.bound) else 0


@dataclass(frozen=True)
class _Unmoved(Frame):
    """A problem in which choices cost what they change: nothing is known of other costs."""

    was: Mapping[str, Assignment]

    @cached_property
    def asks(self) -> Costs:
        """1 for each line in each opening, whatever the other traits, shape (traits, openings)."""
        found = np.zeros_like(super().asks)
        found[-1] = 1  # the last trait is everybody's
        return found

    @cached_property
    def far(self) -> tuple[Ints, Costs]:
        """No distance costs anything."""
        return np.zeros(len(self.people), dtype=np.int64), np.zeros((1, len(self.problem.openings)), dtype=self.real)

    @cached_property
    def wishes(self) -> tuple[Ints, Ints, Costs]:
        """No wish changes anything."""
        none = np.zeros(0, dtype=np.int64)
        return np.zeros(len(self.people) + 1, dtype=np.int64), none, none.astype(self.real)

    @cached_property
    def staying(self) -> Ints:
        """One for each line of those who went, shape (P,)."""
        return np.where(self.stood >= 0, self.lines, 0)

    @cached_property
    def stood(self) -> Ints:
        """Each person's slot before, -1 for none, shape (P,)."""
        index = {(slot.opening, slot.start): place for place, slot in enumerate(self.slots)}
        entries = (self.was.get(person.id) for person in self.people)
        return np.array([-1 if one is None else index.get((one.opening, one.batch), -1) for one in entries], np.int64)


class _Changes(Bill):
    """What prices make of everybody's choices at the costs of changing them."""

    def __init__(self, frame: _Unmoved) -> None:
        super().__init__(frame, sharp=True)
        self.stood = frame.stood

    def least(self, progress: Progress) -> Floats:
        """The least each person's choice can come to: where they went, they go for nothing."""
        went = np.flatnonzero(self.stood >= 0)
        slots = self.stood[went]
        there = self.in_slot[:, slots].T
        worth = (self.frame.kinds[went] * there).sum(axis=1)
        away: Bools = self.frame.active[:, slots].T
        worth += (self.frame.sums(self.away)[went] * away).sum(axis=1)
        found = super().least(progress)
        found[went] = np.minimum(found[went], -worth)
        return found
