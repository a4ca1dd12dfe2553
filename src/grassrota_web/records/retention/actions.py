"""Purging, a few rows at a time."""

from __future__ import annotations

from datetime import date

from grassrota_web.access.actor import Actor
from grassrota_web.access.retention import RULES
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb

STEP = 500
"""Rows purged in one transaction, so that nobody waits long."""


def purge_some(actor: Actor, kind: str, today: date) -> int:
    """Purges some rows by one rule, if any are due, and says how many."""
    return _purge(actor, kind, today) if RULES[kind].due_on(today).exists() else 0


@verb("records.purge_some", Right.KEEP_RECORDS)
def _purge(act: Act, kind: str, today: date) -> int:
    """Purges what one retention rule says has had its time."""
    act.anywhere()
    rule = RULES[kind]
    due = rule.due_on(today)
    some = due.model._default_manager.filter(pk__in=list(due.values_list("pk", flat=True)[:STEP]))
    count = rule.purge(some)
    act.note("retention", kind, after={"purged": count, "kept_days": rule.keeps})
    return count
