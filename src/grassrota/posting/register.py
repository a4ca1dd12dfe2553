"""A register of existing postings: who was posted from where, with what grade and role, to what kind of site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grassrota.errors import Faults
from grassrota.forms import Role
from grassrota.org import Level, Sector, UnitTree


@dataclass(frozen=True, slots=True)
class Registered:
    """One existing posting.

    Attributes:
        person: Id of the person, once in a register.
        unit: Id of the home unit.
        grade: A word of the grade scale.
        role: What the person does.
        sector: What people do at the site.
    """

    person: str
    unit: str
    grade: str
    role: Role
    sector: Sector

    def __post_init__(self) -> None:
        faults = Faults()
        for column in ("person", "unit", "grade"):
            faults.unless(bool(getattr(self, column)), column, "something", "nothing")
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class RegisterCounts:
    """A register counted in four ways; each way adds up to ``people``.

    Attributes:
        people: Postings in all.
        by_level: By level of the home unit.
        by_grade: By grade, as written in the register.
        by_role: By role.
        by_sector: By sector.
    """

    people: int
    by_level: Mapping[Level, int]
    by_grade: Mapping[str, int]
    by_role: Mapping[Role, int]
    by_sector: Mapping[Sector, int]


def count_register(entries: Iterable[Registered], tree: UnitTree) -> RegisterCounts:
    """Counts a register whose units are all in the tree."""
    everyone = tuple(entries)
    return RegisterCounts(
        len(everyone),
        Counter(tree[entry.unit].level for entry in everyone),
        Counter(entry.grade for entry in everyone),
        Counter(entry.role for entry in everyone),
        Counter(entry.sector for entry in everyone),
    )
