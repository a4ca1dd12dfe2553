"""A gate and a deadline that cannot both be met are named; who passed the gate is reminded, and both days stay."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from grassrota.errors import BadInput
from grassrota.forms import Role as PostingRole
from grassrota.org import Level, Sector, UnitKind
from grassrota.rota.policy import Policy
from grassrota.turns import Batch
from grassrota_web.access.actor import Application
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Role
from grassrota_web.inspections.actions.verdicts import end
from grassrota_web.inspections.models import Claim
from grassrota_web.inspections.queries.gates import clashes
from grassrota_web.inspections.queries.watch import todo
from grassrota_web.orgs import convert as orgs
from grassrota_web.orgs.models import HostAnswer, Opening, Person
from grassrota_web.postings.models import Posting
from grassrota_web.rotas import models as rotas
from grassrota_web.rotas.actions.evidence import record_verified
from grassrota_web.rotas.convert.policy import text_of
from tests.web.conftest import SignedIn, World
from tests.web.inspections.conftest import BROKEN, FIXED, Inspection

CENSUS = {"tolerance": Fraction(1, 20), "grace": Fraction(0), "second": Fraction(0), "decoys": Fraction(0)}


def leaves_by(world: World, day: date) -> None:
    """The first batch of the north's rotation may leave until a day."""
    rotation = world.rotations["north"]
    batch = Batch(1, day - timedelta(days=4), day, 40)
    value = Policy(rotation.title, orgs.scale(rotation.scale), (batch,), home_absence=Fraction(1))
    rotas.Policy.objects.create(rotation=rotation, number=1, text=text_of(value), made_on=timezone.localdate())


def published(world: World, *going: Person) -> rotas.Plan:
    """A published plan that sends some people of the north, whose rotation takes in all of it."""
    rotation, today = world.rotations["north"], timezone.localdate()
    leaves_by(world, today + timedelta(days=30))
    counted = {"objective": 0, "bound": 0.0, "violations": 0, "problem_sha256": "", "made_on": today}
    plan = rotas.Plan.objects.create(
        rotation=rotation, policy=rotation.policies.get(), number=1, state=rotas.PlanState.PUBLISHED, **counted
    )
    mill = Opening.objects.create(
        code="mill",
        rotation=rotation,
        place=world.units["north-township"],
        sector=Sector.RURAL,
        role=PostingRole.FIELD_WORK,
        low=0,
        high=9,
    )
    for person in going:
        rotas.Assignment.objects.create(plan=plan, person=person, opening=mill, batch=1)
    return plan


def departed(world: World, day: date) -> None:
    """Somebody of the north's office leaves."""
    rotation, place = world.rotations["north"], world.units["north-township"]
    opening = Opening.objects.create(
        code="clinic",
        rotation=rotation,
        place=place,
        sector=Sector.RURAL,
        role=PostingRole.FIELD_WORK,
        low=0,
        high=1,
        answer=HostAnswer.CONSENTED,
    )
    Posting.objects.create(
        rotation=rotation,
        person=world.people["n1"],
        home_unit=world.units["north-office"],
        opening=opening,
        batch=1,
        form="turn40",
        role=PostingRole.FIELD_WORK,
        first_day=day,
        last_day=day + timedelta(days=40),
        departed_on=day,
    )


def test_a_clash_is_reported_until_one_of_the_two_is_met(inspection: Inspection, signed_in: SignedIn) -> None:
    """Of ten cases none is verified and 12 days are left: 5 and 7 lack, 1 a day; past the day no rate helps."""
    inspection.cases(10)
    world, officer = inspection.world, inspection.office.officer
    leaves_by(world, timezone.localdate() + timedelta(days=12))
    assert not clashes(officer)
    inspection.freeze(**CENSUS)
    found = [one.conflict for one in clashes(officer)]
    assert [(one.gate, one.missing, one.days, one.per_day) for one in found] == [
        (Fraction(1, 2), 5, 12, 1),
        (Fraction(7, 10), 7, 12, 1),
    ]
    assert not clashes(world.actor(Role.UNIT_OFFICER, world.units["south-office"]))
    page = reverse("inspections:gates")
    assert [(one.url, one.count, one.late) for one in todo(officer)] == [(page, 1, False)]
    unit = signed_in(Account.objects.get(pk=officer.account))
    assert "0 of 10" in unit.get(page).content.decode()
    inspection.sleep(13)
    (late,) = todo(officer)
    assert late.late
    assert "so one of the two must move" in unit.get(page).content.decode()
    departed(world, timezone.localdate())
    assert not clashes(officer)


def test_who_passed_the_gate_is_reminded_and_both_days_stay(inspection: Inspection, signed_in: SignedIn) -> None:
    """All of five verified: past both gates; after two weeks the unit is reminded; when people left both days stand."""
    inspection.cases(5)
    world, officer = inspection.world, inspection.office.officer
    inspection.conclude(inspection.draw(**CENSUS))
    leaves_by(world, timezone.localdate() + timedelta(days=30))
    assert not clashes(officer)
    assert not todo(officer)
    passed = timezone.localdate()
    inspection.sleep(14)
    page = reverse("inspections:gates")
    assert [(one.url, one.count) for one in todo(officer)] == [(page, 1)]
    unit = signed_in(Account.objects.get(pk=officer.account))
    assert "nobody for 14 days" in unit.get(page).content.decode()
    inspection.sleep(2)
    left = timezone.localdate()
    departed(world, left)
    assert not todo(officer)
    office = signed_in(Account.objects.get(pk=inspection.ann.account))
    for client, address in ((unit, page), (office, reverse("inspections:watch"))):
        shown = client.get(address).content.decode()
        assert date_format(passed) in shown
        assert date_format(left) in shown


def test_a_rotation_of_many_units_goes_by_each_that_sends_people(inspection: Inspection, signed_in: SignedIn) -> None:
    """Of five each the office corrected all and the bureau none: the average is half, and the bureau is still refused.

    Without the bureau's people the plan starts; with those of a hall, of which nobody verified anything, it does not.
    """
    world, office = inspection.world, inspection.office
    bureau = Person.objects.get(code="b1").unit
    rotation = world.rotations["north"]
    rotation.home = world.units["north"]
    rotation.save()
    hall = world.unit("hall", Level.COUNTY, UnitKind.ORGAN, world.units["north"])
    porter = Person.objects.create(code="h1", name="Person h1", unit=hall, grade="clerk")
    inspection.cases(5)
    for number in range(5):
        office.fixed(office.raised(f"stamp {number} takes a week", addressed=bureau), by=office.above)
    inspection.draw(**CENSUS)
    for claim in Claim.objects.filter(round=inspection.round):
        inspection.conclude(claim, lambda visit: BROKEN if visit.claim.unit == bureau else FIXED)
    end(inspection.ann, inspection.round.pk)
    sends = published(world, world.people["n1"], Person.objects.get(code="b1"), porter)
    organiser = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    start = reverse("rotas:step", args=[rotation.pk, 1, "start"])
    page = organiser.post(start).content.decode()
    assert "Bureau (bureau): 0 of 5 opinions are verified as fixed" in page
    assert "Hall (hall): nothing is verified" in page
    assert "North Office" not in page
    stages = organiser.get(reverse("rotas:stages", args=[rotation.pk])).content.decode()
    assert stages.index(">Bureau<") < stages.index(">North Office<")
    sends.assignments.filter(person__code="b1").delete()
    assert "Hall (hall): nothing is verified" in organiser.post(start).content.decode()
    known: dict[str, Any] = {
        "unit": "hall",
        "fixed": 2,
        "received": 3,
        "source": "looked at by hand",
        "on": timezone.localdate(),
    }
    organiser.post(reverse("rotas:verified", args=[rotation.pk]), known)
    assert organiser.post(start).status_code == 302
    sends.refresh_from_db()
    assert sends.state == rotas.PlanState.UNDER_WAY
    elsewhere = {**known, "unit": world.units["south-office"]}
    with pytest.raises(BadInput):
        record_verified(Application(), rotation, **elsewhere)
