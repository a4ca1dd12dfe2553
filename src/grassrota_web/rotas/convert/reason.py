"""Why somebody is moved after people withdrew, as a job keeps it."""

from __future__ import annotations

from typing import Any

from grassrota.rota.plan import Assignment
from grassrota.rota.replan.reasons import Reason


def kept(reason: Reason) -> dict[str, Any]:
    """Values that JSON holds."""
    own = reason.for_the_person()
    return {
        "person": reason.person,
        "was": _where(reason.was),
        "now": _where(reason.now),
        "rules": list(own.rules),
        "between": own.between,
        "broken": [one.words for one in reason.broken],
        "chain": list(reason.chain),
    }


def _where(entry: Assignment | None) -> tuple[str, int] | None:
    return None if entry is None else (entry.opening, entry.batch)
