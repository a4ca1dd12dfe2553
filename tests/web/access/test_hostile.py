"""What one administrator might try in order to be both people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grassrota.errors import Refused
from grassrota_web.access.actions.accounts import link_person, open_account
from grassrota_web.access.actions.passwords import make_link, set_password
from grassrota_web.access.actions.roles import confirm, end, grant, propose
from grassrota_web.access.actions.second_factor import reset
from grassrota_web.access.actor import Actor
from grassrota_web.access.independent import behind
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


def _confirms(proposed: Grant, by: Actor) -> str:
    """What comes of it: the refusal's code, or nothing."""
    try:
        confirm(by, proposed)
    except Refused as refused:
        return refused.code
    return ""


def test_a_maker_does_not_confirm_what_their_creature_proposed(world: World) -> None:
    """Nor do two creatures of one maker add up to two, nor a holder and a creature of theirs."""
    maker, other = first(world, "maker"), first(world, "other")
    creature, twin = made(world, maker, "creature"), made(world, maker, "twin")
    proposed = propose(creature, world.account(None, "/", name="somebody"), Role.REVIEWER, "/")
    assert [_confirms(proposed, by) for by in (maker, twin)] == ["second_person"] * 2
    of_maker = Account.objects.get(pk=maker.account)
    Grant.objects.filter(account=of_maker).update(role=Role.READER)
    for_maker = propose(other, of_maker, Role.REVIEWER, "/")
    assert _confirms(for_maker, creature) == "second_person"
    assert [_confirms(proposed, other), _confirms(for_maker, first(world, "third"))] == ["", ""]


@pytest.mark.parametrize("verb", [make_link, reset, link_person])
def test_who_had_the_second_person_s_account_in_hand_is_no_first_person(
    world: World, verb: Callable[..., object]
) -> None:
    """A link, a reset or another person: whoever did it may be who signs in; changing the password is no proof."""
    administrator, other, third = (first(world, name) for name in ("administrator", "other", "third"))
    taken = Account.objects.get(pk=other.account)
    token = verb(administrator, taken, *(("n1", world.units["north-office"].path) if verb is link_person else ()))
    link = {"token": str(token)} if verb is make_link else {}
    set_password(actor_of(taken, False), taken, "three other long words", **link)
    proposed = propose(administrator, world.account(None, "/", name="somebody"), Role.INSPECTOR, "/")
    assert _confirms(proposed, actor_of(taken, True)) == "second_person"
    assert _confirms(proposed, third) == ""


def test_an_account_opened_by_the_first_person_stays_theirs(world: World) -> None:
    """Also if somebody else made it an administrator, and when the account between them is deleted."""
    one, two, three = (first(world, name) for name in ("one", "two", "three"))
    between = open_account(one, "between", "Between", "/")
    grant(two, between, Role.ADMINISTRATOR, "/")
    last = open_account(actor_of(between, True), "last", "Last", "/")
    grant(three, last, Role.ADMINISTRATOR, "/")
    key = str(between.pk)
    between.delete()
    proposed = propose(one, world.account(None, "/", name="somebody"), Role.INSPECTOR, "/")
    assert _confirms(proposed, actor_of(last, True)) == "second_person"
    assert behind(str(last.pk)) == {str(last.pk), key, one.account, three.account}


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
