"""By which day what could betray a raiser is gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta

from grassrota.errors import Faults
from grassrota.opinions.case import Case
from grassrota.opinions.moves import moves

BACKUP_DAYS = 30
"""Backups of sealed contact details live no longer."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many days something is kept after the day from which it is counted, 0 or more.

    Attributes:
        contact: Sealed contact details, after all is done about every case of theirs: time for an answer or appeal.
        watch: The staff id of somebody on the watch, after the last day of a match.
        attachments: Encrypted attachments, after all is done.
        backup: A backup of any of these, after it was made; 30 at the most.
    """

    contact: int = 90
    watch: int = 0
    attachments: int = 365
    backup: int = BACKUP_DAYS

    def __post_init__(self) -> None:
        faults = Faults()
        for field in fields(self):
            days = getattr(self, field.name)
            faults.unless(days >= 0, field.name, "0 days or more", days)
        faults.unless(self.backup <= BACKUP_DAYS, "backup", f"{BACKUP_DAYS} days at the most", self.backup)
        faults.raise_if_any()


DEFAULT = Keeping()


@dataclass(frozen=True, slots=True)
class Purge:
    """When something goes, and when the last backup that could hold it is gone too."""

    on: date
    gone_by: date


def contact_purge(case: Case, as_of: date, keeping: Keeping = DEFAULT, asked_on: date | None = None) -> Purge | None:
    """When contact details behind a case go; None as long as there is something to do about it.

    Args:
        case: The case.
        as_of: The day, after which nothing is known.
        keeping: How long.
        asked_on: When the raiser asked through the receipt that they be deleted: then they go on that day.
    """
    if asked_on is not None:
        return _purge(asked_on, 0, keeping)
    done = done_on(case, as_of)
    return None if done is None else _purge(done, keeping.contact, keeping)


def attachment_purge(case: Case, as_of: date, keeping: Keeping = DEFAULT) -> Purge | None:
    """When attachments of a case go; None as long as there is something to do about it."""
    done = done_on(case, as_of)
    return None if done is None else _purge(done, keeping.attachments, keeping)


def watch_purge(match_days: Iterable[date], keeping: Keeping = DEFAULT) -> Purge:
    """When the staff id of somebody on the watch goes: after the last of the days fixed for a match."""
    return _purge(max(match_days), keeping.watch, keeping)


def done_on(case: Case, as_of: date) -> date | None:
    """The day from which there was nothing left to do about a case, as known on a day; None if there is."""
    if any(state.stands for state in case.opinion_states(as_of).values()):
        return None
    return max((move.on for move in moves(case) if move.on <= as_of), default=None)


def _purge(begins: date, days: int, keeping: Keeping) -> Purge:
    on = begins + timedelta(days=days)
    return Purge(on, on + timedelta(days=keeping.backup))
