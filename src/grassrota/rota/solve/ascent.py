"""Prices by smoothed dual ascent: people spread softly over cheap slots, and crowded rows become dearer."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from grassrota.rota.compiled import AT_ONCE, side_by_side
from grassrota.rota.frame import KINDS, Bools, Costs, Floats, Ints
from grassrota.rota.solve import kernels
from grassrota.rota.solve.model import Model
from grassrota.rota.solve.pairs import NEVER, Pairs, Prices
from grassrota.rota.solve.pricing import spread
from grassrota.rota.solve.scarce import Scarce, scarce


@dataclass(frozen=True, slots=True)
class Ascent:
    """Settings of the ascent, found by experiment (docs/algorithms/rota.md).

    Attributes:
        rounds: Steps in all.
        refreshes: How often the candidates are priced anew.
        candidates: Slots considered for each person between two refreshes.
        hot, cold: Softness at the start and at the end, in cost units; hot is about the price of a scarce seat.
        step: How many times the softness a price may move in one step, where the row counts nobody more than once.
        momentum: How much of the last move goes on.
    """

    rounds: int = 300
    refreshes: int = 14
    candidates: int = 32
    hot: float = 200.0
    cold: float = 0.15
    step: float = 1.0
    momentum: float = 0.7


def ascend(
    model: Model, seed: int, settings: Ascent | None = None, progress: Callable[[float], None] | None = None
) -> Floats:
    """Finds near-optimal prices, shape (R,).

    Args:
        model: All rows.
        seed: Of the noise with which candidates are drawn; without noise prices of rows outside everyone's candidates
            run away.
        settings: Number of steps and their sizes.
        progress: Told the share of the steps done.
    """
    settings = settings or Ascent()
    rows, pairs = _SplitRows(model), Pairs(model)
    up, down = _Side(np.isfinite(model.low), settings.momentum), _Side(np.isfinite(model.high), settings.momentum)
    low, high = np.where(up.there, model.low, 0.0), np.where(down.there, model.high, 0.0)
    pace, kinds = settings.step / rows.most, scarce(model)
    every = max(1, settings.rounds // settings.refreshes)
    count = min(settings.candidates, len(model.frame.slots))
    crowd = None
    for number in range(settings.rounds):
        softness = settings.hot * (settings.cold / settings.hot) ** (number / max(1, settings.rounds - 1))
        prices = spread(model, up.price - down.price)
        if crowd is None or number % every == 0:
            if progress:
                progress(number / settings.rounds)
            crowd = _Crowd(model, *pairs.likely(prices, 2 * softness, count, seed + number))
        gained, lost = rows.loads(*crowd.spread_out(prices, softness))
        up.move(pace * softness * _log_ratio(low + lost, gained))
        down.move(pace * softness * _log_ratio(gained, high + lost))
        for kind in kinds:
            _along(kind, kind.moves(up.price, down.price, gained - lost, softness), up, down)
    return up.price - down.price


class _Side:
    """Prices of the lower or of the upper ends of all rows, moved with momentum and never below 0."""

    def __init__(self, there: Bools, momentum: float) -> None:
        self.there = there
        self.momentum = momentum
        self.price, self.pace = np.zeros(len(there)), np.zeros(len(there))

    def move(self, pull: Floats) -> None:
        self.pace = self.momentum * self.pace + (1 - self.momentum) * pull
        self.price = np.maximum(0.0, self.price + self.pace) * self.there


def _along(kind: Scarce, moves: Floats, up: _Side, down: _Side) -> None:
    """Moves the prices of the scarce, and those of the headcounts of the same slots by as much."""
    up.price[kind.rows] += moves
    if len(kind.heads):
        more, less = up.price[kind.heads] + moves, down.price[kind.heads]
        both = np.minimum(up.price[kind.heads], less)
        up.price[kind.heads] = both + np.maximum(more - less, 0.0)
        down.price[kind.heads] = both + np.maximum(less - more, 0.0)


def _log_ratio(load: Floats, limit: Floats) -> Floats:
    tiny = 1e-3
    return np.clip(np.log((np.maximum(load, 0) + tiny) / (np.maximum(limit, 0) + tiny)), -1.0, 1.0)


class _Crowd:
    """People with a few candidate slots each, over which they can be spread softly.

    The spreading is most of the ascent's work: single precision is enough for it, since bounds are computed elsewhere.
    Mass is added up in as many parts as there are pieces, however many threads share them; few people are one piece.
    """

    PIECES = 8

    def __init__(self, model: Model, slots: Ints, costs: Costs) -> None:
        frame, heads = model.frame, len(model.frame.people)
        self.model, self.slots, self.costs = model, slots, costs
        self.staying = np.where(model.may_stay, frame.staying, NEVER).astype(np.float32)
        steps = np.linspace(0, heads, (self.PIECES if heads > AT_ONCE else 1) + 1).astype(int)
        self.pieces = [slice(first, last) for first, last in itertools.pairwise(steps)]

    def spread_out(self, prices: Prices, softness: float) -> tuple[Floats, Floats]:
        """Mass on types and slots, shape (T, S), and on cells and batches, shape (C, B)."""
        frame, types, cells = self.model.frame, self.model.types[1], self.model.cells[1]
        on_slots, away = prices.on_slots.astype(np.float32), prices.on_batches.astype(np.float32)

        def work(piece: slice) -> tuple[Floats, Floats]:
            mass = np.zeros(on_slots.shape), np.zeros(away.shape)
            kernels.crowd(
                self.slots[piece],
                self.costs[piece],
                self.staying[piece],
                types[piece],
                cells[piece],
                frame.first_batch,
                frame.last_batch,
                on_slots,
                away,
                np.float32(softness),
                *mass,
            )
            return mass

        parts = list(side_by_side(work, self.pieces))
        in_slots, left = (np.sum([part[which] for part in parts], axis=0) for which in (0, 1))
        return in_slots, np.cumsum(left, axis=1)[:, : frame.batches]


class _SplitRows:
    """Rows split into what raises them and what lowers them, so that a load can be compared with its limit."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.type_up, self.type_down = np.maximum(model.by_type, 0), np.maximum(-model.by_type, 0)
        weights = sparse.csr_array(model.cells[0])
        self.cell_up, self.cell_down = weights.maximum(0), (-weights).maximum(0)

    @cached_property
    def most(self) -> Floats:
        """The greatest weight of anybody in each row, for each seat taken, at least 1/2, shape (R,)."""
        model, apart = self.model, len(self.model.each_batch)
        heavy = abs(sparse.csr_array(model.cells[0])).max(axis=1).toarray().reshape(-1)
        seats = model.types[0][:, KINDS.index("seats")]
        of_slots = np.abs(model.by_type / seats).max(axis=1, initial=0)
        of_batches = np.repeat(heavy[:apart], model.frame.batches), heavy[apart:]
        return np.asarray(np.maximum(0.5, np.concatenate([of_slots, *of_batches])))

    def loads(self, on_slots: Floats, away: Floats) -> tuple[Floats, Floats]:
        """What the mass adds to each row and what it takes from it, each of shape (R,)."""
        here = self.model.by_slot @ on_slots.T
        gained = np.concatenate([(here * self.type_up).sum(axis=1), self._by_row(self.cell_up @ away)])
        lost = np.concatenate([(here * self.type_down).sum(axis=1), self._by_row(self.cell_down @ away)])
        return gained, lost

    def _by_row(self, found: Floats) -> Floats:
        apart = len(self.model.each_batch)
        return np.concatenate([found[:apart].ravel(), found[apart:].sum(axis=1)])
