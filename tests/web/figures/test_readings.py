"""The ledger of figures: counted by value and by the store alike, read once, and never read again."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grassrota.errors import Refused
from grassrota.figures.counting import Cell, with_units_above
from grassrota.figures.ledger import digest
from grassrota.opinions.entries import ClosingReason, ReopenedBy
from grassrota_web.access.actor import Application
from grassrota_web.access.rights import Right
from grassrota_web.fieldwork.models import FieldEntry
from grassrota_web.figures import engines, snapshot
from grassrota_web.figures.actions.reading import catch_up, read_day
from grassrota_web.figures.grouped import counted_by_store
from grassrota_web.figures.models import LedgerEntry, Reading, UnitTotals
from grassrota_web.figures.queries.verified import changes_of, counted_by_value, verify
from grassrota_web.figures.totals import as_of
from grassrota_web.intake import models as intake
from grassrota_web.intake.models import Said
from grassrota_web.journal.models import Entry
from grassrota_web.opinions import convert as cases
from grassrota_web.opinions.actions.merging import merge
from grassrota_web.opinions.models import Case, Fact, FactKind, Raised, Topic, Withdrawal
from grassrota_web.opinions.standing import calendar, repeat
from grassrota_web.orgs.convert import unit_tree
from grassrota_web.orgs.models import HostAnswer, Opening, Unit
from grassrota_web.postings.models import Posting
from tests.extras import needs
from tests.web.conftest import World
from tests.web.opinions.conftest import Office

TODAY = timezone.localdate()
DAYS = 12


def some_day(chance: Random, after: date | None = None) -> date | None:
    """A day of the last ones, or none; not before another."""
    first = after or TODAY - timedelta(days=DAYS)
    day = first + timedelta(days=chance.randrange(DAYS))
    return day if day <= TODAY and chance.random() < 0.8 else None


def people_go(world: World, chance: Random) -> None:
    """Openings, and a posting for everybody, somewhere on its way or taken off."""
    rooms = [
        Opening.objects.create(
            code=f"o{number}",
            rotation=world.rotations[side],
            place=world.units[f"{side}-{'township' if number else 'office'}"],
            sector=chance.choice(["rural", "plant"]),
            role="worker",
            low=chance.randrange(3),
            high=4,
            batches=[1, 2][: chance.randrange(3)],
            answer=chance.choice([HostAnswer.CONSENTED, HostAnswer.ASKED]),
            answered_on=some_day(chance),
            withdrawn_on=some_day(chance) if chance.random() < 0.2 else None,
        )
        for side in ("north", "south")
        for number in range(2)
    ]
    for person in world.people.values():
        listed = some_day(chance)
        departed = some_day(chance, listed) if listed else None
        arrived = some_day(chance, departed) if departed else None
        opening = chance.choice(rooms)
        Posting.objects.create(
            rotation=opening.rotation,
            person=person,
            home_unit=person.unit,
            opening=opening,
            batch=1,
            form=chance.choice(["half a year", "a month"]),
            role="worker",
            first_day=TODAY,
            last_day=TODAY,
            listed_on=listed,
            departed_on=departed,
            arrived_on=arrived,
            returned_on=some_day(chance, arrived) if arrived else None,
            released_on=some_day(chance) if not departed and chance.random() < 0.3 else None,
        )
        for number in range(chance.randrange(3)):
            known = {"key": f"{number:032}", "digest": f"{chance.getrandbits(256):064x}", "day": some_day(chance)}
            FieldEntry.objects.create(person=person, replaced=chance.random() < 0.2, **known)
        person.turns_served = chance.randrange(3)
        person.left_on = some_day(chance) if chance.random() < 0.2 else None
        person.save()


def case_goes_on(office: Office, chance: Random, topic: Topic) -> None:
    """An opinion with a record of random facts in order of days, which may end on any of them."""
    opened = TODAY - timedelta(days=chance.randrange(DAYS))
    case = office.addressed(day=opened, topic=chance.choice(["", topic.code]))
    day, number = opened, 1
    row = Case.objects.select_related("owner").get(pk=case.pk)
    for kind in _story(chance):
        day += timedelta(days=chance.randrange(1, 3))
        if day > TODAY:
            break
        number += 1
        if kind == "withdrawal":
            raised = Raised.objects.get(case=case)
            Withdrawal.objects.create(raised=raised, requested_on=day, settled_on=day, confirmed=True)
            continue
        if kind == "answer":
            count = intake.Answer.objects.filter(opinion__raised__case=case).count()
            said = chance.choice([intake.Said.FIXED, intake.Said.NOT_FIXED, intake.Said.PARTLY])
            opinion = Raised.objects.get(case=case).opinion
            intake.Answer.objects.create(opinion=opinion, number=count + 1, day=day, said=said)
            continue
        known = {"case": row, "number": number, "on": day, "kind": kind, "words": "so it is"}
        if kind == FactKind.INVESTIGATED:
            row.investigated_on = day
        if kind == FactKind.CLAIMED:
            reason = chance.choice([ClosingReason.FIXED, ClosingReason.CANNOT])
            known |= {"reason": reason.value, "day": day, "pieces": ["a photograph"]}
        if kind == FactKind.REOPENED:
            known |= {"reason": ReopenedBy.UNIT.value}
        Fact.objects.create(**known)
    repeat(row, cases.value(row), calendar())
    row.save()


def _story(chance: Random) -> list[str]:
    """Kinds of facts, and answers of the raiser, in an order in which they may come."""
    story: list[str] = [FactKind.ACKNOWLEDGED.value][: chance.randrange(2)]
    story += [FactKind.INVESTIGATED, FactKind.CLAIMED]
    story += chance.choices(["answer", "withdrawal", FactKind.ASKED, FactKind.REOPENED], k=chance.randrange(4))
    return story[: chance.randrange(len(story) + 1)]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_the_store_and_a_snapshot_of_it_count_what_the_definitions_say(
    office: Office, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """Random postings, openings and cases: as of any day, grouping rows and counting values give the same cells.

    So does DuckDB from a snapshot, which knows nothing of how a case stands but its facts.
    """
    needs("duckdb", "ibis", "pyarrow")
    from grassrota.figures.recount.recounted import recounted

    chance = Random(seed)
    Posting.objects.all().delete()
    Opening.objects.all().delete()
    people_go(office.world, chance)
    topic, _ = Topic.objects.get_or_create(code="water", name="Water")
    for _ in range(8):
        case_goes_on(office, chance, topic)
    merge(office.officer, [office.addressed().pk, office.addressed().pk])
    folder = tmp_path_factory.mktemp("snapshot")
    snapshot.take(folder, TODAY)
    for days in (DAYS // 2, 1, 0):
        day = TODAY - timedelta(days=days)
        tree = unit_tree(Unit.objects.all())
        counted = counted_by_value(day)
        assert with_units_above(counted_by_store(day), tree) == counted
        if days != 1:
            with engines.duckdb(folder) as engine:
                assert recounted(engine, day) == counted
    assert counted_by_store(TODAY)[Cell("raised", "north-office")] >= 10


def test_what_was_read_stays_and_what_became_known_later_is_a_change_of_its_day(office: Office) -> None:
    """By hand: two opinions two days ago, one of them owed to a day that was closed before it was known."""
    before = TODAY - timedelta(days=2)
    office.addressed(day=before)
    assert [one.day for one in catch_up(TODAY, since=before)] == [before, before + timedelta(days=1), TODAY]
    office.addressed(day=before)
    with pytest.raises(Refused) as refused:
        read_day(Application(), before)
    assert refused.value.code == "day_closed"
    read_day(Application(), TODAY)
    top = LedgerEntry.objects.filter(figure="raised", unit=office.world.units["north"], part="")
    assert list(top.order_by("day").values_list("day", "amount", "total")) == [(before, 1, 1), (TODAY, 1, 2)]
    assert not LedgerEntry.objects.filter(figure="raised", unit=office.world.units["south"]).exists()


def test_today_is_read_again_until_it_is_over_and_no_day_to_come_is(office: Office) -> None:
    """A reading of today is unfinished: the next one takes its place, and rows of it are not kept twice."""
    office.addressed()
    catch_up(TODAY)
    office.addressed()
    catch_up(TODAY)
    assert [(one.day, one.closed) for one in Reading.objects.all()] == [
        (TODAY - timedelta(days=1), True),
        (TODAY, False),
    ]
    rows = LedgerEntry.objects.filter(figure="raised", unit=office.world.units["north-office"], part="")
    assert rows.latest("day").total == 2
    with pytest.raises(Refused) as refused:
        read_day(Application(), TODAY + timedelta(days=1))
    assert refused.value.code == "not_yet"


def test_the_journal_binds_each_reading(office: Office) -> None:
    """The hash that the journal notes is that of the rows; a row that is changed has another."""
    office.addressed()
    reading = read_day(Application(), TODAY)
    noted = Entry.objects.filter(verb="figures.read_day").latest("number")
    assert noted.after == {"changes": reading.changes, "digest": reading.digest}
    assert digest(TODAY, changes_of(TODAY)) == reading.digest
    assert verify().holds
    office.addressed()
    assert [(one.cell, one.amount) for one in verify().differ if one.cell.figure == "raised"] == [
        (Cell("raised", "north"), 1),
        (Cell("raised", "north-office"), 1),
    ]
    LedgerEntry.objects.filter(figure="raised", unit__code="north").update(total=7)
    found = verify()
    assert (found.wrong_hash, found.wrong_total) == ((TODAY,), ((Cell("raised", "north"), TODAY),))


def test_what_waits_is_counted_by_its_age_and_grows_older_by_itself(office: Office) -> None:
    """By hand: opinions of 0, 29, 30, 89, 90 and 400 days wait; a day later two of them are of the next class."""
    for days in (0, 29, 30, 89, 90, 400):
        office.addressed(day=TODAY - timedelta(days=days))
    refuted = office.fixed(office.addressed(day=TODAY - timedelta(days=45)))
    office.says(refuted, Said.NOT_FIXED)

    def by_age(figure: str, day: date) -> dict[str, int]:
        counted = counted_by_store(day)
        assert with_units_above(counted, unit_tree(Unit.objects.all())) == counted_by_value(day)
        return {part: count for (code, unit, part), count in counted.items() if code == figure and "age:" in part}

    assert by_age("open", TODAY) == {"age:0": 2, "age:30": 2, "age:90": 1, "age:365": 1}
    assert by_age("open", TODAY + timedelta(days=1)) == {"age:0": 1, "age:30": 2, "age:90": 2, "age:365": 1}
    assert by_age("refuted", TODAY) == {"age:30": 1}


def test_what_all_figures_came_to_is_kept_beside_the_ledger_and_mended_by_the_next_reading(office: Office) -> None:
    """As of each day the wholes kept by right are those of the ledger; one that was changed is right from then on."""
    before = TODAY - timedelta(days=2)
    office.addressed(day=before)
    catch_up(TODAY, since=before)
    office.addressed()
    read_day(Application(), TODAY)
    keys = list(Unit.objects.values_list("pk", flat=True))
    for days in range(4):
        day = TODAY - timedelta(days=days)
        rows = LedgerEntry.objects.filter(part="", day__lte=day).order_by()
        summed = rows.values_list("unit", "figure").annotate(total=Sum("amount"))
        kept = [
            (unit, one)
            for unit, found in as_of(keys, day).items()
            for totals in found.values()
            for one in totals.items()
        ]
        assert sorted((unit, *one) for unit, one in kept) == sorted((*cell, total) for *cell, total in summed if total)
    UnitTotals.objects.filter(unit__code="north-office", asks="read_cases").update(totals={"raised": 7})
    read_day(Application(), TODAY)
    found = as_of(keys, TODAY)[office.world.units["north-office"].pk][Right.READ_CASES]
    assert found["raised"] == 2


def test_a_row_beside_the_ledger_that_was_changed_is_named(office: Office) -> None:
    """By hand: a total that was raised, one of nothing, a row that is gone, and rows that no reading wrote.

    Each is named on the day from which on pages would show it, and again as soon as it changes.
    """
    first, second = TODAY - timedelta(days=2), TODAY - timedelta(days=1)
    office.addressed(day=first)
    catch_up(TODAY, since=first)
    assert verify().holds
    at = UnitTotals.objects.filter(unit__code="north-office", asks="read_cases")
    kept = at.get().totals
    assert kept["raised"] == 1
    at.update(totals=kept | {"raised": 7, "confirmed": 0})
    wrong = ("north-office", "read_cases", kept | {"raised": 7, "confirmed": 0}, kept)
    assert verify().astray == ((first, *wrong),)
    assert not verify().holds
    read_day(Application(), TODAY)
    assert at.count() == 2, "the next reading writes the row once more"
    assert verify().astray == ((first, *wrong),), "pages as of the days before it still show what was changed"
    at.get(day=first).delete()
    assert verify().astray == ((first, "north-office", "read_cases", {}, kept),)
    UnitTotals.objects.create(unit=office.world.units["north-office"], asks="read_cases", day=first, totals=kept)
    assert verify().holds
    south = office.world.units["south"]
    UnitTotals.objects.create(unit=south, asks="read_cases", day=second, totals={"raised": 1})
    early = first - timedelta(days=9)
    UnitTotals.objects.create(unit=south, asks="nothing", day=early, totals={})
    assert verify().astray == (
        (early, "south", "nothing", {}, {}),
        (second, "south", "read_cases", {"raised": 1}, {}),
    )


def test_rows_of_no_reading_and_readings_of_no_rows_are_named(office: Office) -> None:
    """A day that nobody read has no rows in the ledger, and a day that was closed stays: the journal knows of it."""
    before = TODAY - timedelta(days=3)
    office.addressed(day=before)
    catch_up(TODAY, since=before)
    unread = before - timedelta(days=1)
    row = LedgerEntry.objects.filter(figure="raised", unit__code="north").get()
    row.pk = None
    row.day = unread
    row.save(force_insert=True)
    assert verify().wrong_hash == (unread,)
    row.delete()
    LedgerEntry.objects.filter(day=before).delete()
    Reading.objects.filter(day__in=(before, TODAY)).delete()
    assert verify().wrong_hash == (before,)
