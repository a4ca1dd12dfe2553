"""The table of pins: what the organiser has settled before the plan is made."""

from __future__ import annotations

from pathlib import Path

from grassrota.files.columns import Column, Rows, scan_named
from grassrota.files.parse import identifier, whole, yes_or_no
from grassrota.rota.pin import Pin

PINS = (
    Column("person", identifier),
    Column("opening", identifier, required=False),
    Column("batch", whole(1, 10_000), required=False, default=None),
    Column("stays", yes_or_no, required=False, default=False),
)


def scan_pins(folder: Path) -> Rows[Pin]:
    """The pins, with the faults of their rows."""
    return scan_named(folder, "pins", PINS, Pin, optional=True)
