"""What is kept of a failed sign-in: a count under the name that was tried, and nothing of who tried it."""

from __future__ import annotations

from django.http import HttpRequest


def no_address(request: HttpRequest) -> str:
    """The address of whoever asks, as far as anything here may know it."""
    return ""
