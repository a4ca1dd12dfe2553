"""Addresses of which a page has hundreds: each is worked out once."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=1 << 14)
def of_unit(key: int) -> str:
    """The figures of a unit."""
    return reverse("figures:unit", args=[key])
