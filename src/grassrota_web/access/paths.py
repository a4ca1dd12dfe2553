"""Paths of the unit tree, such as ``/3/17/``: a unit's path begins with the path of every unit above it."""

from __future__ import annotations

from collections.abc import Iterable

EVERYWHERE = "/"
"""Path above all units."""


def below(path: str, key: int) -> str:
    """Path of the unit with this key below another."""
    return f"{path}{key}/"


def reaches(paths: Iterable[str], path: str) -> bool:
    """True if one of the paths is that of the unit or of one above it."""
    return any(path.startswith(above) for above in paths)
