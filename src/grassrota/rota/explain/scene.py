"""A plan laid out for questions: counts, prices and costs at hand, and what any one person's choices come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

import numpy as np

from grassrota.rota.explain.charges import Charges
from grassrota.rota.explain.pairs import Pairs
from grassrota.rota.frame import KINDS, Bools, Floats, Frame, Ints
from grassrota.rota.plan import Assignment, Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.tally import Move, Tally

NEVER = 1e12
"""The cost of what is not allowed: far above every cost."""

STAYS = -1
"""The index that stands for no slot."""


class Scene:
    """One plan of a problem, with the prices of its certificate; people and slots by their indices in a ``Frame``.

    The index of somebody in a group is that of the group: it goes, stays and is moved as one. Nothing in it is an array
    of all people by all slots.
    """

    def __init__(self, problem: RotaProblem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.frame = Frame(problem)
        self.tally = Tally.of(problem, plan)
        self.charges = Charges(self.frame, self.tally, plan.certificate.prices)
        self.pairs = Pairs(self.frame)

    def slot(self, opening: str, batch: int) -> int:
        """Index of a slot."""
        return self._slots[opening, batch]

    def entry(self, person: int, slot: int) -> Assignment | None:
        """The assignment of a person, or of the first of a group, to a slot; None for staying."""
        if slot == STAYS:
            return None
        found = self.frame.slots[slot]
        return Assignment(self.frame.people[person].id, found.opening, found.start)

    def moves(self, person: int, slot: int) -> tuple[Move, ...]:
        """What takes a person, and all of their group, to a slot; home for ``STAYS``."""
        entry = self.entry(person, slot)
        return tuple(Move.to(one.id, entry) for one in self.frame.parties[person])

    def cost(self, person: int, slot: int) -> int:
        """What a choice costs, for all whom it is for."""
        entry = self.entry(person, slot)
        return sum(self.tally.cost_of(one.id, entry) for one in self.frame.parties[person])

    def priced(self, person: int) -> Floats:
        """Cost of each slot for a person less what it is worth by the prices, whatever single rules say, shape (S,)."""
        worth = self.kinds[person] @ self.charges.in_slot + self.charges.away[person] @ self.active
        return np.asarray(self.pairs.row(person)[self.frame.opening_of] - worth)

    def allowed(self, person: int) -> Bools:
        """True where rules on single choices let a person go, shape (S,)."""
        frame = self.frame
        found = self.pairs.fits_row(person)[frame.opening_of]
        for batch in np.flatnonzero(self.absent[person]):
            found &= ~frame.active[batch]
        for one in frame.parties[person]:
            if one.id in self.first:
                found &= frame.first_batch == 0
            pin = self.problem.pinned.get(one.id)
            if pin is not None:
                found &= np.array([pin.takes(slot.opening, slot.start) for slot in frame.slots], dtype=np.bool_)
        return np.asarray(found)

    def least(self, person: int, priced: Floats, allowed: Bools) -> float:
        """The least that a person's choice can come to at given priced costs."""
        going = float(priced.min(initial=NEVER, where=allowed))
        return min(going, float(self.frame.staying[person])) if self.may_stay[person] else going

    def coming(self, slot: int) -> Floats:
        """What each person's coming to a slot would change at the prices; ``NEVER`` where one cannot, shape (P,)."""
        opening, away = (
            int(self.frame.opening_of[slot]),
            slice(int(self.frame.first_batch[slot]), int(self.frame.last_batch[slot]) + 1),
        )
        found = self.pairs.column(opening) - self.now
        found -= self.kinds @ self.charges.in_slot[:, slot] + self.charges.away[:, away].sum(axis=1)
        may = self.pairs.fits_column(opening) & ~self.fixed & ~self.absent[:, away].any(axis=1)
        return np.where(may, found, NEVER)

    @cached_property
    def kinds(self) -> Floats:
        """``Frame.kinds`` for products, shape (P, kinds)."""
        return self.frame.kinds.astype(np.float64)

    @cached_property
    def active(self) -> Floats:
        """``Frame.active`` as numbers, shape (B, S)."""
        return self.frame.active.astype(np.float64)

    @cached_property
    def chosen(self) -> Ints:
        """The slot that each person takes, ``STAYS`` for none, shape (P,)."""
        found = np.full(len(self.frame.people), STAYS)
        for entry in self.tally.entries.values():
            found[self.charges.index[entry.person]] = self._slots[entry.opening, entry.batch]
        return found

    @cached_property
    def now(self) -> Floats:
        """What each person's choice comes to at the prices, shape (P,)."""
        found = self.frame.staying.astype(np.float64)
        frame, going = self.frame, np.flatnonzero(self.chosen != STAYS)
        slots = self.chosen[going]
        cost = [self.cost(int(one), int(slot)) for one, slot in zip(going, slots, strict=True)]
        worth = (frame.kinds[going] * self.charges.in_slot[:, slots].T).sum(axis=1)
        worth += (self.charges.away[going] * frame.active[:, slots].T).sum(axis=1)
        found[going] = np.array(cost, dtype=np.float64) - worth
        return found

    @cached_property
    def taken(self) -> Ints:
        """How many seats are taken in each slot, shape (S,)."""
        seats, going = self.frame.kinds[:, KINDS.index("seats")], self.chosen != STAYS
        found = np.bincount(self.chosen[going], seats[going], minlength=len(self.frame.slots))
        return found.astype(np.int64)

    @cached_property
    def most(self) -> Ints:
        """How many may take each slot, shape (S,)."""
        return np.array([self.problem.opening[slot.opening].high for slot in self.frame.slots], dtype=np.int64)

    @cached_property
    def absent(self) -> Bools:
        """True where a person is not available in a batch, shape (P, B)."""
        found = np.zeros((len(self.frame.people), self.frame.batches), dtype=np.bool_)
        for who, batches in self.problem.unavailable.items():
            if who in self.charges.index:
                found[self.charges.index[who], [batch - 1 for batch in batches]] = True
        return found

    @cached_property
    def first(self) -> frozenset[str]:
        """Those who go in the first batch."""
        return frozenset(self.problem.policy.first)

    @cached_property
    def fixed(self) -> Bools:
        """True for people of whom something is settled already: nobody proposes to move them, shape (P,)."""
        pinned = self.problem.pinned
        found = [one.id in pinned or one.id in self.first for one in self.frame.everybody]
        return np.asarray(self.frame.sums(np.array(found, dtype=np.int64)) > 0)

    @cached_property
    def may_stay(self) -> Bools:
        """False for those who must go, shape (P,)."""
        must = [bool(self.tally.single(one.id, None)) for one in self.frame.everybody]
        return np.asarray(self.frame.sums(np.array(must, dtype=np.int64)) == 0)

    @cached_property
    def unit(self) -> Mapping[str, Ints]:
        """The people of each home unit."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, person in zip(self.frame.party.tolist(), self.frame.everybody, strict=True):
            found[person.unit].append(index)
        return {unit: np.unique(people) for unit, people in found.items()}

    @cached_property
    def around(self) -> Mapping[str, Ints]:
        """The slots of each place that somebody senior must cover."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, slot in enumerate(self.frame.slots):
            found[self.tally.place_of[slot.opening]].append(index)
        return {place: np.array(slots, dtype=np.int64) for place, slots in found.items() if place}

    @cached_property
    def _slots(self) -> Mapping[tuple[str, int], int]:
        return {(slot.opening, slot.start): index for index, slot in enumerate(self.frame.slots)}
