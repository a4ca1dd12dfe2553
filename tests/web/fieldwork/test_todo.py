"""What waits for whom, and the first page of the room."""

from __future__ import annotations

from grassrota.forms import Purpose
from grassrota_web.access.rights import Role
from grassrota_web.fieldwork import queries
from grassrota_web.fieldwork.actions.tasks import report_task, set_task
from grassrota_web.fieldwork.models import Reception
from grassrota_web.postings.models import Posting
from tests.web.conftest import SignedIn
from tests.web.fieldwork.conftest import FIRST, Field


def counts(field: Field, who: str) -> list[int]:
    """How much of each thing waits."""
    actor = {"host": field.host, "officer": field.officer}.get(who) or field.person(who)
    return [entry.count for entry in queries.todo(actor)]


def test_what_waits_moves_from_officer_to_host_to_person(field: Field) -> None:
    """Three wait to leave; one that left waits for the host's word, and owes three reports; a task waits for a look."""
    assert counts(field, "officer") == [3]
    assert counts(field, "host") == []
    Posting.objects.filter(pk=field.key("n1")).update(departed_on=FIRST, arrived_on=FIRST)
    assert counts(field, "officer") == [2, 1]
    assert counts(field, "host") == [1]
    assert counts(field, "n1") == [3]
    task = set_task(field.host, field.key("n1"), "A roster", Purpose.LEARN)
    report_task(field.person("n1"), task.pk)
    assert counts(field, "host") == [1, 1]


def test_the_first_page_shows_each_what_is_theirs(field: Field, signed_in: SignedIn) -> None:
    """Batches for the officer, arrivals for the host, their own posting and the log for the person."""
    pages = {
        "officer": signed_in(field.world.account(Role.UNIT_OFFICER, field.world.units["north-office"])),
        "host": signed_in(field.world.account(Role.HOST, field.world.units["north-township"])),
        "person": signed_in(field.account("n2")),
    }
    texts = {who: client.get("/field/").content.decode() for who, client in pages.items()}
    assert "0 of 3 have left" in texts["officer"]
    assert texts["host"].count("Person n") == 3
    assert "North Township, Dec. 9, 1957" in texts["person"]
    assert "Person n1" not in texts["person"]
    assert 'href="/field/log/"' in texts["person"]


def test_whoever_was_received_is_expected_no_more(field: Field) -> None:
    """After the host's word nobody is told to expect them."""
    field.away("n1", "n2", "n3")
    words = {"met": True, "briefed": True, "lodging_ready": True, "lodging_paid": True, "lodging_agreed": False}
    Reception.objects.create(posting=field.postings["n1"], confirmed_on=FIRST, **words)
    expected = queries.expected(field.host)
    assert expected is not None
    assert [row.person.code for row in expected] == ["n2", "n3"]
    assert queries.expected(field.officer) is None


def test_what_is_late_is_a_link_from_the_first_page(field: Field, signed_in: SignedIn) -> None:
    """Whoever should have left by now is one step away for the officer."""
    Posting.objects.filter(pk=field.key("n1")).update(listed_on=FIRST)
    page = signed_in(field.world.account(Role.UNIT_OFFICER, field.world.units["north-office"])).get("/")
    task = page.content.decode().split('class="tasks"')[1].partition("</li>")[0]
    assert 'class="status late"' in task
    assert '<a href="/field/"' in task
