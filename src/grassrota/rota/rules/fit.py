"""Everyone has the skills and a grade that their opening asks for."""

from __future__ import annotations

from grassrota.rota.frame import Bools, Frame

RULE = "fit"


def allowed(frame: Frame) -> Bools:
    """True where the person fits the slot, shape (P, S)."""
    return frame.fits
