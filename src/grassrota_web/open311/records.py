"""Requests and updates in the words of GeoReport."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from grassrota.opinions.case import CaseState
from grassrota_web.intake.models import PublicText
from grassrota_web.open311.grid import read_grid
from grassrota_web.open311.models import ENDED, Update
from grassrota_web.open311.queries import Row
from grassrota_web.open311.services import OTHER, OTHER_NAME
from grassrota_web.opinions import trees
from grassrota_web.opinions.models import Topic
from grassrota_web.opinions.words import STATES
from grassrota_web.orgs.models import Unit

Place = Mapping[str, Any]
"""What is told of a place: names, id and degrees."""

NOWHERE: Place = dict.fromkeys(("address", "address_id", "zipcode", "lat", "long"))

BULK = (
    *("service_request_id", "requested_datetime", "updated_datetime", "closed_date", "status_description"),
    *("status_notes", "source", "service_name", "service_subtype", "description", "agency_responsible"),
    *("address", "lat", "long"),
)
"""Columns of the bulk export, as the GeoReport bulk specification has them."""


class Records:
    """Says requests in words, and looks every topic, state and place up once."""

    def __init__(self) -> None:
        tree, codes = trees.all_topics(), Topic.objects.values_list("pk", "code")
        in_use = {key: tree.in_use(code) for key, code in codes}
        self._services: dict[int | None, tuple[str, str]] = {key: (one.id, one.name) for key, one in in_use.items()}
        self._services[None] = (OTHER, str(OTHER_NAME))
        self._states = {state.value: told(state) for state in CaseState}
        self._grid = read_grid(settings.OPEN311_ORIGIN)
        self._places: dict[int | None, Place] = {None: NOWHERE}

    def of(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """Each request as a record; what there is not is None."""
        self._find({row.place for row in rows if row.place} - set(self._places))
        words = _words(rows)
        return [self._record(row, words.get(row.opinion)) for row in rows]

    def in_bulk(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """Each request as a record of the bulk export."""
        found = []
        for record in self.of(rows):
            record["closed_date"] = record["updated_datetime"] if record["status"] == "closed" else None
            record["status_description"] = record["status"]
            found.append({name: record.get(name) for name in BULK})
        return found

    def _record(self, row: Row, words: str | None) -> dict[str, Any]:
        code, name = self._services[row.topic]
        status, notes = self._states[row.state]
        return {
            "service_request_id": str(row.opinion),
            "status": status,
            "status_notes": notes,
            "service_name": name,
            "service_code": code,
            "description": words,
            "agency_responsible": None,
            "service_notice": None,
            "requested_datetime": moment(row.day),
            "updated_datetime": moment(row.updated_on),
            "expected_datetime": None,
            **self._places[row.place],
            "media_url": None,
        }

    def _find(self, keys: set[int]) -> None:
        """Looks places up, with all above them."""
        units = Unit.objects.in_bulk(list(keys)) if keys else {}
        above = {int(key) for unit in units.values() for key in unit.path.strip("/").split("/")}
        names = dict(Unit.objects.filter(pk__in=above).values_list("pk", "name")) if above else {}
        for key, unit in units.items():
            address = ", ".join(names[int(one)] for one in reversed(unit.path.strip("/").split("/")))
            lat, long = self._degrees(unit)
            self._places[key] = {
                "address": address,
                "address_id": unit.code,
                "zipcode": None,
                "lat": lat,
                "long": long,
            }

    def _degrees(self, unit: Unit) -> tuple[float | None, float | None]:
        if self._grid is None or unit.east_km is None or unit.north_km is None:
            return None, None
        return self._grid.degrees(unit.east_km, unit.north_km)


def of_updates(rows: Iterable[Update]) -> list[dict[str, Any]]:
    """Updates as records of ``servicerequestupdates``."""
    states = {state.value: told(state) for state in CaseState}
    return [
        {
            "update_id": str(row.pk),
            "service_request_id": str(row.request_id),
            "status": states[row.state][0],
            "updated_datetime": moment(row.day),
            "description": states[row.state][1],
        }
        for row in rows
    ]


def told(state: CaseState) -> tuple[str, str | None]:
    """Open or closed, and which of the several ways of either; None for what is just open."""
    return "closed" if state in ENDED else "open", None if state == CaseState.OPEN else str(STATES[state])


def moment(day: date) -> str:
    """A day as GeoReport writes moments: nothing finer is known."""
    return f"{day.isoformat()}T00:00:00Z"


def _words(rows: Sequence[Row]) -> Mapping[UUID, str]:
    """What a reviewer approved of listed opinions."""
    texts = PublicText.objects.filter(opinion__in=[row.opinion for row in rows if row.listed], withdrawn_on=None)
    return dict(texts.values_list("opinion", "words"))
