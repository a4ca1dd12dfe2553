"""Figures as files and through the interface for programs: the same counts, and only what the reader may see."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pyarrow.parquet
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from grassrota.figures.definitions import DEFINITIONS
from grassrota_web.access.actor import Application
from grassrota_web.access.rights import Role
from grassrota_web.figures.actions.reading import read_day
from grassrota_web.figures.definitions_page import PAGE
from grassrota_web.figures.models import LedgerEntry
from grassrota_web.figures.names import COUNTED, FIGURES
from grassrota_web.figures.queries import taken_along
from grassrota_web.intake.models import Said
from grassrota_web.opinions.models import Chained, Topic
from tests.web.api.conftest import ProgramOf, program
from tests.web.conftest import SignedIn
from tests.web.opinions.conftest import Office

TODAY = timezone.localdate()

__all__ = ["program"]


@pytest.fixture
def read(office: Office) -> Office:
    """By hand: two opinions about water, one of them confirmed, and one of no topic."""
    topic = Topic.objects.create(code="water", name="Water")
    fixed = office.fixed(office.addressed("the well", topic=topic.code))
    office.says(fixed, Said.FIXED)
    office.addressed("the pump", topic=topic.code)
    office.addressed("the road")
    office.world.units["south-office"].name = "=Dykes"
    office.world.units["south-office"].save()
    read_day(Application(), TODAY)
    return office


def taken(client: Client, office: Office, suffix: str) -> bytes:
    answer = client.get(reverse("figures:take", args=[office.world.units["north"].pk, suffix]))
    assert answer.status_code == 200, suffix
    assert f'figures-north-{TODAY}.{suffix}"' in answer["Content-Disposition"]
    return b"".join(answer)


def test_every_file_says_the_same_and_nothing_of_the_other_side(read: Office, signed_in: SignedIn) -> None:
    """CSV, JSON, Parquet and the sheets of the workbook have the counts that were made by hand, of the north alone."""
    client = signed_in(read.world.account(Role.ORGANISER, read.world.units["north"]))
    rows: list[Any] = list(csv.DictReader(io.StringIO(taken(client, read, "csv").decode("utf-8-sig"))))
    said = json.loads(taken(client, read, "json"))
    stored = pyarrow.parquet.read_table(io.BytesIO(taken(client, read, "parquet")))
    kept = {(row["unit"], row["figure"], row["part"] or ""): int(row["count"]) for row in rows}
    assert {(row["unit"], row["figure"], row["part"] or ""): row["count"] for row in said["figures"]} == kept
    assert {(row["unit"], row["figure"], row["part"] or ""): row["count"] for row in stored.to_pylist()} == kept
    assert all(not unit.startswith("south") for unit, _, _ in kept)
    assert kept["north", "staff", ""] == LedgerEntry.objects.get(unit__code="north", figure="staff", part="").total > 0
    assert (said["as_of"], said["closed"]) == (str(TODAY), False)
    assert json.loads(stored.schema.metadata[b"grassrota"])["As of"] == f"{TODAY}, 0 days old"
    book = CalamineWorkbook.from_filelike(io.BytesIO(taken(client, read, "xlsx")))
    figures, _parts, notes = (book.get_sheet_by_name(name).to_python() for name in ("Figures", "Parts", "Notes"))
    column = figures[0].index("staff")
    assert {line[0]: line[column] for line in figures[1:]} == {
        unit: count for (unit, figure, part), count in kept.items() if (figure, part) == ("staff", "")
    }
    told = {line[0]: line[1] for line in notes}
    assert told["State"] == "Unfinished: the day was not over when it was read."
    assert told["Made by"]


def test_nobody_takes_more_along_than_they_see_and_may_export(read: Office, signed_in: SignedIn) -> None:
    """The south is no page for the north, another ending is none, and who exports nothing is offered nothing."""
    world, north = read.world, read.world.units["north"]
    client = signed_in(world.account(Role.ORGANISER, north))
    address = reverse("figures:take", args=[north.pk, "xlsx"])
    assert f'href="{address}?on={TODAY}"' in client.get(reverse("figures:unit", args=[north.pk])).content.decode()
    for key, suffix in ((world.units["south"].pk, "csv"), (north.pk, "exe")):
        assert client.get(reverse("figures:take", args=[key, suffix])).status_code == 404
    assert client.get(address + "?on=1900-01-01").status_code == 404
    reader = signed_in(world.account(Role.READER, north))
    assert address not in reader.get(reverse("figures:unit", args=[north.pk])).content.decode()
    assert reader.get(address).status_code == 403


def test_what_is_hidden_from_a_reader_is_taken_off_wholes_and_parts(read: Office) -> None:
    """By hand: four raised, three about water, one of them confirmed; who is of the chain of one counts one less."""
    office = read.world.units["north-office"]
    own = read.world.actor(Role.UNIT_OFFICER, office, person="n1")
    Chained.objects.create(case=read.addressed("about somebody", topic="water"), staff="n1")
    read_day(Application(), TODAY)
    (everything,) = taken_along.of(read.officer, [office], TODAY)
    assert (everything.cells["raised", ""], everything.cells["raised", "topic:water"]) == (4, 3)
    assert everything.cells["confirmed", "topic:water"] == 1
    assert everything.out_of("confirmed", "topic:water") == 3
    (less,) = taken_along.of(own, [office], TODAY)
    assert (less.cells["raised", ""], less.cells["raised", "topic:water"]) == (3, 2)


def test_programs_read_the_same(read: Office, program: ProgramOf) -> None:
    """Unit by unit as of a day, page by page, and over time; before the first reading there is nothing."""
    ask = program(Role.UNIT_OFFICER, read.world.units["north"])
    office = read.world.units["north-office"]
    (told,) = ask("GET", f"figures?unit={office.code}").json()["items"]
    counts = {(one["figure"], one["part"]): (one["count"], one["out_of"]) for one in told["figures"]}
    assert (told["unit"], told["as_of"], told["closed"]) == (office.code, str(TODAY), False)
    assert counts["raised", ""] == (3, None)
    assert counts["confirmed", ""] == (1, 3)
    assert counts["confirmed", "topic:water"] == (1, 2)
    first = ask("GET", "figures?limit=1").json()
    assert [one["unit"] for one in first["items"]] == ["north"]
    following = ask("GET", first["next"].removeprefix("/api/v1/")).json()["items"]
    assert [one["unit"] for one in following] != ["north"]
    assert ask("GET", "figures?unit=south").status_code == 404
    assert ask("GET", "figures?on=1900-01-01").json()["items"] == []
    over_time = ask("GET", f"figures/{office.pk}/series").json()
    assert [(one["day"], one["counts"]["raised"]) for one in over_time["days"]] == [(str(TODAY), 3)]


def test_everything_has_a_name_and_words_on_pages() -> None:
    """No figure without them."""
    assert FIGURES.keys() == COUNTED.keys() == DEFINITIONS.keys()
    assert PAGE.name == "figures.md"
