"""Operations about single people: pins, one's own wishes; and transfers that are no rotation."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from grassrota.errors import BadInput, Fault
from grassrota.forms import STANDARD_FORMS
from grassrota_web.access.api.as_read import found
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Batch, Code, Day, Flag, Given, Key, Shown, Small, Text, Title
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs import reach
from grassrota_web.orgs.models import HostAnswer, Opening, Person, Rotation, Unit
from grassrota_web.rotas.actions import pins, restructure, wishes
from grassrota_web.rotas.api.reach import rotation_found
from grassrota_web.rotas.models import Interest, Pin, RestructurePlan

room = Room("Pins and wishes")

_PIN: dict[str, Any] = {"person": "p-104", "opening": "o-12", "batch": 1, "stays": False}


class PinShown(Shown):
    """What is settled about somebody before solving."""

    EXAMPLE: ClassVar = {"key": 12, "rotation": 2, **_PIN}

    key: int
    rotation: int
    person: str
    opening: str | None
    batch: int | None
    stays: bool


class PinGiven(Given):
    """To an opening, a batch, both, or to staying."""

    EXAMPLE: ClassVar = _PIN

    person: Code
    opening: Code | None = None
    batch: Batch | None = None
    stays: Flag = False


def _pin(row: Pin) -> PinShown:
    return PinShown(
        key=row.pk,
        rotation=row.rotation_id,
        person=row.person.code,
        opening=row.opening.code if row.opening else None,
        batch=row.batch,
        stays=row.stays,
    )


@room.reads("rotations/{key}/pins", Listed[PinShown], Right.EDIT_PLAN)
def list_pins(request: Asked, key: Key, find: Query[Listing]) -> Any:
    """Lists what is settled about single people."""
    rotation = rotation_found(request.actor, key, Right.EDIT_PLAN)
    rows = visible(request.actor, Pin.objects.filter(rotation=rotation).select_related("person", "opening"))
    return listed(request, find, rows, ("pk",), _pin)


@room.does(pins.pin, "rotations/{key}/pins", PinShown)
def pin(request: Asked, key: Key, given: PinGiven) -> Any:  # noqa: D103
    rotation = rotation_found(request.actor, key, Right.EDIT_PLAN)
    person = reach.person_within(request.actor, given.person, "person")
    if not person.unit.path.startswith(rotation.home.path):
        raise BadInput([Fault("person", f"a member of the staff of {rotation.title}", given.person)])
    opening = _opening(request, rotation, given.opening) if given.opening else None
    row = pins.pin(request.actor, rotation, person, opening=opening, batch=given.batch, stays=given.stays)
    return _pin(row)


def _opening(request: Asked, rotation: Rotation, code: str) -> Opening:
    row = visible(request.actor, Opening.objects.filter(rotation=rotation, code=code)).first()
    if row is None:
        raise BadInput([Fault("opening", "the id of an opening of this rotation", code)])
    return row


@room.does(pins.unpin, "pins/{key}", None, method="DELETE", status=204)
def unpin(request: Asked, key: Key) -> Any:  # noqa: D103
    rows = Pin.objects.select_related("rotation__home", "person", "opening")
    pins.unpin(request.actor, found(request.actor, rows, key))


class WishesShown(Shown):
    """One's own wishes, the dearest first."""

    EXAMPLE: ClassVar = {"places": ["pudong-2", "chuansha"]}

    places: list[str]


class WishesGiven(Given):
    """Places, the dearest first; none takes all wishes back."""

    EXAMPLE: ClassVar = {"places": ["pudong-2", "chuansha"]}

    places: Annotated[list[Code], Field(max_length=wishes.MOST)]


def _own(request: Asked, key: int) -> tuple[Rotation, Person]:
    """The rotation, and oneself as one of its staff."""
    rotation = rotation_found(request.actor, key)
    staff = Person.objects.filter(unit__path__startswith=rotation.home.path)
    return rotation, get_object_or_404(visible(request.actor, staff), code=request.actor.person)


@room.reads("rotations/{key}/wishes", WishesShown, Right.READ_OWN)
def show_wishes(request: Asked, key: Key) -> Any:
    """Shows one's own wishes; nobody else ever sees them."""
    rotation, person = _own(request, key)
    rows = visible(request.actor, Interest.objects.filter(rotation=rotation, person=person)).select_related("place")
    return WishesShown(places=[row.place.code for row in rows])


@room.does(wishes.keep_wishes, "rotations/{key}/wishes", WishesShown, method="PUT")
def keep_wishes(request: Asked, key: Key, given: WishesGiven) -> Any:  # noqa: D103
    rotation, person = _own(request, key)
    offered = Unit.objects.filter(openings__rotation=rotation, openings__answer=HostAnswer.CONSENTED)
    known = {row.code: row for row in offered.filter(code__in=given.places).distinct()}
    faults = [Fault("places", "a place that asks for people in this rotation", code) for code in given.places]
    wrong = [fault for fault in faults if fault.got not in known]
    if wrong:
        raise BadInput(wrong)
    wishes.keep_wishes(request.actor, rotation, person, [known[code] for code in given.places])
    return WishesShown(places=given.places)


_TRANSFER: dict[str, Any] = {
    "title": "Merging two bureaux",
    "form": "transfer",
    "legal_basis": "labour code, chapter 4",
    "consulted_with": "the staff council",
    "consulted_from": "1958-01-02",
    "consulted_until": "1958-02-15",
    "notice_on": "1958-02-20",
    "notice_days": 60,
    "effective_on": "1958-05-01",
}


class TransferShown(Shown):
    """Transfers that make a unit smaller: no rotation and no return."""

    EXAMPLE: ClassVar = {"key": 1, "unit": "health", **_TRANSFER, "filed_on": "1958-02-21"}

    key: int
    unit: str
    title: str
    form: str
    legal_basis: str
    consulted_with: str
    consulted_from: Day
    consulted_until: Day
    notice_on: Day
    notice_days: int
    effective_on: Day
    filed_on: Day


class TransferGiven(Given):
    """By the route of labour law."""

    EXAMPLE: ClassVar = {"unit": "health", **_TRANSFER}

    unit: Code
    title: Title
    form: Literal[tuple(STANDARD_FORMS)]  # type: ignore[valid-type]
    legal_basis: Text
    consulted_with: Title
    consulted_from: Day
    consulted_until: Day
    notice_on: Day
    notice_days: Annotated[Small, Field(ge=1, le=3650)]
    effective_on: Day


def _transfer(row: RestructurePlan) -> TransferShown:
    names = [name for name in TransferShown.model_fields if name not in ("key", "unit")]
    return TransferShown(key=row.pk, unit=row.unit.code, **{name: getattr(row, name) for name in names})


@room.reads("restructure-plans", Listed[TransferShown], Right.EDIT_POLICY)
def list_restructure_plans(request: Asked, find: Query[Listing]) -> Any:
    """Lists restructuring plans that were filed, the newest first."""
    rows = visible(request.actor, RestructurePlan.objects.select_related("unit"))
    return listed(request, find, rows, ("-filed_on", "-pk"), _transfer)


@room.does(restructure.file_restructure_plan, "restructure-plans", TransferShown, status=201, again=True)
def file_restructure_plan(request: Asked, given: TransferGiven) -> Any:  # noqa: D103
    unit = reach.unit_within(request.actor, given.unit, "unit")
    said = given.model_dump(exclude={"unit"})
    return _transfer(restructure.file_restructure_plan(request.actor, unit, **said))
