"""Nobody is away in a batch in which they are not available."""

from __future__ import annotations

import numpy as np

from grassrota.rota.frame import Frame
from grassrota.rota.rows import Barred

RULE = "availability"


def barred(frame: Frame) -> Barred:
    """Batches in which people are not available."""
    absent = np.zeros((len(frame.everybody), frame.batches), dtype=np.bool_)
    for index, person in enumerate(frame.everybody):
        absent[index, [batch - 1 for batch in frame.problem.unavailable.get(person.id, ())]] = True
    return Barred(absent=absent)
