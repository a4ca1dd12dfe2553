"""Leaders go first: the people named by the policy start in the first batch."""

from __future__ import annotations

import numpy as np

from grassrota.rota.frame import Bools, Frame
from grassrota.rota.rows import Barred

RULE = "leaders_first"


def barred(frame: Frame) -> Barred:
    """To a named person only the slots of the first batch are left."""
    named, first = frozenset(frame.problem.policy.first), np.flatnonzero(frame.first_batch == 0)
    return Barred(only={index: first for index, person in enumerate(frame.everybody) if person.id in named})


def may_stay(frame: Frame) -> Bools:
    """False for a named person, shape (M,)."""
    named = frozenset(frame.problem.policy.first)
    return np.array([person.id not in named for person in frame.everybody], dtype=np.bool_)
