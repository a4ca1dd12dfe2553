"""Couples are not away together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grassrota.rota.frame import Frame
from grassrota.rota.rows import BatchRow, places

RULE = "couples"


def rows(frame: Frame) -> Iterator[BatchRow]:
    """One row a couple and batch; a couple of which one does not go anyway needs none."""
    index = frame.index
    for couple in frame.problem.couples:
        if couple.first in index and couple.second in index:
            pair = places([index[couple.first], index[couple.second]])
            about, where = (couple.first, couple.second), f"{couple.first} and {couple.second}"
            yield BatchRow(RULE, about, where, "not both away", pair, np.ones(2), high=1.0)
