"""Whoever a case concerns does not find it: not on a page, not by its address, not in a count, not in the journal."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from grassrota.errors import Refused
from grassrota_web.access.actor import Actor
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Role
from grassrota_web.access.scope import visible
from grassrota_web.opinions.actions.replies import acknowledge
from grassrota_web.opinions.actions.routing import not_ours, route
from grassrota_web.opinions.models import Case, Chained, Fact
from tests.web.conftest import SignedIn
from tests.web.opinions.conftest import Office

MARK = "they drink the petrol money"
LISTS = ("", "unrouted/", "late/")


def _client(signed_in: SignedIn, actor: Actor) -> Client:
    return signed_in(Account.objects.get(pk=actor.account))


def _finds(client: Client, case: Case) -> set[str]:
    """The ways in which the case is found."""
    found = set()
    for part in LISTS:
        answer: Any = client.get(f"/cases/{part}")
        if str(case.pk) in answer.content.decode() or MARK in answer.content.decode():
            found.add(part or "home")
    for part in ("", "acknowledge/", "route/"):
        if client.get(f"/cases/{case.pk}/{part}").status_code not in (403, 404):
            found.add(f"case {part}")
    return found


def test_a_case_about_the_office_goes_above_it_and_is_no_page_of_its_officers(
    office: Office, signed_in: SignedIn
) -> None:
    """Addressed to the office that it concerns, it is the unit's above; the office's officer finds it nowhere."""
    case = office.addressed(MARK, about="north-office")
    assert case.owner == office.world.units["north"]
    assert _finds(_client(signed_in, office.officer), case) == set()
    assert "home" in _finds(_client(signed_in, office.above), case)
    with pytest.raises(Refused) as refused:
        acknowledge(office.officer, case.pk)
    assert refused.value.code == "not_permitted"
    with pytest.raises(Refused, match="chain"):
        not_ours(office.above, case.pk, "let them do it", "north-office")


def test_who_is_named_does_not_find_it_whatever_else_they_are(office: Office, signed_in: SignedIn) -> None:
    """n1 is an organiser of the whole north and works in its office: a case that names n1 is out of their sight."""
    named = office.world.actor(Role.ORGANISER, office.world.units["north"], person="n1")
    other = office.world.actor(Role.ORGANISER, office.world.units["north"], person="n2")
    case = office.raised(MARK, named="n1")
    assert _finds(_client(signed_in, named), case) == set()
    # n2 works in the same office, which is of the chain as well
    assert _finds(_client(signed_in, other), case) == set()
    assert case.owner == office.world.units["north"]
    assert "home" in _finds(_client(signed_in, office.organiser), case)


def test_beyond_the_top_and_for_the_inspection_the_reviewer_alone_has_it(office: Office, signed_in: SignedIn) -> None:
    """A head of the office who heads the province too leaves nobody above; neither does the inspection office."""
    office.world.units["north"].headed_by.add(office.world.people["n1"])
    office.world.units["north-office"].headed_by.add(office.world.people["n1"])
    everywhere = office.world.actor(Role.UNIT_OFFICER, "/")
    for case in (office.addressed(MARK, about="north-office"), office.addressed(MARK, inspection=True)):
        assert case.outside
        for actor in (office.officer, office.above, office.organiser, office.inspector, everywhere):
            assert _finds(_client(signed_in, actor), case) == set(), actor.name
        assert "home" in _finds(_client(signed_in, office.reviewer), case)


def test_nobody_may_be_sent_what_concerns_them(office: Office) -> None:
    """An opinion that names no organ and concerns the township is routed by hand, and never there."""
    case = office.raised(MARK, about="north-township", addressed=None)
    Case.objects.filter(pk=case.pk).update(owner=None)
    Fact.objects.filter(case=case).delete()
    with pytest.raises(Refused, match="chain"):
        route(office.organiser, case.pk, "north-township")


def test_rows_of_the_chain_are_no_page_of_anybody(office: Office) -> None:
    """Who is of a chain is told to nobody, not even to those who have the case."""
    office.addressed(MARK, about="north-office")
    assert Chained.objects.exists()
    for actor in (office.above, office.organiser, office.reviewer):
        assert not visible(actor, Chained.objects.all()).exists()
