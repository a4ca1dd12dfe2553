"""How programs ask, page and are refused, whatever the room."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grassrota_web.access.actor import Application
from grassrota_web.access.models import AnswerGiven, Token
from grassrota_web.access.rights import Right, Role
from grassrota_web.orgs.actions.programmes import add_programme
from grassrota_web.orgs.models import Programme
from tests.web.api.conftest import Program, ProgramOf
from tests.web.conftest import SignedIn, World

PROGRAMME = {"place": "north-township", "name": "Dykes", "first_day": "1958-02-01"}
JSON = "application/json"


def test_without_a_token_nothing_is_answered(world: World) -> None:
    """Nobody is told more than that a token is wanted; a wrong one, or another scheme, is as good as none."""
    for header in (None, "Bearer grt_wrong", "Bearer", "Basic bm9ib2R5Og==", "Token x"):
        headers = {"Authorization": header} if header else {}
        answer = Client(headers=headers).get("/api/v1/units")
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
        assert answer["WWW-Authenticate"] == "Bearer"


def test_an_ended_token_opens_nothing(organiser: Program) -> None:
    """From the moment at which a token is ended."""
    assert organiser("GET", "units").status_code == 200
    Token.objects.update(ended_on=date(2020, 1, 1))
    assert organiser.refused("GET", "units") == (401, "not_signed_in")


def test_a_token_does_no_more_than_it_was_given(program: ProgramOf, world: World) -> None:
    """Of an organiser, a token for reading units reads no people and changes no unit."""
    reader = program(Role.ORGANISER, world.units["north"], rights=[Right.READ_UNITS])
    assert len(reader.get("units")["items"]) == 3
    assert reader.refused("GET", "people") == (403, "not_permitted")
    assert reader.refused("POST", "programmes", PROGRAMME) == (403, "not_permitted")


def test_a_session_asks_as_well_and_writes_with_a_csrf_token(world: World, signed_in: SignedIn) -> None:
    """A page may use the interface: it reads by its session alone, and writes only with its CSRF token."""
    signed = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed.cookies
    assert strict.get("/api/v1/units").status_code == 200
    refused = strict.post("/api/v1/programmes", json.dumps(PROGRAMME), JSON)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    token = strict.cookies["grassrota_csrf"] = "a" * 32
    done = strict.post("/api/v1/programmes", json.dumps(PROGRAMME), JSON, headers={"X-CSRFToken": token})
    assert done.status_code == 201, done.content


def test_who_decides_shows_the_second_factor_first(world: World) -> None:
    """A session of an organiser before the second factor reads nothing here."""
    client = Client()
    client.force_login(world.account(Role.ORGANISER, "/"), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/api/v1/units")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor")


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        (b"{", JSON, (400, "bad_json")),
        (b"\xff\xfe", JSON, (400, "bad_json")),
        (b'{"name": NaN}', JSON, (400, "bad_json")),
        (b'{"name": "a\\u0000b"}', JSON, (400, "bad_json")),
        (b'{"name": "\\ud800"}', JSON, (400, "bad_json")),
        (b"[" * 100_000, JSON, (400, "bad_json")),
        (b"name=x", "application/x-www-form-urlencoded", (415, "media_type")),
        (b"{}", "text/plain", (415, "media_type")),
        (b"", JSON, (422, "bad_input")),
        (b"[]", JSON, (422, "bad_input")),
        (b'{"name": 1}', JSON, (422, "bad_input")),
        (b" " * (6 << 20), JSON, (413, "too_large")),
    ],
    ids=[
        "cut",
        "no UTF-8",
        "NaN",
        "NUL",
        "half a character",
        "deep",
        "a form",
        "text",
        "empty",
        "list",
        "number",
        "large",
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem(
    organiser: Program, body: bytes, kind: str, expected: tuple[int, str]
) -> None:
    """Each with its own code, and none a fault of the server."""
    answer = organiser.client.generic("POST", "/api/v1/programmes", body, kind)
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["code"]) == expected


def test_unknown_fields_parameters_methods_and_addresses_are_refused(organiser: Program) -> None:
    """A slip of the pen is never silently left out."""
    assert organiser.refused("POST", "programmes", {**PROGRAMME, "nmae": "x"}) == (422, "bad_input")
    assert organiser.refused("GET", "units?colour=red") == (422, "bad_input")
    assert organiser.refused("GET", "units?q=%00") == (422, "bad_input")
    assert organiser.refused("GET", "units/1?q=x") == (422, "bad_input")
    assert organiser.refused("DELETE", "units") == (405, "method")
    assert organiser.refused("GET", "nothing/here") == (404, "not_found")
    for key in ("0", "-1", "x", "99999999999999999999", "%00"):
        assert organiser.refused("GET", f"units/{key}")[0] in (404, 422), key


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 9), st.integers(0, 20))
def test_pages_tell_every_row_once_and_in_order(organiser: Program, limit: int, rows: int) -> None:
    """Whatever the length of a page; and two more rows with the same day as the last one shown come after it."""
    Programme.objects.all().delete()
    for number in range(rows):
        add_programme(Application(), "north-township", f"p{number}", date(1958, 1, 1 + number // 3))
    path, told = f"programmes?limit={limit}", []
    while path:
        page = organiser.get(path)
        assert len(page["items"]) <= limit
        told += [(one["first_day"], one["key"]) for one in page["items"]]
        path = (page["next"] or "").removeprefix("/api/v1/")
    assert told == sorted(told, reverse=True)
    assert len(told) == rows


def test_a_cursor_is_signed_and_keeps_the_filters(organiser: Program) -> None:
    """The next page has the filters of this one; a cursor of another list, or one that was touched, is a fault."""
    page = organiser.get("units?limit=1&unit=north")
    assert "unit=north" in page["next"]
    cursor = page["next"].split("after=")[1]
    assert organiser.get(f"units?after={cursor}")["items"]
    assert organiser.refused("GET", f"units?after={cursor[:-1]}") == (422, "bad_input")
    assert organiser.refused("GET", f"people?after={cursor}") == (422, "bad_input")
    assert organiser.refused("GET", "units?limit=501") == (422, "bad_input")
    assert organiser.refused("GET", "units?limit=0") == (422, "bad_input")


def test_a_page_is_asked_without_offset(organiser: Program) -> None:
    """A list of any length costs the same at its end: no OFFSET, and no more statements for more rows."""
    page = organiser.get("people?limit=1")
    counts = []
    for limit in (1, 2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            organiser.get(page["next"].removeprefix("/api/v1/").replace("limit=1", f"limit={limit}"))
        assert not any("OFFSET" in (one["sql"] or "") for one in asked)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_retry_under_the_same_key_does_nothing_twice(organiser: Program, program: ProgramOf, world: World) -> None:
    """The same answer comes again; another request under the key is refused, and another account is not concerned."""
    first = organiser("POST", "programmes", PROGRAMME, Idempotency_Key="retry-0001")
    again = organiser("POST", "programmes", PROGRAMME, Idempotency_Key="retry-0001")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "1"
    assert Programme.objects.count() == 1
    other = {**PROGRAMME, "name": "Roads"}
    assert organiser.refused("POST", "programmes", other, Idempotency_Key="retry-0001") == (409, "key_used")
    assert organiser.refused("POST", "programmes", other, Idempotency_Key="short") == (422, "bad_input")
    somebody = program(Role.HOST, world.units["north-township"])
    assert somebody("POST", "programmes", PROGRAMME, Idempotency_Key="retry-0001").json() != first.json()


def test_what_was_refused_may_be_tried_again_under_its_key(organiser: Program) -> None:
    """A refusal did nothing, so its key is free; and a key is forgotten after two days."""
    wrong = {**PROGRAMME, "last_day": "1957-01-01"}
    assert organiser.refused("POST", "programmes", wrong, Idempotency_Key="retry-0002") == (422, "bad_input")
    organiser.post("programmes", PROGRAMME, Idempotency_Key="retry-0002")
    AnswerGiven.objects.update(given_on=date(2020, 1, 1))
    organiser.post("programmes", PROGRAMME, Idempotency_Key="retry-0002")
    assert Programme.objects.count() == 2


def test_answers_are_kept_by_nobody_on_the_way(organiser: Program) -> None:
    """What a program reads stays out of every cache."""
    assert organiser("GET", "people")["Cache-Control"] == "private, no-store"
