"""People whom the organiser has pinned go where and when they are pinned to, or stay."""

from __future__ import annotations

import numpy as np

from grassrota.rota.frame import Bools, Frame

RULE = "pins"


def allowed(frame: Frame) -> Bools:
    """False where a pinned person would go elsewhere or at another time, shape (P, S)."""
    free = np.ones((len(frame.people), len(frame.slots)), dtype=np.bool_)
    for index, person in enumerate(frame.people):
        pin = frame.problem.pinned.get(person.id)
        if pin is not None:
            free[index] = [pin.takes(slot.opening, slot.start) for slot in frame.slots]
    return free


def may_stay(frame: Frame) -> Bools:
    """False for people who are pinned to go, shape (P,)."""
    pinned = frame.problem.pinned
    return np.array([p.id not in pinned or pinned[p.id].stays for p in frame.people], dtype=np.bool_)
