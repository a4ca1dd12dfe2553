"""A rotation that is under way is brought in whole, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.forms import Role as PostingRole
from grassrota.posting.concern import Concern, ConcernKind, ConcernOutcome
from grassrota.posting.field import FieldDay, FieldDayKind
from grassrota.posting.steps import BatchRecord, Posting
from grassrota.turns import Turn
from grassrota_web.access.actor import Application
from grassrota_web.fieldwork import convert
from grassrota_web.fieldwork.load import UnderWay, load_postings
from grassrota_web.fieldwork.models import FieldEntry
from grassrota_web.journal.models import Entry
from grassrota_web.postings import models as rows
from tests.web.fieldwork.conftest import FIRST, LAST, Field

DAY = date(1957, 12, 5)
RECORD = BatchRecord(1, DAY, DAY, DAY)


def away(person: str, arrived_on: date | None = None) -> Posting:
    """Somebody of the north who left on the first day."""
    home, turn = "north-office", Turn(FIRST, LAST)
    listed = Posting(person, home, "north-clinic", 1, "turn40", PostingRole.FIELD_WORK, turn, home, listed_on=DAY)
    return replace(listed, departed_on=FIRST, arrived_on=arrived_on)


@pytest.fixture
def empty(field: Field) -> Field:
    """The north without a posting yet."""
    rows.Posting.objects.all().delete()
    rows.BatchRecord.objects.all().delete()
    return field


def test_what_has_happened_comes_back_as_it_was_given(empty: Field) -> None:
    """Postings, a settled hardship and a field day are rows afterwards, with a row of the journal for each table."""
    postings = (away("n1", arrived_on=FIRST), away("n2"))
    raised = Concern("c1", "n1", ConcernKind.HARDSHIP, DAY, DAY, ConcernOutcome.RESOLVED)
    day = FieldDay("n1", FIRST, FieldDayKind.LABOUR, "Ridge")
    rotation = empty.world.rotations["north"]
    load_postings(Application(), rotation, UnderWay(postings, (RECORD,), (raised,), (), (day,)))
    kept = rows.Posting.objects.select_related("person", "home_unit", "opening").order_by("person__code")
    assert tuple(map(convert.posting, kept)) == postings
    assert [convert.field_day(row) for row in FieldEntry.objects.select_related("person")] == [day]
    assert rows.Concern.objects.get().outcome == "resolved"
    assert [entry.kind for entry in Entry.objects.order_by("number")] == [
        "batches",
        "postings",
        "concerns",
        "field days",
    ]


def test_what_the_rules_refuse_is_refused_with_every_row(empty: Field) -> None:
    """Two people left before the briefing: both are named, and nothing is kept."""
    late = replace(RECORD, briefing_on=FIRST + timedelta(days=1))
    with pytest.raises(BadInput) as refused:
        load_postings(Application(), empty.world.rotations["north"], UnderWay((away("n1"), away("n2")), (late,)))
    assert [fault.row for fault in refused.value.faults] == [1, 2]
    assert not rows.BatchRecord.objects.exists()


def test_an_open_hardship_refuses_the_departure(empty: Field) -> None:
    """Somebody left although a hardship was open: the import does what the page would do."""
    raised = Concern("c1", "n1", ConcernKind.HARDSHIP, DAY)
    with pytest.raises(BadInput, match="hardship"):
        load_postings(Application(), empty.world.rotations["north"], UnderWay((away("n1"),), (RECORD,), (raised,)))


@pytest.mark.parametrize(
    "wrong",
    [
        replace(away("s1"), home_unit="north-office"),
        replace(away("n1"), opening="south-clinic"),
        replace(away("n1"), home_unit="south-office", returns_to="south-office"),
    ],
)
def test_what_is_not_of_this_rotation_is_refused_and_nothing_stays(empty: Field, wrong: Posting) -> None:
    """A person, an opening or a unit of the south has no place in the north, and no table is left half brought in."""
    with pytest.raises(BadInput, match="of this rotation"):
        load_postings(Application(), empty.world.rotations["north"], UnderWay((wrong,), (RECORD,)))
    assert not rows.BatchRecord.objects.exists()
    assert not Entry.objects.exists()


def test_brought_in_twice_is_refused(field: Field) -> None:
    """Where there are postings already, none are added."""
    with pytest.raises(Refused, match="postings already"):
        load_postings(Application(), field.world.rotations["north"], UnderWay((away("n1"),), (RECORD,)))


def test_somebody_of_the_office_cannot_bring_in_a_rotation(empty: Field) -> None:
    """A posted person holds no right for it."""
    with pytest.raises(Refused, match="right"):
        load_postings(empty.person("n1"), empty.world.rotations["north"], UnderWay((away("n1"),), (RECORD,)))


def test_sixteen_leaders_are_brought_in(db: None) -> None:
    """The packaged rotation, played from its files, comes back from the store as it was played."""
    from grassrota.play.main import play
    from grassrota_web.orgs.load import Roster, load_roster

    folder = Path(str(files("grassrota"))) / "scenarios" / "001_leaders"
    carried = play(folder).carried
    assert carried is not None
    assert carried.files is not None
    problem = carried.problem
    roster = Roster(problem.tree, problem.people, problem.openings, problem.policy.scale)
    rotation = load_roster(Application(), roster, code="x", title="x", opened_on=date(1957, 11, 1), prefix="x-")
    files_of = carried.files
    found = UnderWay(
        carried.postings,
        files_of.records.values,
        files_of.concerns.values,
        files_of.reports.values,
        files_of.field_days.values,
    )
    load_postings(Application(), rotation, found, prefix="x-")
    kept = rows.Posting.objects.select_related("person", "home_unit", "opening")
    assert {convert.posting(row) for row in kept} == set(found.with_prefix("x-").postings)
