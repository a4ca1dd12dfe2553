"""People as somebody sees them: all of them, or those that filters leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from grassrota_web.access.actor import Actor
from grassrota_web.access.scope import visible
from grassrota_web.orgs.models import Exemption, Person, Unit
from grassrota_web.orgs.queries.holding import holding


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What a list of people is narrowed to.

    Attributes:
        unit: The unit in which, or below which, they are; None for all.
        grade: Code of the grade; empty for all.
        exempt: True for those who are exempt, False for the others; None for both.
        surplus: True for surplus staff, False for the others; None for both.
        words: The whole code, or else a part of the name; empty for all.
    """

    unit: Unit | None = None
    grade: str = ""
    exempt: bool | None = None
    surplus: bool | None = None
    words: str = ""


EVERYBODY = PeopleFilter()


def people(actor: Actor, only: PeopleFilter = EVERYBODY) -> QuerySet[Person]:
    """The people of the staff whom the actor may see, as far as the filter leaves them."""
    rows = visible(actor, Person.objects.filter(left_on=None)).select_related("unit")
    if only.unit:
        rows = rows.filter(unit__path__startswith=only.unit.path)
    if only.grade:
        rows = rows.filter(grade=only.grade)
    if only.surplus is not None:
        rows = rows.filter(surplus=only.surplus)
    if only.exempt is not None:
        exempt = Q(pk__in=in_force(timezone.localdate()).values("person"))
        rows = rows.filter(exempt if only.exempt else ~exempt)
    words = only.words.strip()
    if not words:
        return rows
    # one or the other: names are looked through in an index that does not hold the codes
    coded = rows.filter(code=words)
    if coded.exists():
        return coded
    return rows.filter(holding("name", words))


def in_force(day: date) -> QuerySet[Exemption]:
    """The exemptions that hold on a day."""
    return Exemption.objects.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


def named(actor: Actor, words: str, limit: int = 20) -> list[Person]:
    """People found by a part of their name or by their code."""
    if not words.strip():
        return []
    return list(people(actor, PeopleFilter(words=words)).order_by("name", "pk")[:limit])
