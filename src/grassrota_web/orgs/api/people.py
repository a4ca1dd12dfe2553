"""Operations on people, couples and exemptions."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from ninja import Query
from pydantic import Field

from grassrota import staff
from grassrota.staff import ExemptionReason
from grassrota_web.access.actor import Actor
from grassrota_web.access.api.as_read import as_read, found
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Changing, Code, Day, Flag, Given, Key, Name, Shown, Small, Text, Versioned
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs import reach
from grassrota_web.orgs.actions import exemptions as exemption_actions
from grassrota_web.orgs.actions import people as actions
from grassrota_web.orgs.models import Couple, Exemption, Person
from grassrota_web.orgs.queries.people import PeopleFilter, in_force, people

room = Room("People")

_PERSON: dict[str, Any] = {
    "name": "Chen Aiguo",
    "grade": "section_chief",
    "tenure_years": 12,
    "field_years": 1,
    "turns_served": 1,
    "last_returned": "1955-11-30",
    "previous_post": "county clinic",
    "home_post": "vaccination",
    "surplus": False,
    "key_staff": False,
    "skills": ["surgery"],
    "site": "",
}


class PersonShown(Versioned):
    """A member of the staff. Why somebody does not go is never told here."""

    EXAMPLE: ClassVar = {"key": 104, "id": "p-104", "unit": "health", "left_on": None, **_PERSON}

    key: int
    id: str
    name: str
    unit: str = Field(description="`id` of the home unit.")
    grade: str
    tenure_years: int
    field_years: int
    turns_served: int
    last_returned: Day | None
    previous_post: str
    home_post: str
    surplus: bool
    key_staff: bool
    skills: list[str]
    site: str = Field(description="`id` of the unit where they work, if that is another one.")
    left_on: Day | None


class PersonTold(Given):
    """What can be said, and said anew, of a person."""

    name: Name
    grade: Code
    tenure_years: Annotated[Small, Field(le=80)] = 0
    field_years: Annotated[Small, Field(le=80)] = 0
    turns_served: Annotated[Small, Field(le=80)] = 0
    last_returned: Day | None = None
    previous_post: Annotated[str, Field(max_length=120)] = ""
    home_post: Annotated[str, Field(max_length=120)] = ""
    surplus: Flag = False
    key_staff: Flag = False
    skills: Annotated[tuple[Code, ...], Field(max_length=50)] = ()
    site: Annotated[str, Field(max_length=80)] = ""

    def person(self, code: str, unit: str) -> staff.Person:
        """The value of the core."""
        said = {name: getattr(self, name) for name in PersonTold.model_fields}
        return staff.Person(id=code, unit=unit, **{**said, "skills": frozenset(self.skills)})


class PersonGiven(PersonTold):
    """A new member of the staff."""

    EXAMPLE: ClassVar = {"id": "p-104", "unit": "health", **_PERSON}

    id: Code
    unit: Code


class PersonChanged(PersonTold, Changing):
    """What is kept about a person, as it is to be."""

    EXAMPLE: ClassVar = {"version": "0f3a9c51d2b84e67", **_PERSON}


class PersonMoved(Given):
    """Where a person goes."""

    EXAMPLE: ClassVar = {"unit": "education"}

    unit: Code = Field(description="`id` of the new home unit.")


class PersonLeft(Given):
    """When a person left the staff."""

    EXAMPLE: ClassVar = {"day": "1958-03-31"}

    day: Day


class PeopleListing(Listing):
    """Filters of the list of people."""

    q: Annotated[str, Field(max_length=80)] = Field("", description="A part of the name, or the whole `id`.")
    unit: Annotated[str, Field(max_length=80)] = Field("", description="`id` of a unit: it and all below it.")
    grade: Annotated[str, Field(max_length=80)] = ""
    exempt: bool | None = None
    surplus: bool | None = None


def _shown(actor: Actor, row: Person) -> PersonShown:
    site = row.site if row.site and actor.may(Right.READ_UNITS, row.site.path) else None
    said = {name: getattr(row, name) for name in PersonTold.model_fields if name != "site"}
    return PersonShown(
        key=row.pk,
        id=row.code,
        unit=row.unit.code,
        site=site.code if site else "",
        left_on=row.left_on,
        **{**said, "skills": list(row.skills)},
    )


def _people() -> QuerySet[Person]:
    return Person.objects.select_related("unit", "site")


@room.reads("people", Listed[PersonShown], Right.READ_PEOPLE, Right.READ_OWN)
def list_people(request: Asked, find: Query[PeopleListing]) -> Any:
    """Lists the people of the staff within reach, by name; a member of the staff sees themselves."""
    actor = request.actor
    unit = reach.unit_within(actor, find.unit, "unit") if find.unit else None
    only = PeopleFilter(unit, find.grade, find.exempt, find.surplus, find.q)
    rows = people(actor, only).select_related("unit", "site")
    return listed(request, find, rows, ("name", "pk"), lambda row: _shown(actor, row))


@room.reads("people/{key}", PersonShown, Right.READ_PEOPLE, Right.READ_OWN)
def show_person(request: Asked, key: Key) -> Any:
    """Shows a person, also one who has left."""
    return _shown(request.actor, found(request.actor, _people(), key))


@room.does(actions.add_person, "people", PersonShown, status=201)
def add_person(request: Asked, given: PersonGiven) -> Any:  # noqa: D103
    return _shown(request.actor, actions.add_person(request.actor, given.person(given.id, given.unit)))


@room.does(actions.change_person, "people/{key}", PersonShown, method="PUT")
def change_person(request: Asked, key: Key, given: PersonChanged) -> Any:  # noqa: D103
    actor = request.actor
    with as_read(actor, _people(), key, given.version, lambda row: _shown(actor, row)) as row:
        return _shown(actor, actions.change_person(actor, row.pk, given.person(row.code, row.unit.code)))


@room.does(actions.move_person, "people/{key}/move", PersonShown)
def move_person(request: Asked, key: Key, given: PersonMoved) -> Any:  # noqa: D103
    row = found(request.actor, _people(), key)
    return _shown(request.actor, actions.move_person(request.actor, row.pk, given.unit))


@room.does(actions.leave_staff, "people/{key}/leave", PersonShown)
def leave_staff(request: Asked, key: Key, given: PersonLeft) -> Any:  # noqa: D103
    row = found(request.actor, _people(), key)
    return _shown(request.actor, actions.leave_staff(request.actor, row.pk, given.day))


class CoupleShown(Shown):
    """Two people of whom at most one is away at a time."""

    EXAMPLE: ClassVar = {"key": 3, "first": "p-104", "second": "p-211"}

    key: int
    first: str
    second: str


class CoupleGiven(Given):
    """Two people, by `id`."""

    EXAMPLE: ClassVar = {"first": "p-104", "second": "p-211"}

    first: Code
    second: Code


def _couple(actor: Actor, row: Couple) -> CoupleShown:
    """Of two people, those whom the actor sees; the other is somebody."""
    seen = set(visible(actor, Person.objects.filter(pk__in=(row.first_id, row.second_id))).values_list("pk", flat=True))
    first, second = (one.code if one.pk in seen else "" for one in (row.first, row.second))
    return CoupleShown(key=row.pk, first=first, second=second)


@room.reads("couples", Listed[CoupleShown], Right.READ_PEOPLE, Right.READ_OWN)
def list_couples(request: Asked, find: Query[Listing]) -> Any:
    """Lists couples of whom at least one is within reach."""
    rows = visible(request.actor, Couple.objects.select_related("first", "second"))
    return listed(request, find, rows, ("pk",), lambda row: _couple(request.actor, row))


@room.does(actions.pair, "couples", CoupleShown, status=201)
def pair(request: Asked, given: CoupleGiven) -> Any:  # noqa: D103
    return _couple(request.actor, actions.pair(request.actor, given.first, given.second))


@room.does(actions.unpair, "couples/{key}", None, method="DELETE", status=204)
def unpair(request: Asked, key: Key) -> Any:  # noqa: D103
    actions.unpair(request.actor, found(request.actor, Couple.objects.all(), key).pk)


class ExemptionShown(Shown):
    """That somebody is exempt: the class of the reason alone. What was told beyond it is sealed, and not told here."""

    EXAMPLE: ClassVar = {"key": 9, "person": "p-104", "reason": "age", "since": "1958-01-10", "until": None}

    key: int
    person: str
    reason: ExemptionReason
    since: Day
    until: Day | None


class ExemptionGiven(Given):
    """An exemption; ``detail`` goes under seal at once and does not come out here again."""

    EXAMPLE: ClassVar = {"person": 104, "reason": "age", "since": "1958-01-10", "until": None, "detail": ""}

    person: Key
    reason: ExemptionReason
    since: Day
    until: Day | None = None
    detail: Text = ""


class ExemptionEnded(Given):
    """The day on which it no longer holds."""

    EXAMPLE: ClassVar = {"until": "1958-06-30"}

    until: Day


class ExemptionsListing(Listing):
    """Filters of the list of exemptions."""

    in_force: bool | None = Field(None, description="True for those that hold today.")


def _exemption(row: Exemption) -> ExemptionShown:
    reason = ExemptionReason(row.reason)
    return ExemptionShown(key=row.pk, person=row.person.code, reason=reason, since=row.since, until=row.until)


@room.reads("exemptions", Listed[ExemptionShown], Right.READ_PEOPLE, Right.READ_OWN)
def list_exemptions(request: Asked, find: Query[ExemptionsListing]) -> Any:
    """Lists exemptions within reach."""
    rows = visible(request.actor, Exemption.objects.select_related("person"))
    if find.in_force is not None:
        holding = in_force(timezone.localdate()).values("pk")
        rows = rows.filter(pk__in=holding) if find.in_force else rows.exclude(pk__in=holding)
    return listed(request, find, rows, ("pk",), _exemption)


@room.does(exemption_actions.exempt, "exemptions", ExemptionShown, status=201)
def exempt(request: Asked, given: ExemptionGiven) -> Any:  # noqa: D103
    person = found(request.actor, _people(), given.person)
    row = exemption_actions.exempt(request.actor, person.pk, given.reason, given.since, given.until, given.detail)
    return _exemption(row)


@room.does(exemption_actions.end_exemption, "exemptions/{key}/end", ExemptionShown)
def end_exemption(request: Asked, key: Key, given: ExemptionEnded) -> Any:  # noqa: D103
    row = found(request.actor, Exemption.objects.all(), key)
    return _exemption(exemption_actions.end_exemption(request.actor, row.pk, given.until))
