"""Wishes are their owner's: kept, changed and taken back, and no row of the journal tells."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from grassrota_web.access.rights import Role
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.models import Opening, Person, Rotation
from grassrota_web.rotas.models import Interest, Plan, PlanState
from tests.web.conftest import SignedIn
from tests.web.rotas.conftest import account


@pytest.fixture
def somebody(rotation: Rotation) -> Person:
    Interest.objects.all().delete()
    return Person.objects.select_related("unit").earliest("pk")


@pytest.fixture
def client_of(somebody: Person, signed_in: SignedIn) -> Client:
    return signed_in(account(Role.STAFF_MEMBER, somebody.unit.path, somebody.code))


def test_wishes_are_kept_in_order_and_taken_back(rotation: Rotation, somebody: Person, client_of: Client) -> None:
    """R004-12: two wishes in their order, then none; nothing of it is journaled."""
    url = reverse("rotas:mine", args=[rotation.pk])
    places = list(Opening.objects.order_by("-pk").values_list("place", flat=True).distinct())[:2]
    client_of.post(url, {"place_1": places[0], "place_2": places[1]})
    assert list(Interest.objects.values_list("person", "place", "rank")) == [
        (somebody.pk, places[0], 1),
        (somebody.pk, places[1], 2),
    ]
    assert "Take all of them back" in client_of.get(url).content.decode()
    client_of.post(url, {"place_1": places[0], "withdraw": ""})
    assert not Interest.objects.exists()
    assert not Entry.objects.exists()


def test_a_place_is_wished_for_once(rotation: Rotation, client_of: Client) -> None:
    """The same place twice is told at the form, and what was kept before stays."""
    url = reverse("rotas:mine", args=[rotation.pk])
    place = Opening.objects.earliest("pk").place_id
    client_of.post(url, {"place_1": place})
    assert "each once" in client_of.post(url, {"place_1": place, "place_2": place}).content.decode()
    assert Interest.objects.count() == 1


def test_who_is_not_of_this_staff_has_no_such_page(rotation: Rotation, signed_in: SignedIn) -> None:
    """An organiser without a person of their own has no wishes to keep."""
    client = signed_in(account(Role.STAFF_MEMBER, rotation.home.path, "stranger"))
    assert client.get(reverse("rotas:mine", args=[rotation.pk])).status_code == 404


def test_one_s_own_result_is_told_once_it_is_public(plan: Plan, signed_in: SignedIn) -> None:
    """Nothing before publication; afterwards where one goes, or the published reason why not."""
    url = reverse("rotas:mine", args=[plan.rotation.pk])
    for rows, words in ((plan.assignments, "You go to"), (plan.left_out, "You are not on the list")):
        person = rows.select_related("person__unit").earliest("pk").person
        client = signed_in(account(Role.STAFF_MEMBER, person.unit.path, person.code))
        for state, told in ((PlanState.APPROVED, False), (PlanState.PUBLISHED, True)):
            Plan.objects.update(state=state)
            assert (words in client.get(url).content.decode()) is told
