"""The second factor: set up, shown, lost and reset."""

from __future__ import annotations

import base64

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from grassrota.errors import Refused
from grassrota_web.access.actions.second_factor import enrol, print_codes, reset
from grassrota_web.access.actions.tokens import make
from grassrota_web.access.models import Account, Authenticator, Grant, Token
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import DECIDING, Right, Role
from grassrota_web.journal.models import Entry
from tests.web.access.signing import code, enrolled, shown, sign_in, wrong_code
from tests.web.conftest import World


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def _allow_again(account: Account) -> None:
    """Lets the time pass for which codes are not looked at."""
    for kind in (Authenticator, StaticDevice):
        kind.objects.filter(user=account).update(throttling_failure_timestamp=None, throttling_failure_count=0)


@pytest.mark.parametrize("role", sorted(DECIDING))
def test_who_decides_gets_nowhere_before_the_second_factor(world: World, role: Role) -> None:
    """Every page leads to the second factor, and from there to setting one up; signing out is possible."""
    world.account(role, "/", name="somebody")
    client = Client()
    assert sign_in(client, "somebody") == 302
    for page in ("/", "/account/", "/account/password/", "/account/tokens/", "/accounts/"):
        assert client.get(page)["Location"].startswith("/second-factor/?next=")
    assert client.post("/second-factor/codes/").status_code == 302
    assert client.get("/second-factor/")["Location"] == "/second-factor/enrol/"
    assert client.post("/sign-out/")["Location"] == "/sign-in/"


def test_setting_one_up_shows_secret_and_codes_and_opens_the_pages(world: World) -> None:
    """The QR code is an SVG in its own address, the secret is text; the codes come once; the journal has a row."""
    account = world.account(Role.ORGANISER, "/", name="organiser")
    client = Client()
    sign_in(client, "organiser")
    page = client.get("/second-factor/enrol/")
    (picture,) = shown(page, '<img src="(data:[^"]*)"')
    assert picture.startswith("data:image/svg+xml")
    secret = shown(page, "<code>([A-Z2-7 ]+)</code>")[0].replace(" ", "")
    device = Authenticator.objects.get(user=account)
    assert base64.b32decode(secret) == device.bin_key
    assert client.get("/second-factor/enrol/").content.decode().count(shown(page, "<code>([A-Z2-7 ]+)</code>")[0]) == 1
    assert client.post("/second-factor/enrol/", {"code": wrong_code(account)}).status_code == 200
    assert client.get("/account/").status_code == 302
    _allow_again(account)
    codes = shown(client.post("/second-factor/enrol/", {"code": code(account)}), "<li><code>(.*?)</code></li>")
    assert len(set(codes)) == 10
    assert client.get("/account/").status_code == 200
    assert [entry.verb for entry in Entry.objects.all()] == ["access.enrol_second_factor"]
    for text in (*codes, secret):
        assert text not in client.get("/account/").content.decode()


def test_the_store_alone_makes_no_code(world: World) -> None:
    """Neither the secret of the app nor a backup code is in the store: both need the key beside it."""
    account = world.account(Role.ORGANISER, "/", name="organiser")
    _, codes = enrolled(account)
    device = TOTPDevice.objects.get(user=account)
    assert bytes.fromhex(device.key) != Authenticator.objects.get(user=account).bin_key
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(kept) == 10
    assert not kept & {text.replace(" ", "") for text in codes}


def test_a_code_opens_the_pages_once(world: World) -> None:
    """The same code is not taken twice, nor by another session; a fresh session key comes with it."""
    account = world.account(Role.ORGANISER, "/", name="organiser")
    enrolled(account)
    client = Client()
    sign_in(client, "organiser")
    key = client.session.session_key
    following = code(account, 1)
    assert client.post("/second-factor/", {"code": following, "next": "/account/tokens/"})["Location"] == (
        "/account/tokens/"
    )
    assert client.session.session_key != key
    assert client.get("/second-factor/")["Location"] == "/"
    other = Client()
    sign_in(other, "organiser")
    assert other.post("/second-factor/", {"code": following}).status_code == 200
    assert other.get("/account/").status_code == 302


def test_a_backup_code_opens_the_pages_once_and_is_used_up(world: World) -> None:
    """With or without its space, in capitals or not."""
    account = world.account(Role.ORGANISER, "/", name="organiser")
    _, codes = enrolled(account)
    for text, status in ((codes[0].upper(), 302), (codes[1].replace(" ", ""), 302), (codes[0], 200)):
        client = Client()
        sign_in(client, "organiser")
        assert client.post("/second-factor/", {"code": text}).status_code == status
    assert StaticToken.objects.count() == 8


def test_wrong_codes_are_slowed_down(world: World) -> None:
    """After a wrong code the right one is not looked at for a while, and the page says for how long."""
    account = world.account(Role.ORGANISER, "/", name="organiser")
    enrolled(account)
    client = Client()
    sign_in(client, "organiser")
    for expected in ("Wait 1 second", "Wait"):
        answer = client.post("/second-factor/", {"code": wrong_code(account)})
        assert expected in answer.content.decode()
    Authenticator.objects.filter(user=account).update(throttling_failure_count=5)
    answer = client.post("/second-factor/", {"code": code(account, 1)})
    assert shown(answer, "Wait (1[56]) seconds")
    assert client.get("/account/").status_code == 302
    _allow_again(account)
    assert client.post("/second-factor/", {"code": code(account, 1)}).status_code == 302


def test_the_way_on_leads_to_no_other_host(world: World) -> None:
    """A link that somebody sent does not lead out after the code."""
    account = world.account(Role.ORGANISER, "/", name="organiser")
    enrolled(account)
    client = Client()
    sign_in(client, "organiser")
    answer = client.post("/second-factor/", {"code": code(account, 1), "next": "//evil.example/"})
    assert answer["Location"] == "/"


def test_a_stolen_password_replaces_no_second_factor(world: World) -> None:
    """Who has one shows it first: by the page, and by the verb itself."""
    account = world.account(Role.ORGANISER, "/", name="organiser")
    enrolled(account)
    thief = Client()
    sign_in(thief, "organiser")
    assert thief.get("/second-factor/enrol/")["Location"] == "/second-factor/"
    with pytest.raises(Refused, match="before you replace"):
        enrol(actor_of(account, False), account, Authenticator.objects.get(user=account))
    with pytest.raises(Refused, match="authenticator"):
        print_codes(actor_of(account, False), account)


def test_fresh_codes_replace_those_before(world: World) -> None:
    """Printed by whoever showed the second factor; the earlier ones open nothing."""
    account = world.account(Role.ORGANISER, "/", name="organiser")
    client, codes = enrolled(account)
    fresh = shown(client.post("/second-factor/codes/"), "<li><code>(.*?)</code></li>")
    assert not set(fresh) & set(codes)
    other = Client()
    sign_in(other, "organiser")
    assert other.post("/second-factor/", {"code": codes[0]}).status_code == 200
    _allow_again(account)
    assert other.post("/second-factor/", {"code": fresh[0]}).status_code == 302


def test_a_reset_is_journaled_ends_sessions_and_tokens(world: World) -> None:
    """The session that showed the old factor counts as unproven at once; a new one is set up at the next sign-in."""
    account = world.account(Role.ORGANISER, "/", name="organiser")
    client, _ = enrolled(account)
    today = Entry.objects.latest("number").as_of
    make(actor_of(account, True), account, "export", [Right.READ_UNITS], today)
    reset(world.actor(Role.ADMINISTRATOR, "/"), account)
    entry = Entry.objects.latest("number")
    assert (entry.verb, entry.subject, entry.after) == (
        "access.reset_second_factor",
        str(account.pk),
        {"tokens_ended": 1, "calendars_ended": 0, "proposed_anew": []},
    )
    assert client.get("/account/")["Location"].startswith("/second-factor/")
    assert Token.objects.get().ended_on == today
    assert not StaticToken.objects.exists()


def test_an_inspector_s_reset_asks_for_a_second_person_again(world: World) -> None:
    """One administrator alone cannot take the place of an inspector: the role waits for another one."""
    inspector = world.account(Role.INSPECTOR, "/", name="inspector")
    administrator = world.actor(Role.ADMINISTRATOR, "/")
    reset(administrator, inspector)
    assert not actor_of(inspector, True).roles
    waiting = Grant.objects.get(account=inspector, until=None)
    assert (waiting.role, waiting.proposed_by, waiting.confirmed_by) == ("inspector", administrator.account, "")


def test_nobody_resets_their_own_or_out_of_reach(world: World) -> None:
    """Not one's own; not an account of another place, nor one that holds a role beyond one's reach."""
    north = world.actor(Role.ADMINISTRATOR, world.units["north"])
    own = Account.objects.get(pk=north.account)
    own.path = world.units["north"].path
    own.save()
    far = world.account(Role.ORGANISER, world.units["south"])
    mixed = world.account(Role.ORGANISER, world.units["south-office"], name="mixed")
    mixed.path = world.units["north"].path
    mixed.save()
    for account, code_ in ((own, "own_account"), (far, "not_permitted"), (mixed, "not_permitted")):
        with pytest.raises(Refused) as refusal:
            reset(north, account)
        assert refusal.value.code == code_


def test_a_demonstration_asks_for_none(world: World, settings: LazySettings) -> None:
    """There everything is made up, and nobody is to need a phone."""
    settings.DEMO = True
    world.account(Role.ORGANISER, "/", name="organiser")
    client = Client()
    sign_in(client, "organiser")
    assert client.get("/account/").status_code == 200
