"""Signing in, being locked out, and what is kept of it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grassrota_web.access.actions.tokens import make
from grassrota_web.access.models import Account
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import Right, Role
from grassrota_web.access.tokens import actor_of_token
from grassrota_web.journal.models import Entry
from grassrota_web.postings.actions.feeds import make_own_feed
from tests.web.access.signing import PASSWORD, sign_in
from tests.web.conftest import SignedIn, World

ADDRESS, AGENT = "203.0.113.77", "Telltale/5.4 (of the one who tried)"


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def everything_stored() -> str:
    """The text of every column of every table."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            cells += [
                bytes(cell).decode("latin-1") if isinstance(cell, bytes | memoryview) else str(cell)
                for row in cursor.fetchall()
                for cell in row
            ]
    return "\n".join(cells)


def _expiry() -> datetime:
    """When the one count that is kept runs out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT expires FROM lockout_cache")
        ((expires,),) = cursor.fetchall()
    when = expires if isinstance(expires, datetime) else datetime.fromisoformat(expires)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _expire(when: datetime) -> None:
    """Lets the counts run out at this time."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE lockout_cache SET expires = %s", [connection.ops.adapt_datetimefield_value(when)])


def test_five_wrong_passwords_lock_the_name_for_everyone_for_an_hour(world: World) -> None:
    """The sixth try is refused with the right password and from elsewhere; an hour later it is let in."""
    world.account(Role.READER, "/", name="reader")
    answers = [sign_in(Client(), "reader", "wrong") for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert sign_in(Client(REMOTE_ADDR="198.51.100.1", HTTP_USER_AGENT="another"), "reader") == 429
    assert 3590 <= (_expiry() - timezone.now()).total_seconds() <= 3600
    _expire(timezone.now() - timedelta(seconds=1))
    assert sign_in(Client(), "reader") == 302


def test_tries_during_the_lock_do_not_prolong_it(world: World) -> None:
    """Whoever goes on trying cannot keep the owner out for longer than the hour."""
    world.account(Role.READER, "/", name="reader")
    for _ in range(5):
        sign_in(Client(), "reader", "wrong")
    soon = timezone.now().replace(microsecond=0) + timedelta(minutes=2)
    _expire(soon)
    assert sign_in(Client(), "reader", "wrong") == 429
    assert _expiry() == soon


def test_the_right_password_starts_the_count_anew(world: World) -> None:
    """Four wrong, one right, four wrong again: nobody is locked out."""
    world.account(Role.READER, "/", name="reader")
    for _ in range(2):
        for _ in range(4):
            assert sign_in(Client(), "reader", "wrong") == 200
        assert sign_in(Client(), "reader") == 302


def test_a_name_that_does_not_exist_is_locked_like_any_other(world: World) -> None:
    """The lock tells nobody which accounts there are."""
    assert [sign_in(Client(), "nobody at all", "wrong") for _ in range(6)] == [200] * 4 + [429] * 2


def test_neither_address_nor_agent_is_kept_anywhere(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """After failures, a lock, a success and a sign-out, no table, cache or log holds either; nor the name tried."""
    world.account(Role.READER, "/", name="reader")
    caplog.set_level(logging.DEBUG)
    client = Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT, HTTP_X_FORWARDED_FOR=ADDRESS)
    for _ in range(6):
        sign_in(client, "somebody tried", "wrong")
    assert sign_in(client, "reader") == 302
    client.get("/account/")
    client.post("/sign-out/")
    kept = everything_stored()
    logged = "\n".join(record.getMessage() for record in caplog.records if record.levelno >= _threshold(record.name))
    for trace in (ADDRESS, AGENT, "Telltale", "somebody tried"):
        assert trace not in kept
        assert trace not in logged


def _threshold(name: str) -> int:
    """The level from which a logger writes by the settings, whatever a test set."""
    loggers: dict[str, dict[str, str]] = settings.LOGGING["loggers"]  # type: ignore[assignment]
    configured = {"": "WARNING", **{key: value["level"] for key, value in loggers.items()}}
    best = max((key for key in configured if name == key or name.startswith(f"{key}.") or not key), key=len)
    return logging.getLevelNamesMapping()[configured[best]]


def test_no_last_sign_in_is_kept(world: World) -> None:
    """When somebody was last there is nobody's business."""
    account = world.account(Role.READER, "/", name="reader")
    before = list(Account.objects.filter(pk=account.pk).values())
    sign_in(Client(), "reader")
    assert list(Account.objects.filter(pk=account.pk).values()) == before


def test_a_wrong_password_is_shown_in_an_error_summary(world: World) -> None:
    """The page says there is a problem, in its title as well, and does not say whether the name exists."""
    page = Client().post("/sign-in/", {"username": "nobody", "password": "x"}).content.decode()
    assert "<title>Error:" in page
    assert "There is a problem" in page


def test_a_closed_account_does_not_sign_in(world: World) -> None:
    """And its open sessions are nobody's."""
    account = world.account(Role.READER, "/", name="reader")
    client = Client()
    assert sign_in(client, "reader") == 302
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert client.get("/account/").status_code == 302
    assert sign_in(Client(), "reader") == 200


def test_signing_in_leads_back_to_the_page_asked_for_and_nowhere_else(world: World) -> None:
    """A link to another host is not followed."""
    world.account(Role.READER, "/", name="reader")
    asked = Client().get("/account/tokens/")
    assert asked["Location"] == "/sign-in/?next=%2Faccount%2Ftokens%2F"
    given = {"username": "reader", "password": PASSWORD}
    assert Client().post("/sign-in/", given | {"next": "/account/tokens/"})["Location"] == "/account/tokens/"
    assert Client().post("/sign-in/", given | {"next": "https://evil.example/"})["Location"] == "/"


def test_part_of_a_page_sends_the_whole_page_to_the_sign_in(world: World) -> None:
    """After the session ended, what htmx fetches does not show a sign-in form within a page."""
    answer = Client().get(
        "/account/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/accounts/?q=a"}
    )
    assert answer["HX-Redirect"] == "/sign-in/?next=%2Faccounts%2F%3Fq%3Da"


def test_the_language_is_kept_with_the_account_and_not_in_the_journal(world: World) -> None:
    """Chosen once, it is there on another machine."""
    account = world.account(Role.READER, "/", name="reader")
    client = Client()
    sign_in(client, "reader")
    client.post("/language/", {"language": "zh-hans", "next": "/"})
    account.refresh_from_db()
    assert account.language == "zh-hans"
    assert not Entry.objects.exists()
    elsewhere = Client()
    sign_in(elsewhere, "reader")
    assert elsewhere.cookies["grassrota_language"].value == "zh-hans"
    client.post("/language/", {"language": "tlh", "next": "/"})
    account.refresh_from_db()
    assert account.language == "zh-hans"


def test_a_new_password_ends_every_other_way_in(world: World) -> None:
    """The old one is asked for; another browser is signed out, a token and a calendar open nothing; all in one row."""
    account = world.account(Role.STAFF_MEMBER, "/", name="reader", person="n1")
    actor, calendar = actor_of(account, True), reverse("postings:feed", args=[make_own_feed(actor_of(account, True))])
    token = make(actor, account, "export", [Right.READ_UNITS], timezone.localdate())
    size = Entry.objects.count()
    assert Client().get(calendar).status_code == 200
    assert actor_of_token(f"Bearer {token}").account
    here, there = Client(), Client()
    sign_in(here, "reader")
    sign_in(there, "reader")
    given = {"new_password1": "three other long words", "new_password2": "three other long words"}
    assert "There is a problem" in here.post("/account/password/", given | {"old_password": "no"}).content.decode()
    weak = {"old_password": PASSWORD, "new_password1": "password1234", "new_password2": "password1234"}
    assert here.post("/account/password/", weak).status_code == 200
    assert Entry.objects.count() == size
    assert here.post("/account/password/", given | {"old_password": PASSWORD}).status_code == 302
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    (entry,) = Entry.objects.filter(number__gte=size)
    assert (entry.verb, entry.after) == (
        "access.set_password",
        {"by_link": False, "tokens_ended": 1, "calendars_ended": 1},
    )
    assert Client().get(calendar).status_code == 404
    assert not actor_of_token(f"Bearer {token}").account
    assert sign_in(Client(), "reader", "three other long words") == 302


def test_signing_out_takes_a_post(world: World, signed_in: SignedIn) -> None:
    """A link or a picture cannot sign anybody out."""
    client = signed_in(world.account(Role.READER, "/"))
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    assert client.get("/account/").status_code == 302
