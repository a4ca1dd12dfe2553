"""Giving roles, by one person and by two, and ending them."""

from __future__ import annotations

import itertools
import uuid
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grassrota.errors import Refused
from grassrota_web.access.actions.accounts import close, link_person, open_account, rename, reopen
from grassrota_web.access.actions.passwords import make_link
from grassrota_web.access.actions.roles import confirm, end, grant, propose
from grassrota_web.access.actor import Actor, Application
from grassrota_web.access.models import Account, Grant
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import BY_TWO, Right, Role
from grassrota_web.journal.models import Entry, Signature
from tests.web.conftest import World


def administrators(world: World, number: int = 3, at: str = "/") -> list[Actor]:
    """So many administrators, each with an account."""
    return [actor_of(world.account(Role.ADMINISTRATOR, at, name=f"admin {n}"), True) for n in range(number)]


def refusal(call: object, *args: object) -> str:
    """The code with which the call is refused."""
    with pytest.raises(Refused) as refused:
        call(*args)  # type: ignore[operator]
    return refused.value.code


@pytest.mark.parametrize("role", sorted(set(Role) - BY_TWO))
def test_one_administrator_gives_most_roles(world: World, role: Role) -> None:
    """It counts at once, below the unit alone, and the journal says who gave it."""
    (administrator,) = administrators(world, 1)
    account = world.account(None, "/", name="somebody")
    grant(administrator, account, role, world.units["north"].path)
    assert actor_of(account, True).roles == ((role, world.units["north"].path),)
    entry = Entry.objects.get()
    assert (entry.verb, entry.actor, entry.subject, entry.place, entry.after) == (
        "access.grant_role",
        administrator.account,
        str(account.pk),
        world.units["north"].path,
        {"role": role.value},
    )
    assert refusal(grant, administrator, account, role, world.units["north"].path) == "held_already"


@pytest.mark.parametrize("role", sorted(BY_TWO))
def test_an_inspector_or_reviewer_takes_two(world: World, role: Role) -> None:
    """Proposed by one it counts for nothing; confirmed by another it does; the journal names both."""
    first, second, _ = administrators(world)
    account = world.account(None, "/", name="somebody")
    assert refusal(grant, first, account, role, "/") == "by_two"
    proposed = propose(first, account, role, "/")
    assert not actor_of(account, True).roles
    confirm(second, proposed)
    assert actor_of(account, True).roles == ((role, "/"),)
    entries = list(Entry.objects.order_by("number").values_list("verb", "actor", "after"))
    assert entries == [
        ("access.propose_role", first.account, {"role": role.value}),
        ("access.confirm_role", second.account, {"role": role.value, "proposed_by": first.account}),
    ]
    assert refusal(confirm, second, proposed) == "not_waiting"


def test_neither_proposer_nor_beneficiary_nor_the_application_confirms(world: World) -> None:
    """Nor another account of the same person; nor whoever does not give roles there."""
    first, *_ = administrators(world)
    account = world.account(None, "/", name="somebody")
    proposed = propose(first, account, Role.INSPECTOR, "/")
    Account.objects.filter(pk=first.account).update(person="n1")
    alias = actor_of(world.account(Role.ADMINISTRATOR, "/", name="alias", person="n1"), True)
    north = world.actor(Role.ADMINISTRATOR, world.units["north"])
    for actor in (first, alias, Application()):
        assert refusal(confirm, actor, proposed) == "second_person"
    for actor in (north, world.actor(Role.ORGANISER, "/"), actor_of(account, True)):
        assert refusal(confirm, actor, proposed) == "not_permitted"
    Grant.objects.create(account=account, role=Role.ADMINISTRATOR, path="/", since="1957-01-01")
    assert refusal(confirm, actor_of(account, True), proposed) == "second_person"
    assert not Grant.objects.get(pk=proposed.pk).confirmed_by


@pytest.mark.parametrize("role", sorted(BY_TWO))
def test_no_administrator_is_inspector_or_reviewer_in_whatever_order(world: World, role: Role) -> None:
    """Refused when it is proposed, when it is confirmed, and when the administrator's role is to come later."""
    first, second, third = administrators(world)
    of_third = Account.objects.get(pk=third.account)
    assert refusal(propose, first, of_third, role, "/") == "incompatible"
    account = world.account(None, "/", name="somebody")
    proposed = propose(first, account, role, "/")
    assert refusal(grant, first, account, Role.ADMINISTRATOR, world.units["north"].path) == "incompatible"
    Grant.objects.create(account=account, role=Role.ADMINISTRATOR, path="/", since="1957-01-01")
    assert refusal(confirm, second, proposed) == "incompatible"
    Grant.objects.filter(account=account, role=Role.ADMINISTRATOR).delete()
    confirm(second, proposed)
    assert refusal(grant, first, account, Role.ADMINISTRATOR, "/") == "incompatible"


def test_two_accounts_of_one_person_do_not_get_around_it(world: World) -> None:
    """Where both are linked to the same member of staff, they count as one."""
    first, _, third = administrators(world)
    Account.objects.filter(pk=third.account).update(person="n1")
    other = world.account(None, "/", name="other", person="n1")
    assert refusal(propose, first, other, Role.INSPECTOR, "/") == "incompatible"


def _step(verb: str, actor: Actor, account: Account) -> None:
    """One of the things that administrators do to accounts."""
    held = Grant.objects.filter(account=account, until=None)
    if verb == "grant":
        grant(actor, account, Role.ADMINISTRATOR, "/")
    elif verb == "propose":
        propose(actor, account, Role.INSPECTOR, "/")
    for row in held.filter(since=None) if verb == "confirm" else ():
        confirm(actor, row)
    for row in held[:1] if verb == "end" else ():
        end(actor, row)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["grant", "propose", "confirm", "end"]), st.integers(0, 3), st.integers(0, 3)),
        max_size=14,
    )
)
def test_no_order_of_steps_makes_an_inspecting_administrator(world: World, steps: list[tuple[str, int, int]]) -> None:
    """Whatever four people do to one another: none inspects and administers, and every inspector has two behind it."""
    run = uuid.uuid4().hex[:6]
    accounts = [world.account(Role.ADMINISTRATOR if n < 3 else None, "/", name=f"{run} {n}") for n in range(4)]
    for verb, by, to in steps:
        with suppress(Refused):
            _step(verb, actor_of(accounts[by], True), accounts[to])
    for account in accounts:
        roles = {role for role, _ in actor_of(account, True).roles}
        assert not (Role.ADMINISTRATOR in roles and roles & BY_TWO)
    for held_now in Grant.objects.filter(account__in=accounts, role=Role.INSPECTOR).exclude(confirmed_by=""):
        assert len({held_now.proposed_by, held_now.confirmed_by, str(held_now.account_id)}) == 3
    left = Grant.objects.filter(account__in=accounts, role=Role.ADMINISTRATOR, until=None, path="/")
    assert left.exists()


def test_a_place_keeps_an_administrator(world: World) -> None:
    """The last one's role is not ended and the account not closed, as long as none above administers the place."""
    first, second = administrators(world, 2)
    one, two = (Grant.objects.get(account__pk=actor.account) for actor in (first, second))
    north = world.account(Role.ADMINISTRATOR, world.units["north"])
    end(first, Grant.objects.get(account=north))
    end(second, one)
    assert refusal(end, second, two) == "last_administrator"
    assert refusal(close, Application(), Account.objects.get(pk=second.account)) == "last_administrator"
    assert refusal(end, second, one) == "not_held"


def test_an_administrator_whose_account_is_closed_does_not_count(world: World) -> None:
    """Somebody is to be able to sign in who administers."""
    first, second = administrators(world, 2)
    close(first, Account.objects.get(pk=second.account))
    assert refusal(end, first, Grant.objects.get(account__pk=first.account)) == "last_administrator"


def test_roles_are_given_and_ended_within_reach_alone(world: World) -> None:
    """An administrator of the north gives no role in the south or at the top, and ends none there."""
    north = world.actor(Role.ADMINISTRATOR, world.units["north"])
    account = world.account(Role.READER, world.units["south"])
    for path in ("/", world.units["south"].path, world.units["south-office"].path):
        assert refusal(grant, north, account, Role.HOST, path) == "not_permitted"
        assert refusal(propose, north, account, Role.REVIEWER, path) == "not_permitted"
    assert refusal(end, north, Grant.objects.get(account=account)) == "not_permitted"
    assert not Entry.objects.exists()


def test_only_administrators_give_roles(world: World) -> None:
    """No other role gives one, not even its own."""
    account = world.account(None, "/", name="somebody")
    for role in set(Role) - {Role.ADMINISTRATOR}:
        actor = world.actor(role, "/")
        assert refusal(grant, actor, account, Role.READER, "/") == "not_permitted"
        assert refusal(open_account, actor, "new", "New", "/") == "not_permitted"


def test_a_name_outlives_its_account(world: World) -> None:
    """What was signed keeps the name of its day, through renaming and when the account is gone."""
    (administrator,) = administrators(world, 1)
    account = open_account(administrator, " clerk ", "Li Na", "/")
    rename(administrator, account, "Li Na (archive)")
    key = str(account.pk)
    account.delete()
    assert list(Signature.objects.order_by("pk").values_list("account", "name")) == [
        (key, "Li Na"),
        (key, "Li Na (archive)"),
    ]
    assert account.username == "clerk"
    assert refusal(open_account, administrator, "admin 0", "Again", "/") == "username_taken"


def test_a_person_has_one_account_and_the_administrator_reaches_both(world: World) -> None:
    """A second link is refused, as is one to a person of another place; the journal row is the person's to see."""
    north = world.actor(Role.ADMINISTRATOR, world.units["north"])
    home = world.units["north-office"].path
    first, second = (open_account(north, name, name, world.units["north"].path) for name in ("first", "second"))
    link_person(north, first, "n1", home)
    assert Entry.objects.latest("number").person == "n1"
    assert refusal(link_person, north, second, "n1", home) == "person_taken"
    assert refusal(link_person, north, second, "s1", world.units["south-office"].path) == "not_permitted"
    link_person(north, first, "")
    link_person(north, second, "n1", home)
    assert Account.objects.get(person="n1") == second


def test_closing_and_opening_again(world: World) -> None:
    """Both are journaled; nobody closes their own account; a role of two people's does not come back by one."""
    first, second, _ = administrators(world)
    account = world.account(Role.INSPECTOR, "/", name="inspector")
    close(first, account)
    assert actor_of(Account.objects.get(pk=account.pk), True).roles == ()
    assert refusal(propose, first, account, Role.REVIEWER, "/") == "inactive"
    assert refusal(make_link, first, account) == "inactive"
    assert refusal(reopen, first, account) == "by_two"
    end(second, Grant.objects.get(account=account))
    reopen(first, account)
    assert refusal(close, first, Account.objects.get(pk=first.account)) == "own_account"
    verbs = list(Entry.objects.order_by("number").values_list("verb", flat=True))
    assert verbs == ["access.close_account", "access.end_role", "access.reopen_account"]


def test_every_pair_of_roles_says_what_it_may_do_and_no_more(world: World) -> None:
    """Two roles at two places add up, each at its own place."""
    north, south = world.units["north"].path, world.units["south"].path
    for one, other in itertools.combinations(set(Role) - BY_TWO, 2):
        actor = Actor("a", "A", "", ((one, north), (other, south)), True)
        for right in Right:
            alone = Actor("a", "A", "", ((one, north),), True)
            assert actor.may(right, north) == alone.may(right, north)
