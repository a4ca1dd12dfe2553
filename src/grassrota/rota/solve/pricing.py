"""Pricing: what every person and slot costs at given prices, and the bound that this proves.

For any price y with the right signs (>= 0 on a low end, <= 0 on a high end)

    bound(y) = sum over rows of y_r x (low_r if y_r > 0 else high_r)
             + sum over people of min(staying, min over slots of cost - price)

is no more than the cost of any plan: at a plan, the first sum is at most y times what the rows count, and each person's
term is at most what that person costs less the same. (Lagrangian duality; the proof is in docs/algorithms/rota.md.)
"""

from __future__ import annotations

import numpy as np

from grassrota.rota.frame import Floats
from grassrota.rota.solve.model import Model
from grassrota.rota.solve.pairs import Pairs, Prices


def spread(model: Model, y: Floats) -> Prices:
    """Spreads row prices over types, slots, cells and batches."""
    cut = len(model.slot_rows)
    on_slots = (model.by_slot.T @ (y[:cut, None] * model.by_type)).T
    weights = model.cells[0]
    away = weights.T @ by_batch(model, y[cut:])
    cumulated = np.concatenate([np.zeros((weights.shape[1], 1)), np.cumsum(away, axis=1)], axis=1)
    ends = np.where(y > 0, model.low, np.where(y < 0, model.high, 0.0))
    return Prices(np.ascontiguousarray(on_slots), np.asarray(cumulated), float(np.sum(y * ends)))


def by_batch(model: Model, y: Floats) -> Floats:
    """Prices of the rows of each batch and of all batches, as prices in each batch, shape (batch rows, B)."""
    batches = model.frame.batches
    cut = len(model.each_batch) * batches
    return np.concatenate([y[:cut].reshape(-1, batches), np.repeat(y[cut:, None], batches, axis=1)])


def staying_costs(model: Model, charge: float = 1.0) -> Floats:
    """Cost of staying, infinite for those who must go, shape (P,)."""
    return np.asarray(np.where(model.may_stay, charge * model.frame.staying, np.inf), dtype=np.float64)


def best_each(model: Model, prices: Prices, charge: float = 1.0) -> Floats:
    """The least each person can cost at some prices, shape (P,)."""
    return np.minimum(staying_costs(model, charge), Pairs(model).least(prices, charge))


def bound(model: Model, y: Floats, charge: float = 1.0) -> float:
    """The proven lower bound at prices y; infinite if somebody can neither go nor stay.

    With ``charge`` 0 and prices within -1..1 it bounds how far rows must give way in all: above 0, no plan exists.
    """
    prices = spread(model, y)
    return prices.constant + float(best_each(model, prices, charge).sum())


def signed(model: Model, y: Floats) -> Floats:
    """Prices with the signs that a bound needs: a price on an end that is not there is dropped."""
    return np.asarray(
        np.where(np.isfinite(model.low), np.maximum(y, 0), 0) + np.where(np.isfinite(model.high), np.minimum(y, 0), 0)
    )
