"""The office whose opinions are counted."""

from __future__ import annotations

from tests.web.opinions.conftest import Office, office

__all__ = ["Office", "office"]
