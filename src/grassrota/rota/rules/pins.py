"""People whom the organiser has pinned go where and when they are pinned to, or stay."""

from __future__ import annotations

import numpy as np

from grassrota.rota.frame import Bools, Frame
from grassrota.rota.rows import Barred, places

RULE = "pins"


def barred(frame: Frame) -> Barred:
    """To a pinned person only the slots that keep to the pin are left, or none."""
    index = frame.index
    by_opening: dict[str, list[int]] = {}
    for place, slot in enumerate(frame.slots):
        by_opening.setdefault(slot.opening, []).append(place)
    only = {}
    for who, pin in frame.problem.pinned.items():
        if who in index:
            within = by_opening.get(pin.opening, []) if pin.opening else range(len(frame.slots))
            slots = ((place, frame.slots[place]) for place in within)
            only[index[who]] = places([place for place, slot in slots if pin.takes(slot.opening, slot.start)])
    return Barred(only=only)


def may_stay(frame: Frame) -> Bools:
    """False for people who are pinned to go, shape (M,)."""
    pinned = frame.problem.pinned
    return np.array([p.id not in pinned or pinned[p.id].stays for p in frame.everybody], dtype=np.bool_)
