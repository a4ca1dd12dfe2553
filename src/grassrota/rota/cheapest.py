"""The least that each person can cost, what their choice is worth taken off, in compiled double precision.

It is the proof's own pricing: it shares with the solver what a cost is, and no more.
"""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np

from grassrota.rota.compiled import compiled
from grassrota.rota.tariff import cost_row


@compiled
def cheapest(people, tariff, opening_of, first, last, on_slots, kinds, away, alike, found):
    """Writes the least of cost less worth over all slots of each of some people.

    Args:
        people: Indices of the people; those who are alike next to one another.
        tariff: What their going costs, far more than anything else where it is not allowed.
        opening_of: The opening of each slot, shape (S,).
        first: First batch of each slot, shape (S,).
        last: Last batch of each slot, shape (S,).
        on_slots: What somebody of each kind is worth in each slot, shape (K, S).
        kinds: The kind of each group of people who are alike, shape (G,).
        away: What each group is worth away in each batch, shape (G, B).
        alike: The group of everybody, shape (P,).
        found: Written to, shape (P,).
    """
    width = tariff[1].shape[1]
    worth = np.empty(width)
    costs = np.empty(width, dtype=tariff[1].dtype)
    before = -1
    for person in people:
        group = alike[person]
        if group != before:
            worth[:] = -np.inf
            for slot in range(len(opening_of)):
                gain = on_slots[kinds[group], slot]
                for batch in range(first[slot], last[slot] + 1):
                    gain += away[group, batch]
                worth[opening_of[slot]] = max(worth[opening_of[slot]], gain)
            before = group
        cost_row(person, tariff, costs)
        least = np.inf
        for opening in range(width):
            least = min(least, costs[opening] - worth[opening])
        found[person] = least
