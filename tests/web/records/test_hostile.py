"""Addresses that somebody wrote by hand."""

from __future__ import annotations

import pytest

from grassrota_web.access.rights import Role
from tests.web.conftest import SignedIn, World


@pytest.mark.parametrize(
    "address",
    [
        "/records/journal/?after=" + "9" * 5000,
        "/records/journal/?before=" + "9" * 5000,
        "/records/jobs/?before=2020-13-41T00:00:00Z",
        "/records/jobs/?before=2020-12-01T00:00:00",
    ],
)
def test_a_page_that_is_not_there_is_the_first(world: World, signed_in: SignedIn, address: str) -> None:
    """A number too long to read, a day that is none and a moment without its zone are no error of the server."""
    client = signed_in(world.account(Role.ORGANISER, "/"))
    assert client.get(address).status_code == 200
