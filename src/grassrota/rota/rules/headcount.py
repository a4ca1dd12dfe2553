"""Each opening has at least its least and at most its greatest headcount in each of its batches.

Who comes along with a group takes a seat too.
"""

from __future__ import annotations

from collections.abc import Iterator

from grassrota.rota.frame import Frame
from grassrota.rota.rows import Row, SlotRow, places, weights_of

RULE = "headcount"


def rows(frame: Frame) -> Iterator[Row]:
    """One row a slot."""
    for place, slot in enumerate(frame.slots):
        opening = frame.problem.opening[slot.opening]
        label = f"{opening.id}, batch {slot.start}: {opening.low} to {opening.high} people"
        about, start, here = (opening.id,), slot.start - 1, places([place])
        yield SlotRow(RULE, about, start, label, here, weights_of(seats=1.0), opening.low, opening.high)
