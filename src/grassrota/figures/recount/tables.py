"""What a snapshot holds: rows that count and nothing that leads to anybody, a table each kind of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir

VERSION = 1
"""Goes up when a column comes, goes or means something else."""

KEY = COUNT = "int64"
WORD, DAY, FLAG = "string", "date", "boolean"

TABLES: Mapping[str, Mapping[str, str]] = {
    "units": {"unit": WORD, "level": WORD},
    "above": {"unit": WORD, "above": WORD},
    "staff": {"person": KEY, "home": WORD, "grade": WORD, "turns": COUNT, "left_on": DAY},
    "field_days": {"person": KEY, "day": DAY},
    "postings": {
        "person": KEY,
        "opening": KEY,
        "home": WORD,
        "place": WORD,
        "rotation": WORD,
        "form": WORD,
        "grade": WORD,
        "sector": WORD,
        "first_day": DAY,
        "last_day": DAY,
        "listed_on": DAY,
        "departed_on": DAY,
        "arrived_on": DAY,
        "returned_on": DAY,
        "released_on": DAY,
    },
    "openings": {"opening": KEY, "place": WORD, "room": COUNT, "agreed_on": DAY, "withdrawn_on": DAY},
    "plans": {"plan": KEY, "rotation": WORD, "number": COUNT, "made_on": DAY},
    "plan_lines": {"plan": KEY, "home": WORD, "grade": WORD, "sector": WORD},
    "opinions": {"opinion": KEY, "case": KEY, "opened_on": DAY, "owner": WORD, "topic": WORD, "merged": FLAG},
    "facts": {"case": KEY, "number": COUNT, "day": DAY, "kind": WORD, "reason": WORD, "unit": WORD},
    "answers": {"opinion": KEY, "number": COUNT, "day": DAY, "said": WORD},
}
"""The columns of each table with their types, as Ibis calls them. What each means stands in docs/reference/files.md."""

Tables = Mapping[str, "ir.Table"]
Engine = Callable[["ir.Table"], Iterable[Mapping[str, Any]]]
"""Runs an expression over tables of these names and gives its rows."""


def tables() -> Tables:
    """The tables to write expressions over, by name; whoever runs these has tables of the same names."""
    import ibis

    return {name: ibis.table(dict(columns), name=name) for name, columns in TABLES.items()}
