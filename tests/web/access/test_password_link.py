"""The link with which an account first gets a password."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from grassrota.errors import Refused
from grassrota_web.access.actions.passwords import ONCE, make_link, set_password
from grassrota_web.access.models import Account, Grant
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import Role
from grassrota_web.journal.models import Entry
from tests.web.access.signing import sign_in
from tests.web.conftest import World

FRESH = {"new_password1": "three other long words", "new_password2": "three other long words"}


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def link_of(account: Account, token: str) -> str:
    """Where the link leads."""
    return f"/set-password/{account.pk}/{token}/"


def test_the_link_sets_a_password_once(world: World) -> None:
    """Made by an administrator, journaled without the token; a second use and a guess are refused."""
    account = world.account(None, "/", name="somebody")
    token = make_link(world.actor(Role.ADMINISTRATOR, "/"), account)
    url = link_of(account, token)
    assert "somebody" in Client().get(url).content.decode()
    assert "There is a problem" in Client().post(url, FRESH | {"new_password2": "other"}).content.decode()
    assert Client().post(url, FRESH)["Location"] == "/sign-in/"
    assert sign_in(Client(), "somebody", "three other long words") == 302
    assert Client().post(url, FRESH).status_code == 409
    assert Client().get(link_of(account, "c0ffee-" + "0" * 32)).status_code == 409
    with pytest.raises(Refused, match="used"):
        set_password(actor_of(account, False), Account.objects.get(pk=account.pk), "another of mine", token)
    verbs = list(Entry.objects.order_by("number").values_list("verb", "after"))
    ended = {"tokens_ended": 0, "calendars_ended": 0}
    assert verbs == [
        ("access.make_password_link", {"proposed_anew": []}),
        ("access.set_password", {"by_link": True, **ended}),
    ]


def test_the_link_dies_after_a_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """One found in an old mail opens nothing."""
    account = world.account(None, "/", name="somebody")
    token = make_link(world.actor(Role.ADMINISTRATOR, "/"), account)
    then = ONCE._now()
    monkeypatch.setattr(ONCE, "_now", lambda: then + timedelta(hours=25))
    assert Client().get(link_of(account, token)).status_code == 409


def test_a_link_of_one_account_opens_no_other(world: World) -> None:
    """The token is bound to its account, and dies when the account is closed."""
    account, other = (world.account(None, "/", name=name) for name in ("somebody", "other"))
    token = make_link(world.actor(Role.ADMINISTRATOR, "/"), account)
    assert Client().get(link_of(other, token)).status_code == 409
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert Client().get(link_of(account, token)).status_code == 404


def test_whoever_could_take_an_account_over_reaches_all_its_roles(world: World) -> None:
    """The north's administrator makes no link for an account that holds a role beyond the north, or for their own."""
    north = world.actor(Role.ADMINISTRATOR, world.units["north"])
    account = world.account(Role.READER, world.units["north-office"], name="near")
    account.path = world.units["north"].path
    account.save()
    assert make_link(north, account)
    Grant.objects.create(account=account, role=Role.ORGANISER, path="/", since="1957-01-01")
    for whose in (account, Account.objects.get(pk=north.account)):
        with pytest.raises(Refused):
            make_link(north, whose)


def test_an_inspector_s_link_asks_for_a_second_person_again(world: World) -> None:
    """The role counts for nothing until another administrator confirms it."""
    inspector = world.account(Role.INSPECTOR, "/", name="inspector")
    administrator = world.actor(Role.ADMINISTRATOR, "/")
    make_link(administrator, inspector)
    assert not actor_of(inspector, True).roles
    assert Grant.objects.get(account=inspector, until=None).proposed_by == administrator.account
    assert Entry.objects.get().after == {"proposed_anew": ["inspector"]}
