"""Installations for the tests of the commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.installation import Installation, Installations


@pytest.fixture(scope="session")
def _set_up_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    made = Installations(tmp_path_factory.mktemp("installations"))
    first = made()
    assert first("setup").code == 0
    yield first
    made.end()


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Installations]:
    """Makes installations."""
    made = Installations(tmp_path)
    yield made
    made.end()


@pytest.fixture
def installation(install: Installations) -> Installation:
    """One that is not set up yet."""
    return install()


@pytest.fixture
def set_up(install: Installations, _set_up_once: Installation) -> Installation:
    """One with all tables and nothing in them."""
    return install(_set_up_once)
