"""From one reading to the next: what changed, and a hash that binds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from grassrota.canonical import canonical
from grassrota.figures.counting import Cell


class Change(NamedTuple):
    """A count that is another than before.

    Attributes:
        cell: The count.
        amount: By how much, never 0.
        total: What it is now, 0 or more.
    """

    cell: Cell
    amount: int
    total: int


def changes(before: Mapping[Cell, int], now: Mapping[Cell, int]) -> tuple[Change, ...]:
    """What changed between two readings, by figure, unit and part; a cell that is missing counts 0."""
    cells = sorted(cell for cell in before.keys() | now.keys() if before.get(cell, 0) != now.get(cell, 0))
    return tuple(Change(cell, now.get(cell, 0) - before.get(cell, 0), now.get(cell, 0)) for cell in cells)


def digest(day: date, made: Iterable[Change]) -> str:
    """What binds the changes of a day, in hexadecimal digits: one line each in their order, spelled canonically."""
    hashed = sha256(canonical({"day": day.isoformat(), "grassrota": "reading 1"}))
    for change in made:
        hashed.update(b"\n" + canonical([*change.cell, change.amount, change.total]))
    return hashed.hexdigest()
