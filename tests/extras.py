"""What extras bring, asked for by tests that cannot do without it."""

from __future__ import annotations

import os
from importlib import import_module

import pytest


def needs(*modules: str) -> None:
    """Skips a test, or all of a module, that lacks a package, by its name; where nothing may be missing it fails."""
    for name in modules:
        try:
            import_module(name)
        except ImportError as error:
            reason = f"{name} is not installed: {error}"
            if os.environ.get("GRASSROTA_NOTHING_MISSING"):
                pytest.fail(reason)
            pytest.skip(reason, allow_module_level=True)
