"""The table of groups: who goes together or not at all."""

from __future__ import annotations

from pathlib import Path

from grassrota.files.columns import Column, Rows, scan_named
from grassrota.files.parse import identifier, several, whole
from grassrota.staff import Group

GROUPS = (
    Column("id", identifier),
    Column("members", several(identifier)),
    Column("headcount", whole(1, 10_000), required=False, default=None),
)


def scan_groups(folder: Path) -> Rows[Group]:
    """The groups, with the faults of their rows."""
    return scan_named(folder, "groups", GROUPS, _group, optional=True)


def _group(members: tuple[str, ...], headcount: int | None, **named: str) -> Group:
    return Group(**named, members=members, headcount=len(members) if headcount is None else headcount)
