"""Prices of the scarce: of leaders, of the experienced, and of those who cover a place.

Where they are scarce, all of them go whatever they are paid, so that step by step their prices hardly move. But the
prices of one such rule can be raised or lowered together, each by the same share of itself. For a row "people <= high x
leaders" the price of the slot's headcount moves by as much: then nothing changes for all others, and leaders gain
high x price more. Along this line the bound grows as long as more of them are wanted than there are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grassrota.rota.frame import KINDS, Floats, Ints
from grassrota.rota.rules import cover, experience, headcount, leader
from grassrota.rota.solve.model import Model

PACE = 0.3
"""By so much of what is wanting prices move in one step."""


@dataclass(frozen=True)
class Scarce:
    """The rows of one such rule.

    Attributes:
        rows: Those that ask for them, shape (N,).
        asked: For how many, shape (N,).
        heads: The headcounts of the same slots, shape (N,); none, shape (0,), if others are not counted.
        least: Lower ends of ``heads``, of the same shape.
        most: Upper ends of ``heads``, of the same shape.
    """

    rows: Ints
    asked: Floats
    heads: Ints
    least: Floats
    most: Floats

    def moves(self, up: Floats, down: Floats, loads: Floats, softness: float) -> Floats:
        """By how much the prices of ``rows``, and with them those of ``heads``, should move, shape (N,).

        Args:
            up: Prices of the lower ends of all rows, shape (R,).
            down: Prices of the upper ends of all rows, shape (R,).
            loads: What all rows count, shape (R,).
            softness: Twice what the price of a headcount differs from 0 by where it tells to which end that holds.
        """
        price, wanted, there = up[self.rows], self.asked, loads[self.rows]
        if len(self.heads):
            net, going = up[self.heads] - down[self.heads], loads[self.heads]
            end = np.where(net > 0, self.least, self.most)
            end = np.where(2 * np.abs(net) > softness, end, np.clip(going, self.least, self.most))
            wanted, there = wanted + end, there + going
        short = price @ (wanted - there) / (price @ there + 1e-3)
        return np.asarray(PACE * np.clip(short, -1.0, 1.0) * price)


def scarce(model: Model) -> tuple[Scarce, ...]:
    """One for each such rule that the model has; none if groups take seats for others, who gain along the line too."""
    kinds = model.frame.kinds
    if (kinds[:, KINDS.index("seats")] > kinds[:, KINDS.index("any")]).any():
        return ()
    rules = np.array([row.rule for row in model.slot_rows])
    slots = np.array([row.slots[0] if len(row.slots) else -1 for row in model.slot_rows], dtype=np.int64)
    heads = np.flatnonzero(rules == headcount.RULE)
    heads = heads[np.argsort(slots[heads], kind="stable")]
    found = []
    for rule in (leader.RULE, experience.RULE, cover.RULE):
        rows = np.flatnonzero(rules == rule)
        beside = heads[np.searchsorted(slots[heads], slots[rows])] if rule != cover.RULE else heads[:0]
        found.append(Scarce(rows, model.low[rows], beside, model.low[beside], model.high[beside]))
    return tuple(one for one in found if len(one.rows))
