"""Queries put into words once give the rows that they would give if they were put into words each time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db.models import QuerySet

from grassrota_web.journal.prepared import MOST, prepared
from grassrota_web.journal.rows import insert
from grassrota_web.opinions.models import Case, Fact, FactKind
from tests.web.conftest import World

DAY = date(2026, 11, 2)


@prepared
def facts(cases: Collection[UUID], day: date, kind: str) -> QuerySet[Fact]:
    return Fact.objects.filter(case__in=cases, on__gte=day, kind=kind).select_related("unit").order_by("case")


@prepared
def days(case: UUID) -> QuerySet[Case, tuple[UUID, date, bool]]:
    return Case.objects.filter(pk=case).values_list("pk", "opened_on", "merged")


def test_rows_are_those_of_the_query(world: World) -> None:
    """One key, three, more than are prepared for, and none: each time the facts of just these, of the day and kind."""
    unit, keys = world.units["north-township"], sorted(uuid4() for _ in range(MOST + 1))
    insert(Case, ("id", "opened_on"), [(key, DAY) for key in keys])
    said = [(key, number, DAY, FactKind.SENT, unit.pk if number == 1 else None) for key in keys for number in (1, 2)]
    insert(Fact, ("case_id", "number", "on", "kind", "unit_id"), said)
    for some in (keys[:1], keys[1:2], keys[:3], {*keys[4:8]}, keys, []):
        found = facts(some, DAY, "sent")
        assert [row.case_id for row in found] == [key for key in sorted(some) for _ in (1, 2)]
        assert {row.number: row.unit and row.unit.code for row in found} == ({1: unit.code, 2: None} if some else {})
    assert facts(keys[:2], date(2026, 11, 3), "sent") == facts(keys[:2], DAY, "claimed") == []
    found[0:] = facts(keys[:1], DAY, "sent")
    assert (found[0].pieces, found[0].on, found[0].kind) == ([], DAY, FactKind.SENT), "as objects have them"
    assert days(keys[5]) == [(keys[5], DAY, False)]


@dataclass(frozen=True)
class Asker:
    merged: bool


@prepared
def of(asker: Asker, day: date) -> QuerySet[Case, tuple[UUID]]:
    return Case.objects.filter(opened_on=day, merged=asker.merged).values_list("pk")


def test_what_a_query_looks_at_has_words_of_its_own(world: World) -> None:
    """Asked by one, by another, and by an equal of the first: nobody is given what the other may see."""
    keys = [uuid4(), uuid4()]
    insert(Case, ("id", "opened_on", "merged"), [(keys[0], DAY, False), (keys[1], DAY, True)])
    for merged in (False, True, False, True):
        assert of(Asker(merged), DAY) == [(keys[merged],)]
    assert of(Asker(True), date(2026, 11, 3)) == []
