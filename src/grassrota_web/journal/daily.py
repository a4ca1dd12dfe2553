"""Random ids of what belongs to one day: they begin with the day, so that the rows of a day lie together in an index.

A random id falls on any page of an index. Once the index is larger than memory, or than what the store writes between
two checkpoints, a day's work then writes all of it anew. These fall on the pages at its end. The day is all they tell:
the rest is drawn by chance, and within the day no id says which came first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from secrets import token_bytes
from uuid import UUID

WIDTH = 16
"""Bytes of an id."""
DAY_FROM = 104
"""Bit from which the day stands, to the highest: 24 bits."""
RANDOM = (1 << DAY_FROM) - 1 & ~(0xF << 76) & ~(0b11 << 62)
"""The bits that are drawn: 98."""
KIND = 8 << 76 | 0b10 << 62
"""Version and variant of RFC 9562, section 5.8: an id whose bits an application gives its own meaning."""


def daily_ids(day: date, count: int) -> Iterator[UUID]:
    """Ids of a day that nobody can foretell, in no order.

    Args:
        day: Begins each of them, as its ordinal.
        count: How many, 0 or more.
    """
    fixed, drawn = day.toordinal() << DAY_FROM | KIND, token_bytes(WIDTH * count)
    for start in range(0, len(drawn), WIDTH):
        yield UUID(int=int.from_bytes(drawn[start : start + WIDTH]) & RANDOM | fixed)
