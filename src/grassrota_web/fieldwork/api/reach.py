"""Postings within reach, for operations of this room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from grassrota_web.access.actor import Actor
from grassrota_web.access.api.as_read import found
from grassrota_web.access.api.shape import Day, Given
from grassrota_web.access.rights import Right
from grassrota_web.fieldwork.queries import postings
from grassrota_web.postings.api.lists import PostingShown, posting_shown
from grassrota_web.postings.models import Posting

SEEN = (Right.READ_POSTINGS, Right.READ_HOSTED, Right.READ_OWN)
"""Rights of which one lets somebody read what goes with a posting."""


class OnDay(Given):
    """On which day."""

    EXAMPLE: ClassVar = {"on": "1957-12-21"}

    on: Day


def posting_found(actor: Actor, key: int) -> Posting:
    """The posting, for whoever sees it."""
    return found(actor, Posting.objects.select_related("person", "home_unit", "opening__place"), key)


def stepped(actor: Actor, key: int, step: Callable[..., Any], *given: Any) -> PostingShown:
    """A posting after one step of it."""
    step(actor, posting_found(actor, key).pk, *given)
    return posting_shown(postings(actor).get(pk=key))
