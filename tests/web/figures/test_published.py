"""Published totals: nobody learns a small number from what is issued and shown, and what is changed is found out."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import pytest
from django.utils import timezone

from grassrota.errors import Refused
from grassrota.figures.counting import Cell
from grassrota.figures.definitions import DEFINITIONS
from grassrota.figures.issue.issued import Issued, read_document
from grassrota.org import Level, UnitKind, UnitTree
from grassrota_web.access.actor import Application
from grassrota_web.access.rights import Role
from grassrota_web.figures.actions.bulletins import issue_bulletin, keep_template
from grassrota_web.figures.actions.publishing import publish_day, publish_due
from grassrota_web.figures.actions.reading import write_reading
from grassrota_web.figures.models import Bulletin, LedgerEntry, Publication, PublishedTotal
from grassrota_web.figures.published import FIGURES
from grassrota_web.figures.queries.republished import republish
from grassrota_web.orgs.actions.units import move_unit
from grassrota_web.orgs.convert import unit_tree
from grassrota_web.orgs.models import Unit
from tests.core.figures.release.attacker import Published
from tests.core.figures.release.several import Cases, happened, learned, totals_of
from tests.web.conftest import World

DAYS = 3
FIRST = timezone.localdate() - timedelta(days=4)
PLACES = (
    *FIGURES,
    *(f"{code} of {DEFINITIONS[code].of}" for code in FIGURES[1:]),
    "confirmed of reported_fixed",
    *(f"change {code} since last" for code in FIGURES),
    *(f"complete {code}" for code in FIGURES),
    "rank confirmed of reported_fixed",
    "open",
    "otherwise_closed",
    "raised by topic",
)
TEMPLATE = "# {unit}\n\n" + " ".join(f"{{{place}}}" for place in PLACES) + "\n\n{picture}"


def read(world: World, seed: int) -> tuple[UnitTree, Cases]:
    """Some days of cases that are raised, go on and are re-routed, read and published day by day."""
    world.unit("north-village", Level.TOWNSHIP, UnitKind.PLACE, world.units["north-office"])
    tree = unit_tree(Unit.objects.order_by("pk"))
    cases = happened(seed, tree, DAYS)
    for number in range(DAYS):
        counted = {
            Cell(figure, unit, part): total
            for figure, units in totals_of(tree, cases[:, :, number]).items()
            for unit, total in units.items()
            for part in ("", "topic:water")
            if total
        }
        write_reading(Application(), FIRST + timedelta(number), counted)
        publish_due()
    return tree, cases


def numbers(bulletins: list[Issued]) -> dict[str, Published]:
    """What all of them state, by figure: unit, number of the day, and total."""
    found: dict[str, set[tuple[str, int, int]]] = defaultdict(set)
    for one in bulletins:
        for number in one.numbers:
            assert not number.part
            found[number.figure].add((one.unit, (number.day - FIRST).days, number.count))
    return {figure: tuple(sorted(rows)) for figure, rows in found.items()}


def test_who_collects_every_bulletin_learns_no_small_number(world: World) -> None:
    """Of each unit a bulletin as of each day, asking for everything: no count and no change of 1 to 4 is derivable.

    Of the exact counts that bulletins could have stated, many are.
    """
    tree, cases = read(world, seed=5)
    for top in ("north", "south"):
        keep_template(Application(), world.units[top], TEMPLATE, TEMPLATE)
    silent = set()
    for number in range(DAYS):
        for unit in Unit.objects.order_by("pk"):
            try:
                issue_bulletin(Application(), unit, FIRST + timedelta(number))
            except Refused as refused:
                silent.add(refused.code)
    assert silent <= {"nothing_to_say"}
    issued = [read_document(row.content) for row in Bulletin.objects.all()]
    stated = numbers(issued)
    assert learned(tree, cases, stated) == []
    assert sum(map(len, stated.values())) > 30
    assert {refusal.code for one in issued for refusal in one.refused} >= {"not_stated", "not_published", "no_baseline"}
    exact = LedgerEntry.objects.filter(part="", figure__in=FIGURES)
    rows: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for figure, code, day, total in exact.values_list("figure", "unit__code", "day", "total"):
        if total >= 5:
            rows[figure].append((code, (day - FIRST).days, total))
    assert learned(tree, cases, {figure: tuple(each) for figure, each in rows.items()})


def test_what_was_published_is_published_again_or_found_out(world: World) -> None:
    """Each day follows from the readings; a total that is changed, added or taken away is named."""
    read(world, seed=6)
    assert republish().publications == DAYS
    assert republish().holds
    last = PublishedTotal.objects.latest("day", "pk")
    PublishedTotal.objects.filter(pk=last.pk).update(total=last.total + 5)
    found = republish()
    assert found.wrong_hash == (last.day,)
    assert {(day, one.figure, one.unit) for day, one in found.differ} == {(last.day, last.figure, last.unit.code)}
    PublishedTotal.objects.filter(pk=last.pk).delete()
    assert [(one.figure, one.unit, one.total) for _day, one in republish().differ] == [
        (last.figure, last.unit.code, last.total)
    ]
    last.save(force_insert=True)
    Publication.objects.filter(day=FIRST).update(digest="0" * 64)
    assert republish().wrong_hash == (FIRST,)
    PublishedTotal.objects.filter(day=FIRST).delete()
    Publication.objects.filter(day=FIRST).delete()
    assert FIRST in republish().wrong_hash


def test_a_day_is_published_once_and_when_it_is_over(world: World) -> None:
    """Not before it is closed, not again, and not by whoever keeps no records."""
    read(world, seed=7)
    assert publish_due() == []
    today = timezone.localdate()
    write_reading(Application(), today, {})
    for day, code in ((today, "not_closed"), (FIRST, "published")):
        with pytest.raises(Refused) as refused:
            publish_day(Application(), day)
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        publish_day(world.actor(Role.ORGANISER, "north"), today - timedelta(days=1))
    assert refused.value.code == "not_permitted"


def test_days_that_were_missed_are_published_in_their_order(world: World) -> None:
    """Where nothing was published the last closed day is; from then on every closed day."""
    for number in range(3):
        write_reading(Application(), FIRST + timedelta(number), {Cell("raised", "north", ""): 9 + 6 * number})
    assert [one.day for one in publish_due()] == [FIRST + timedelta(2)]
    Publication.objects.update(day=FIRST)
    PublishedTotal.objects.update(day=FIRST, total=9, left=9)
    write_reading(Application(), FIRST + timedelta(3), {})
    days = [FIRST + timedelta(number) for number in range(1, 4)]
    assert [one.day for one in publish_due()] == days
    assert list(PublishedTotal.objects.order_by("day").values_list("day", "total")) == [
        (FIRST, 9),
        (days[0], 15),
        (days[1], 21),
        (days[2], 0),
    ]


def test_a_unit_that_is_moved_keeps_what_it_shows(world: World) -> None:
    """By hand: the office goes from the north to the south; the day's work goes on, and earlier days still verify."""

    def counted(north: int, office: int, south: int) -> dict[Cell, int]:
        found = {"north": north, "north-office": office, "south": south}
        return {Cell("raised", unit, ""): count for unit, count in found.items() if count}

    days: list[date] = [FIRST + timedelta(number) for number in range(2)]
    write_reading(Application(), days[0], counted(30, 12, 9))
    publish_due()
    move_unit(Application(), world.units["north-office"].pk, "south")
    write_reading(Application(), days[1], counted(18, 12, 21))
    publish_due()
    shown = PublishedTotal.objects.order_by("day").values_list("unit__code", "day", "total")
    assert set(shown) == {
        ("north", days[0], 30),
        ("north-office", days[0], 12),
        ("south", days[0], 9),
        ("north", days[1], 18),
        ("south", days[1], 21),
    }
    found = republish()
    assert (found.holds, found.not_again) == (True, (days[0],))
