"""Whoever goes to an opening goes with a leader who is one of them."""

from __future__ import annotations

from collections.abc import Iterator

from grassrota.rota.frame import Frame
from grassrota.rota.rows import Row, SlotRow, places, weights_of

RULE = "leader"


def rows(frame: Frame) -> Iterator[Row]:
    """One row a slot: headcount <= high x leaders. For whole numbers that asks for a leader exactly if anyone goes."""
    if frame.problem.policy.lead_rank:
        for place, slot in enumerate(frame.slots):
            high = frame.problem.opening[slot.opening].high
            label = f"{slot.opening}, batch {slot.start}: a leader goes along"
            about, start, weights = (slot.opening,), slot.start - 1, weights_of(any=-1.0, leader=float(high))
            yield SlotRow(RULE, about, start, label, places([place]), weights, low=0.0)
