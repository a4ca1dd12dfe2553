"""Requests and updates as everybody may read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from grassrota.opinions.topics import TopicTree
from grassrota_web.intake.models import PublicText, Receipt
from grassrota_web.open311.grid import Grid, read_grid
from grassrota_web.open311.models import ENDED, Request, Update
from grassrota_web.open311.services import OTHER, OTHER_NAME
from grassrota_web.open311.window import Days, Window
from grassrota_web.opinions import trees
from grassrota_web.opinions.words import STATES
from grassrota_web.orgs.models import Unit

ROWS = 1000
"""Rows read at once for the bulk export."""


def page_of(window: Window) -> list[Request]:
    """The listed requests of a window, the latest day first, within a day by their random ids."""
    rows = _rows().filter(_on("day", window.filed), _on("updated_on", window.updated), listed=True)
    if window.services:
        rows = rows.filter(_about(window.services))
    if window.ended is not None:
        rows = rows.filter(state__in=ENDED) if window.ended else rows.exclude(state__in=ENDED)
    return list(_page(rows.order_by("-day", "pk"), window.page, window.each))


def named(keys: Iterable[str]) -> list[Request]:
    """Requests by their ids, listed or not, in the order asked for; what is no id is passed over."""
    asked = [key for key in map(_key, keys) if key]
    found = _rows().in_bulk(asked)
    return [found[key] for key in dict.fromkeys(asked) if key in found]


def updates(days: Days, page: int, each: int) -> list[Update]:
    """How listed requests came to stand elsewhere, the latest day first."""
    rows = Update.objects.filter(_on("day", days), request__listed=True)
    return list(_page(rows.order_by("-day", "pk"), page, each))


def request_behind(digest: str) -> UUID | None:
    """The id of the request of a receipt, once everybody may know of it."""
    key = Receipt.objects.filter(pk=digest).values_list("opinion", flat=True).first()
    return Request.objects.filter(pk=key).values_list("pk", flat=True).first() if key else None


def everything() -> Iterator[list[Request]]:
    """All listed requests, some at a time, by their random ids."""
    rows = _rows().filter(listed=True).order_by("pk")
    part = list(rows[:ROWS])
    while part:
        yield part
        part = list(rows.filter(pk__gt=part[-1].pk)[:ROWS])


def _rows() -> QuerySet[Request]:
    return Request.objects.select_related("topic")


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


@dataclass(frozen=True)
class Shown:
    """Some requests as GeoReport says them.

    Attributes:
        rows: The requests.
        topics: All topics ever used.
        grid: Where kilometres are counted from; None if no degrees are told.
    """

    rows: Sequence[Request]
    topics: TopicTree = field(default_factory=trees.all_topics)
    grid: Grid | None = field(default_factory=lambda: read_grid(settings.OPEN311_ORIGIN))

    def records(self) -> list[dict[str, Any]]:
        """Each as a record of ``requests``; what there is not is None."""
        return [self._record(row) for row in self.rows]

    def in_bulk(self) -> list[dict[str, Any]]:
        """Each as a record of the bulk export."""
        return [self._in_bulk(record, row) for record, row in zip(self.records(), self.rows, strict=True)]

    @cached_property
    def _words(self) -> Mapping[UUID, str]:
        """What a reviewer approved."""
        listed = [row.pk for row in self.rows if row.listed]
        texts = PublicText.objects.filter(opinion__in=listed, withdrawn_on=None)
        return dict(texts.values_list("opinion", "words"))

    @cached_property
    def _units(self) -> Mapping[int, Unit]:
        """The places of the requests, with all above them."""
        found = Unit.objects.in_bulk({row.place_id for row in self.rows if row.place_id})
        above = {int(key) for unit in found.values() for key in unit.path.strip("/").split("/")}
        return found | Unit.objects.in_bulk(above - set(found))

    def _record(self, row: Request) -> dict[str, Any]:
        topic = self.topics.in_use(row.topic.code) if row.topic else None
        place = self._units[row.place_id] if row.place_id else None
        lat, long = self._degrees(place)
        return {
            "service_request_id": str(row.pk),
            "status": "closed" if row.ended else "open",
            "status_notes": str(STATES[row.state]),
            "service_name": topic.name if topic else str(OTHER_NAME),
            "service_code": topic.id if topic else OTHER,
            "description": self._words.get(row.pk),
            "agency_responsible": None,
            "service_notice": None,
            "requested_datetime": moment(row.day),
            "updated_datetime": moment(row.updated_on),
            "expected_datetime": None,
            "address": self._address(place),
            "address_id": place.code if place else None,
            "zipcode": None,
            "lat": lat,
            "long": long,
            "media_url": None,
        }

    def _address(self, place: Unit | None) -> str | None:
        """The names of a place and of all above it, the nearest first."""
        if place is None:
            return None
        return ", ".join(self._units[int(key)].name for key in reversed(place.path.strip("/").split("/")))

    def _degrees(self, place: Unit | None) -> tuple[float | None, float | None]:
        if self.grid is None or place is None or place.east_km is None or place.north_km is None:
            return None, None
        return self.grid.degrees(place.east_km, place.north_km)

    def _in_bulk(self, record: Mapping[str, Any], row: Request) -> dict[str, Any]:
        more = {
            "closed_date": record["updated_datetime"] if row.ended else None,
            "status_description": record["status"],
            "source": None,
            "service_subtype": None,
        }
        return {name: {**record, **more}[name] for name in BULK}


BULK = (
    *("service_request_id", "requested_datetime", "updated_datetime", "closed_date", "status_description"),
    *("status_notes", "source", "service_name", "service_subtype", "description", "agency_responsible"),
    *("address", "lat", "long"),
)
"""Columns of the bulk export, as the GeoReport bulk specification has them."""


def update_records(rows: Iterable[Update]) -> list[dict[str, Any]]:
    """Updates as records of ``servicerequestupdates``."""
    return [
        {
            "update_id": str(row.pk),
            "service_request_id": str(row.request_id),
            "status": "closed" if row.ended else "open",
            "updated_datetime": moment(row.day),
            "description": str(STATES[row.state]),
        }
        for row in rows
    ]


def moment(day: date) -> str:
    """A day as GeoReport writes moments: nothing finer is known."""
    return f"{day.isoformat()}T00:00:00Z"
