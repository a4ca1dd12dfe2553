"""The fewest people who change: programmes over changes near what is broken, and prices that prove how few it takes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import ceil

import numpy as np

from grassrota.rota.bound import TOLERANCE
from grassrota.rota.certificate import Price
from grassrota.rota.frame import Bools, Floats, Ints
from grassrota.rota.replan.candidates import candidates, needs
from grassrota.rota.replan.standing import EPSILON, STAYS, Standing
from grassrota.rota.replan.worth import Worth
from grassrota.rota.solve.columns import Columns
from grassrota.rota.solve.master import Limits, Programme
from grassrota.rota.solve.named import named
from grassrota.rota.solve.pricing import signed, spread
from grassrota.rota.solve.search import chosen_of

ROUNDS = 12
"""At most so often changes are added."""

ADDED_EACH = 12
"""So many of each person, and to each slot, at once."""

DEAR = 10.0
"""One change counts as much as so many times the dearest line; what it costs decides only among as few changes."""

BROKEN = 10.0
"""A row that gives way by one counts as much as so many changes."""

LIKELY = 0.005
"""Whole numbers are sought among changes whose reduced cost is at most this, in changes."""

NEAR = 1.05
"""So many times as many changes as are proven are few enough; if there are more, all rows are looked at once more."""

LIMITS = Limits(gap=1e-5, nodes=5_000, seconds=120.0)


@dataclass(frozen=True)
class Fewest:
    """What was found.

    Attributes:
        chosen: Each person's slot afterwards, shape (P,).
        broken: Places of the rows that are broken by that.
        prices: What proves how few any plan must change.
    """

    chosen: Ints
    broken: Ints
    prices: tuple[Price, ...]


def fewest(standing: Standing) -> Fewest:
    """Changes as few lines as it can, and among as few as cheaply as it can."""
    search, proof = _Search(standing, candidates(standing)), _Proof(standing, needs(standing))
    if search.mend() > proof.bound + EPSILON:
        proof = proof.or_better(search.prove(standing.only_broken()))
    chosen, broken = search.whole()
    if len(broken) or standing.changed_by(chosen) > NEAR * proof.bound:
        proof = proof.or_better(search.prove(standing))
        again, wrong = search.taken()
        if (len(wrong), standing.changed_by(again)) < (len(broken), standing.changed_by(chosen)):
            chosen, broken = again, wrong
    return Fewest(chosen, broken, proof.named)


@dataclass(frozen=True)
class _Proof:
    """Prices of a standing's rows, shape (R,)."""

    standing: Standing
    prices: Floats

    @cached_property
    def worth(self) -> Worth:
        return Worth(self.standing, spread(self.standing.model, self.prices))

    @cached_property
    def bound(self) -> int:
        """What they prove, rounded up: people are whole."""
        return max(0, ceil(self.worth.bound - TOLERANCE))

    def or_better(self, other: _Proof) -> _Proof:
        """The one that proves more."""
        return other if other.bound > self.bound else self

    @property
    def named(self) -> tuple[Price, ...]:
        return named(self.standing.model, self.prices) if self.bound else ()


@dataclass
class _Search:
    """Changes that are looked at: ``keys`` are person x number of slots + slot."""

    standing: Standing
    keys: Ints

    @property
    def unit(self) -> float:
        """What a change counts as in a programme."""
        frame = self.standing.model.frame
        return DEAR * max(1.0, float(frame.staying.max(initial=0)), frame.dearest)

    def mend(self) -> float:
        """Adds changes until no row need give way; how many changes it then takes, in parts of people."""
        for _ in range(ROUNDS):
            programme = self._programme(self.standing)
            solution = programme.solve(integer=False)
            prices = signed(self.standing.model, solution.prices / self.unit)
            if solution.slack.max(initial=0.0) < EPSILON or not self._add(_Proof(self.standing, prices)):
                break
        chosen, columns = self.standing.chosen, programme.columns
        lines = self.standing.model.frame.lines
        taken = solution.taken * lines[columns.person]
        stays_put = float(taken[chosen[columns.person] == columns.slot].sum())
        newly = float(taken[chosen[columns.person] == STAYS].sum())
        return newly + int(lines[programme.people[chosen[programme.people] != STAYS]].sum()) - stays_put

    def prove(self, standing: Standing) -> _Proof:
        """What prices prove of the same people under some of the rows, all others left aside; adds changes."""
        best = _Proof(standing, np.zeros(len(standing.model)))
        for _ in range(ROUNDS):
            programme = self._programme(standing, charge=0.0)
            solution = programme.solve(integer=False)
            proof = _Proof(standing, signed(standing.model, solution.prices))
            best = max(best, proof, key=lambda one: one.worth.bound)
            if not self._add(proof):
                break
        return best

    def whole(self) -> tuple[Ints, Ints]:
        """The best by whole people, and the places of rows that are then broken: among likely changes, or else all."""
        likely = self._programme(self.standing).solve(integer=False).reduced <= LIKELY * self.unit
        chosen, broken = self.taken(likely)
        return self.taken() if len(broken) else (chosen, broken)

    def taken(self, likely: Bools | None = None) -> tuple[Ints, Ints]:
        """The same among some changes, or all."""
        programme = self._programme(self.standing, likely)
        solution, chosen = programme.solve(True, LIMITS), self.standing.chosen
        if not solution.found:
            return chosen, np.flatnonzero(self.standing.broken)
        chosen = chosen.copy()
        chosen[programme.people] = STAYS
        return chosen_of(programme.columns, solution.taken, chosen), np.flatnonzero(solution.slack > EPSILON)

    def _programme(self, standing: Standing, likely: Bools | None = None, charge: float = 1.0) -> Programme:
        """The programme over the changes that are looked at; a change counts 1 if ``charge`` is 0, else the unit."""
        width, chosen = len(standing.model.frame.slots), standing.chosen
        people = np.unique(self.keys // width)
        going = people[chosen[people] != STAYS]
        keys = np.union1d(self.keys, going * width + chosen[going])
        person, slot = keys // width, keys % width
        if likely is not None:
            kept = likely | (chosen[person] == slot)
            person, slot = person[kept], slot[kept]
        there = standing.loads - standing.loads_of(going)
        count = self.unit if charge else 1.0
        # those who go are given back what a change counts where they stay put
        lines = count * standing.model.frame.lines[person]
        extra = np.where(chosen[person] == slot, -lines, np.where(chosen[person] == STAYS, lines, 0.0))
        ends = standing.model.low - there, standing.model.high - there
        return Programme(standing.model, Columns(person, slot), people, ends, BROKEN * count, charge, extra=extra)

    def _add(self, proof: _Proof) -> bool:
        """Adds changes that come to less than nothing at some prices; False if there are none that are not known."""
        worth, width = proof.worth, len(proof.standing.model.frame.slots)
        home = np.flatnonzero((worth.going_home < -EPSILON) & (self.standing.chosen != STAYS))
        found = [home * width + self.standing.chosen[home]]
        parts = [
            (some[row], slots[column], values[row, column])
            for some, slots, values in worth.changes(worth.tempted)
            for row, column in [np.nonzero(values < -EPSILON)]
        ]
        if parts:
            person, slot, value = (np.concatenate(part) for part in zip(*parts, strict=True))
            order = np.argsort(value, kind="stable")
            order = order[_nth(person[order]) < ADDED_EACH]
            order = order[_nth(slot[order]) < ADDED_EACH]
            found.append(person[order] * width + slot[order])
        known = len(self.keys)
        self.keys = np.union1d(self.keys, np.concatenate(found))
        return len(self.keys) > known


def _nth(values: Ints) -> Ints:
    """Which occurrence of its value each entry is, from 0, in the order given."""
    order = np.argsort(values, kind="stable")
    starts = np.flatnonzero(np.diff(values[order], prepend=-1))
    found = np.empty(len(values), dtype=np.int64)
    found[order] = np.arange(len(values)) - np.repeat(starts, np.diff(np.append(starts, len(values))))
    return found
