"""What a room above takes from the field log: it registers itself here, since imports lead downwards only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class PassingOn:
    """How what somebody says in a talk is passed on.

    Attributes:
        form: Makes the form in which it is written down; it takes ``auto_id``, as another form is on the page.
        route: Name of the address that takes it.
    """

    form: Callable[..., forms.Form]
    route: str


PASSING_ON: list[PassingOn] = []
"""The last that is registered takes it; without one nothing is asked for."""


def passing_on() -> dict[str, Any] | None:
    """What a page needs to ask for it: the form, and where it goes."""
    if not PASSING_ON:
        return None
    last = PASSING_ON[-1]
    return {"form": last.form(auto_id="id_opinion_%s"), "url": reverse(last.route)}
