"""Installations for the tests of the commands."""

from __future__ import annotations

import pytest

from tests.web.installation import Installation, Installations


@pytest.fixture
def installation(install: Installations) -> Installation:
    """One that is not set up yet."""
    return install()
