"""Everyone has the skills and a grade that their opening asks for."""

from __future__ import annotations

from grassrota.rota.frame import Frame
from grassrota.rota.rows import Barred

RULE = "fit"


def barred(frame: Frame) -> Barred:
    """Openings that people do not fit."""
    return Barred(unfit=frame.needs)
