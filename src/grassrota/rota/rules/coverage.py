"""More than a given share of all staff has a turn in the programme."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor

import numpy as np

from grassrota.rota.frame import Frame
from grassrota.rota.rows import Row, SlotRow, weights_of

RULE = "coverage"


def rows(frame: Frame) -> Iterator[Row]:
    """One row over everything."""
    share, staff = frame.problem.policy.coverage_over, len(frame.problem.people)
    if share is not None:
        least = floor(share * staff) + 1
        everywhere = np.arange(len(frame.slots))
        label = f"at least {least} of {staff} people go"
        yield SlotRow(RULE, (), None, label, everywhere, weights_of(any=1.0), low=least)
