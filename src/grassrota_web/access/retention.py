"""How long what is kept, and how it is purged: each room says it, and the page on retention shows and does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Rule:
    """How long one kind of thing is kept.

    Attributes:
        kind: Its name, with which the number of days can be set.
        words: What it is, for people.
        since: What the days are counted from, for people.
        days: For how many days it is kept if the installation does not say otherwise; 0 or more.
        due: The rows whose day is the given one or earlier.
        purge: Purges some of those rows and says how many it purged.
    """

    kind: str
    words: str | Promise
    since: str | Promise
    days: int
    due: Callable[[date], QuerySet[Any]]
    purge: Callable[[QuerySet[Any]], int]

    @property
    def keeps(self) -> int:
        """For how many days it is kept here."""
        return int(settings.KEEP_DAYS.get(self.kind, self.days))

    def due_on(self, today: date) -> QuerySet[Any]:
        """Rows that are to be purged today."""
        return self.due(today - timedelta(days=self.keeps + 1))


RULES: dict[str, Rule] = {}
"""Every rule by kind, as the rooms are loaded."""


def keep(rule: Rule) -> Rule:
    """Registers a rule; to be called in a room's ``retention`` module, which is loaded with the room."""
    RULES[rule.kind] = rule
    return rule


def delete(rows: QuerySet[Any]) -> int:
    """Purges rows by deleting them, and says how many there were."""
    return len([row.delete() for row in rows])
