"""A problem as arrays: who may take which slot at what cost. What the rules and the solver work on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from grassrota.rota.cost import staying_cost
from grassrota.rota.problem import RotaProblem, Slot
from grassrota.rota.qualities import covers, is_experienced, is_leader
from grassrota.staff import Person

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Costs = NDArray[np.floating]
"""Whole numbers, exact in the precision that the frame chose."""

KINDS = ("any", "leader", "experienced", "covering")
"""What a row may count among the people of a slot, in the order of ``Frame.kinds``."""


@dataclass(frozen=True)
class Frame:
    """Arrays over the P eligible people, S slots and B batches, in the problem's order."""

    problem: RotaProblem

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """The P people."""
        return self.problem.eligible

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The S slots."""
        return self.problem.slots

    @cached_property
    def batches(self) -> int:
        """B."""
        return len(self.problem.policy.batches)

    @cached_property
    def opening_of(self) -> Ints:
        """Index of each slot's opening, shape (S,)."""
        index = {opening.id: place for place, opening in enumerate(self.problem.openings)}
        return np.array([index[slot.opening] for slot in self.slots], dtype=np.int64)

    @cached_property
    def first_batch(self) -> Ints:
        """Index (from 0) of the first batch of each slot, shape (S,)."""
        return np.array([slot.away[0] - 1 for slot in self.slots], dtype=np.int64)

    @cached_property
    def last_batch(self) -> Ints:
        """Index (from 0) of the last batch of each slot, shape (S,)."""
        return np.array([slot.away[-1] - 1 for slot in self.slots], dtype=np.int64)

    @cached_property
    def active(self) -> Bools:
        """True where a slot keeps people away in a batch, shape (B, S)."""
        number = np.arange(self.batches)[:, None]
        return np.asarray((self.first_batch <= number) & (number <= self.last_batch))

    @cached_property
    def kinds(self) -> Bools:
        """For each person and each of ``KINDS`` whether the person counts, shape (P, 4)."""
        problem = self.problem
        return np.array(
            [[True, is_leader(problem, p), is_experienced(problem, p), covers(problem, p)] for p in self.people],
            dtype=np.bool_,
        ).reshape(len(self.people), len(KINDS))

    @cached_property
    def dearest(self) -> float:
        """No person's going costs more."""
        problem, costs = self.problem, self.problem.policy.costs
        ends = [unit.position for unit in problem.tree.units if unit.position is not None]
        far = sum(max(axis) - min(axis) for axis in zip(*ends, strict=True)) if ends else 0
        openings = problem.openings
        return float(
            costs.direction * (len(problem.policy.directions) + 1)
            + costs.missing_skill * max((len(opening.prefers) for opening in openings), default=0)
            + costs.preference * (costs.unlisted + max((wish.rank for wish in problem.preferences), default=0))
            + costs.distance * far // 10
            + costs.hardship
            * max((opening.hardship for opening in openings), default=0)
            * max((person.turns_served for person in problem.people), default=0)
        )

    @cached_property
    def real(self) -> type[np.floating]:
        """Single precision where every cost is exact in it, which is twice as quick; else double."""
        return np.float32 if self.dearest < 2**24 else np.float64

    def going(self, people: Ints, unfit: float = 0.0) -> Costs:
        """Cost, a whole number, of some people in each opening whatever the batch, shape (people, openings).

        Args:
            people: Their indices.
            unfit: Added for each skill that is missing, and for a grade that is not taken.
        """
        priced, ruled_out = self.asks
        found = self.traits[people] @ (priced + self.real(unfit) * ruled_out if unfit else priced)
        home, far = self.far
        found += far[home[people]]
        first, openings, off = self.wishes
        counts = first[people + 1] - first[people]
        rows, at = np.repeat(np.arange(len(people)), counts), _runs(first[people], counts)
        found[rows, openings[at]] += off[at]
        return np.asarray(found)

    def costs(self, people: Ints, slots: Ints) -> Ints:
        """Cost of pairs of a person and a slot, given as indices of the same shape (C,)."""
        openings = self.opening_of[slots]
        home, far = self.far
        found = np.einsum("ct,tc->c", self.traits[people], self.asks[0][:, openings]) + far[home[people], openings]
        keys = self._wish_keys
        if len(keys):
            wanted = people * len(self.problem.openings) + openings
            at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            found = found + np.where(keys[at] == wanted, self.wishes[2][at], 0)
        return np.asarray(np.rint(found), dtype=np.int64)

    def fit(self, people: Ints) -> Bools:
        """True where some people have the skills and a grade that an opening asks for, shape (people, openings)."""
        return np.asarray(self.traits[people] @ self.asks[1] < 0.5)

    @cached_property
    def staying(self) -> Ints:
        """Cost of leaving each person out, shape (P,)."""
        return np.array([staying_cost(self.problem, person) for person in self.people], dtype=np.int64)

    @cached_property
    def _words(self) -> tuple[list[str], list[str]]:
        """Every skill that an opening speaks of, and every grade that somebody has."""
        openings = self.problem.openings
        skills = frozenset[str]().union(*(opening.needs | opening.prefers for opening in openings))
        return sorted(skills), sorted({person.grade for person in self.people})

    @cached_property
    def traits(self) -> Costs:
        """Of each person: which skills are missing, which grade it is, turns served, and 1; shape (P, traits).

        The cost of an opening that knows nothing of places is a product with what the opening asks of each trait.
        """
        skills, grades = self._words
        rows = [
            (
                *(skill not in person.skills for skill in skills),
                *(grade == person.grade for grade in grades),
                person.turns_served,
                1,
            )
            for person in self.people
        ]
        return np.array(rows, dtype=self.real).reshape(len(rows), len(skills) + len(grades) + 2)

    @cached_property
    def asks(self) -> tuple[Costs, Costs]:
        """What each trait costs in each opening, and whether it rules it out, shape (traits, openings) each."""
        openings, costs = self.problem.openings, self.problem.policy.costs
        skills, grades = self._words
        unlisted = costs.preference * costs.unlisted
        priced = [
            *([costs.missing_skill * (skill in o.prefers) for o in openings] for skill in skills),
            *([0] * len(openings) for _ in grades),
            [costs.hardship * o.hardship for o in openings],
            [costs.direction * self.problem.policy.direction_rank(o.sector) + unlisted for o in openings],
        ]
        ruled_out = [
            *([skill in o.needs for o in openings] for skill in skills),
            *([bool(o.grades) and grade not in o.grades for o in openings] for grade in grades),
            *[[False] * len(openings)] * 2,
        ]
        shape = len(priced), len(openings)
        return np.array(priced, dtype=self.real).reshape(shape), np.array(ruled_out, dtype=self.real).reshape(shape)

    @cached_property
    def wishes(self) -> tuple[Ints, Ints, Costs]:
        """What preferences change: person p's entries are first[p] to first[p + 1]; their openings in order; how much.

        Shapes (P + 1,), (entries,), (entries,).
        """
        costs, at = self.problem.policy.costs, self._openings_at
        found = [
            sorted(
                (opening, costs.preference * (rank - 1 - costs.unlisted))
                for place, rank in self.problem.wishes.get(person.id, {}).items()
                for opening in at.get(place, ())
            )
            for person in self.people
        ]
        first = np.cumsum([0, *(len(entries) for entries in found)])
        flat = [entry for entries in found for entry in entries]
        openings = np.array([opening for opening, _ in flat], dtype=np.int64)
        return first.astype(np.int64), openings, np.array([off for _, off in flat], dtype=self.real)

    @cached_property
    def _wish_keys(self) -> Ints:
        """Person times number of openings plus opening, of each entry of ``wishes``."""
        first, wished, _ = self.wishes
        return np.asarray(np.repeat(np.arange(len(self.people)), np.diff(first)) * len(self.problem.openings) + wished)

    @cached_property
    def _openings_at(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, opening in enumerate(self.problem.openings):
            found.setdefault(opening.place, []).append(number)
        return found

    @cached_property
    def far(self) -> tuple[Ints, Costs]:
        """Each person's family home, shape (P,), and what whole tens of kilometres cost from homes to openings."""
        homes = [person.site or person.unit for person in self.people]
        names = sorted(set(homes))
        index = {name: place for place, name in enumerate(names)}
        here = _positions(self.problem, names)
        there = _positions(self.problem, [opening.place for opening in self.problem.openings])
        found = np.zeros((len(names), len(there)), dtype=self.real)
        for place, one in enumerate(here):  # one at a time: all at once would need the room of many tables
            apart = np.sqrt(((there - one) ** 2).sum(axis=1))
            found[place] = self.problem.policy.costs.distance * np.where(np.isnan(apart), 0, apart // 10)
        return np.array([index[home] for home in homes], dtype=np.int64), found


def _runs(first: Ints, counts: Ints) -> Ints:
    """The numbers first[i] to first[i] + counts[i] - 1 of every i, one run after the other."""
    total = int(counts.sum())
    starts = np.cumsum(counts) - counts
    return np.asarray(np.arange(total) - np.repeat(starts, counts) + np.repeat(first, counts))


def _positions(problem: RotaProblem, units: Sequence[str]) -> Floats:
    known = [problem.position(unit) or (np.nan, np.nan) for unit in units]
    return np.array(known, dtype=np.float64).reshape(len(units), 2)
