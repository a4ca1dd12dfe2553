"""The tables of what is wanted: openings at hosts, and the preferences of people."""

from __future__ import annotations

from pathlib import Path

from grassrota.files.columns import Column, Rows, scan_named
from grassrota.files.parse import a_set, identifier, one_of, text, whole
from grassrota.files.roster import BATCH_NUMBERS
from grassrota.forms import Role
from grassrota.org import Sector
from grassrota.posting.opening import Opening
from grassrota.rota.problem import Preference

OPENINGS = (
    Column("id", identifier),
    Column("place", identifier),
    Column("sector", one_of(Sector)),
    Column("role", one_of(Role)),
    Column("low", whole(0)),
    Column("high", whole(1)),
    Column("batches", BATCH_NUMBERS, required=False, default=frozenset()),
    Column("length", whole(1), required=False, default=1),
    Column("needs", a_set(text), required=False, default=frozenset()),
    Column("prefers", a_set(text), required=False, default=frozenset()),
    Column("hardship", whole(0, 3), required=False, default=0),
    Column("grades", a_set(text), required=False, default=frozenset()),
)

PREFERENCES = (Column("person", identifier), Column("place", identifier), Column("rank", whole(1)))


def scan_openings(folder: Path) -> Rows[Opening]:
    """The openings, with the faults of their rows."""
    return scan_named(folder, "openings", OPENINGS, Opening)


def scan_preferences(folder: Path) -> Rows[Preference]:
    """The preferences, with the faults of their rows."""
    return scan_named(folder, "preferences", PREFERENCES, Preference, optional=True)
