"""Pricing: what every person and slot costs at given prices, and the bound that this proves.

For any price y with the right signs (>= 0 on a low end, <= 0 on a high end)

    bound(y) = sum over rows of y_r x (low_r if y_r > 0 else high_r)
             + sum over people of min(staying, min over slots of cost - price)

is no more than the cost of any plan: at a plan, the first sum is at most y times what the rows count, and each person's
term is at most what that person costs less the same. (Lagrangian duality; the proof is in docs/algorithms/rota.md.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grassrota.rota.frame import Floats
from grassrota.rota.solve.model import Model


@dataclass(frozen=True)
class Prices:
    """Prices y in the form in which they fall on people and slots.

    Attributes:
        on_slots: What a person of each type gains in each slot, shape (T, S).
        on_batches: What each person gains by being away before each batch ends, cumulated, shape (P, B + 1).
        constant: The first sum of the bound.
    """

    on_slots: Floats
    on_batches: Floats
    constant: float


def spread(model: Model, y: Floats) -> Prices:
    """Spreads row prices over types, slots, people and batches."""
    cut = len(model.slot_rows)
    frame = model.frame
    on_slots = (model.by_slot.T @ (y[:cut, None] * model.by_type)).T
    away = (model.by_person_batch.T @ y[cut:]).reshape(len(frame.people), frame.batches)
    cumulated = np.concatenate([np.zeros((len(frame.people), 1)), np.cumsum(away, axis=1)], axis=1)
    ends = np.where(y > 0, model.low, np.where(y < 0, model.high, 0.0))
    return Prices(np.asarray(on_slots), cumulated, float(np.sum(y * ends)))


def reduced_costs(model: Model, prices: Prices, charge: float = 1.0) -> Floats:
    """Cost less price of every person and slot, infinite where not allowed, shape (P, S).

    Args:
        model: All rows.
        prices: Prices of the rows.
        charge: Weight of the costs; 0 prices feasibility alone.
    """
    frame = model.frame
    found = charge * frame.cost - prices.on_slots[model.types[1]]
    found -= prices.on_batches[:, frame.last_batch + 1]
    found += prices.on_batches[:, frame.first_batch]
    found[~model.allowed] = np.inf
    return np.asarray(found)


def staying_costs(model: Model, charge: float = 1.0) -> Floats:
    """Cost of staying, infinite for those who must go, shape (P,)."""
    return np.asarray(np.where(model.may_stay, charge * model.frame.staying, np.inf), dtype=np.float64)


def best_each(model: Model, reduced: NDArray[np.floating], charge: float = 1.0) -> Floats:
    """The least each person can cost at the prices behind ``reduced``, shape (P,)."""
    return np.asarray(np.minimum(staying_costs(model, charge), reduced.min(axis=1, initial=np.inf)), dtype=np.float64)


def bound(model: Model, y: Floats, charge: float = 1.0) -> float:
    """The proven lower bound at prices y; infinite if somebody can neither go nor stay.

    With ``charge`` 0 and prices within -1..1 it bounds how far rows must give way in all: above 0, no plan exists.
    """
    prices = spread(model, y)
    return prices.constant + float(best_each(model, reduced_costs(model, prices, charge), charge).sum())


def signed(model: Model, y: Floats) -> Floats:
    """Prices with the signs that a bound needs: a price on an end that is not there is dropped."""
    return np.asarray(
        np.where(np.isfinite(model.low), np.maximum(y, 0), 0) + np.where(np.isfinite(model.high), np.minimum(y, 0), 0)
    )
