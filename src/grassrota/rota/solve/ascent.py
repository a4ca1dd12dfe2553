"""Prices by smoothed dual ascent: people spread softly over cheap slots, and crowded rows become dearer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from grassrota.rota.frame import Bools, Floats, Ints
from grassrota.rota.solve.model import Model
from grassrota.rota.solve.pricing import Prices, reduced_costs, spread, staying_costs


@dataclass(frozen=True, slots=True)
class Ascent:
    """Settings of the ascent, found by experiment (docs/algorithms/rota.md).

    Attributes:
        rounds: Steps in all.
        refreshes: How often the candidates are priced anew.
        candidates: Slots considered for each person between two refreshes.
        hot, cold: Softness at the start and at the end, in cost units; hot is about the price of a scarce seat.
        step: How many times the softness a price may move in one step.
        momentum: How much of the last move goes on.
    """

    rounds: int = 300
    refreshes: int = 14
    candidates: int = 32
    hot: float = 200.0
    cold: float = 0.15
    step: float = 3.0
    momentum: float = 0.85


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
    random = np.random.default_rng(seed)
    rows = _SplitRows(model)
    up, down = _Side(np.isfinite(model.low), settings.momentum), _Side(np.isfinite(model.high), settings.momentum)
    low, high = np.where(up.there, model.low, 0.0), np.where(down.there, model.high, 0.0)
    every = max(1, settings.rounds // settings.refreshes)
    crowd = None
    for number in range(settings.rounds):
        softness = settings.hot * (settings.cold / settings.hot) ** (number / max(1, settings.rounds - 1))
        prices = spread(model, up.price - down.price)
        if crowd is None or number % every == 0:
            crowd = _Crowd(model, _candidates(model, prices, softness, settings.candidates, random))
            if progress:
                progress(number / settings.rounds)
        gained, lost = rows.loads(crowd.spread_out(prices, softness))
        up.move(settings.step * softness * _log_ratio(low + lost, gained))
        down.move(settings.step * softness * _log_ratio(gained, high + lost))
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


def _log_ratio(load: Floats, limit: Floats) -> Floats:
    tiny = 1e-3
    return np.clip(np.log((np.maximum(load, 0) + tiny) / (np.maximum(limit, 0) + tiny)), -1.0, 1.0)


def _candidates(model: Model, prices: Prices, softness: float, count: int, random: np.random.Generator) -> Ints:
    reduced = reduced_costs(model, prices)
    count = min(count, reduced.shape[1])
    if count == reduced.shape[1]:
        return np.tile(np.arange(count), (reduced.shape[0], 1))
    noise = random.random(reduced.shape, dtype=np.float32)
    reduced += 2 * softness * np.log(-np.log(np.clip(noise, 1e-7, 1 - 1e-7)))
    return np.argpartition(reduced, count - 1, axis=1)[:, :count].astype(np.int64)


class _Crowd:
    """People with a few candidate slots each, over which they can be spread softly.

    The spreading is most of the ascent's work: indices are worked out once, and single precision is enough, since
    bounds are computed elsewhere.
    """

    def __init__(self, model: Model, candidates: Ints) -> None:
        frame = model.frame
        people = np.arange(len(frame.people))[:, None]
        width = frame.batches + 1
        self.shape = (len(model.types[0]), len(frame.slots))
        self.width, self.heads = width, len(frame.people)
        allowed = model.allowed[people, candidates]
        self.cost = np.where(allowed, frame.cost[people, candidates], np.inf).astype(np.float32)
        self.on_slot = model.types[1][:, None] * self.shape[1] + candidates
        self.first = people * width + frame.first_batch[candidates]
        self.after = people * width + frame.last_batch[candidates] + 1
        self.staying = staying_costs(model).astype(np.float32)

    def spread_out(self, prices: Prices, softness: float) -> tuple[Floats, Floats]:
        """Mass on types and slots, shape (T, S), and on people and batches, shape (P, B)."""
        away = prices.on_batches.astype(np.float32).ravel()
        net = self.cost - prices.on_slots.astype(np.float32).ravel()[self.on_slot]
        net += away[self.first]
        net -= away[self.after]
        best = np.minimum(net.min(axis=1, initial=np.inf), self.staying)
        best = np.where(np.isfinite(best), best, np.float32(0.0))
        net -= best[:, None]
        net *= np.float32(-1.0 / softness)
        mass = np.exp(net, out=net)
        mass /= (mass.sum(axis=1) + np.exp((best - self.staying) / np.float32(softness)) + np.float32(1e-30))[:, None]
        weights, size = mass.ravel(), self.heads * self.width
        on_slots = np.bincount(self.on_slot.ravel(), weights, self.shape[0] * self.shape[1]).reshape(self.shape)
        starts = np.bincount(self.first.ravel(), weights, size) - np.bincount(self.after.ravel(), weights, size)
        on_batches = np.cumsum(starts.reshape(self.heads, self.width), axis=1)[:, : self.width - 1]
        return on_slots.astype(np.float64), np.asarray(on_batches, dtype=np.float64)


class _SplitRows:
    """Rows split into what raises them and what lowers them, so that a load can be compared with its limit."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.type_up, self.type_down = np.maximum(model.by_type, 0), np.maximum(-model.by_type, 0)
        self.batch_up = model.by_person_batch.maximum(0)
        self.batch_down = (-model.by_person_batch).maximum(0)

    def loads(self, mass: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
        """What the mass adds to each row and what it takes from it, each of shape (R,)."""
        on_slots, away = mass
        here = self.model.by_slot @ on_slots.T
        flat = away.ravel()
        gained = np.concatenate([(here * self.type_up).sum(axis=1), self.batch_up @ flat])
        lost = np.concatenate([(here * self.type_down).sum(axis=1), self.batch_down @ flat])
        return gained, lost
