"""Who will miss the yearly number of field days, seen before the year ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from grassrota.posting.field import FieldDay, QuotaStatus, falling_short, quota_status
from grassrota.posting.steps import Posting, PostingState
from grassrota.turns import ONE_DAY, Turn


def shortfalls(
    postings: Sequence[Posting], field_days: Sequence[FieldDay], year: int, quota: int, days: Iterable[date]
) -> tuple[QuotaStatus, ...]:
    """Those who will miss the quota as known on each of the days, for each day the greatest shortfall first."""
    return tuple(short for day in days for short in _on(day, postings, field_days, year, quota))


def _on(
    day: date, postings: Sequence[Posting], field_days: Sequence[FieldDay], year: int, quota: int
) -> tuple[QuotaStatus, ...]:
    single: dict[str, list[FieldDay]] = defaultdict(list)
    for entry in field_days:
        if entry.day <= day:
            single[entry.person].append(entry)
    return falling_short(
        quota_status(posting.person, year, quota, day, _turns(posting, day), single[posting.person])
        for posting in postings
    )


def _turns(posting: Posting, as_of: date) -> tuple[Turn, ...]:
    """The days away as known on a day: those that were, and those of the planned turn that may still come."""
    away = posting.actual_turn(as_of)
    ended = posting.state_on(as_of) in (PostingState.RELEASED, PostingState.RETURNED, PostingState.CLOSED)
    first = max(posting.turn.first, as_of + ONE_DAY)
    to_come = None if ended or first > posting.turn.last else Turn(first, posting.turn.last)
    return tuple(turn for turn in (away, to_come) if turn is not None)
