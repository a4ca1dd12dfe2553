"""Every address opened as everybody: what the table of permissions says is what happens, and nothing leaks."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grassrota_web.access.matrix import Route, routes, verbs
from grassrota_web.access.matrix_page import COMMAND, text
from grassrota_web.access.models import Account
from grassrota_web.access.rights import DECIDING, Right, Role
from grassrota_web.access.words import RIGHTS, ROLES
from tests.web.conftest import SignedIn, World
from tests.web.examples import EXAMPLES, SIDELESS
from tests.web.leaks import body_of, names_of, traces

PUBLIC = {
    "access:directory",
    "access:directory_back",
    "access:first_password",
    "access:sign_in",
    "access:sign_out",
    "figures:public",
    "figures:public_bulletin",
    "figures:public_bulletin_file",
    "figures:public_feed",
    "figures:public_take",
    "figures:public_unit",
    "figures:public_unit_feed",
    "figures:unsubscribe",
    "health",
    "inspections:publications",
    "inspections:published",
    "inspections:published_draw",
    "intake:consistency",
    "intake:elsewhere",
    "intake:heads",
    "intake:leaves",
    "intake:language",
    "intake:log",
    "intake:raise",
    "intake:receipt",
    "intake:similar",
    "open311:bulk",
    "open311:definition",
    "open311:discovery",
    "open311:discovery_beside",
    "open311:request",
    "open311:requests",
    "open311:services",
    "open311:token",
    "open311:updates",
    "postings:feed",
    "set_language",
}
"""Everything that opens without signing in."""

ADMITTED = {200, 204, 302, 303, 405}
"""What somebody gets who may open a page; 405 where it takes a POST."""

PAGES = [route for route in routes() if not route.method]
WITHOUT = [route for route in PAGES if not route.takes]
TAKING = [route for route in PAGES if route.takes]
LETS_OUT = {"access:sign_out", "access:directory", "access:directory_back"}
"""They end in a redirect for everybody, or at nothing where no directory is set up."""


def test_every_address_says_who_opens_it() -> None:
    """None is forgotten, and no other than those listed opens without signing in."""
    assert [f"{route.method} {route.pattern}" for route in routes() if not route.declared] == []
    assert {route.name for route in PAGES if route.rights is None} == PUBLIC


def test_the_page_of_permissions_is_as_the_code_says() -> None:
    """``docs/reference/permissions.md`` is written from the code."""
    page = Path("docs/reference/permissions.md").read_text(encoding="utf-8")
    assert page == text(), f"out of date: run {COMMAND}"


def test_every_verb_says_what_it_does_and_few_leave_no_row() -> None:
    """One sentence each; those that leave no row in the journal say why."""
    for verb in verbs():
        assert verb.words.endswith("."), f"{verb.name} has no words: {verb.words!r}"
    for verb in verbs():
        assert not verb.unjournaled or len(verb.unjournaled) > 20, verb.name


def test_every_role_and_right_has_words() -> None:
    """No page meets one that it cannot name."""
    assert set(ROLES) == set(Role)
    assert set(RIGHTS) == set(Right)


def test_every_address_that_takes_something_has_an_example() -> None:
    """Otherwise the tests below would not open it: add it to tests/web/examples.py."""
    assert sorted({route.name for route in TAKING} - set(EXAMPLES)) == []
    assert sorted(set(EXAMPLES) - {route.name for route in TAKING}) == []
    assert sorted(set(SIDELESS) - set(EXAMPLES)) == []


def _somewhere(route: Route) -> str:
    """An address of the route at which there need be nothing: who asks is looked at first."""
    return re.sub("<[^>]*>", "1", re.sub("<uuid:[^>]*>", str(uuid.UUID(int=1)), route.pattern))


def _to_sign_in(answer: Any, page: str) -> bool:
    return bool(answer.status_code == 302 and answer["Location"].startswith(f"/{page}/?next="))


def _wrong(route: Route, role: Role, answer: Any) -> str:
    """What is not as the table says; empty if all is."""
    if route.opens_to(role):
        right = answer.status_code in ADMITTED and not _to_sign_in(answer, "sign-in")
    else:
        right = answer.status_code == 403
    return "" if right or route.name in LETS_OUT else f"{route.name}: {answer.status_code}"


@pytest.mark.parametrize("role", sorted(Role))
def test_pages_open_as_the_table_says(world: World, signed_in: SignedIn, role: Role) -> None:
    """Each page without arguments, for each role of the north: opened or refused; and it tells nothing of the south."""
    client = signed_in(world.account(role, world.units["north"], person="n1"))
    answers = [(route, client.get(reverse(route.name))) for route in WITHOUT if route.name != "access:sign_in"]
    assert [wrong for route, answer in answers if (wrong := _wrong(route, role, answer))] == []
    told = {route.name: traces(answer, world, "south") for route, answer in answers}
    assert {name: names for name, names in told.items() if names} == {}


def test_nobody_opens_a_page_without_signing_in(world: World) -> None:
    """Each leads to the sign-in page, with or without arguments, and says nothing of either side."""
    client = Client()
    for route in PAGES:
        if route.rights is None:
            continue
        answer = client.get(_somewhere(route))
        assert _to_sign_in(answer, "sign-in"), f"{route.name}: {answer.status_code}"


def test_who_decides_opens_nothing_before_the_second_factor(world: World) -> None:
    """Each page leads to the second factor, but for those on which it is shown; each is asked for by one such role."""
    clients = []
    for role in sorted(DECIDING):
        client = Client()
        client.force_login(world.account(role, "/"), backend="django.contrib.auth.backends.ModelBackend")
        clients.append(client)
    closed = [route for route in PAGES if route.rights is not None and not route.before_second_factor]
    for route, client in zip(closed, cycle(clients), strict=False):
        answer = client.get(_somewhere(route))
        assert _to_sign_in(answer, "second-factor"), f"{route.name}: {answer.status_code}"


@pytest.fixture
def northern(world: World, signed_in: SignedIn) -> dict[Role, Client]:
    """Somebody of the north in each role."""
    return {role: signed_in(world.account(role, world.units["north"], person="n1")) for role in sorted(Role)}


def asking(route: Route) -> list[Role]:
    """The roles that a page opens to, and one that it does not: the others are refused by the same line."""
    refused = [role for role in sorted(Role) if not route.opens_to(role)]
    return [role for role in sorted(Role) if route.opens_to(role)] + refused[:1]


def _asked(world: World, clients: dict[Role, Client], side: str, *, posting: bool) -> Iterator[tuple[Route, Role, Any]]:
    for route in TAKING:
        if route.name in EXAMPLES:  # the others are named by the test above
            address = reverse(route.name, kwargs=EXAMPLES[route.name](world, side))
            for role in asking(route):
                client = clients[role]
                answer = client.get(address)
                if posting and answer.status_code == 405:
                    answer = client.post(address)
                yield route, role, answer
                body_of(answer)


def test_what_is_elsewhere_is_not_found_and_not_named(world: World, northern: dict[Role, Client]) -> None:
    """For those of the north, each thing of the south is refused or not found, and the answer does not name it."""
    wrong = []
    for route, role, answer in _asked(world, northern, "south", posting=True):
        expected = {403, 404} if route.opens_to(role) else {403}
        if route.name not in SIDELESS and answer.status_code not in expected:
            wrong.append(f"{role} {route.name}: {answer.status_code}")
        told = traces(answer, world, "south", "Example of the south") if route.rights is not None else set()
        wrong += [f"{route.name} tells {role} of {name}" for name in sorted(told)]
    assert wrong == []


def test_each_example_opens_for_somebody(world: World, northern: dict[Role, Client]) -> None:
    """So that what is not found elsewhere is found at home: by some role of the north, and refused to those without."""
    opened: set[str] = set()
    wrong = []
    for route, role, answer in _asked(world, northern, "north", posting=False):
        if answer.status_code in ADMITTED:
            opened.add(route.name)
        if (answer.status_code == 403) == route.opens_to(role) or answer.status_code >= 500:
            wrong.append(f"{role} {route.name}: {answer.status_code}")
    assert wrong == []
    # the token is nobody's
    for_nobody = {"access:end_token"}
    assert sorted({route.name for route in TAKING if route.name in EXAMPLES} - opened - for_nobody) == []


def test_the_harness_finds_a_leak(world: World, signed_in: SignedIn) -> None:
    """A page that names the south is caught, so that the silence of the tests above means something."""
    administrator = signed_in(world.account(Role.ADMINISTRATOR, "/"))
    kept = EXAMPLES["accounts:account"](world, "south")
    Account.objects.filter(pk=kept["account"]).update(name="South Office")
    answer = administrator.get(reverse("accounts:account", kwargs=kept))
    assert "South Office" in traces(answer, world, "south")
    assert names_of(world, "south").isdisjoint(names_of(world, "north"))
