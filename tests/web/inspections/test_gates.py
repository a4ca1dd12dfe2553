"""A gate and a deadline that cannot both be met are named; who passed the gate is reminded, and both days stay."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from grassrota.forms import Role as PostingRole
from grassrota.org import Sector
from grassrota.rota.policy import Policy
from grassrota.turns import Batch
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Role
from grassrota_web.inspections.queries.gates import clashes
from grassrota_web.inspections.queries.watch import todo
from grassrota_web.orgs import convert as orgs
from grassrota_web.orgs.models import HostAnswer, Opening
from grassrota_web.postings.models import Posting
from grassrota_web.rotas import models as rotas
from grassrota_web.rotas.convert.policy import text_of
from tests.web.conftest import SignedIn, World
from tests.web.inspections.conftest import Inspection

CENSUS = {"tolerance": Fraction(1, 20), "grace": Fraction(0), "second": Fraction(0), "decoys": Fraction(0)}


def leaves_by(world: World, day: date) -> None:
    """The first batch of the north's rotation may leave until a day."""
    rotation = world.rotations["north"]
    batch = Batch(1, day - timedelta(days=4), day, 40)
    value = Policy(rotation.title, orgs.scale(rotation.scale), (batch,), home_absence=Fraction(1))
    rotas.Policy.objects.create(rotation=rotation, number=1, text=text_of(value), made_on=timezone.localdate())


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
