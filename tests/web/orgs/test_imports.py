"""Lists from spreadsheets: compared first, taken whole or in their good rows, once, and undone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from unicodedata import name as character

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from grassrota.errors import BadInput, Refused
from grassrota.files.preview import Apply
from grassrota.staff import ExemptionReason
from grassrota_web.access.actor import Actor, Application
from grassrota_web.access.models import Grant, Sealed
from grassrota_web.access.rights import Role
from grassrota_web.intake.models import Opinion
from grassrota_web.jobs.models import Job, JobState
from grassrota_web.jobs.tasks import TASKS, Running
from grassrota_web.jobs.worker import work_once
from grassrota_web.journal.models import Entry
from grassrota_web.journal.queries import verify
from grassrota_web.orgs.actions.exemptions import exempt
from grassrota_web.orgs.actions.imports import (
    KEPT_FOR,
    bring_in,
    decide_import,
    decide_undo,
    drop_import,
    forget_files,
    keep_preview,
    take_import,
)
from grassrota_web.orgs.actions.people import pair
from grassrota_web.orgs.incoming import file_of, sift
from grassrota_web.orgs.models import Couple, Exemption, ImportBatch, ImportState, Opening, Person, Unit
from grassrota_web.orgs.ready import ready_to_take
from tests.web.conftest import SignedIn, World

PEOPLE = "id,name,unit,grade\n"


def brought(actor: Actor, kind: str, text: str | bytes, world: World | None = None, file: str = "x.csv") -> ImportBatch:
    """A list brought in and looked through."""
    rotation = world.rotations["north"] if world and kind == "openings" else None
    content = text.encode() if isinstance(text, str) else text
    batch = bring_in(actor, kind, file, content, rotation)
    return keep_preview(actor, batch, sift(actor, batch))


def taken(actor: Actor, batch: ImportBatch, choice: Apply = Apply.ALL_OR_NOTHING) -> ImportBatch:
    """The same list, decided on and taken by the worker."""
    decide_import(actor, batch, choice)
    assert work_once()
    batch.refresh_from_db()
    return batch


def undone(actor: Actor, batch: ImportBatch) -> ImportBatch:
    """The same list, undone by the worker."""
    decide_undo(actor, batch)
    assert work_once()
    batch.refresh_from_db()
    return batch


def workbook(rows: Iterable[Iterable[object]]) -> bytes:
    """An XLSX file with these rows; a text that begins with = is a formula."""
    stream = BytesIO()
    book = Workbook(stream)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, list(row))
    book.close()
    return stream.getvalue()


@pytest.fixture
def organiser(world: World) -> Actor:
    """The organiser of the north."""
    return world.actor(Role.ORGANISER, world.units["north"])


def told(batch: ImportBatch) -> list[tuple[int, str, str]]:
    """Row, column and expectation of each fault."""
    return [(row, column, expected) for column, expected, _got, _fix, row in batch.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_chinese_list_comes_in_whatever_its_encoding(organiser: Actor, encoding: str) -> None:
    """Chinese headers and names in four encodings: one new, one changed, one as it was."""
    lines = (
        "编号,姓名,单位,职务级别",
        "n8,王小明,north-office,clerk",
        "n1,李秀英,north-office,director",
        "n2,Person n2,north-office,section_chief",
    )
    batch = brought(organiser, "people", "\r\n".join(lines).encode(encoding))
    assert [batch.preview[name] for name in ("new", "changed", "unchanged", "faulty", "missing")] == [1, 1, 1, 0, 1]
    assert batch.preview["sample"] == [{"row": 3, "key": "n1", "changes": [["name", "Person n1", "李秀英"]]}]
    assert taken(organiser, batch).state == ImportState.APPLIED
    assert Person.objects.get(code="n8").name == "王小明"
    assert character(Person.objects.get(code="n1").name[0]).startswith("CJK")


def test_a_column_that_is_not_there_changes_nothing(world: World, organiser: Actor) -> None:
    """The list has no skills; those that are stored stay."""
    Person.objects.filter(code="n1").update(skills=["wells"])
    taken(organiser, brought(organiser, "people", PEOPLE + "n1,New name,north-office,director\n"))
    row = Person.objects.get(code="n1")
    assert (row.name, row.skills) == ("New name", ["wells"])


def test_all_faults_are_told_at_once(organiser: Actor) -> None:
    """A unit nowhere, one of the other province, an unknown grade, a code taken there, a repeated row: each by row."""
    rows = (
        "a1,A,nowhere,clerk",
        "a2,B,south-office,clerk",
        "a3,C,north-office,minister",
        "s1,D,north-office,clerk",
        "a5,E,north-office,clerk",
        "a5,F,north-office,clerk",
        "a7,G,north-office,clerk",
    )
    batch = brought(organiser, "people", PEOPLE + "\n".join(rows))
    assert told(batch) == [
        (2, "unit", "the id of a unit within your reach"),
        (3, "unit", "the id of a unit within your reach"),
        (4, "grade", "a grade of scale 1957"),
        (5, "id", "an id that you can use here"),
        (6, "id", "one row for each"),
        (7, "id", "one row for each"),
    ]
    assert (batch.preview["new"], batch.preview["faulty"]) == (1, 6)
    with pytest.raises(Refused, match="faulty"):
        decide_import(organiser, batch, Apply.ALL_OR_NOTHING)
    taken(organiser, batch, Apply.GOOD_ROWS)
    assert Person.objects.filter(code__startswith="a").values_list("code", flat=True).get() == "a7"
    assert Person.objects.get(code="s1").name == "Person s1"


def test_who_has_left_or_is_elsewhere_is_told_alike(world: World, organiser: Actor) -> None:
    """The words for a code of the other province are those for one of somebody who left."""
    world.people["n2"].left_on = date(1957, 1, 1)
    world.people["n2"].save()
    batch = brought(organiser, "people", PEOPLE + "n2,X,north-office,clerk\ns2,X,north-office,clerk\n")
    first, second = ([*fault[:2], fault[3]] for fault in batch.faults)
    assert first == second


def test_a_formula_is_refused_by_its_cell_and_a_huge_cell_survived(organiser: Actor) -> None:
    """A formula and a name of 20,000 characters are faults of their rows; the third row is good."""
    rows = [
        ["id", "name", "unit", "grade"],
        ["b1", "=1+1", "north-office", "clerk"],
        ["b2", "x" * 20_000, "north-office", "clerk"],
        ["b3", "王五", "north-office", "clerk"],
    ]
    batch = brought(organiser, "people", workbook(rows), file="list.xlsx")
    assert (2, "name", "a value, not a formula") in told(batch)
    assert 3 in [row for row, _column, _expected in told(batch)]
    assert batch.preview["new"] == 1


def test_what_the_store_has_no_room_for_is_a_fault(organiser: Actor) -> None:
    """More postings finished than a small number holds, and a code of 100 characters."""
    text = "id,name,unit,grade,turns_served\nb1,A,north-office,clerk,40000\n" + "b" * 100 + ",A,north-office,clerk,0\n"
    assert told(brought(organiser, "people", text)) == [
        (2, "turns_served", "at most 32767"),
        (3, "id", "a cell of at most 80 characters"),
    ]


def test_what_is_no_list_is_a_fault_and_no_error(organiser: Actor) -> None:
    """Bytes of no encoding, an empty file, a wrong header and no workbook: each is told, nothing can be taken."""
    for content, file in (
        (b"\xff\xfe\x00\x00", "x.csv"),
        (b"", "x.csv"),
        (b"colour,size\nred,1\n", "x.csv"),
        (b"no workbook", "x.xlsx"),
    ):
        batch = brought(organiser, "people", content, file=file)
        assert batch.preview["faulty"] >= 1
        assert not batch.preview["new"]


def test_the_list_returns_with_its_faults(world: World, signed_in: SignedIn) -> None:
    """The workbook that comes back has the same rows with a column of what is wrong, and can be sent again."""
    client = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    page = sent(client, "people", PEOPLE + "c1,好,north-office,clerk\nc2,坏,nowhere,clerk\n")
    text = client.get(page).content.decode()
    assert "the id of a unit within your reach" in text
    answer = client.get(f"{page}faults.xlsx")
    rows = book_rows(answer)
    assert [row[1] for row in rows] == ["id", "c1", "c2"]
    assert "within your reach" in str(rows[2][0])
    assert not rows[1][0]
    again = sent(client, "people", b"".join(answer.streaming_content) or workbook(rows), "again.xlsx")  # type: ignore[attr-defined]
    assert ImportBatch.objects.get(pk=again.split("/")[-2]).preview["new"] == 1


def test_a_template_has_the_columns_of_its_list(world: World, signed_in: SignedIn) -> None:
    """The empty workbook of each list can be taken; an unknown list has none."""
    client = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    rows = book_rows(client.get(reverse("orgs:import_template", args=["people"])))
    assert rows[0][:4] == ["id", "name", "unit", "grade"]
    assert client.get(reverse("orgs:import_template", args=["accounts"])).status_code == 404


def test_a_batch_is_one_row_of_the_journal(organiser: Actor) -> None:
    """Its counts and the hash of its rows, whatever their number; and the journal verifies."""
    rows = "".join(f"d{number},Name,north-office,clerk\n" for number in range(300))
    batch = taken(organiser, brought(organiser, "people", PEOPLE + rows))
    entry = Entry.objects.get()
    assert (entry.verb, entry.after) == (
        "orgs.take_import",
        {"list": "people", "new": 300, "changed": 0, "sha256": batch.rows_sha256},
    )
    assert entry.actor == organiser.account
    assert verify().holds


def test_the_file_goes_once_the_list_is_taken_dropped_or_a_day_old(organiser: Actor) -> None:
    """What was uploaded is in the store only as long as somebody may still decide."""
    first, second, third = (brought(organiser, "people", PEOPLE + "n1,X,north-office,director\n") for _ in range(3))
    taken(organiser, first)
    drop_import(organiser, second)
    ImportBatch.objects.filter(pk=third.pk).update(uploaded_at=timezone.now() - KEPT_FOR * 2)
    assert forget_files() == 1
    assert not ImportBatch.objects.exclude(content=None).exists()
    third.refresh_from_db()
    with pytest.raises(BadInput, match="kept for a day"), file_of(third):
        pass
    with pytest.raises(Refused, match="decided"):
        drop_import(organiser, first)


def test_units_come_in_with_those_above_them_in_any_order(world: World, organiser: Actor) -> None:
    """A site stands before its district; one below a faulty row is faulty too; a stored unit is renamed and moved."""
    text = (
        "id,name,level,kind,parent,headed_by\n"
        "site-1,Site,site,organ,bureau,n2\n"
        "bureau,Bureau,district,organ,north-office,\n"
        "lost,Lost,site,organ,nowhere,\n"
        "below,Below,site,organ,lost,\n"
        "high,High,province,organ,north-office,\n"
        "top,Top,centre,organ,,\n"
        "north-township,Renamed,township,place,north-office,s1\n"
    )
    batch = brought(organiser, "units", text)
    assert [row for row, _column, _expected in told(batch)] == [4, 5, 6, 7, 8]
    taken(organiser, batch, Apply.GOOD_ROWS)
    site, office = Unit.objects.get(code="site-1"), world.units["north-office"]
    assert site.path == f"{office.path}{Unit.objects.get(code='bureau').pk}/{site.pk}/"
    assert [head.code for head in site.headed_by.all()] == ["n2"]
    batch = brought(
        organiser, "units", "id,name,level,kind,parent\nnorth-township,Renamed,township,place,north-office\n"
    )
    taken(organiser, batch)
    moved = Unit.objects.get(code="north-township")
    assert (moved.name, moved.path) == ("Renamed", f"{office.path}{moved.pk}/")
    undone(organiser, batch)
    moved.refresh_from_db()
    assert (moved.name, moved.path) == ("North Township", world.units["north-township"].path)


def test_openings_belong_to_a_rotation_and_its_hosts(world: World, organiser: Actor) -> None:
    """A place that is no host and a grade of no scale are faults; a changed opening asks its host again."""
    head = "id,place,sector,role,low,high,grades\n"
    rows = (
        "o1,north-township,rural,field_work,1,2,\n"
        "o2,north-office,rural,field_work,1,2,\n"
        "o3,north-township,rural,field_work,1,2,minister\n"
    )
    with pytest.raises(BadInput, match="rotation"):
        bring_in(organiser, "openings", "x.csv", b"")
    batch = brought(organiser, "openings", head + rows, world)
    assert [(row, column) for row, column, _expected in told(batch)] == [(3, "place"), (4, "grades")]
    taken(organiser, batch, Apply.GOOD_ROWS)
    Opening.objects.update(answer="consented")
    taken(organiser, brought(organiser, "openings", f"{head}o1,north-township,rural,field_work,1,9,\n", world))
    row = Opening.objects.get()
    assert (row.code, row.high, row.answer) == ("o1", 9, "asked")


def test_exemptions_come_in_by_class_and_never_with_detail(world: World, organiser: Actor) -> None:
    """A class is taken; who is not available, a reference to detail, and people of the south are faults."""
    text = "person,kind,reason,sealed_ref\nn1,exempt,age,\nn2,not_available,,\nn3,exempt,health,x7\ns1,exempt,age,\n"
    batch = brought(organiser, "absences", text)
    assert [(row, column) for row, column, _expected in told(batch)] == [(3, "kind"), (4, "sealed_ref"), (5, "person")]
    assert "x7" not in str(batch.faults)
    taken(organiser, batch, Apply.GOOD_ROWS)
    row = Exemption.objects.get()
    assert (row.person.code, row.reason, row.detail) == ("n1", "age", None)
    detail = brought(organiser, "absences", "person,kind,reason,diagnosis\nn2,exempt,health,heart\n")
    assert "sealed" in str(detail.faults)
    assert "heart" not in str(detail.faults)


def test_a_couple_comes_in_once(world: World, organiser: Actor) -> None:
    """The same two the other way round are a fault, in one file and against what is stored."""
    batch = brought(organiser, "couples", "first,second\nn1,n2\nn2,n1\nn1,s1\n")
    assert [row for row, _column, _expected in told(batch)] == [3, 4]
    taken(organiser, batch, Apply.GOOD_ROWS)
    assert told(brought(organiser, "couples", "first,second\nn2,n1\n")) == [(2, "second", "each couple once")]
    assert Couple.objects.count() == 1


def test_undo_puts_back_what_was_there(world: World, organiser: Actor) -> None:
    """What was new is gone, what was changed is as before, a second row of the journal says so, and it is done once."""
    before = list(Person.objects.order_by("pk").values())
    batch = taken(organiser, brought(organiser, "people", PEOPLE + "n1,X,north,director\ne1,New,north-office,clerk\n"))
    assert Person.objects.get(code="n1").unit == world.units["north"]
    assert undone(organiser, batch).state == ImportState.UNDONE
    assert list(Person.objects.order_by("pk").values()) == before
    entry = Entry.objects.order_by("-number")[0]
    assert (entry.verb, entry.after) == (
        "orgs.undo_import",
        {"list": "people", "removed": 1, "put_back": 1, "sha256": batch.rows_sha256},
    )
    with pytest.raises(Refused, match="Only a list"):
        decide_undo(organiser, batch)


def test_undo_is_refused_for_rows_changed_since_and_names_them(world: World, organiser: Actor) -> None:
    """Somebody renamed one of two people: nothing is undone, and the job says who it was."""
    batch = taken(
        organiser, brought(organiser, "people", PEOPLE + "f1,A,north-office,clerk\nf2,B,north-office,clerk\n")
    )
    Person.objects.filter(code="f2").update(name="Renamed")
    undone(organiser, batch)
    batch.refresh_from_db()
    assert batch.job is not None
    assert batch.job.state == JobState.FAILED
    assert "f2" in batch.job.result["error"]
    assert "f1" not in batch.job.result["error"]
    assert Person.objects.filter(code__startswith="f").count() == 2
    Person.objects.filter(code="f2").update(name="B")
    assert undone(organiser, batch).state == ImportState.UNDONE


@pytest.mark.parametrize("used", ["exempt", "pair", "opinion"])
def test_undo_is_refused_for_rows_in_use(world: World, organiser: Actor, used: str) -> None:
    """Somebody new was exempted or paired since, a new unit named by an opinion: none goes, and nothing is undone."""
    lists = {"opinion": ("units", "id,name,level,kind,parent\ng1,Mill,site,organ,north-office\n")}
    kind, text = lists.get(used, ("people", PEOPLE + "g1,A,north-office,clerk\n"))
    batch = taken(organiser, brought(organiser, kind, text))
    row = (Unit if kind == "units" else Person).objects.get(code="g1")
    if used == "exempt":
        exempt(Application(), row.pk, ExemptionReason.AGE, date(1957, 12, 1))
    elif used == "pair":
        pair(Application(), "n1", "g1")
    else:
        Opinion.objects.create(day=date(1957, 12, 1), words="The well is dry.", place_words="here", place_id=row.pk)
    undone(organiser, batch)
    assert batch.job is not None
    assert "in use" in Job.objects.get(pk=batch.job.pk).result["error"]
    row.refresh_from_db()


def test_a_list_is_taken_once_however_often_its_worker_dies(organiser: Actor) -> None:
    """A worker that ends in the middle of writing leaves nothing; the next takes it all, and a third nothing more."""
    batch = brought(organiser, "people", PEOPLE + "h1,A,north-office,clerk\nh2,B,north-office,clerk\n")
    decide_import(organiser, batch, Apply.ALL_OR_NOTHING)
    job = Job.objects.get()
    Job.objects.update(state=JobState.RUNNING, attempt=1, leased_until=timezone.now())

    class Killed(BaseException):
        """Stands for kill -9, which leaves a transaction without its end."""

    class Dying(Running):
        """A worker that dies as its last statement is sent."""

        def ending(self, **result: object):  # type: ignore[no-untyped-def]
            from contextlib import contextmanager

            @contextmanager
            def until_the_end():  # type: ignore[no-untyped-def]
                with super(Dying, self).ending(**result) as told:
                    yield told
                    raise Killed

            return until_the_end()

    job.refresh_from_db()
    with pytest.raises(Killed):
        TASKS["orgs.take_import"](Dying(job))
    assert not Person.objects.filter(code__startswith="h").exists()
    assert not Entry.objects.exists()
    assert work_once()
    assert Person.objects.filter(code__startswith="h").count() == 2
    assert not work_once()
    assert Entry.objects.count() == 1


def test_what_changed_between_reading_and_writing_stops_it(organiser: Actor) -> None:
    """Somebody alters a row of the list before or after it is made ready, or stores a code of it: nothing is taken."""
    batch = brought(organiser, "people", PEOPLE + "n1,X,north-office,director\ni1,New,north-office,clerk\n")
    decide_import(organiser, batch, Apply.ALL_OR_NOTHING)
    found = sift(organiser, batch)
    Person.objects.filter(code="n1").update(name="Other")
    with pytest.raises(Refused, match="n1"), ready_to_take(batch, found):
        pass
    Person.objects.filter(code="n1").update(name="Person n1")
    with ready_to_take(batch, found) as ready:
        Person.objects.filter(code="n1").update(last_returned=date(1957, 1, 1))
        with pytest.raises(Refused, match="n1"):
            take_import(organiser, batch, ready)
        Person.objects.filter(code="n1").update(last_returned=None)
        office = Unit.objects.get(code="north-office")
        Person.objects.create(code="i1", name="Quicker", unit=office, grade="clerk")
        with pytest.raises(Refused, match="meanwhile"):
            take_import(organiser, batch, ready)
    assert Person.objects.get(code="n1").name == "Person n1"


def test_who_lost_the_right_meanwhile_takes_nothing(world: World, organiser: Actor) -> None:
    """The role ended between the decision and the worker: the job fails and says so."""
    batch = brought(organiser, "people", PEOPLE + "j1,A,north-office,clerk\n")
    decide_import(organiser, batch, Apply.ALL_OR_NOTHING)
    Grant.objects.update(until=date(1999, 1, 1))
    assert work_once()
    assert Job.objects.get().state == JobState.FAILED
    assert not Person.objects.filter(code="j1").exists()


def test_whoever_moves_by_a_list_takes_along_what_is_sealed(world: World, organiser: Actor) -> None:
    """As with the verb: the sealed detail belongs to the new unit."""
    exempt(Application(), world.people["n1"].pk, ExemptionReason.AGE, date(1957, 12, 1), detail="67")
    taken(organiser, brought(organiser, "people", PEOPLE + "n1,Person n1,north-township,director\n"))
    assert Sealed.objects.get().path == world.units["north-township"].path


def test_a_large_list_is_looked_through_by_the_worker(world: World, signed_in: SignedIn) -> None:
    """Over the limit the page waits for a job, and the part of it that is asked for again says when it has ended."""
    client = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    rows = "".join(f"k{number:05},Somebody of a long name,north-office,clerk\n" for number in range(5000))
    page = sent(client, "people", PEOPLE + rows)
    assert client.get(f"{page}?part=state").status_code == 200
    assert work_once()
    answer = client.get(f"{page}?part=state")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (286, page)
    assert "<dd>5000</dd>" in client.get(page).content.decode()
    client.post(f"{page}decide/", {"choice": "all_or_nothing"})
    assert work_once()
    assert Person.objects.filter(code__startswith="k").count() == 5000
    assert "Undo this list?" in client.get(page).content.decode()
    client.post(f"{page}undo/")
    assert work_once()
    assert not Person.objects.filter(code__startswith="k").exists()


def test_lists_of_others_are_not_there(world: World, signed_in: SignedIn) -> None:
    """The organiser of the south sees neither the list of the north nor any of its ways."""
    client = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    page = sent(client, "people", PEOPLE + "m1,A,north-office,clerk\n")
    south = signed_in(world.account(Role.ORGANISER, world.units["south"]))
    for way in ("", "?part=state", "faults.xlsx"):
        assert south.get(page + way).status_code == 404
    for way in ("decide/", "drop/", "undo/"):
        assert south.post(page + way, {"choice": "good_rows"}).status_code == 404
    assert page not in south.get(reverse("orgs:imports")).content.decode()
    officer = signed_in(world.account(Role.UNIT_OFFICER, world.units["north"]))
    assert officer.get(reverse("orgs:imports")).status_code == 403


@pytest.mark.parametrize("file", ["list.pdf", "list"])
def test_only_spreadsheets_are_taken(world: World, signed_in: SignedIn, file: str) -> None:
    """Another kind of file is refused at its field, and nothing is kept."""
    client = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    upload = SimpleUploadedFile(file, b"id\n")
    answer = client.post(reverse("orgs:import_list", args=["people"]), {"file": upload})
    assert answer.status_code == 422
    assert not ImportBatch.objects.exists()


def sent(client: Client, kind: str, content: str | bytes, file: str = "list.csv") -> str:
    """A list sent by the page; the address of its own."""
    upload = SimpleUploadedFile(file, content.encode() if isinstance(content, str) else content)
    answer = client.post(reverse("orgs:import_list", args=[kind]), {"file": upload})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def book_rows(answer: object) -> list[list[object]]:
    """The first sheet of the workbook that a page answers with."""
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    return [list(row) for row in sheet.to_python()]
