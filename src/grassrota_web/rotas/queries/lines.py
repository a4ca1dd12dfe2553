"""Lines of a plan as lists: who goes, and who is left out for what published reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from grassrota_web.orgs.models import Opening, Person
from grassrota_web.rotas.models import Assignment, LeftOut
from grassrota_web.rotas.words import REASONS


@dataclass(frozen=True, slots=True)
class Going:
    """One person who goes."""

    person: Person
    opening: Opening
    batch: int


@dataclass(frozen=True, slots=True)
class Staying:
    """One person who is left out, with the published reason in words."""

    person: Person
    reason: str


def going(rows: QuerySet[Assignment]) -> list[Going]:
    """Those who go, by batch and name; ``rows`` are those that may be seen."""
    found = rows.select_related("person__unit", "opening__place").order_by("batch", "person__name", "pk")
    return [Going(row.person, row.opening, row.batch) for row in found]


def staying(rows: QuerySet[LeftOut]) -> list[Staying]:
    """Those who are left out, by name."""
    found = rows.select_related("person__unit").order_by("person__name", "pk")
    return [Staying(row.person, str(REASONS[row.reason])) for row in found]
