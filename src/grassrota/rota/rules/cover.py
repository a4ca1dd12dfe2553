"""Every place with openings is covered in every batch by somebody senior enough: no township is left out."""

from __future__ import annotations

from collections.abc import Iterator

from grassrota.rota.frame import Frame
from grassrota.rota.rows import Row, SlotRow, places, weights_of

RULE = "cover"


def rows(frame: Frame) -> Iterator[Row]:
    """One row a place and batch: at least one covering person among those away there."""
    problem = frame.problem
    if not problem.policy.cover_rank:
        return
    at_place: dict[str, list[int]] = {}
    for index, slot in enumerate(frame.slots):
        unit = problem.covered_place(problem.opening[slot.opening])
        if unit is not None:
            at_place.setdefault(unit.id, []).append(index)
    for unit_id, slots in at_place.items():
        for batch in range(frame.batches):
            here = places([slot for slot in slots if frame.active[batch, slot]])
            label = f"{unit_id}, batch {batch + 1}: somebody of rank {problem.policy.cover_rank} or more"
            yield SlotRow(RULE, (unit_id,), batch, label, here, weights_of(covering=1.0), low=1.0)
