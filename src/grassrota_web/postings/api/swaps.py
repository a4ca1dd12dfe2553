"""Operations on swaps of two turns: the two read theirs; whoever decides learns which rule is in the way."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from grassrota.posting.swap import SwapState
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Day, Flag, Given, Shown, Text
from grassrota_web.access.rights import Right
from grassrota_web.postings import convert, queries
from grassrota_web.postings.actions.swap_words import stands_against
from grassrota_web.postings.actions.swaps import decide_swap
from grassrota_web.postings.models import Posting, Swap

room = Room("Swaps of two turns")


class TurnShown(Shown):
    """A line of a list, as all staff may read it."""

    EXAMPLE: ClassVar = {"person": "p-104", "batch": 1, "place": "pudong-2"}

    person: str
    batch: int
    place: str


class SwapShown(Shown):
    """That two people would take each other's turn, and how far it has come."""

    EXAMPLE: ClassVar = {
        "key": "3a1f5c0e-5d1f-4c3b-8a57-1f6f0a9b7c33",
        "rotation": 2,
        "first": TurnShown.EXAMPLE,
        "second": {"person": "p-211", "batch": 2, "place": "pudong-5"},
        "state": "agreed",
        "since": "1957-12-16",
        "allowed": True,
        "reason": "",
    }

    key: UUID
    rotation: int
    first: TurnShown = Field(description="The turn of who asks.")
    second: TurnShown
    state: SwapState
    since: Day
    allowed: bool | None = Field(description="Whether the rules allowed it when both wanted it.")
    reason: str = Field(description="Why it was refused.")


class AgainstShown(Shown):
    """The rules that a swap would break today."""

    EXAMPLE: ClassVar = {"items": ["u1: 3 away in batch 2, 2 may be"]}

    items: list[str]


class DecisionGiven(Given):
    """How a swap is decided."""

    EXAMPLE: ClassVar = {"approved": False, "reason": "The clinic needs somebody who speaks the dialect."}

    approved: Flag
    reason: Text = Field("", description="Why it is refused; both read it.")


def _turn(row: Posting) -> TurnShown:
    return TurnShown(person=row.person.code, batch=row.batch, place=row.opening.place.code)


def _swap(row: Swap) -> SwapShown:
    value = convert.swap(row)
    return SwapShown(
        key=row.pk,
        rotation=row.rotation_id,
        first=_turn(row.first),
        second=_turn(row.second),
        state=value.state,
        since=value.since,
        allowed=value.allowed,
        reason=value.reason,
    )


@room.reads("swaps", Listed[SwapShown], Right.READ_OWN, Right.PUBLISH)
def list_swaps(request: Asked, find: Query[Listing]) -> Any:
    """Lists one's own swaps, and to whoever publishes those that two people want or that were decided."""
    return listed(request, find, queries.swaps(request.actor), ("pk",), _swap)


def _found(request: Asked, key: UUID) -> Swap:
    rows = queries.swaps(request.actor).filter(pk__in=[row.pk for row in queries.swaps_to_decide(request.actor)])
    return get_object_or_404(rows, pk=key)


@room.reads("swaps/{key}/against", AgainstShown, Right.PUBLISH)
def list_against(request: Asked, key: UUID) -> Any:
    """Lists the rules that a swap would break today, to whoever decides."""
    return AgainstShown(items=list(stands_against(_found(request, key))))


@room.does(decide_swap, "swaps/{key}/decide", None, status=204)
def decide(request: Asked, key: UUID, given: DecisionGiven) -> Any:  # noqa: D103
    decide_swap(request.actor, _found(request, key), approved=given.approved, reason=given.reason)
