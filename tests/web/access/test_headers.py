"""What every answer carries, errors and files included."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client

from grassrota_web.access.rights import Role
from tests.web.access.signing import PASSWORD, sign_in
from tests.web.conftest import SignedIn, World
from tests.web.leaks import body_of

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def test_every_answer_carries_the_policy_and_nothing_unsafe(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages, redirects, refusals, what is missing, forged forms, server errors, files and wrong hosts: the same."""
    reader = signed_in(world.account(Role.READER, "/"))
    reader.raise_request_exception = False
    forger = Client(enforce_csrf_checks=True)
    answers = {
        200: reader.get("/account/"),
        302: Client().get("/account/"),
        403: reader.get("/accounts/"),
        404: reader.get("/nothing/here/"),
        405: reader.get("/sign-out/"),
        "csrf": forger.post("/sign-in/", {"username": "a", "password": "b"}),
        "file": Client().get("/static/grassrota/theme.js"),
    }
    monkeypatch.setattr("grassrota_web.access.views.own.render", lambda *_: 1 / 0)
    answers[500] = reader.get("/account/")
    monkeypatch.setattr("django.conf.settings.ALLOWED_HOSTS", ["grassrota.example"])
    answers[400] = Client(headers={"host": "elsewhere.example"}).get("/sign-in/")
    for expected, answer in answers.items():
        assert answer.status_code == {"csrf": 403, "file": 200}.get(str(expected), expected)
        policy = answer["Content-Security-Policy"]
        assert {part.strip() for part in policy.split(";")} == POLICY, expected
        assert answer["X-Content-Type-Options"] == "nosniff", expected
        assert answer["Referrer-Policy"] == "same-origin", expected
        body_of(answer)


def test_pages_stand_in_no_frame_and_in_no_cache(world: World, signed_in: SignedIn) -> None:
    """Nobody finds a page by going back after its owner has left."""
    answer = signed_in(world.account(Role.READER, "/")).get("/account/")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_forged_form_is_refused_and_says_so(world: World) -> None:
    """Without the token of a page that was shown, nothing is done."""
    world.account(Role.READER, "/", name="reader")
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in/", {"username": "reader", "password": PASSWORD})
    assert answer.status_code == 403
    assert "load it anew" in answer.content.decode()
    client.get("/sign-in/")
    given = {"username": "reader", "password": PASSWORD, "csrfmiddlewaretoken": client.cookies["grassrota_csrf"].value}
    assert client.post("/sign-in/", given).status_code == 302


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(world: World) -> None:
    """The session's cookie is HttpOnly and Lax, and ends with the working day."""
    world.account(Role.READER, "/", name="reader")
    client = Client()
    sign_in(client, "reader")
    session = client.cookies["grassrota_session"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert session["max-age"] == 8 * 3600


def test_behind_a_proxy_with_https_cookies_go_over_nothing_else(world: World, settings: LazySettings) -> None:
    """One switch makes all cookies secure."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.HTTPS = True
    account = world.account(Role.READER, "/", name="reader")
    account.language = "zh-hans"
    account.save()
    client = Client()
    client.get("/sign-in/")
    sign_in(client, "reader")
    assert all(client.cookies[name]["secure"] for name in client.cookies)
    assert set(client.cookies) == {"grassrota_session", "grassrota_csrf", "grassrota_language"}
