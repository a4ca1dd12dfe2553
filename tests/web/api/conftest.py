"""Programs that ask: a client with a token for each role."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from grassrota_web.access.actions.tokens import make
from grassrota_web.access.models import Account
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import Right, Role
from grassrota_web.orgs.models import Unit
from tests.web.conftest import World


class Program:
    """A program with a token that may do all that its account may."""

    def __init__(self, account: Account, rights: list[Right] | None = None) -> None:
        actor = actor_of(account, proven=True)
        held = rights or [right for right in Right if actor.holds(right)]
        self.account = account
        self.token = make(actor, account, "test", held, timezone.localdate() + timedelta(days=30))
        self.client = Client(headers={"Authorization": f"Bearer {self.token}"})

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer to one request."""
        content: Any = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(method, f"/api/v1/{path}", headers=named, **content)

    def get(self, path: str) -> Any:
        """What is read at an address."""
        answer = self("GET", path)
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """What comes of a write that is done."""
        answer = self("POST", path, body, **headers)
        assert answer.status_code in (200, 201), answer.content
        return json.loads(answer.content)

    def refused(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, str]:
        """Status and code of a request that is turned down, as a problem."""
        answer = self(method, path, body, **headers)
        assert answer["Content-Type"] == "application/problem+json", answer.content
        told = json.loads(answer.content)
        assert told["status"] == answer.status_code
        assert told["type"] == f"urn:grassrota:problem:{told['code']}"
        return told["status"], told["code"]


ProgramOf = Callable[..., Program]


@pytest.fixture
def program(world: World) -> ProgramOf:
    """Makes a program that acts for a role at a unit."""

    def made(role: Role, at: Unit | str, person: str = "", rights: list[Right] | None = None) -> Program:
        return Program(world.account(role, at, name=f"{role}-{person}" if person else "", person=person), rights)

    return made


@pytest.fixture
def organiser(world: World, program: ProgramOf) -> Program:
    """The program of the north's organiser."""
    return program(Role.ORGANISER, world.units["north"])
