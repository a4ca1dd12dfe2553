"""The pages on which administrators look after accounts, used as they are meant to be."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from grassrota_web.access.models import Account, Grant
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import Role
from grassrota_web.records.accounts.queries import PAGE
from tests.web.access.signing import shown, sign_in
from tests.web.conftest import SignedIn, World
from tests.web.leaks import assert_no_trace


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def text(answer: Any) -> str:
    """What the page says."""
    return str(answer.content.decode())


def test_from_nothing_to_a_first_sign_in(world: World, signed_in: SignedIn) -> None:
    """Open an account, give it a role at a unit found by name, hand a link on; its owner sets a password and is in."""
    client = signed_in(world.account(Role.ADMINISTRATOR, "/"))
    north = world.units["north"].path
    answer = client.post("/accounts/new/", {"name": "Li Na", "username": "li.na", "place": north})
    account = Account.objects.get(username="li.na")
    assert answer["Location"] == f"/accounts/{account.pk}/"
    assert account.path == north
    offered = shown(client.get(f"/accounts/{account.pk}/grant/?q=south-off"), 'name="place" value="(.*?)"')
    assert offered == ["/"]
    offered = shown(client.get(f"/accounts/{account.pk}/grant/?q=north off"), 'name="place" value="(.*?)"')
    office = world.units["north-office"].path
    assert offered == ["/", office]
    assert client.post(f"/accounts/{account.pk}/grant/", {"role": "reader", "place": office}).status_code == 302
    page = text(client.get(f"/accounts/{account.pk}/"))
    assert "Reader" in page
    assert "North Office" in page
    (link,) = shown(client.post(f"/accounts/{account.pk}/password-link/"), "<code>http://testserver(.*?)</code>")
    owner, words = Client(), "three other long words"
    owner.post(link, {"new_password1": words, "new_password2": words})
    assert sign_in(owner, "li.na", words) == 302
    assert actor_of(account, False).roles == ((Role.READER, office),)


def test_an_inspector_is_made_by_two_on_pages(world: World, signed_in: SignedIn) -> None:
    """The proposer sees why they cannot confirm; another finds it waiting in the list, and confirms."""
    first, second = (signed_in(world.account(Role.ADMINISTRATOR, "/", name=name)) for name in ("first", "second"))
    account = world.account(None, "/", name="somebody")
    first.post(f"/accounts/{account.pk}/grant/", {"role": "inspector", "place": "/"})
    grant = Grant.objects.get(account=account)
    assert "Somebody else confirms this" in text(first.post(f"/accounts/roles/{grant.pk}/confirm/"))
    assert f"/accounts/roles/{grant.pk}/confirm/" in text(second.get("/accounts/"))
    assert second.post(f"/accounts/roles/{grant.pk}/confirm/").status_code == 302
    assert "Waiting for a second person" not in text(second.get("/accounts/"))
    assert actor_of(account, True).roles == ((Role.INSPECTOR, "/"),)
    assert second.post(f"/accounts/roles/{grant.pk}/end/").status_code == 302
    assert second.get(f"/accounts/roles/{grant.pk}/end/").status_code == 404


def test_the_list_goes_on_by_name_and_keeps_its_filters(world: World, signed_in: SignedIn) -> None:
    """Each account is on one page, in order; the search goes by name and sign-in name."""
    client = signed_in(world.account(Role.ADMINISTRATOR, "/", name="aaa"))
    Account.objects.bulk_create(Account(username=f"u{n:03}", name=f"Number {n}") for n in range(PAGE + 5))
    page, seen = client.get("/accounts/?q=u"), []
    while True:
        seen += shown(page, r'<a href="/accounts/[-0-9a-f]{36}/">(.*?)</a>')
        onward = shown(page, 'rel="next" href="(.*?)"')
        if not onward:
            break
        assert "q=u" in onward[0]
        page = client.get("/accounts/" + onward[0])
    assert seen == [f"u{n:03}" for n in range(PAGE + 5)]
    assert "No account found" in text(client.get("/accounts/?q=nobody"))
    assert shown(client.get("/accounts/?role=administrator"), r'[-0-9a-f]{36}/">(.*?)</a>') == ["aaa"]
    Account.objects.filter(username="u001").update(is_active=False)
    assert "u001" not in text(client.get("/accounts/?q=u00"))
    assert "u001" in text(client.get("/accounts/?q=u00&state=closed"))


def test_an_account_is_renamed_linked_closed_and_opened_again(world: World, signed_in: SignedIn) -> None:
    """Each step leads back to the account and says that it was done."""
    client = signed_in(world.account(Role.ADMINISTRATOR, "/"))
    account = world.account(Role.STAFF_MEMBER, "/", name="somebody")
    base = f"/accounts/{account.pk}"
    for path, given, said in (
        ("name", {"name": "Li Na"}, "The name is changed."),
        ("person", {"person": "n1"}, "The link is changed."),
        ("second-factor", {}, "The second factor is reset."),
        ("close", {}, "The account is closed."),
        ("reopen", {}, "The account is open again."),
    ):
        assert client.get(f"{base}/{path}/").status_code == 200
        assert said in text(client.post(f"{base}/{path}/", given, follow=True))
    account.refresh_from_db()
    assert (account.name, account.person, account.is_active) == ("Li Na", "n1", True)


def test_faults_stand_in_the_form(world: World, signed_in: SignedIn) -> None:
    """A name that is taken, a code of nobody, one's own account, the last administrator: each with its reason."""
    administrator = world.account(Role.ADMINISTRATOR, "/", name="admin")
    client = signed_in(administrator)
    account = world.account(None, "/", name="somebody")
    grant = Grant.objects.get(account=administrator)
    for path, given, said in (
        ("new/", {"name": "A", "username": "somebody", "place": "/"}, "Somebody else signs in with this name"),
        ("new/", {}, "Enter a sign-in name."),
        (f"{account.pk}/person/", {"person": "x9"}, "No member of staff of the units that you administer"),
        (f"{account.pk}/grant/", {"role": "reader", "place": "/999999/"}, "Select a valid choice"),
        (f"{administrator.pk}/close/", {}, "nobody does it to their own account"),
        (f"roles/{grant.pk}/end/", {}, "This is the last administrator here"),
    ):
        page = text(client.post(f"/accounts/{path}", given))
        assert said.replace("'", "&#x27;") in page, path
        assert "There is a problem" in page


def test_an_administrator_of_one_place_sees_nothing_of_another(world: World, signed_in: SignedIn) -> None:
    """In lists, searches, the choice of units, and the codes of people; not even by guessing."""
    client = signed_in(world.account(Role.ADMINISTRATOR, world.units["north"]))
    kept = world.account(Role.READER, world.units["north"], name="kept")
    far = world.account(Role.READER, world.units["south"], name="far away")
    for account, side in ((kept, "north"), (far, "south")):
        account.path = world.units[side].path
        account.save()
    Grant.objects.create(account=kept, role=Role.HOST, path=world.units["south-township"].path, since="1957-01-01")
    Grant.objects.create(account=far, role=Role.INSPECTOR, path=world.units["south"].path, proposed_by="")
    for path in ("", "?q=a", "?state=all", "new/?q=outh", f"{kept.pk}/", f"{kept.pk}/grant/?q=outh"):
        answer = client.get(f"/accounts/{path}")
        assert answer.status_code == 200
        assert_no_trace(answer, world, "south", "far away")
    assert "a unit elsewhere" in text(client.get(f"/accounts/{kept.pk}/"))
    south = world.units["south-office"].path
    for path, given in (
        (f"{kept.pk}/grant/", {"role": "reader", "place": south}),
        ("new/", {"name": "A", "username": "a", "place": south}),
        (f"{kept.pk}/person/", {"person": "s1"}),
    ):
        answer = client.post(f"/accounts/{path}", given)
        assert "There is a problem" in text(answer)
        assert_no_trace(answer, world, "south")
    assert client.get(f"/accounts/{far.pk}/").status_code == 404
