"""Operations on pilot sites and on what is taken over from them."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from ninja import Query
from pydantic import Field

from grassrota_web.access.api.as_read import found
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Code, Day, Key, Shown, Text, Title
from grassrota_web.access.scope import visible
from grassrota_web.fieldwork import models
from grassrota_web.fieldwork.actions import pilots
from grassrota_web.fieldwork.api.reach import SEEN, OnDay
from grassrota_web.rotas.api.reach import rotation_found

room = Room("Pilots")


class PracticeShown(Shown):
    """Something that is tried at a pilot site."""

    key: int
    name: str
    result: str


class PilotShown(Shown):
    """A place where practices are tried before others take them over."""

    EXAMPLE: ClassVar = {
        "key": 3,
        "rotation": 2,
        "place": "pudong-2",
        "opened_on": "1957-12-22",
        "results_on": None,
        "practices": [{"key": 4, "name": "evening clinic", "result": ""}],
    }

    key: int
    rotation: int
    place: str
    opened_on: Day
    results_on: Day | None
    practices: list[PracticeShown]


class PilotGiven(OnDay):
    """A pilot, and what is tried there."""

    EXAMPLE: ClassVar = {"place": "pudong-2", "on": "1957-12-22", "practices": ["evening clinic"]}

    place: Code
    practices: Annotated[list[Title], Field(min_length=1, max_length=50)]


class PilotReported(OnDay):
    """What came of each practice, for better or worse."""

    EXAMPLE: ClassVar = {"on": "1958-03-01", "results": {"evening clinic": "40 more patients a week"}}

    results: dict[Title, Text]


class AdoptionGiven(OnDay):
    """Where else a practice is taken over."""

    EXAMPLE: ClassVar = {"place": "chuansha", "on": "1958-04-01"}

    place: Code


def _pilot(row: models.Pilot) -> PilotShown:
    practices = [PracticeShown(key=one.pk, name=one.name, result=one.result) for one in row.practices.all()]
    days: dict[str, Any] = {"opened_on": row.opened_on, "results_on": row.results_on}
    return PilotShown(key=row.pk, rotation=row.rotation_id, place=row.place.code, practices=practices, **days)


@room.reads("pilots", Listed[PilotShown], *SEEN)
def list_pilots(request: Asked, find: Query[Listing]) -> Any:
    """Lists pilot sites with what is tried there."""
    rows = visible(request.actor, models.Pilot.objects.select_related("place").prefetch_related("practices"))
    return listed(request, find, rows, ("-opened_on", "-pk"), _pilot)


@room.does(pilots.open_pilot, "rotations/{key}/pilots", PilotShown, status=201, again=True)
def open_pilot(request: Asked, key: Key, given: PilotGiven) -> Any:  # noqa: D103
    call = rotation_found(request.actor, key)
    return _pilot(pilots.open_pilot(request.actor, call.pk, given.place, given.on, given.practices))


@room.does(pilots.report_pilot, "pilots/{key}/results", PilotShown)
def report_pilot(request: Asked, key: Key, given: PilotReported) -> Any:  # noqa: D103
    row = found(request.actor, models.Pilot.objects.all(), key)
    return _pilot(pilots.report_pilot(request.actor, row.pk, given.on, given.results))


@room.does(pilots.adopt, "practices/{key}/adopt", None, status=204)
def adopt(request: Asked, key: Key, given: AdoptionGiven) -> Any:  # noqa: D103
    row = found(request.actor, models.Practice.objects.all(), key)
    pilots.adopt(request.actor, row.pk, given.place, given.on)
