"""Signing in through the organisation's own directory, against a real one on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import LazySettings
from django.test import Client

from grassrota_web.access.models import Account, Grant
from grassrota_web.access.rights import Role
from tests.web.access.directory_server import CLIENT, SECRET, DirectoryServer, key, running
from tests.web.access.signing import sign_in
from tests.web.conftest import World

BACK = "/sign-in/directory/back/"


@pytest.fixture
def directory(settings: LazySettings) -> Iterator[DirectoryServer]:
    """A directory that the application is set up with."""
    with running() as there:
        settings.OIDC_ISSUER = there.issuer
        settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = CLIENT, SECRET
        settings.AUTHENTICATION_BACKENDS = [
            *settings.AUTHENTICATION_BACKENDS,
            "grassrota_web.access.directory.Directory",
        ]
        yield there


def out(client: Client, onward: str = "") -> dict[str, str]:
    """What the browser is sent to the directory with."""
    answer = client.get("/sign-in/directory/" + (f"?next={onward}" if onward else ""))
    assert answer.status_code == 302, answer.content
    return dict(parse_qsl(urlsplit(answer["Location"]).query))


def through(directory: DirectoryServer, username: str, onward: str = "") -> tuple[Client, Any]:
    """A browser that went to the directory, signed in there, and came back."""
    client = Client()
    asked = out(client, onward)
    code = directory.signed_in(asked, username)
    return client, client.get(BACK, {"code": code, "state": asked["state"]})


def is_in(client: Client) -> bool:
    """True if somebody is signed in."""
    return client.get("/account/").status_code == 200


def test_a_known_account_comes_in_and_on_to_where_it_was_going(world: World, directory: DirectoryServer) -> None:
    """Found by its name in the directory, with PKCE, state and nonce; the sign-in page offers the way."""
    world.account(Role.READER, "/", name="li.na")
    assert "/sign-in/directory/" in Client().get("/sign-in/").content.decode()
    asked = out(Client())
    assert asked["code_challenge_method"] == "S256"
    assert {"state", "nonce", "client_id", "redirect_uri"} <= set(asked)
    client, answer = through(directory, "li.na", "/account/tokens/")
    assert answer["Location"] == "/account/tokens/"
    assert is_in(client)


def test_nobody_is_made_and_nothing_is_given(world: World, directory: DirectoryServer) -> None:
    """Whoever has no account stays outside, whatever roles the directory tells of them."""
    world.account(Role.READER, "/", name="li.na")
    directory.told = {"roles": ["administrator", "organiser"], "groups": ["administrators"]}
    client, answer = through(directory, "stranger")
    assert answer["Location"] == "/sign-in/"
    assert "did not sign you in" in client.get("/sign-in/").content.decode()
    through(directory, "li.na")
    assert list(Account.objects.values_list("username", flat=True)) == ["li.na"]
    assert list(Grant.objects.values_list("role", flat=True)) == ["reader"]


def test_who_decides_still_shows_the_second_factor(world: World, directory: DirectoryServer) -> None:
    """The directory stands for the password alone."""
    world.account(Role.ORGANISER, "/", name="li.na")
    client, answer = through(directory, "li.na")
    assert answer.status_code == 302
    assert client.get("/account/")["Location"].startswith("/second-factor/")


def test_a_closed_account_stays_outside(world: World, directory: DirectoryServer) -> None:
    """However often the directory says yes."""
    world.account(Role.READER, "/", name="li.na")
    Account.objects.update(is_active=False)
    client, answer = through(directory, "li.na")
    assert answer["Location"] == "/sign-in/"
    assert not is_in(client)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nonce", "another"),
        ("nonce", None),
        ("iss", "https://elsewhere.example"),
        ("iss", None),
        ("aud", "another application"),
        ("aud", None),
        ("azp", "another application"),
        ("exp", 1_000_000_000),
        ("exp", None),
        ("iat", 9_999_999_999),
        ("sub", "u-2"),
    ],
)
def test_a_token_that_was_not_made_for_this_sign_in_is_refused(
    world: World, directory: DirectoryServer, name: str, value: object
) -> None:
    """Wrong or missing nonce, issuer, audience or times; another user's; each ends at the sign-in page."""
    world.account(Role.READER, "/", name="li.na")
    directory.claims = {name: value}
    client, answer = through(directory, "li.na")
    assert answer["Location"] == "/sign-in/"
    assert not is_in(client)
    directory.claims = {}
    assert is_in(through(directory, "li.na")[0])


@pytest.mark.parametrize("algorithm", ["RS256", "HS256", "none"])
def test_a_token_that_somebody_else_signed_is_refused(world: World, directory: DirectoryServer, algorithm: str) -> None:
    """With another key, with the shared secret, or not at all."""
    world.account(Role.READER, "/", name="li.na")
    directory.algorithm = algorithm
    directory.signs_with = key("of somebody else")
    client, answer = through(directory, "li.na")
    assert answer["Location"] == "/sign-in/"
    assert not is_in(client)


def test_a_state_that_was_not_given_here_is_refused(world: World, directory: DirectoryServer) -> None:
    """Nobody is signed in as somebody else by a link; and a code works once."""
    world.account(Role.READER, "/", name="li.na")
    asked = out(Client())
    victim = Client()
    code = directory.signed_in(asked, "li.na")
    assert victim.get(BACK, {"code": code, "state": asked["state"]})["Location"] == "/sign-in/"
    own = out(victim)
    assert victim.get(BACK, {"code": code, "state": asked["state"]})["Location"] == "/sign-in/"
    assert victim.get(BACK, {"code": code, "state": own["state"]})["Location"] == "/sign-in/", "the challenge differs"
    assert victim.get(BACK, {"error": "access_denied", "state": own["state"]})["Location"] == "/sign-in/"
    assert not is_in(victim)


def test_a_directory_that_is_down_leaves_the_password(world: World, settings: LazySettings) -> None:
    """The page says so, and signing in by name and password works."""
    world.account(Role.READER, "/", name="li.na")
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    client = Client()
    assert client.get("/sign-in/directory/")["Location"] == "/sign-in/"
    assert sign_in(client, "li.na") == 302


def test_without_a_directory_there_is_no_way_through_one(world: World) -> None:
    """Nothing on the sign-in page, and no address."""
    assert "/sign-in/directory/" not in Client().get("/sign-in/").content.decode()
    assert Client().get("/sign-in/directory/").status_code == 404
    assert Client().get(BACK).status_code == 404


def test_signing_in_by_password_asks_the_directory_nothing(world: World, directory: DirectoryServer) -> None:
    """No request leaves the machine for it."""
    world.account(Role.READER, "/", name="li.na")
    assert sign_in(Client(), "li.na") == 302
    assert directory.calls == []
