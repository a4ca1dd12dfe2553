"""The inspection office's key and its reading of contact details: two people for each, through the pages."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import date

import pytest

from grassrota.errors import Refused
from grassrota_web.access.rights import Role
from grassrota_web.intake.actions.filing import office_key
from grassrota_web.intake.actions.office_key import confirm_key, propose_key
from grassrota_web.intake.actions.unsealing import ask_to_unseal, unseal_contact
from grassrota_web.intake.models import Concerned, Contact, Opinion, Unsealing
from grassrota_web.intake.sealed_box import halves
from tests.web.conftest import SignedIn, World
from tests.web.intake.test_pages import OPINION, send

NextDay = Callable[[], date]


def test_a_key_is_in_force_once_another_has_confirmed_it(world: World, signed_in: SignedIn) -> None:
    """Who proposed it cannot; what is no key is refused at its field."""
    first = signed_in(world.account(Role.INSPECTOR, "/"))
    second = signed_in(world.account(Role.INSPECTOR, world.units["north"]))
    for wrong in ("zz", "04" * 65):
        assert first.post("/intake/office/", {"step": "key", "public": wrong}).status_code == 422
    public, *_halves = halves()
    assert first.post("/intake/office/", {"step": "key", "public": public.hex()}).status_code == 302
    page = first.get("/intake/office/").content.decode()
    (address,) = re.findall(r'action="(/intake/office/keys/[^"]*)"', page)
    assert address.endswith("/confirm/")
    first.post(address)
    assert office_key() is None
    second.post(address)
    assert office_key() == public
    assert "in force since" in second.get("/intake/office/").content.decode()


def test_two_read_together_and_it_is_shown_once(
    world: World, signed_in: SignedIn, key_halves: tuple[str, str], next_day: NextDay
) -> None:
    """One asks with a reason, another agrees with both halves; the page shows it, and never again; the watch never."""
    from django.test import Client

    send(Client(), OPINION, {"contact": "at the mill", "watch": "n2-MARKED"})
    next_day()
    first = signed_in(world.account(Role.INSPECTOR, "/"))
    second = signed_in(world.account(Role.INSPECTOR, world.units["north"]))
    key = Contact.objects.get().pk
    unknown = first.post("/intake/office/", {"step": "ask", "opinion": uuid.UUID(int=3), "reason": "why"})
    assert "No contact details" in unknown.content.decode()
    first.post("/intake/office/", {"step": "ask", "opinion": key, "reason": "a visit"})
    address = f"/intake/office/unsealings/{Unsealing.objects.get().pk}/"
    one, other = key_halves
    assert first.post(address, {"one": one, "other": other}).status_code == 422
    assert "do not open" not in second.get(address).content.decode()
    assert second.post(address, {"one": one, "other": one}).status_code == 422
    page = second.post(address, {"one": one, "other": other}).content.decode()
    assert "at the mill" in page
    assert "n2-MARKED" not in page
    again = second.post(address, {"one": one, "other": other})
    assert again.status_code == 422
    assert "at the mill" not in again.content.decode()
    assert "was read" in first.get("/intake/office/").content.decode()


def test_of_two_keys_of_one_day_the_one_confirmed_last_is_in_force(world: World) -> None:
    """Whatever their random ids and the order in which they were proposed."""
    first, second = world.actor(Role.INSPECTOR, "/"), world.actor(Role.INSPECTOR, world.units["north"])
    proposed = [propose_key(first, halves()[0]) for _ in range(4)]
    for row in reversed(proposed):
        confirm_key(second, row)
        assert office_key() == row.public


def test_whom_it_concerns_does_not_learn_who_said_it(
    world: World, key_halves: tuple[str, str], next_day: NextDay
) -> None:
    """Neither the office about itself, nor an inspector who is named, may ask, or agree to what another asked for."""
    from django.test import Client

    send(Client(), OPINION, {"contact": "at the mill"})
    next_day()
    opinion = Opinion.objects.get()
    asks, named = (world.actor(Role.INSPECTOR, "/", person=code) for code in ("", "n1"))
    asked = ask_to_unseal(asks, opinion.pk, "a visit")
    Concerned.objects.create(opinion=opinion, staff="n1", named="them")
    for refused in (lambda: ask_to_unseal(named, opinion.pk, "why"), lambda: unseal_contact(named, asked, *key_halves)):
        with pytest.raises(Refused, match="concerns you"):
            refused()
    Opinion.objects.update(inspection=True)
    for refused in (lambda: ask_to_unseal(asks, opinion.pk, "why"), lambda: unseal_contact(named, asked, *key_halves)):
        with pytest.raises(Refused, match="about the inspection office"):
            refused()
