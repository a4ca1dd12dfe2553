"""All pairs of a person and a slot, priced without ever being written out at once.

People are taken some hundred at a time; what going to every opening costs is added up trait by trait, and prices come
off slot by slot, both in compiled code. Pieces are worked on side by side; how many at once changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from grassrota.rota.compiled import in_pieces
from grassrota.rota.frame import Bools, Costs, Floats, Ints
from grassrota.rota.solve import kernels, paths
from grassrota.rota.solve.model import Model
from grassrota.rota.tariff import Tariff, narrowed, tariff

NEVER = 1e9
"""Added to costs of what is not allowed; in single precision it swallows the cost, which does not matter."""

NOISE = 1 << 16
"""So many random numbers, beside one for each opening, are drawn; each person starts anywhere in them."""


@dataclass(frozen=True)
class Prices:
    """Prices y in the form in which they fall on people and slots.

    Attributes:
        on_slots: What a person of each type gains in each slot, shape (T, S).
        on_batches: What people of each cell gain by being away before each batch ends, cumulated, shape (C, B + 1).
        constant: The first sum of the bound.
    """

    on_slots: Floats
    on_batches: Floats
    constant: float


@dataclass(frozen=True)
class Pairs:
    """All pairs of a model's people and slots."""

    model: Model

    @cached_property
    def order(self) -> Ints:
        """People in an order in which those for whom prices are alike stand together, shape (P,)."""
        model = self.model
        return np.lexsort((*model.absent.T, model.types[1], model.cells[1]))

    @cached_property
    def slot_at(self) -> Ints:
        """The slot of each opening that starts in a batch, -1 if there is none, shape (B, openings)."""
        frame = self.model.frame
        found = np.full((frame.batches, len(frame.problem.openings)), -1, dtype=np.int64)
        found[frame.first_batch, frame.opening_of] = np.arange(len(frame.slots))
        return found

    @cached_property
    def lengths(self) -> Ints:
        """For how many batches one is away in each opening; all that are too long alike, shape (openings,)."""
        frame = self.model.frame
        return np.array([min(opening.length, frame.batches + 1) for opening in frame.problem.openings], dtype=np.int64)

    def least(self, prices: Prices, charge: float = 1.0) -> Floats:
        """The least reduced cost of going of each person, infinite for those who cannot, shape (P,).

        Args:
            prices: Prices of the rows.
            charge: Weight of the costs; 0 prices feasibility alone.
        """
        model, tariff = self.model, self._tariff(charge)
        gains, found = self._gains(prices.on_slots), np.full(len(model.frame.people), np.inf)
        alike = self.lengths, model.types[1], model.cells[1], prices.on_batches, model.absent

        def work(people: Ints) -> None:
            found[people] = kernels.least(people, tariff, gains, *alike)

        in_pieces(work, self.order)
        for person, slots in model.only.items():
            one = np.array([person])
            ways = self.reduced(prices, one, charge)[0, slots]
            found[person] = ways.min(initial=np.inf)
        return np.where(found < NEVER / 2, found, np.inf)

    def likely(
        self,
        prices: Prices,
        softness: float,
        count: int,
        seed: int,
        people: Ints | None = None,
        among: Bools | None = None,
    ) -> tuple[Ints, Costs]:
        """A few slots of everybody, or of some, and their costs.

        They are drawn by reduced cost with Gumbel noise; -1 where none is left.

        Args:
            prices: Prices of the rows.
            softness: Scale of the noise, in cost units.
            count: How many.
            seed: Of the noise.
            people: Their indices, shape (N,); everybody, in order, if None.
            among: True for slots that may be drawn, shape (S,); any if None.

        Returns:
            Slots and costs, shape (N, count) each.
        """
        model, random = self.model, np.random.default_rng(seed)
        on_slots = prices.on_slots if among is None else np.where(among, prices.on_slots, -NEVER)
        some = np.unique(model.frame.opening_of if among is None else model.frame.opening_of[among])
        gains = np.ascontiguousarray(self._gains(on_slots)[:, :, some], dtype=np.float32)
        tariff, lengths = narrowed(self.tariff, some), self.lengths[some]
        slot_at = np.ascontiguousarray(self.slot_at[:, some])
        on_batches = prices.on_batches.astype(np.float32)
        people_count, width = len(model.frame.people), len(some)
        noise = (softness * np.log(-np.log(np.clip(random.random(NOISE + width), 1e-7, 1 - 1e-7)))).astype(np.float32)
        offsets = random.integers(NOISE, size=(people_count, model.frame.batches))
        slots = np.empty((people_count, count), dtype=np.int64)
        costs = np.empty((people_count, count), dtype=np.float32)
        alike = lengths, model.types[1], model.cells[1], on_batches, model.absent

        def work(people: Ints) -> None:
            never = np.float32(NEVER / 2)
            kernels.likely(people, tariff, gains, *alike, noise, offsets, slot_at, never, slots, costs)

        in_pieces(work, self.order if people is None else self.order[np.isin(self.order, people)])
        for person, kept in model.only.items():
            ways = self.reduced(prices, np.array([person]))[0]
            kept = kept if among is None else kept[among[kept]]
            cheapest = kept[np.argsort(ways[kept], kind="stable")][:count]
            cheapest = cheapest[np.isfinite(ways[cheapest])]
            slots[person] = -1
            slots[person, : len(cheapest)] = cheapest
            costs[person, : len(cheapest)] = model.frame.costs(np.full(len(cheapest), person), cheapest)
        return (slots, costs) if people is None else (slots[people], costs[people])

    def reduced(self, prices: Prices, people: Ints, charge: float = 1.0, slots: Ints | None = None) -> Floats:
        """Cost less price of some people in each slot, or in some, infinite where not allowed, shape (people, slots).

        Args:
            prices: Prices of the rows.
            people: Their indices.
            charge: Weight of the costs; 0 prices feasibility alone.
            slots: Indices of the slots; all if None.
        """
        model = self.model
        frame = model.frame
        every = np.arange(len(frame.slots)) if slots is None else slots
        found = charge * frame.going(people)[:, frame.opening_of[every]].astype(np.float64)
        found -= prices.on_slots[model.types[1][people]][:, every]
        away = prices.on_batches[model.cells[1][people]]
        found -= away[:, frame.last_batch[every] + 1]
        found += away[:, frame.first_batch[every]]
        found[~model.allowed(people, slots)] = np.inf
        return np.asarray(found)

    def each(self, prices: Prices, people: Ints, slots: Ints) -> Floats:
        """Cost less price of pairs of a person and an allowed slot, given as indices of the same shape (pairs,)."""
        model = self.model
        on_slots = prices.on_slots[model.types[1][people], slots]
        return np.asarray(model.frame.costs(people, slots) - on_slots - self.away(prices, people, slots))

    def away(self, prices: Prices, people: Ints, slots: Ints) -> Floats:
        """The part of the prices of such pairs that batch rows pay, shape (pairs,)."""
        frame, cells = self.model.frame, self.model.cells[1][people]
        return np.asarray(
            prices.on_batches[cells, frame.last_batch[slots] + 1] - prices.on_batches[cells, frame.first_batch[slots]]
        )

    def wanted(
        self, people: Ints, able: Bools, slots: Ints, roles: Ints, worth: Floats, own: Ints, count: int
    ) -> tuple[Ints, Costs]:
        """For each of some people the own seat and those of the least cost less worth.

        Args:
            people: Their indices, shape (N,); all may be away whenever the slots ask.
            able: True where a type may take a role, shape (T, roles).
            slots: Of the seats, shape (M,).
            roles: Of the seats, shape (M,).
            worth: Of the seats, shape (M,).
            own: The seat of each of the people, shape (N,).
            count: How many seats beside the own one.

        Returns:
            Seats, -1 where none is left, and costs, shape (N, 1 + count) each.
        """
        model = self.model
        seats = np.empty((len(people), 1 + count), dtype=np.int64)
        costs = np.empty(seats.shape, dtype=np.float64)
        openings = model.frame.opening_of[slots]
        types = model.types[1]
        paths.wanted(people, self.tariff, types, able, openings, roles, worth, own, NEVER / 2, seats, costs)
        return seats, costs

    @cached_property
    def tariff(self) -> Tariff:
        """What going costs, ``NEVER`` or more where a trait rules an opening out."""
        return self._tariff(1.0)

    def _gains(self, on_slots: Floats) -> Floats:
        """What types gain where openings start in a batch, less ``NEVER`` where not, shape (T, B, openings)."""
        if not on_slots.shape[1]:
            return np.full((len(on_slots), *self.slot_at.shape), -NEVER)
        found = on_slots[:, np.maximum(self.slot_at, 0)]
        return np.ascontiguousarray(np.where(self.slot_at >= 0, found, -NEVER))

    def _tariff(self, charge: float) -> Tariff:
        frame = self.model.frame
        return tariff(frame, charge * frame.asks + NEVER * self.model.unfit, charge)
