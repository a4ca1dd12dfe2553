"""Installations for the tests of the commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.installation import Installation, Installations


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
def set_up(install: Installations, tables: Installation) -> Installation:
    """One with all tables and nothing in them."""
    return install(tables)
