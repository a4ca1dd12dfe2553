"""The share of exempt people in each unit: told, not ranked, and hidden where few could be guessed at."""

from __future__ import annotations

from datetime import date

import pytest

from grassrota.org import Level, UnitKind
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Role
from grassrota_web.orgs.models import Exemption, Person, Unit
from grassrota_web.orgs.queries.shares import exemption_shares
from tests.web.conftest import World

DAY = date(1958, 1, 1)


@pytest.fixture
def offices(world: World) -> Unit:
    """A prefecture of offices with 20 people each, of whom so many are exempt."""
    top = world.unit("prefecture", Level.PREFECTURE, UnitKind.ORGAN)
    for name, exempt in (("d", 9), ("c", 2), ("b", 6), ("a", 12)):
        office = world.unit(name, Level.COUNTY, UnitKind.ORGAN, top)
        people = Person.objects.bulk_create(
            Person(code=f"{name}{number}", name="N", unit=office, grade="clerk") for number in range(20)
        )
        Exemption.objects.bulk_create(
            Exemption(person=person, reason="age", since=date(1957, 1, 1)) for person in people[:exempt]
        )
    return top


def seen(actor: Actor, unit: Unit) -> list[tuple[str, int | None]]:
    """Code and exempt people of each row as this reader sees them."""
    return [(row.unit.code, row.exempt) for row in exemption_shares(actor, unit, DAY)]


def test_a_reader_sees_no_small_count_and_cannot_work_it_out(world: World, offices: Unit) -> None:
    """R001-07: 2 is hidden, and 6 with it, or else 29 - 12 - 6 - 9 would give it away; the order is that of names."""
    assert seen(world.actor(Role.READER, offices), offices) == [
        ("a", 12),
        ("b", None),
        ("c", None),
        ("d", 9),
        ("prefecture", 29),
    ]


def test_who_may_see_the_people_sees_the_counts(world: World, offices: Unit) -> None:
    """R001-07: the officer of the prefecture sees all of it, as 2 of 20."""
    officer = world.actor(Role.UNIT_OFFICER, offices)
    assert seen(officer, offices) == [("a", 12), ("b", 6), ("c", 2), ("d", 9), ("prefecture", 29)]
    part = exemption_shares(officer, offices, DAY)[2].part
    assert part is not None
    assert (part.count, part.of) == (2, 20)


def test_only_exemptions_of_the_day_and_people_of_the_staff_count(world: World, offices: Unit) -> None:
    """An exemption that has ended, one that is to come and somebody who has left are in no share."""
    Exemption.objects.filter(person__code="a0").update(until=DAY)
    Exemption.objects.filter(person__code="a1").update(since=date(1959, 1, 1))
    Person.objects.filter(code="a2").update(left_on=DAY)
    row = exemption_shares(world.actor(Role.UNIT_OFFICER, offices), offices, DAY)[0]
    assert (row.exempt, row.staff) == (9, 19)


def test_when_nothing_else_can_hide_a_count_the_sum_is_hidden(world: World, offices: Unit) -> None:
    """One office alone has few exempt, and the others none: their sum would be that count."""
    Exemption.objects.exclude(person__unit__code="c").delete()
    rows = seen(world.actor(Role.READER, offices), offices)
    assert dict(rows)["c"] is None
    assert dict(rows)["prefecture"] is None


def test_nothing_of_nobody_is_unknown(world: World) -> None:
    """A unit without staff has no share, rather than a share of 0 %."""
    rows = exemption_shares(world.actor(Role.UNIT_OFFICER, world.units["north"]), world.units["north"], DAY)
    part = next(row.part for row in rows if row.unit.code == "north-township")
    assert part is not None
    assert part.share is None
