"""What clerks write down for others: with consent, and without a trace of the clerk."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from grassrota.errors import Refused
from grassrota.files.tables import ERRORS
from grassrota.opinions.receipts.receipt import draw_receipt
from grassrota_web.access.rights import Role
from grassrota_web.intake.actions.filing import Confided, take_opinion
from grassrota_web.intake.entries import Filing
from grassrota_web.intake.found import find
from grassrota_web.intake.models import Opinion, Tray
from grassrota_web.journal.models import Entry
from tests.web.conftest import SignedIn, World
from tests.web.intake.test_pages import code_of, waits

NextDay = Callable[[], date]
TOLD = {"words": "The road is broken.", "place": "North Township", "read_as": "original", "channel": "phone"}


def test_a_clerk_files_for_somebody_and_is_kept_nowhere(world: World, signed_in: SignedIn, next_day: NextDay) -> None:
    """By proxy, with the channel; neither the clerk's account nor a journal row tells of it."""
    account = world.account(Role.CLERK, world.units["north"])
    client = signed_in(account)
    refused = client.post("/intake/take/", TOLD)
    assert (refused.status_code, waits()) == (422, [])
    assert "consent" in refused.content.decode()
    answer = client.post("/intake/take/", {**TOLD, "consent": "on", "addressed": "North"})
    assert find(code_of(answer))
    assert not Entry.objects.exists()
    next_day()
    row = Opinion.objects.get()
    assert (row.channel, row.by_proxy, row.place) == ("phone", True, world.units["north-township"])
    assert row.addressed == world.units["north"]
    assert {entry.actor for entry in Entry.objects.all()} == {""}
    assert str(account.pk) not in str(list(Opinion.objects.values()))


def test_nobody_else_writes_down_for_others(world: World, signed_in: SignedIn) -> None:
    """An administrator and an inspector are refused the page; the verb refuses what is not marked as by proxy."""
    for role in (Role.ADMINISTRATOR, Role.INSPECTOR, Role.STAFF_MEMBER):
        assert signed_in(world.account(role, "/")).get("/intake/take/").status_code == 403
    clerk = world.actor(Role.CLERK, "/")
    with pytest.raises(Refused, match="somebody else"):
        take_opinion(clerk, draw_receipt(), Filing("Words", "here"), Confided())


def listed(*rows: str) -> SimpleUploadedFile:
    """A list with these rows."""
    return SimpleUploadedFile("l.csv", "\n".join(("words,place,units,channel,consent", *rows)).encode())


def test_a_list_is_looked_through_first_and_filed_whole(world: World, signed_in: SignedIn, next_day: NextDay) -> None:
    """Looking keeps nothing; filing gives each row a receipt that is known the next day."""
    client = signed_in(world.account(Role.CLERK, "/"))
    rows = ("The well is dry,North Township,north-office,paper,yes", "路坏了,别处,,meeting,yes")
    looked = client.post("/intake/list/", {"file": listed(*rows), "step": "look"})
    assert "2 rows can be filed" in looked.content.decode()
    assert not Tray.objects.exists()
    filed = client.post("/intake/list/", {"file": listed(*rows), "step": "file"})
    lines = list(csv.reader(io.StringIO(filed.content.decode("utf-8-sig"))))
    assert [line[0] for line in lines] == ["Row", "2", "3"]
    next_day()
    found = find(lines[1][1])
    assert found
    assert found.row
    assert found.row.opinion.words == "The well is dry"
    assert [one.unit for one in found.row.opinion.concerned.all()] == [world.units["north-office"]]


def test_a_list_may_name_who_should_answer(world: World, signed_in: SignedIn) -> None:
    """By the id of a unit; one that is not there is a fault of its row and column, and nothing is filed."""
    client = signed_in(world.account(Role.CLERK, "/"))
    for organ, filed in (("nowhere", []), ("north-office", [world.units["north-office"].pk])):
        text = f"words,place,addressed,channel,consent\nThe well is dry,here,{organ},paper,yes"
        file = SimpleUploadedFile("l.csv", text.encode())
        answer = client.post("/intake/list/", {"file": file, "step": "file"})
        assert (b"nowhere" in answer.content) == (not filed)
        assert [entry.filing.addressed for entry in waits()] == filed


def test_every_fault_of_a_list_is_named_and_nothing_is_filed(world: World, signed_in: SignedIn) -> None:
    """No consent, no such unit, no such channel: by row; the words of an opinion are not repeated."""
    client = signed_in(world.account(Role.CLERK, "/"))
    wrong = listed("secret words,here,,paper,no", "b,here,nowhere,paper,yes", "c,here,,pigeon,yes", ",here,,paper,yes")
    page = client.post("/intake/list/", {"file": wrong, "step": "file"}).content.decode()
    for part in ("Row 2", "Row 3", "Row 4", "Row 5", "nowhere", "pigeon"):
        assert part.lower() in page.lower(), part
    assert "secret words" not in page
    assert waits() == []
    named = SimpleUploadedFile("l.csv", b"words,place,channel,consent,phone\na,b,paper,yes,138")
    assert "sealed elsewhere" in client.post("/intake/list/", {"file": named}).content.decode()
    for name, content in (("l.txt", b"x"), ("l.xlsx", b"no workbook")):
        answer = client.post("/intake/list/", {"file": SimpleUploadedFile(name, content), "step": "file"})
        assert b"receipts.csv" not in answer.content
    assert waits() == []


def _sheet(content: bytes) -> list[list[str]]:
    """The first sheet of a workbook."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in row] for row in rows]


def test_a_faulty_list_comes_back_with_what_is_wrong_beside_each_row(world: World, signed_in: SignedIn) -> None:
    """Put right in the workbook and sent again it is filed; a list without faults, or no list, is not returned."""
    client = signed_in(world.account(Role.CLERK, "/"))
    wrong = listed("The well is dry,here,nowhere,paper,yes", "b,here,,paper,yes", "c,here,,pigeon,no")
    answer = client.post("/intake/list/", {"file": wrong, "step": "return"})
    header, first, second, third = _sheet(answer.content)
    assert header == [ERRORS, "words", "place", "units", "channel", "consent"]
    assert first[1:] == ["The well is dry", "here", "nowhere", "paper", "yes"]
    assert "nowhere" in first[0]
    assert second[0] == ""
    assert ("pigeon" in third[0], "c" in third[0].split()) == (True, False)
    assert waits() == []
    text = f"{ERRORS},words,place,units,channel,consent\nno such unit,The well is dry,here,north-office,paper,yes"
    right = SimpleUploadedFile("l.csv", text.encode())
    for given in (right, SimpleUploadedFile("l.xlsx", b"no workbook")):
        answer = client.post("/intake/list/", {"file": given, "step": "return"})
        assert answer["Content-Type"].startswith("text/html")
    assert waits() == []
    right.seek(0)
    assert client.post("/intake/list/", {"file": right, "step": "file"})["Content-Type"].startswith("text/csv")
    assert len(waits()) == 1


@pytest.mark.parametrize(("language", "first"), [("en", "words"), ("zh-hans", "意见")])
def test_the_template_of_a_list_is_a_workbook_without_rows(
    world: World, signed_in: SignedIn, language: str, first: str
) -> None:
    """In the reader's language; sent back as it is, it files nothing."""
    client = signed_in(world.account(Role.CLERK, "/"))
    client.cookies["grassrota_language"] = language
    content = client.get("/intake/list/template.xlsx").content
    (header,) = _sheet(content)
    assert header[0] == first
    empty = client.post("/intake/list/", {"file": SimpleUploadedFile("l.xlsx", content), "step": "file"})
    assert empty["Content-Type"].startswith("text/html")
    assert waits() == []
