"""Whatever a program sends, it is answered as the document says: schemathesis asks every operation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from grassrota_web.access.rights import Role
from grassrota_web.config.api import api
from tests.web.api.conftest import ProgramOf
from tests.web.api.things import THINGS
from tests.web.conftest import World

CONFORMANCE = ("status_code", "content_type", "response_headers", "response_schema")
FEW = settings(
    max_examples=2,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """The end of a request leaves the connection of the test open, as Django's own test client sees to."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_one_connection")
def test_every_answer_is_as_the_document_says(world: World, program: ProgramOf) -> None:
    """No fault of the server, no status, shape or header that is not told, whoever of two asks."""
    import schemathesis  # takes long to load, and every worker of the tests collects this file
    from schemathesis.specs.openapi import checks

    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())))
    schema.app = get_wsgi_application()
    told = (schemathesis.checks.not_a_server_error, *(getattr(checks, f"{name}_conformance") for name in CONFORMANCE))
    keys = {name: make(world, "north") for name, make in THINGS.items()}
    roles = (Role.STAFF_MEMBER, Role.ORGANISER)
    tokens = [program(role, world.units["north"], person="n1").token for role in roles]
    operations = [found.ok() for found in schema.get_all_operations()]  # type: ignore[union-attr]
    assert len(operations) == sum(len(methods) for methods in api.get_openapi_schema()["paths"].values())
    wrong = [fault for operation in operations for fault in _faults(operation, told, keys, tokens)]
    assert "\n\n".join(wrong) == ""


def _faults(operation: Any, checks: Sequence[Any], keys: Mapping[str, object], tokens: Sequence[str]) -> Iterator[str]:
    """What is wrong with the answers of one operation; every other key leads to a real thing."""
    kept = keys.get(operation.path.split("/")[3])

    @FEW
    @given(operation.as_strategy(), st.booleans())
    def ask(case: Any, real: bool) -> None:
        if real and kept and case.path_parameters:
            case.path_parameters[next(iter(case.path_parameters))] = kept
        for token in tokens:
            case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=list(checks))

    try:
        ask()
    except Exception as fault:
        yield f"{operation.label}: {fault}"
