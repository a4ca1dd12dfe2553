"""The wish to be watched over: asked for where it can be sealed, in the box alone, and shown to nobody who reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from grassrota_web.access.rights import Role
from grassrota_web.intake.actions.filing import office_key
from grassrota_web.intake.actions.unsealing import ask_to_unseal, unseal_contact
from grassrota_web.intake.boxed import Boxed
from grassrota_web.intake.models import Contact
from grassrota_web.intake.sealed_box import BOX, opened, seal
from tests.web.conftest import World
from tests.web.intake.test_pages import OPINION, send

NextDay = Callable[[], date]


@pytest.mark.usefixtures("key_halves")
@pytest.mark.parametrize(("language", "asked"), [("en", "Your staff number"), ("zh-hans", "人员编号")])
def test_staff_may_ask_to_be_watched_over(language: str, asked: str) -> None:
    """In both languages, once there is a key; the page does not know what was typed a moment ago."""
    client = Client(headers={"Accept-Language": language})
    page = client.post("/raise/", {**OPINION, "step": "check", "watch": "n1-MARKED"}).content.decode()
    assert asked in page
    assert 'name="watch"' in page
    assert "n1-MARKED" not in page


def test_without_a_key_nobody_is_asked_to_be_watched() -> None:
    """As it could not be sealed."""
    assert 'name="watch"' not in Client().post("/raise/", {**OPINION, "step": "check"}).content.decode()


def test_two_inspectors_read_the_contact_and_not_the_staff_number(
    world: World, key_halves: tuple[str, str], next_day: NextDay
) -> None:
    """The staff number is in the same box, of the same size as any other, for a match alone."""
    send(Client(), OPINION, {"watch": "n1"})
    next_day()
    contact, public = Contact.objects.get(), office_key()
    assert public
    box = bytes(contact.box)
    assert (len(box), Boxed.of(opened(box, *key_halves, public))) == (BOX, Boxed("", "n1"))
    asked = ask_to_unseal(world.actor(Role.INSPECTOR, "/"), contact.pk, "a visit")
    assert unseal_contact(world.actor(Role.INSPECTOR, world.units["north"]), asked, *key_halves) == ""


def test_the_longest_answers_fit_the_box(key_halves: tuple[str, str]) -> None:
    """600 and 40 Chinese characters, as the form takes them."""
    public = office_key()
    assert public
    text = Boxed("赵" * 600, "号" * 40).text()
    assert opened(seal(text, public), *key_halves, public) == text


@pytest.mark.parametrize("old", ["at the mill", "13800001111", "[1]", '{"contact": "x"}'])
def test_boxes_of_another_form_are_contact_details(old: str) -> None:
    """What was sealed before there was a watch still reads as it was written."""
    assert Boxed.of(old) == Boxed(old)
