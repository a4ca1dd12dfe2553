"""Which requests and updates somebody is told of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from grassrota_web.intake.models import Receipt
from grassrota_web.open311.models import ENDED, Request, Update
from grassrota_web.open311.services import OTHER
from grassrota_web.open311.window import Days, Window

ROWS = 1000
"""Rows read at once for the bulk export."""


class Row(NamedTuple):
    """The columns of a request, without its object: the bulk export reads all there are."""

    opinion: UUID
    day: date
    updated_on: date
    topic: int | None
    place: int | None
    state: str
    listed: bool


def page_of(window: Window) -> list[Row]:
    """The listed requests of a window, the latest day first, within a day by their random ids."""
    rows = Request.objects.filter(_on("day", window.filed), _on("updated_on", window.updated), listed=True)
    if window.services:
        rows = rows.filter(_about(window.services))
    if window.ended is not None:
        rows = rows.filter(state__in=ENDED) if window.ended else rows.exclude(state__in=ENDED)
    return _read(_page(rows.order_by("-day", "pk"), window.page, window.each))


def named(keys: Iterable[str]) -> list[Row]:
    """Requests by their ids, listed or not, in the order asked for; what is no id is passed over."""
    asked = [key for key in map(_key, keys) if key]
    found = {row.opinion: row for row in _read(Request.objects.filter(pk__in=asked))}
    return [found[key] for key in dict.fromkeys(asked) if key in found]


def updates(days: Days, page: int, each: int) -> list[Update]:
    """How listed requests came to stand elsewhere, the latest day first."""
    rows = Update.objects.filter(_on("day", days), request__listed=True)
    return list(_page(rows.order_by("-day", "pk"), page, each))


def request_behind(digest: str) -> UUID | None:
    """The id of the request of a receipt, once everybody may know of it."""
    key = Receipt.objects.filter(digest=digest).values_list("opinion", flat=True).first()
    return Request.objects.filter(pk=key).values_list("pk", flat=True).first() if key else None


def everything() -> Iterator[list[Row]]:
    """All listed requests, some at a time, by their random ids."""
    rows = Request.objects.filter(listed=True).order_by("pk")
    part = _read(rows[:ROWS])
    while part:
        yield part
        part = _read(rows.filter(pk__gt=part[-1].opinion)[:ROWS])


def _read(rows: QuerySet[Request]) -> list[Row]:
    return [Row._make(row) for row in rows.values_list(*Row._fields)]


def _page(rows: QuerySet[Any], page: int, each: int) -> QuerySet[Any]:
    # programs ask for pages by number, so that the rows before are passed over; an index has them in this order
    return rows[(page - 1) * each : page * each]


def _on(column: str, days: Days) -> Q:
    found = Q()
    if days.first:
        found &= Q(**{f"{column}__gte": days.first})
    if days.last:
        found &= Q(**{f"{column}__lte": days.last})
    return found


def _about(services: frozenset[str]) -> Q:
    about = Q(topic__code__in=sorted(services))
    return about | Q(topic=None) if OTHER in services else about


def _key(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None
