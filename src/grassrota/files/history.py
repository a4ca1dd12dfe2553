"""``history.csv``: what was known moment by moment while a plan was sought."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from pathlib import Path

from grassrota.files.tables import write_table
from grassrota.rota.moment import Moment

HEADER = ("seconds", "stage", "bound", "objective", "gap", "violations")


def write_history(path: Path, history: Sequence[Moment]) -> None:
    """Writes one line a moment; what was not known then is an empty cell, as is a gap that is not finite."""
    write_table(path, HEADER, (_cells(moment) for moment in history))


def _cells(moment: Moment) -> tuple[object, ...]:
    gap = moment.gap if moment.gap is not None and isfinite(moment.gap) else None
    return moment.seconds, moment.stage, moment.bound, moment.objective, gap, moment.violations
