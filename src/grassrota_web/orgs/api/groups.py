"""Operations on groups: who goes to one place together or not at all."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from ninja import Query
from pydantic import Field

from grassrota import staff
from grassrota_web.access.actor import Actor
from grassrota_web.access.api.as_read import as_read, found
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Changing, Code, Given, Key, Versioned
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.actions import groups as actions
from grassrota_web.orgs.models import Group, Person

room = Room("Groups")

_GROUP: dict[str, Any] = {"members": ["p-104", "p-211"], "headcount": 4}
Seats = Annotated[int, Field(ge=1, le=10_000, strict=True, description="Of all, with those who come along.")]


class GroupShown(Versioned):
    """People who go to one place together or not at all; of those out of reach only how many there are."""

    EXAMPLE: ClassVar = {"key": 5, "id": "li", **_GROUP, "beyond": 0}

    key: int
    id: str
    members: list[str]
    headcount: int
    beyond: int


class GroupTold(Given):
    """Who goes together, by `id`, and how many seats they take."""

    members: list[Code] = Field(min_length=1, max_length=100)
    headcount: Seats


class GroupGiven(GroupTold):
    """A new group."""

    EXAMPLE: ClassVar = {"id": "li", **_GROUP}

    id: Code


class GroupChanged(GroupTold, Changing):
    """A group as it is to be."""

    EXAMPLE: ClassVar = {"version": "0f3a9c51d2b84e67", **_GROUP}


def _shown(actor: Actor, row: Group) -> GroupShown:
    members = Person.objects.filter(membership__group=row).order_by("membership")
    seen = list(visible(actor, members).values_list("code", flat=True))
    beyond = members.count() - len(seen)
    return GroupShown(key=row.pk, id=row.code, members=seen, headcount=row.headcount, beyond=beyond)


@room.reads("groups", Listed[GroupShown], Right.READ_PEOPLE, Right.READ_OWN)
def list_groups(request: Asked, find: Query[Listing]) -> Any:
    """Lists groups of whom at least one is within reach."""
    rows = visible(request.actor, Group.objects.all())
    return listed(request, find, rows, ("code", "pk"), lambda row: _shown(request.actor, row))


@room.does(actions.form_group, "groups", GroupShown, status=201)
def form_group(request: Asked, given: GroupGiven) -> Any:  # noqa: D103
    value = staff.Group(given.id, tuple(given.members), given.headcount)
    return _shown(request.actor, actions.form_group(request.actor, value))


@room.does(actions.change_group, "groups/{key}", GroupShown, method="PUT")
def change_group(request: Asked, key: Key, given: GroupChanged) -> Any:  # noqa: D103
    actor = request.actor
    with as_read(actor, Group.objects.all(), key, given.version, lambda row: _shown(actor, row)) as row:
        return _shown(actor, actions.change_group(actor, row.pk, tuple(given.members), given.headcount))


@room.does(actions.dissolve_group, "groups/{key}", None, method="DELETE", status=204)
def dissolve_group(request: Asked, key: Key) -> Any:  # noqa: D103
    actions.dissolve_group(request.actor, found(request.actor, Group.objects.all(), key).pk)
