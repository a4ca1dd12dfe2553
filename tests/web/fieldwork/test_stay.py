"""Arrival, the host's word, return and closing; and a batch counted on any day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from grassrota.errors import Refused
from grassrota.posting.field import FindingKind, PlanVerdict, Task, TaskReport
from grassrota.posting.host import HostChecklist
from grassrota_web.access.rights import Role
from grassrota_web.fieldwork import queries
from grassrota_web.fieldwork.actions.departure import depart
from grassrota_web.fieldwork.actions.stay import arrive, close, come_back, end_with_programme, receive
from grassrota_web.fieldwork.actions.tasks import file_report
from grassrota_web.fieldwork.models import Reception
from grassrota_web.orgs.models import Opening, Programme
from grassrota_web.postings.models import Escort, Posting
from tests.web.conftest import SignedIn
from tests.web.fieldwork.conftest import FIRST, LAST, Field

HOME = LAST + timedelta(days=1)


def word(paid: bool = True, agreed: bool = False, **more: bool) -> HostChecklist:
    """A host's word."""
    done = {"met": True, "briefed": True, "lodging_ready": True, **more}
    return HostChecklist(FIRST, done["met"], done["briefed"], done["lodging_ready"], paid, agreed)


def test_the_host_confirms_and_the_escort_has_handed_over(field: Field) -> None:
    """One word of the host notes the arrival, the checklist, and that n1 handed n3 over there (R002-39, R002-40)."""
    depart(field.officer, [field.key("n3")], FIRST, senior="n1")
    receive(field.host, field.key("n3"), word(briefed=False))
    assert field.now("n3").arrived_on == FIRST
    assert Reception.objects.get().briefed is False
    escort = Escort.objects.get()
    assert escort.handed_to is not None
    assert (escort.handed_to.code, escort.handed_over_on) == ("north-township", FIRST)
    receive(field.host, field.key("n3"), word())
    assert Reception.objects.get().briefed is True


def test_a_lodging_neither_paid_nor_agreed_is_refused(field: Field, signed_in: SignedIn) -> None:
    """A checklist that demands a lodging is not taken, and the page says why (R002-50)."""
    field.away("n1")
    client = signed_in(field.world.account(Role.HOST, field.world.units["north-township"]))
    address = f"/field/postings/{field.key('n1')}/receive/"
    answer = client.post(address, {"confirmed_on": "1957-12-09", "met": "on"})
    assert "neither paid nor agreed" in answer.content.decode()
    assert not Reception.objects.exists()
    assert client.post(address, {"confirmed_on": "1957-12-09", "lodging_agreed": "on"}).status_code == 302


def test_only_those_who_left_arrive_and_only_here(field: Field) -> None:
    """Who is still at home is not received, the south's host receives nobody of the north, nobody arrives alone."""
    with pytest.raises(Refused, match="not left home"):
        receive(field.host, field.key("n1"), word())
    depart(field.officer, [field.key("n1")], FIRST)
    south = field.world.actor(Role.HOST, field.world.units["south-township"])
    for actor in (south, field.person("n1")):
        with pytest.raises(Refused, match="right"):
            arrive(actor, field.key("n1"), FIRST)
    arrive(field.host, field.key("n1"), FIRST)
    assert field.now("n1").arrived_on == FIRST


def test_return_is_due_on_day_41_and_told_if_earlier_or_later(field: Field) -> None:
    """Back on 18 January is right, the day before is early, the day after is an over-stay (R000-06)."""
    field.away("n1", "n2", "n3")
    for code, day in (("n1", HOME), ("n2", LAST), ("n3", HOME + timedelta(days=1))):
        come_back(field.officer, field.key(code), day)
    rows = {row.person.code: row for row in queries.postings(field.officer)}
    flags = {code: queries.flag(rows[code], date(1958, 2, 1)) for code in ("n1", "n2", "n3")}
    assert flags == {"n1": "", "n2": "early", "n3": "overdue"}


def test_a_posting_closes_with_its_reports(field: Field) -> None:
    """Without reports it stays open and says on what; with the three of them it closes (R000-10)."""
    field.away("n1")
    come_back(field.officer, field.key("n1"), HOME)
    with pytest.raises(Refused, match="no report on findings, opinions, plan_test"):
        close(field.officer, field.key("n1"), HOME)
    for task in (Task.PLAN_TEST, Task.FINDINGS, Task.OPINIONS):
        value = TaskReport(
            "n1",
            task,
            LAST,
            "Ridge",
            "The well is dry.",
            FindingKind.PROBLEM if task == Task.FINDINGS else None,
            PlanVerdict.HOLDS if task == Task.PLAN_TEST else None,
            "north-office",
            HOME,
        )
        file_report(field.person("n1"), field.key("n1"), value)
    close(field.officer, field.key("n1"), HOME)
    assert field.now("n1").closed_on == HOME


def test_a_posting_ends_with_the_programme_that_it_serves(field: Field) -> None:
    """When the host's clinic is built on 31 December, the turn ends then, and says why it is shorter (R001-23)."""
    with pytest.raises(Refused, match="no programme"):
        end_with_programme(field.officer, field.key("n1"))
    place = field.world.units["north-township"]
    days = {"first_day": date(1957, 12, 1), "last_day": date(1957, 12, 31)}
    programme = Programme.objects.create(place=place, name="Clinic", **days)
    Opening.objects.filter(code="north-clinic").update(programme=programme)
    end_with_programme(field.officer, field.key("n1"))
    row = field.now("n1")
    assert (row.last_day, row.exception_reason) == (date(1957, 12, 31), "ends with Clinic: 23 days instead of 40")


def test_forty_days_count_from_the_departure(field: Field) -> None:
    """Who leaves on 14 December is due on 23 January: not overdue that day, early before, and overdue after."""
    depart(field.officer, [field.key("n1")], date(1957, 12, 14))
    row = field.now("n1")
    assert (row.first_day, row.last_day) == (date(1957, 12, 14), date(1958, 1, 22))
    arrive(field.officer, row.pk, date(1957, 12, 15))
    due = date(1958, 1, 23)
    assert [queries.flag(field.now("n1"), due + timedelta(days=after)) for after in (0, 1)] == ["", "overdue"]
    come_back(field.officer, row.pk, due)
    assert queries.flag(field.now("n1"), date(1958, 2, 1)) == ""


def test_an_end_with_the_hosts_programme_does_not_move(field: Field) -> None:
    """Whoever leaves late for a clinic that is finished on 31 December is due back on 1 January all the same."""
    place = field.world.units["north-township"]
    days = {"first_day": date(1957, 12, 1), "last_day": date(1957, 12, 31)}
    Opening.objects.filter(code="north-clinic").update(
        programme=Programme.objects.create(place=place, name="Clinic", **days)
    )
    end_with_programme(field.officer, field.key("n1"))
    depart(field.officer, [field.key("n1")], date(1957, 12, 14))
    assert (field.now("n1").first_day, field.now("n1").last_day) == (FIRST, date(1957, 12, 31))


@pytest.mark.parametrize(
    ("as_of", "gone", "late", "returned"),
    [
        (date(1957, 12, 8), 0, 0, 0),
        (FIRST, 2, 0, 0),
        (date(1957, 12, 15), 2, 1, 0),
        (HOME, 2, 1, 1),
    ],
)
def test_gone_and_waiting_are_the_batch_on_any_day(
    field: Field, as_of: date, gone: int, late: int, returned: int
) -> None:
    """Of three people two leave on 9 December and one comes back on 18 January; after the 14th the third is late."""
    field.away("n1", "n2")
    Posting.objects.filter(pk=field.key("n1")).update(returned_on=HOME)
    whole, units = queries.standings(field.officer, field.world.rotations["north"], 1, as_of)
    assert len(whole.departures.gone) + len(whole.departures.waiting) == whole.departures.size == 3
    assert (len(whole.departures.gone), len(whole.departures.late), len(whole.returned)) == (gone, late, returned)
    assert [one.unit for one in units] == ["north-office"]


def test_the_page_of_counts_says_the_day(field: Field, signed_in: SignedIn) -> None:
    """Left, waiting and all stand beside the day they were counted for; the south's batch is not found."""
    field.away("n1", "n2")
    client = signed_in(field.world.account(Role.READER, field.world.units["north"]))
    pages = {
        side: f"/field/rotations/{field.world.rotations[side].pk}/batches/1/counts/" for side in ("north", "south")
    }
    shown = client.get(f"{pages['north']}?on=1957-12-15").content.decode()
    assert "Dec. 15, 1957" in shown
    assert "<li>Person n3</li>" in shown
    assert client.get(pages["south"]).status_code == 404


def test_every_step_that_is_offered_opens(field: Field, signed_in: SignedIn) -> None:
    """From the page of a posting each link leads to a form, for officer, host and person, waiting and away."""
    clients = [
        signed_in(field.world.account(Role.UNIT_OFFICER, field.world.units["north-office"])),
        signed_in(field.world.account(Role.HOST, field.world.units["north-township"])),
        signed_in(field.account("n1")),
    ]
    for moved in ({}, {"departed_on": FIRST, "arrived_on": FIRST}, {"returned_on": HOME}):
        Posting.objects.filter(pk=field.key("n1")).update(listed_on=date(1957, 12, 5), **moved)
        for client in clients:
            page = client.get(f"/field/postings/{field.key('n1')}/")
            links = [step["url"] for step in page.context["steps"]]
            assert [client.get(link).status_code for link in links] == [200] * len(links)
