"""Addresses as nobody types them by mistake: no page breaks at any of them."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from grassrota_web.access.matrix import Route, routes
from grassrota_web.access.rights import Role
from grassrota_web.access.typed import typed
from tests.web.conftest import SignedIn, World
from tests.web.examples import EXAMPLES
from tests.web.leaks import body_of

READ = re.compile(r"GET(?:\.get\(|\[)\"(\w+)\"|^    (\w+)(?:: \w+)? = \w*\.?\w*[fF]ield\(", re.MULTILINE)
PARAMETERS = sorted(
    {"before", "after"}
    | {
        name
        for file in Path("src/grassrota_web").rglob("*.py")
        if "migrations" not in file.parts and file.name != "models.py"
        for found in READ.findall(file.read_text("utf-8"))
        for name in found
        if name
    }
)
"""Every name by which a page reads its address: those of filters as well."""

ODD = {
    "nul": "%00",
    "superscript": "%C2%B2",
    "another script": "%D9%A3",
    "huge": "9" * 30,
    "beyond a key": "9" * 18,
    "negative": "-1",
    "half a character": "%ED%A0%80",
    "no utf-8": "%FF",
    "long": "%E9%95%BF" * 700,
}
PAGES = [route for route in routes() if not route.method and route.name not in {"access:sign_out", "access:directory"}]


def _address(world: World, route: Route) -> str:
    return reverse(route.name, kwargs=EXAMPLES[route.name](world, "north") if route.takes else {})


def test_the_names_are_found() -> None:
    """Those of lists, filters and searches, so that what follows asks for something."""
    assert {"q", "each", "against", "show", "unit", "on", "role", "state", "after", "before"} <= set(PARAMETERS)


def _odd(turn: int) -> str:
    """Every parameter with one of the odd values, another one at each turn."""
    values = [value for name, value in ODD.items() if name != "nul"]
    return "&".join(f"{name}={values[(at + turn) % len(values)]}" for at, name in enumerate(PARAMETERS))


@pytest.mark.parametrize("role", sorted(Role))
def test_no_parameter_breaks_a_page(world: World, signed_in: SignedIn, role: Role) -> None:
    """Each page that the role is the first to open, with odd values for all parameters at once: twice, or once."""
    client = signed_in(world.account(role, "/", person="n1"))
    client.raise_request_exception = False
    broken = []
    for number, route in enumerate(route for route in PAGES if _first_to_open(route) == role):
        address = _address(world, route)
        for turn in [number] if route.takes else [number, number + 3]:
            answer = client.get(f"{address}?{_odd(turn)}")
            if answer.status_code >= 500:
                broken.append(f"{address}?{_odd(turn)}")
            body_of(answer)
    assert broken == []


@pytest.mark.parametrize(("parameter", "page"), [("each", "rotas:plan"), ("against", "rotas:policy_version")])
@pytest.mark.parametrize("value", ODD.values())
def test_no_number_breaks_the_pages_that_reckon_with_it(
    world: World, signed_in: SignedIn, parameter: str, page: str, value: str
) -> None:
    """The open cases of each at the board, and the version to compare with."""
    client = signed_in(world.account(Role.ORGANISER, "/"))
    client.raise_request_exception = False
    address = reverse(page, kwargs=EXAMPLES[page](world, "north"))
    assert client.get(f"{address}?{parameter}={value}").status_code in (200, 404)


def _first_to_open(route: Route) -> Role:
    return next((role for role in sorted(Role) if route.opens_to(role)), Role.STAFF_MEMBER)


@pytest.mark.parametrize(
    "address", ["/search/?q=%00", "/units/people/?q=%00&after=%00", "/records/history/unit/a%00b/"]
)
def test_what_no_store_can_hold_is_not_found(world: World, signed_in: SignedIn, address: str) -> None:
    """A NUL in a search or in the path: PostgreSQL would take offence, so that neither store is asked."""
    assert signed_in(world.account(Role.ORGANISER, "/")).get(address).status_code == 404


@pytest.mark.parametrize(("value", "each"), [("\u00b2", 20), ("0", 20), ("7", 7), ("9" * 30, 20)])
def test_a_number_in_an_address_is_one_or_none(value: str, each: int) -> None:
    """The digits of a power are no number, nor is what is longer than any key."""
    assert max(1, typed(value) or 20) == each


@pytest.mark.parametrize("key", ["9" * 30, "9" * 18])
def test_no_key_is_too_large_for_a_page(world: World, signed_in: SignedIn, key: str) -> None:
    """Each address that takes a number is not found for one that no row has."""
    client = signed_in(world.account(Role.ORGANISER, "/", person="n1"))
    client.raise_request_exception = False
    for route in (route for route in PAGES if "<int:" in route.pattern and route.opens_to(Role.ORGANISER)):
        found = re.sub("<int:[^>]*>", key, route.pattern)
        found = re.sub("<[^>]*>", "x", re.sub("<uuid:[^>]*>", str(uuid.UUID(int=1)), found))
        assert client.get(found).status_code in (404, 405), found


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_went_wrong_and_what_is_missing_are_told_calmly(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """In the reader's language, with a way back, and without a word of the code; also where the store is not asked."""

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the secret of the house")

    client = signed_in(world.account(Role.READER, "/"))
    client.raise_request_exception = False
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    monkeypatch.setattr("grassrota_web.access.views.own.render", fails)
    for address, status in (("/account/", 500), ("/nothing/here/", 404)):
        answer = client.get(address)
        page = answer.content.decode()
        assert answer.status_code == status
        assert f'<html lang="{language}"' in page
        assert 'href="/"' in page
        assert not [word for word in ("Traceback", "secret", "RuntimeError", "grassrota_web") if word in page]
    assert Client().get("/nothing/here/").status_code == 404
