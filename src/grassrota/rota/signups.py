"""Expressions of interest: private, counted apart from assignments and departures, and for the whole round only."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from grassrota.posting.listing import signups_assignments_departures

LEAST_SHOWN = 5
"""Fewer people than this could be guessed at."""


def interest_shown(
    signed_up: Collection[str], assigned: Collection[str], departed: Collection[str], least: int = LEAST_SHOWN
) -> Mapping[str, int | None]:
    """The three counts as they may be shown; None hides 1 to ``least`` - 1.

    There is no such count by unit: whoever is asked why few of their people signed up will make them.
    """
    counts = signups_assignments_departures(signed_up, assigned, departed)
    return {name: None if 0 < count < least else count for name, count in counts.items()}
