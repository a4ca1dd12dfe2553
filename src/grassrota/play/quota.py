"""Who will miss the yearly number of field days, seen before the year ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from grassrota.posting.field import FieldDay, QuotaStatus, falling_short, quota_status
from grassrota.posting.steps import Posting
from grassrota.turns import ONE_DAY, Turn


def shortfalls(
    postings: Sequence[Posting], field_days: Sequence[FieldDay], year: int, quota: int, days: Iterable[date]
) -> tuple[QuotaStatus, ...]:
    """Those who will miss the quota as seen on each of the days, the greatest shortfall first."""
    return tuple(
        short
        for day in days
        for short in falling_short(
            quota_status(posting.person, year, quota, day, [_turn(posting)], field_days) for posting in postings
        )
    )


def _turn(posting: Posting) -> Turn:
    """The days away: as they were once somebody is back, else as they are planned."""
    first = posting.departed_on or posting.turn.first
    last = posting.turn.last if posting.returned_on is None else posting.returned_on - ONE_DAY
    return Turn(first, max(first, last))
