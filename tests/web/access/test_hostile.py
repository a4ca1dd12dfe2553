"""What one administrator might try in order to be both people."""

from __future__ import annotations

import pytest

from grassrota.errors import Refused
from grassrota_web.access.actions.accounts import link_person
from grassrota_web.access.actions.roles import confirm, end, grant, propose
from grassrota_web.access.actor import Actor
from grassrota_web.access.models import Account, Grant
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import BY_TWO, Role
from grassrota_web.journal.models import Entry
from tests.web.conftest import World


def first(world: World, name: str) -> Actor:
    """An administrator whom nobody made."""
    return actor_of(world.account(Role.ADMINISTRATOR, "/", name=name), True)


def made(world: World, by: Actor, name: str) -> Actor:
    """An administrator whom another one made."""
    account = world.account(None, "/", name=name)
    grant(by, account, Role.ADMINISTRATOR, "/")
    return actor_of(account, True)


@pytest.mark.parametrize("role", sorted(BY_TWO))
def test_nobody_confirms_what_their_maker_proposed(world: World, role: Role) -> None:
    """Nor through another administrator, whose own role may have ended since; a first administrator confirms it."""
    proposer, other = first(world, "first"), first(world, "other")
    child = made(world, proposer, "child")
    grandchild = made(world, child, "grandchild")
    proposed = propose(proposer, world.account(None, "/", name="somebody"), role, "/")
    end(proposer, Grant.objects.get(account__username="child"))
    for actor in (grandchild, made(world, grandchild, "last")):
        with pytest.raises(Refused) as refused:
            confirm(actor, proposed)
        assert refused.value.code == "second_person"
    confirm(other, proposed)
    assert Grant.objects.get(pk=proposed.pk).confirmed_by == other.account


def test_administrators_of_different_makers_are_two(world: World) -> None:
    """Who was made by one confirms what the other proposed, and two who made each other end no walk in a circle."""
    one, two = first(world, "one"), first(world, "two")
    child = made(world, one, "child")
    proposed = propose(two, world.account(None, "/", name="somebody"), Role.INSPECTOR, "/")
    Grant.objects.filter(account__username="one").update(proposed_by=child.account)
    confirm(child, proposed)
    assert Grant.objects.get(pk=proposed.pk).confirmed_by == child.account


@pytest.mark.parametrize("role", sorted(BY_TWO))
def test_an_inspector_s_account_linked_anew_takes_a_second_person_again(world: World, role: Role) -> None:
    """Its role counts for nothing until somebody else confirms it; linking the same person again changes nothing."""
    administrator, home = first(world, "first"), world.units["north-office"].path
    account = world.account(role, "/", name="held", person="n2")
    link_person(administrator, account, "n2", home)
    assert actor_of(account, True).roles == ((role, "/"),)
    link_person(administrator, account, "n1", home)
    assert not actor_of(Account.objects.get(pk=account.pk), True).roles
    assert Grant.objects.get(account=account, until=None).proposed_by == administrator.account
    assert Entry.objects.order_by("-number")[0].after == {"person": "n1", "proposed_anew": [role.value]}
    link_person(administrator, world.account(Role.READER, "/", name="reader"), "s1", home)
    assert Entry.objects.order_by("-number")[0].after == {"person": "s1"}
