"""Small counts of people: they are not stated. What is stated of opinions is published by the rule of ``release``."""

from __future__ import annotations

from collections.abc import Mapping

LEAST = 5
"""Fewer than this, and more than none, are not stated."""


def is_small(count: int) -> bool:
    """Whether a count is not stated."""
    return 0 < count < LEAST


def folded(parts: Mapping[str, int], total: int) -> Mapping[str, int]:
    """The parts that are stated one by one; all others and what is in none of them is 0 or ``LEAST`` or more together.

    Args:
        parts: Counts that are disjoint.
        total: Of which they are parts.
    """
    large = {name: count for name, count in sorted(parts.items(), key=lambda one: (-one[1], one[0])) if count >= LEAST}
    while large and is_small(total - sum(large.values())):
        large.popitem()
    return large
