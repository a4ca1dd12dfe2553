"""Who sees what: hosts those who come to them, staff their own, and nobody the other side."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps

from grassrota.forms import Purpose
from grassrota.posting.cost import CostKind, Money, Payer
from grassrota.posting.field import FindingKind, Task, TaskReport
from grassrota.posting.incident import IncidentKind
from grassrota.turns import Turn
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Role
from grassrota_web.access.scope import visible
from grassrota_web.fieldwork import models, queries
from grassrota_web.fieldwork.actions.costs import add_cost
from grassrota_web.fieldwork.actions.field_days import excuse, set_field_days, sync
from grassrota_web.fieldwork.actions.findings import open_cycle
from grassrota_web.fieldwork.actions.home import hand_over_work, hold_debrief, keep_post
from grassrota_web.fieldwork.actions.incidents import order_recall, report_incident
from grassrota_web.fieldwork.actions.lodging import arrange_lodging, file_grievance
from grassrota_web.fieldwork.actions.pilots import adopt, open_pilot, report_pilot
from grassrota_web.fieldwork.actions.stay import receive
from grassrota_web.fieldwork.actions.tasks import file_report, set_task
from grassrota_web.postings.models import Posting
from tests.web.conftest import SignedIn
from tests.web.fieldwork.conftest import FIRST, LAST, Field
from tests.web.fieldwork.test_stay import word
from tests.web.leaks import assert_no_trace


@pytest.fixture
def south(field: Field) -> Field:
    """Something of every kind happened in the south."""
    from grassrota.org import Level, UnitKind
    from grassrota.posting.attendance import ExcuseReason, FieldDayExcuse
    from grassrota.posting.lodging import GrievanceKind

    world, key, turn = field.world, field.key("s1"), Turn(FIRST, LAST)
    top, rotation = world.actor(Role.ORGANISER, world.units["south"]), world.rotations["south"]
    host, person = world.actor(Role.HOST, world.units["south-township"]), field.person("s1")
    field.away("s1")
    receive(host, key, word())
    sync(person, [{"id": "a" * 32, "day": "1957-12-12", "kind": "labour", "place": "South Ridge", "contacts": 1}], "s1")
    excuse(person, "s1", FieldDayExcuse("s1", FIRST, ExcuseReason.OTHER_DUTY))
    set_field_days(top, rotation.pk, "FREQ=WEEKLY;BYDAY=TH", ["clerk"])
    set_task(host, key, "A southern roster", Purpose.LEARN)
    found = ("s1", Task.FINDINGS, FIRST, "South Ridge", "A southern well", FindingKind.PROBLEM, None)
    file_report(person, key, TaskReport(*found, "south-office", LAST))
    open_cycle(top, "south-office", "A southern plan")
    hamlet = world.unit("south-hamlet", Level.TOWNSHIP, UnitKind.PLACE, world.units["south-township"])
    pilot = open_pilot(top, rotation.pk, "south-township", FIRST, ["A southern school"])
    practice = pilot.practices.get()
    report_pilot(top, pilot.pk, FIRST, {str(practice.pk): "It works"})
    adopt(top, practice.pk, hamlet.code, LAST)
    lodging = arrange_lodging(host, key, turn, True, Money(100, "CNY"), 0, Payer.HOST)
    file_grievance(host, lodging.pk, GrievanceKind.DAMAGE, "A southern stove")
    add_cost(top, key, CostKind.TRAVEL, Money(7, "CNY"), Payer.HOME_UNIT, FIRST)
    hand_over_work(person, key, "Southern pay", "s2", turn, "A southern safe")
    keep_post(top, key, "A southern post", date(1958, 1, 18))
    Posting.objects.filter(pk=key).update(returned_on=date(1958, 1, 18))
    hold_debrief(person, key, date(1958, 1, 19), {})
    report_incident(host, rotation.pk, "south-township", FIRST, IncidentKind.OTHER, "A southern dam")
    order_recall(top, rotation.pk, date(2100, 1, 1), "south-township")
    return field


def everybody(field: Field) -> list[Actor]:
    """Somebody for each role of the north, and one of its staff."""
    units = field.world.units
    return [*(field.world.actor(role, units["north"]) for role in Role), field.host, field.person("n1")]


def test_nobody_of_the_north_sees_a_row_of_the_south(south: Field) -> None:
    """Of every table of this room there is a row in the south, and none of them is seen from the north."""
    kept = list(apps.get_app_config("fieldwork").get_models())
    assert [model.__name__ for model in kept if not model._default_manager.exists()] == []
    for actor in everybody(south):
        assert [model.__name__ for model in kept if visible(actor, model._default_manager.all()).exists()] == []


def test_those_of_the_south_do_see_them(south: Field) -> None:
    """Each of these tables is seen by somebody of the south: what is hidden above is there."""
    units = south.world.units
    inside = [south.world.actor(role, units["south"]) for role in Role] + [south.person("s1")]
    for model in apps.get_app_config("fieldwork").get_models():
        assert any(visible(actor, model._default_manager.all()).exists() for actor in inside), model.__name__


def test_no_page_of_the_north_tells_of_the_south(south: Field, signed_in: SignedIn) -> None:
    """Every address with something of the south is not found, and the room's own pages name nothing of it."""
    rotation, key = south.world.rotations["south"].pk, south.key("s1")
    closed = [
        *(f"rotations/{rotation}/{page}/" for page in ("batches/1", "batches/1/counts", "batches/1/costs", "recalls")),
        *(f"rotations/{rotation}/{page}/" for page in ("days", "pilots", "recalls/new", "incidents/new", "pilots/new")),
        *(f"rotations/{rotation}/{file}" for file in ("batches/1/costs.csv", "days.xlsx")),
        *(f"postings/{key}/{step}" for step in ("", "receive/", "leave/", "report/", "debrief/")),
        f"cycles/{models.PlanningCycle.objects.get().pk}/",
        f"lodgings/{models.Lodging.objects.get().pk}/grievance/",
        f"grievances/{models.Grievance.objects.get().pk}/answer/",
        f"practices/{models.Practice.objects.get().pk}/adopt/",
        f"pilots/{models.Pilot.objects.get().pk}/results/",
    ]
    words = ("southern", "South Ridge")
    for role, at in ((Role.ORGANISER, "north"), (Role.HOST, "north-township"), (Role.READER, "north")):
        client = signed_in(south.world.account(role, south.world.units[at]))
        for address in closed:
            answer = client.get(f"/field/{address}")
            assert answer.status_code in (403, 404), address
            assert_no_trace(answer, south.world, "south", *words)
        for address in ("/field/", "/field/cycles/", f"/field/postings/{south.key('n1')}/"):
            answer = client.get(address)
            assert answer.status_code in (200, 403)
            assert_no_trace(answer, south.world, "south", *words)


def test_staff_see_their_own_and_hosts_those_who_come(field: Field) -> None:
    """n1 sees one posting, the host three, an officer of the office three, and the other host none of these."""
    seen = {
        "n1": queries.postings(field.person("n1")),
        "host": queries.postings(field.host),
        "officer": queries.postings(field.officer),
    }
    assert {who: rows.count() for who, rows in seen.items()} == {"n1": 1, "host": 3, "officer": 3}


def test_a_host_reads_no_report_debrief_handover_or_field_day(south: Field) -> None:
    """What is for the home unit is not for the host, though they come to the same place."""
    host = south.world.actor(Role.HOST, south.world.units["south-township"])
    for model in (models.TaskReport, models.Debrief, models.Handover, models.HomePost, models.FieldEntry):
        assert not visible(host, model._default_manager.all()).exists()
