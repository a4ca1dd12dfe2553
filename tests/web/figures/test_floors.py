"""Who is away against the floor that must stay: counted from postings, as of a day, for whoever may see it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from django.urls import reverse
from django.utils import timezone

from grassrota.rota.policy import Policy
from grassrota.turns import Batch
from grassrota_web.access.actor import Application
from grassrota_web.access.rights import Role
from grassrota_web.figures.actions.reading import read_day
from grassrota_web.figures.queries.floors import against_floors
from grassrota_web.orgs import convert as orgs
from grassrota_web.orgs.models import HostAnswer, Opening, Person
from grassrota_web.postings.models import Posting
from grassrota_web.rotas import models as rotas
from grassrota_web.rotas.convert.policy import text_of
from tests.web.conftest import SignedIn, World

TODAY = timezone.localdate()


def rule(world: World, share: Fraction, made_on: date) -> None:
    """One more version of the policy of the north's rotation: at most this share of an office is away."""
    rotation = world.rotations["north"]
    batch = Batch(1, TODAY, TODAY + timedelta(days=4), 40)
    value = Policy(rotation.title, orgs.scale(rotation.scale), (batch,), home_absence=share, grade_absence=Fraction(1))
    number = rotation.policies.count() + 1
    rotas.Policy.objects.create(rotation=rotation, number=number, text=text_of(value), made_on=made_on)


def goes(world: World, code: str, departed: date, returned: date | None = None) -> None:
    """Somebody's posting from a day on."""
    person = Person.objects.select_related("unit").get(code=code)
    side = {"n": "north", "s": "south"}[code[0]]
    opening, _made = Opening.objects.get_or_create(
        rotation=world.rotations[side],
        code="o",
        defaults={
            "place": world.units[f"{side}-township"],
            "sector": "rural",
            "role": "worker",
            "low": 1,
            "high": 9,
            "answer": HostAnswer.CONSENTED,
        },
    )
    Posting.objects.create(
        rotation=world.rotations[side],
        person=person,
        home_unit=person.unit,
        opening=opening,
        batch=1,
        form="turn40",
        role="worker",
        first_day=departed,
        last_day=departed + timedelta(days=40),
        listed_on=departed,
        departed_on=departed,
        returned_on=returned,
    )


def test_the_floor_is_that_of_the_policy_of_the_day_and_who_came_back_is_at_home(world: World) -> None:
    """By hand: of three in the office two may be away under a half, one under a third; one of two came back today."""
    before = TODAY - timedelta(days=10)
    rule(world, Fraction(1, 2), before)
    rule(world, Fraction(1, 3), TODAY)
    goes(world, "n1", before)
    goes(world, "n2", before, returned=TODAY)
    reader = world.actor(Role.READER, world.units["north"])
    found = {
        day: [
            (line.name, line.floor.away, line.floor.may, line.floor.spare)
            for line in against_floors(reader, world.units["north"], day)
            if not line.grade
        ]
        for day in (before - timedelta(days=1), before, TODAY)
    }
    assert found == {
        before - timedelta(days=1): [],
        before: [("North Office", 2, 2, 0)],
        TODAY: [("North Office", 1, 1, 0)],
    }


def test_an_office_without_a_policy_is_shown_without_a_floor(world: World) -> None:
    """Nobody said how many must stay: the page says so, and calls nothing too few."""
    goes(world, "n1", TODAY)
    (line, *_grades) = against_floors(world.actor(Role.READER, world.units["north"]), world.units["north"], TODAY)
    assert (line.floor.away, line.floor.may, line.floor.stay) == (1, None, None)


def test_the_page_names_the_offices_and_is_closed_to_the_other_side(world: World, signed_in: SignedIn) -> None:
    """Two of three left though one may: the page says that too few stayed; the south sees nothing of it."""
    rule(world, Fraction(1, 3), TODAY)
    goes(world, "n1", TODAY)
    goes(world, "n2", TODAY)
    goes(world, "s1", TODAY)
    read_day(Application(), TODAY)
    page = reverse("figures:floors", args=[world.units["north"].pk])
    client = signed_in(world.account(Role.READER, world.units["north"]))
    text = client.get(page).content.decode()
    assert "In 1 of them too few stayed." in text
    assert "North Office: 2 away, 1 may be" in text
    assert "North Office, section chief" in text
    assert "South" not in text
    assert page in client.get(reverse("figures:unit", args=[world.units["north"].pk])).content.decode()
    assert "<h1>" not in client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert signed_in(world.account(Role.READER, world.units["south"])).get(page).status_code == 404
    assert signed_in(world.account(Role.HOST, world.units["north"])).get(page).status_code == 403
