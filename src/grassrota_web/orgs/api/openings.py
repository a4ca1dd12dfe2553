"""Operations on openings and on the hosts' own programmes."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from grassrota.forms import Role
from grassrota.org import Sector
from grassrota.posting import opening as core
from grassrota_web.access.api.as_read import as_read, found
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Batch, Changing, Code, Count, Day, Flag, Given, Key, Small, Title, Versioned
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs import reach
from grassrota_web.orgs.actions import openings as actions
from grassrota_web.orgs.actions import programmes as programme_actions
from grassrota_web.orgs.models import HostAnswer, Opening, Programme, Rotation
from grassrota_web.orgs.queries.openings import OpeningFilter, open_rotations, openings

room = Room("Openings")

Words = Annotated[tuple[Code, ...], Field(max_length=50)]

_OPENING: dict[str, Any] = {
    "sector": "rural",
    "role": "productive_work",
    "low": 2,
    "high": 5,
    "batches": [1, 2],
    "length": 1,
    "needs": [],
    "prefers": ["accounting"],
    "hardship": 1,
    "grades": [],
    "programme": None,
}


class OpeningShown(Versioned):
    """Room for people at one place."""

    EXAMPLE: ClassVar = {
        "key": 31,
        "id": "o-12",
        "rotation": "shanxi-1957",
        "place": "pudong-2",
        **_OPENING,
        "answer": "consented",
        "answered_on": "1957-12-20",
        "withdrawn_on": None,
    }

    key: int
    id: str
    rotation: str = Field(description="`id` of the rotation.")
    place: str = Field(description="`id` of the host unit.")
    sector: Sector
    role: Role
    low: int
    high: int
    batches: list[int] = Field(description="Batches in which one may start here; empty for all.")
    length: int = Field(description="Consecutive batches that one stays.")
    needs: list[str]
    prefers: list[str]
    hardship: int = Field(description="0 for an easy place to 3 for a hard one.")
    grades: list[str]
    programme: int | None = Field(description="`key` of the host's programme that it belongs to.")
    answer: HostAnswer = Field(description="What the host said: nobody is sent without consent.")
    answered_on: Day | None
    withdrawn_on: Day | None


class OpeningTold(Given):
    """What can be said, and said anew, of an opening."""

    sector: Sector
    role: Role
    low: Count
    high: Annotated[Count, Field(ge=1)]
    batches: Annotated[tuple[Batch, ...], Field(max_length=200)] = ()
    length: Annotated[Small, Field(ge=1)] = 1
    needs: Words = ()
    prefers: Words = ()
    hardship: Annotated[Small, Field(le=3)] = 0
    grades: Words = ()
    programme: Key | None = None

    def opening(self, code: str, place: str) -> core.Opening:
        """The value of the core."""
        sets: dict[str, Any] = {
            name: frozenset(getattr(self, name)) for name in ("batches", "needs", "prefers", "grades")
        }
        plain: dict[str, Any] = {
            name: getattr(self, name) for name in ("sector", "role", "low", "high", "length", "hardship")
        }
        return core.Opening(id=code, place=place, **plain, **sets)


class OpeningGiven(OpeningTold):
    """A new opening."""

    EXAMPLE: ClassVar = {"id": "o-12", "rotation": 2, "place": "pudong-2", **_OPENING}

    id: Code
    rotation: Key
    place: Code


class OpeningChanged(OpeningTold, Changing):
    """An opening as it is to be; the host is asked anew."""

    EXAMPLE: ClassVar = {"version": "0f3a9c51d2b84e67", **_OPENING}


class HostAnswered(Given):
    """The host's word."""

    EXAMPLE: ClassVar = {"consents": True}

    consents: Flag


class OpeningsListing(Listing):
    """Filters of the list of openings."""

    q: Annotated[str, Field(max_length=80)] = Field("", description="A part of the place's name, or of the `id`.")
    rotation: Annotated[str, Field(max_length=80)] = Field("", description="`id` of the rotation.")
    unit: Annotated[str, Field(max_length=80)] = Field("", description="`id` of a unit: it and all below it.")
    sector: Sector | None = None
    answer: HostAnswer | None = None


def _shown(row: Opening) -> OpeningShown:
    return OpeningShown(
        key=row.pk,
        id=row.code,
        rotation=row.rotation.code,
        place=row.place.code,
        **{name: getattr(row, name) for name in OpeningTold.model_fields if name != "programme"},
        programme=row.programme_id,
        answer=HostAnswer(row.answer),
        answered_on=row.answered_on,
        withdrawn_on=row.withdrawn_on,
    )


def _openings() -> QuerySet[Opening]:
    return Opening.objects.select_related("rotation", "place")


@room.reads("openings", Listed[OpeningShown], Right.READ_OPENINGS)
def list_openings(request: Asked, find: Query[OpeningsListing]) -> Any:
    """Lists the openings within reach that were not withdrawn, by `id`."""
    unit = reach.unit_within(request.actor, find.unit, "unit") if find.unit else None
    only = OpeningFilter(find.rotation, unit, find.sector or "", find.answer or "", find.q)
    return listed(request, find, openings(request.actor, only), ("code", "pk"), _shown)


@room.reads("openings/{key}", OpeningShown, Right.READ_OPENINGS)
def show_opening(request: Asked, key: Key) -> Any:
    """Shows an opening, also one that was withdrawn."""
    return _shown(found(request.actor, _openings(), key))


@room.does(actions.add_opening, "openings", OpeningShown, status=201)
def add_opening(request: Asked, given: OpeningGiven) -> Any:  # noqa: D103
    rotation = found_open(request, given.rotation)
    value = given.opening(given.id, given.place)
    return _shown(actions.add_opening(request.actor, rotation.pk, value, given.programme))


def found_open(request: Asked, key: int) -> Rotation:
    """A rotation under way that whoever asks sees, or to which their places belong."""
    return open_rotations(request.actor).get(pk=key)


@room.does(actions.change_opening, "openings/{key}", OpeningShown, method="PUT")
def change_opening(request: Asked, key: Key, given: OpeningChanged) -> Any:  # noqa: D103
    with as_read(request.actor, _openings(), key, given.version, _shown) as row:
        value = given.opening(row.code, row.place.code)
        return _shown(actions.change_opening(request.actor, row.pk, value, given.programme))


@room.does(actions.withdraw_opening, "openings/{key}/withdraw", OpeningShown)
def withdraw_opening(request: Asked, key: Key) -> Any:  # noqa: D103
    return _shown(actions.withdraw_opening(request.actor, found(request.actor, _openings(), key).pk))


@room.does(actions.answer_as_host, "openings/{key}/answer", OpeningShown)
def answer_as_host(request: Asked, key: Key, given: HostAnswered) -> Any:  # noqa: D103
    row = found(request.actor, _openings(), key)
    return _shown(actions.answer_as_host(request.actor, row.pk, given.consents))


_PROGRAMME = {"name": "Dykes before the flood", "first_day": "1958-02-01", "last_day": "1958-05-31"}


class ProgrammeShown(Versioned):
    """A host's own programme."""

    EXAMPLE: ClassVar = {"key": 4, "place": "pudong-2", **_PROGRAMME}

    key: int
    place: str
    name: str
    first_day: Day
    last_day: Day | None


class ProgrammeTold(Given):
    """What can be said, and said anew, of a programme."""

    name: Title
    first_day: Day
    last_day: Day | None = None


class ProgrammeGiven(ProgrammeTold):
    """A new programme."""

    EXAMPLE: ClassVar = {"place": "pudong-2", **_PROGRAMME}

    place: Code


class ProgrammeChanged(ProgrammeTold, Changing):
    """A programme as it is to be."""

    EXAMPLE: ClassVar = {"version": "0f3a9c51d2b84e67", **_PROGRAMME}


def _programme(row: Programme) -> ProgrammeShown:
    return ProgrammeShown(
        key=row.pk, place=row.place.code, name=row.name, first_day=row.first_day, last_day=row.last_day
    )


def _programmes() -> QuerySet[Programme]:
    return Programme.objects.select_related("place")


@room.reads("programmes", Listed[ProgrammeShown], Right.READ_OPENINGS)
def list_programmes(request: Asked, find: Query[Listing]) -> Any:
    """Lists the programmes within reach, the newest first."""
    return listed(request, find, visible(request.actor, _programmes()), ("-first_day", "-pk"), _programme)


@room.reads("programmes/{key}", ProgrammeShown, Right.READ_OPENINGS)
def show_programme(request: Asked, key: Key) -> Any:
    """Shows a programme."""
    return _programme(found(request.actor, _programmes(), key))


@room.does(programme_actions.add_programme, "programmes", ProgrammeShown, status=201, again=True)
def add_programme(request: Asked, given: ProgrammeGiven) -> Any:  # noqa: D103
    row = programme_actions.add_programme(request.actor, given.place, given.name, given.first_day, given.last_day)
    return _programme(row)


@room.does(programme_actions.change_programme, "programmes/{key}", ProgrammeShown, method="PUT")
def change_programme(request: Asked, key: Key, given: ProgrammeChanged) -> Any:  # noqa: D103
    with as_read(request.actor, _programmes(), key, given.version, _programme) as row:
        said = (given.name, given.first_day, given.last_day)
        return _programme(programme_actions.change_programme(request.actor, row.pk, *said))
