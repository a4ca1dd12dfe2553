"""A problem as arrays: who may take which slot at what cost. What the rules and the solver work on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar, cast

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

Values = TypeVar("Values", bound=NDArray[Any])

KINDS = ("any", "leader", "experienced", "covering", "seats")
"""What a row may count among the people of a slot, in the order of ``Frame.kinds``."""


@dataclass(frozen=True)
class Frame:
    """Arrays over P who choose, S slots and B batches, in the problem's order.

    Somebody alone chooses alone; a group chooses once, and whatever its choice costs or counts is added up over its
    members. Rules speak of the M eligible people behind them; without groups these are the same.
    """

    problem: RotaProblem

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """The P who choose: of each group the first, for all of it."""
        return tuple(party[0] for party in self.parties)

    @cached_property
    def parties(self) -> tuple[tuple[Person, ...], ...]:
        """For whom each of them chooses."""
        return self.problem.parties

    @cached_property
    def everybody(self) -> tuple[Person, ...]:
        """The M people, party by party."""
        return tuple(person for party in self.parties for person in party)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Each person's place in ``everybody``."""
        return {person.id: place for place, person in enumerate(self.everybody)}

    @cached_property
    def party(self) -> Ints:
        """Who chooses for each of everybody, shape (M,)."""
        sizes = [len(party) for party in self.parties]
        return np.repeat(np.arange(len(sizes)), sizes)

    def sums(self, values: Values) -> Values:
        """Values of everybody, shape (M, ...), added up over each party, shape (P, ...)."""
        if len(values) == len(self.parties):
            return values
        starts = np.flatnonzero(np.diff(self.party, prepend=-1))
        return cast(Values, np.add.reduceat(values, starts, axis=0))

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
    def kinds(self) -> Ints:
        """As how many of each of ``KINDS`` each choice counts, shape (P, kinds)."""
        problem = self.problem
        rows = [
            (1, is_leader(problem, one), is_experienced(problem, one), covers(problem, one), problem.seats(one.id))
            for one in self.everybody
        ]
        return self.sums(np.array(rows, dtype=np.int64).reshape(len(rows), len(KINDS)))

    @property
    def lines(self) -> Ints:
        """For how many people each chooses, shape (P,)."""
        return self.kinds[:, KINDS.index("any")]

    @cached_property
    def dearest(self) -> float:
        """No choice to go costs more."""
        problem, costs = self.problem, self.problem.policy.costs
        ends = [unit.position for unit in problem.tree.units if unit.position is not None]
        far = sum(max(axis) - min(axis) for axis in zip(*ends, strict=True)) if ends else 0
        openings, most = problem.openings, max((len(party) for party in self.parties), default=1)
        return most * float(
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
            unfit: Added for each skill that is missing, for a grade that is not taken, and for seats that are too few.
        """
        asks = self.asks + self.real(unfit) * self.unfit if unfit else self.asks
        found = self.traits[people] @ asks
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
        found = np.einsum("ct,tc->c", self.traits[people], self.asks[:, openings]) + far[home[people], openings]
        keys = self._wish_keys
        if len(keys):
            wanted = people * len(self.problem.openings) + openings
            at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            found = found + np.where(keys[at] == wanted, self.wishes[2][at], 0)
        return np.asarray(np.rint(found), dtype=np.int64)

    @cached_property
    def staying(self) -> Ints:
        """Cost of leaving each out, shape (P,)."""
        return self.sums(np.array([staying_cost(self.problem, person) for person in self.everybody], dtype=np.int64))

    @cached_property
    def skills(self) -> tuple[str, ...]:
        """Every skill that an opening speaks of: the first of ``traits`` are which of them are missing."""
        openings = self.problem.openings
        return tuple(sorted(frozenset[str]().union(*(opening.needs | opening.prefers for opening in openings))))

    @cached_property
    def _words(self) -> tuple[tuple[str, ...], list[str], list[int]]:
        """The skills, every grade that somebody has, and how many seats groups take."""
        sizes = {group.headcount for group in self.problem.groups}
        return self.skills, sorted({person.grade for person in self.everybody}), sorted(sizes)

    @cached_property
    def traits(self) -> Costs:
        """Of each: missing skills, grade, seats a group takes, turns served, and 1; shape (P, traits).

        The cost of an opening that knows nothing of places is a product with what the opening asks of each trait.
        """
        skills, grades, sizes = self._words
        rows = [
            (
                *(skill not in person.skills for skill in skills),
                *(grade == person.grade for grade in grades),
                person.turns_served,
                1,
            )
            for person in self.everybody
        ]
        own = self.sums(np.array(rows, dtype=self.real).reshape(len(rows), len(skills) + len(grades) + 2))
        taken = self.kinds[:, KINDS.index("seats"), None] == np.array(sizes, dtype=np.int64)
        return np.hstack([own[:, :-2], taken.astype(self.real), own[:, -2:]]) if sizes else own

    @cached_property
    def asks(self) -> Costs:
        """What each trait costs in each opening, shape (traits, openings)."""
        openings, costs = self.problem.openings, self.problem.policy.costs
        skills, grades, sizes = self._words
        unlisted = costs.preference * costs.unlisted
        priced = [
            *([costs.missing_skill * (skill in o.prefers) for o in openings] for skill in skills),
            *([0] * len(openings) for _ in (*grades, *sizes)),
            [costs.hardship * o.hardship for o in openings],
            [costs.direction * self.problem.policy.direction_rank(o.sector) + unlisted for o in openings],
        ]
        return np.array(priced, dtype=self.real).reshape(len(priced), len(openings))

    @cached_property
    def needs(self) -> Costs:
        """1 where a missing skill or a grade rules an opening out, shape (traits, openings)."""
        openings, (skills, grades, _) = self.problem.openings, self._words
        found = np.zeros_like(self.asks)
        for place, skill in enumerate(skills):
            found[place] = [skill in o.needs for o in openings]
        for place, grade in enumerate(grades, start=len(skills)):
            found[place] = [bool(o.grades) and grade not in o.grades for o in openings]
        return found

    @cached_property
    def cramped(self) -> Costs:
        """1 where a group takes more seats than an opening has, shape (traits, openings)."""
        found, (skills, grades, sizes) = np.zeros_like(self.asks), self._words
        for place, size in enumerate(sizes, start=len(skills) + len(grades)):
            found[place] = [size > o.high for o in self.problem.openings]
        return found

    @cached_property
    def unfit(self) -> Costs:
        """1 or more where anything of that rules an opening out, shape (traits, openings)."""
        return self.needs + self.cramped

    @cached_property
    def wishes(self) -> tuple[Ints, Ints, Costs]:
        """What preferences change: entries first[p] to first[p + 1] are of choice p; their openings in order; how much.

        Shapes (P + 1,), (entries,), (entries,).
        """
        costs, at = self.problem.policy.costs, self.openings_at
        found = []
        for party in self.parties:
            off: dict[int, int] = {}
            for person in party:
                for place, rank in self.problem.wishes.get(person.id, {}).items():
                    for opening in at.get(place, ()):
                        off[opening] = off.get(opening, 0) + costs.preference * (rank - 1 - costs.unlisted)
            found.append(sorted(off.items()))
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
    def openings_at(self) -> Mapping[str, list[int]]:
        """The openings at each place."""
        found: dict[str, list[int]] = {}
        for number, opening in enumerate(self.problem.openings):
            found.setdefault(opening.place, []).append(number)
        return found

    @cached_property
    def far(self) -> tuple[Ints, Costs]:
        """The family homes of each choice, shape (P,), and what tens of kilometres cost from them to openings."""
        homes = [tuple(sorted(person.site or person.unit for person in party)) for party in self.parties]
        names = sorted(set(homes))
        index = {name: place for place, name in enumerate(names)}
        there = _positions(self.problem, [opening.place for opening in self.problem.openings])
        found = np.zeros((len(names), len(there)), dtype=self.real)
        for place, name in enumerate(names):  # one at a time: all at once would need the room of many tables
            for one in _positions(self.problem, name):
                apart = np.sqrt(((there - one) ** 2).sum(axis=1))
                found[place] += self.problem.policy.costs.distance * np.where(np.isnan(apart), 0, apart // 10)
        return np.array([index[home] for home in homes], dtype=np.int64), found


def _runs(first: Ints, counts: Ints) -> Ints:
    """The numbers first[i] to first[i] + counts[i] - 1 of every i, one run after the other."""
    total = int(counts.sum())
    starts = np.cumsum(counts) - counts
    return np.asarray(np.arange(total) - np.repeat(starts, counts) + np.repeat(first, counts))


def _positions(problem: RotaProblem, units: Sequence[str]) -> Floats:
    known = [problem.position(unit) or (np.nan, np.nan) for unit in units]
    return np.array(known, dtype=np.float64).reshape(len(units), 2)
