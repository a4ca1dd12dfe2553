"""Numbers as the command line says them."""

from __future__ import annotations

from math import isfinite


def counted(count: int, one: str, several: str = "") -> str:
    """So many of something: 1 unit, 2,000 units."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def gap_words(gap: float) -> str:
    """A gap as a percentage; unknown where there is no bound to measure it by."""
    return f"{gap:.2%}" if isfinite(gap) else "unknown"


def finite(number: float) -> float | None:
    """The number for JSON, which has no infinity."""
    return number if isfinite(number) else None
