"""Opinions that a test wrote by itself, as the day's work tells the rooms above of them."""

from __future__ import annotations

from operator import attrgetter

from grassrota_web.intake.convert import NewOpinion
from grassrota_web.intake.models import Opinion


def appended(*rows: Opinion) -> list[NewOpinion]:
    """The same opinions, in this order."""
    return [NewOpinion(*attrgetter(*NewOpinion._fields)(row)) for row in rows]
