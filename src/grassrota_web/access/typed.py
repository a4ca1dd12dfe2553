"""Whole numbers as somebody typed them into an address or a form."""

from __future__ import annotations

LONGEST = 18
"""So many digits at most: what is longer is the key of no row, and some stores do not hold it."""


def typed(text: str) -> int | None:
    """The number, 0 or more; None for anything else, such as the digits that stand for a power."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None
