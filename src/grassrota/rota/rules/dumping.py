"""The list is no way of dumping people: each band goes in about the share that it has of its unit.

For unit, batch and band with share s of the unit's eligible people, of n who go n_k are of the band:
|n_k - s n| <= 1 + tolerance n. Without the 1 small units could send nobody. The same holds over all batches together,
who is away in two counting twice: otherwise people could be got rid of one at a time.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grassrota.rota.frame import Frame
from grassrota.rota.qualities import band
from grassrota.rota.rows import BatchRow, places

RULE = "dumping"


def rows(frame: Frame) -> Iterator[BatchRow]:
    """Two rows a unit and band for each batch and for all; a unit whose people are all of one band needs none."""
    tolerance = frame.problem.policy.dumping_tolerance
    if tolerance is None:
        return
    units: dict[str, list[int]] = {}
    for index, person in enumerate(frame.everybody):
        units.setdefault(person.unit, []).append(index)
    for unit, members in units.items():
        bands = [band(frame.problem, frame.everybody[index]) for index in members]
        for name in sorted(set(bands)) if len(set(bands)) > 1 else ():
            inside = np.array([word == name for word in bands], dtype=np.float64)
            share, people = inside.mean(), places(members)
            for together in (False, True) if frame.batches > 1 else (False,):
                asks, about = f"{name}, {share:.0%} of the unit", (unit, name)
                most, least = inside - share - float(tolerance), inside - share + float(tolerance)
                yield BatchRow(RULE, about, unit, asks, people, most, high=1.0, together=together)
                yield BatchRow(RULE, about, unit, asks, people, least, low=-1.0, together=together)
