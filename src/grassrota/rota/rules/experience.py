"""Whoever goes to an opening goes with somebody who has worked in the field before."""

from __future__ import annotations

from collections.abc import Iterator

from grassrota.rota.frame import Frame
from grassrota.rota.rows import Row, SlotRow, places, weights_of

RULE = "experience"


def rows(frame: Frame) -> Iterator[Row]:
    """One row a slot: headcount <= high x experienced people."""
    if frame.problem.policy.experienced_years is not None:
        for place, slot in enumerate(frame.slots):
            high = frame.problem.opening[slot.opening].high
            label = f"{slot.opening}, batch {slot.start}: an experienced person goes along"
            about, start, weights = (slot.opening,), slot.start - 1, weights_of(any=-1.0, experienced=float(high))
            yield SlotRow(RULE, about, start, label, places([place]), weights, low=0.0)
