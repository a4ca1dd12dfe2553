"""Leaders go first: the people named by the policy start in the first batch."""

from __future__ import annotations

import numpy as np

from grassrota.rota.frame import Bools, Frame

RULE = "leaders_first"


def allowed(frame: Frame) -> Bools:
    """False where a named person would start later, shape (P, S)."""
    named = np.array([person.id in frame.problem.policy.first for person in frame.people], dtype=np.bool_)
    return np.asarray(~named[:, None] | (frame.first_batch == 0)[None, :])


def may_stay(frame: Frame) -> Bools:
    """False for a named person, shape (P,)."""
    return np.array([person.id not in frame.problem.policy.first for person in frame.people], dtype=np.bool_)
