"""Nobody is away in a batch in which they are not available."""

from __future__ import annotations

import numpy as np

from grassrota.rota.frame import Bools, Frame

RULE = "availability"


def allowed(frame: Frame) -> Bools:
    """True where a slot keeps clear of the person's unavailable batches, shape (P, S)."""
    free = np.ones((len(frame.people), len(frame.slots)), dtype=np.bool_)
    for index, person in enumerate(frame.people):
        for batch in frame.problem.unavailable.get(person.id, frozenset()):
            free[index] &= ~frame.active[batch - 1]
    return free
