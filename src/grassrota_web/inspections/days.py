"""The days of a round: its lists are frozen before chance speaks, and its draw does not wait for ever after.

A round that was planned and not drawn would otherwise stay open for as long as it takes until its lists look good.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from grassrota.inspection import drand
from grassrota_web.inspections.models import Round

MOST_DAYS_TO_DRAW = 14
"""So many days after chance has spoken a round can still be drawn."""


def known_time(source: str) -> datetime | None:
    """When a source of chance speaks, to the second; None if only people can say, as of dice.

    Raises:
        BadInput: As ``drand.round_of``.
    """
    number = drand.round_of(source)
    return drand.time_of(number) if number else None


def has_spoken(row: Round) -> bool:
    """Whether it is known that the chance of a round has spoken by now."""
    speaks = known_time(row.source)
    return speaks is not None and speaks <= timezone.now()


def last_to_draw(row: Round) -> date:
    """The last day on which a round can be drawn."""
    return row.chance_on + timedelta(days=MOST_DAYS_TO_DRAW)


def is_missed(row: Round) -> bool:
    """Whether a round was not drawn in its time, and so never will be."""
    if row.drawn_on is not None:
        return False
    today = timezone.localdate()
    if row.frozen_on is None:
        return row.chance_on < today or has_spoken(row)
    return last_to_draw(row) < today
