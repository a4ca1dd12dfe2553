"""A group goes together or not at all: to one opening, in one batch, where all of it finds a seat.

That nobody of it chooses otherwise needs no row: ``Frame`` has one choice for all of them, and everything that a choice
costs, and counts in rows, is added up over the group. What is left to say is where a group is too large.
"""

from __future__ import annotations

from grassrota.rota.frame import Frame
from grassrota.rota.rows import Barred

RULE = "together"


def barred(frame: Frame) -> Barred:
    """Openings with fewer seats than a group takes."""
    return Barred(unfit=frame.cramped)
