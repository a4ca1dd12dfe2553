"""Where the policy says that everyone goes, there is no third state beside going and being exempt or unavailable."""

from __future__ import annotations

import numpy as np

from grassrota.rota.frame import Bools, Frame

RULE = "everyone"


def may_stay(frame: Frame) -> Bools:
    """False for all people if everyone goes, shape (M,)."""
    return np.full(len(frame.everybody), not frame.problem.policy.everyone, dtype=np.bool_)
