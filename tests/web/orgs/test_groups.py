"""Groups: who goes to one place together or not at all, by verbs, by pages, and brought in as a list."""

from __future__ import annotations

import pytest
from django.urls import reverse

from grassrota.errors import BadInput, Refused
from grassrota.staff import Group
from grassrota_web.access.actor import Actor, Application
from grassrota_web.access.rights import Role
from grassrota_web.access.scope import visible
from grassrota_web.journal.models import Entry
from grassrota_web.orgs import convert, models
from grassrota_web.orgs.actions.groups import change_group, dissolve_group, form_group
from grassrota_web.orgs.actions.people import pair
from tests.web.conftest import SignedIn, World
from tests.web.orgs.test_imports import brought, taken, told, undone


@pytest.fixture
def organiser(world: World) -> Actor:
    """Of the north."""
    return world.actor(Role.ORGANISER, world.units["north"])


def stored() -> dict[str, tuple[tuple[str, ...], int]]:
    """The groups by their codes."""
    return {row.code: (convert.group(row).members, row.headcount) for row in models.Group.objects.all()}


def test_a_group_is_whole_or_not_at_all(world: World) -> None:
    """Each person in one group, no couple in one, nobody out of reach; changed and dissolved by who reaches all."""
    officer = world.actor(Role.UNIT_OFFICER, world.units["north-office"])
    row = form_group(officer, Group("li", ("n2", "n1"), 5))
    assert convert.group(row) == Group("li", ("n2", "n1"), 5)
    pair(officer, "n1", "n3")
    for code, members in (("li", ("n3",)), ("wu", ("n1", "n3")), ("wu", ("n3", "s1")), ("wu", ("nobody",)), ("wu", ())):
        with pytest.raises(BadInput):
            form_group(officer, Group(code, members, 3))
    with pytest.raises(BadInput, match="couple"):
        change_group(officer, row.pk, ("n1", "n3"), 2)
    with pytest.raises(BadInput, match="another group"):
        pair(officer, "n1", "n2")
    with pytest.raises(BadInput, match="2 or more"):
        change_group(officer, row.pk, ("n1", "n2"), 1)
    across = form_group(world.actor(Role.ORGANISER, "/"), Group("wu", ("n3", "s1"), 2))
    for verb in (lambda: change_group(officer, across.pk, ("n3",), 1), lambda: dissolve_group(officer, across.pk)):
        with pytest.raises(Refused, match="right"):
            verb()
    changed = change_group(officer, row.pk, ("n1",), 2)
    assert convert.group(changed) == Group("li", ("n1",), 2)
    entry = Entry.objects.order_by("-number")[0]
    assert (entry.before, entry.after) == (
        {"members": "n2;n1", "headcount": "5"},
        {"members": "n1", "headcount": "2"},
    )
    dissolve_group(officer, row.pk)
    assert [one.person.code for one in models.GroupMember.objects.all()] == ["n3", "s1"]
    own = world.actor(Role.STAFF_MEMBER, world.units["south-office"], person="s1")
    assert [one.code for one in visible(own, models.Group.objects.all())] == ["wu"]
    assert not visible(world.actor(Role.UNIT_OFFICER, world.units["north-township"]), models.Group.objects.all())


def test_groups_come_in_whole(world: World, organiser: Actor) -> None:
    """Somebody twice, a couple, somebody out of reach; a member goes over to another group, and all is put back."""
    pair(Application(), "n1", "n3")
    bad = "id,members,headcount\nli,n1;n2,4\nwu,n2,\nma,n1;n3,\nhe,s1,\n"
    wrong = told(brought(organiser, "groups", bad))
    assert [row for row, _column, _expected in wrong] == [3, 4, 5]
    assert {column for _row, column, _expected in wrong} == {"members"}
    first = taken(organiser, brought(organiser, "groups", "id,members,headcount\nli,n1;n2,4\nwu,n3,2\n"))
    assert stored() == {"li": (("n1", "n2"), 4), "wu": (("n3",), 2)}
    same = brought(organiser, "groups", "编号,成员,席位\nli,n1；n2,4\n")
    assert (same.preview["unchanged"], same.preview["missing"]) == (1, 1)
    over = taken(organiser, brought(organiser, "groups", "id,members,headcount\nli,n1,3\nwu,n3;n2,2\n"))
    assert stored() == {"li": (("n1",), 3), "wu": (("n3", "n2"), 2)}
    undone(organiser, over)
    assert stored() == {"li": (("n1", "n2"), 4), "wu": (("n3",), 2)}
    undone(organiser, first)
    assert stored() == {}
    again = told(brought(organiser, "couples", "first,second\nn1,n2\n"))
    assert again == []


def test_a_group_is_formed_changed_and_ended_through_pages(world: World, signed_in: SignedIn) -> None:
    """On the page of each member; who is out of reach is counted, not named; a wrong member stands at its field."""
    client = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    page = reverse("orgs:group", args=[world.people["n1"].pk])
    assert client.post(page, {"members": "n1; nobody", "headcount": "2"}).status_code == 422
    assert client.post(page, {"members": "n1; n3", "headcount": "4"}).status_code == 302
    told = client.get(world.people["n3"].get_absolute_url()).content.decode()
    assert "Person n1" in told
    assert "They take 4 seats." in told
    assert "n1; n3" in client.get(page).content.decode()
    client.post(page, {"members": "n1", "headcount": "2"})
    assert "They take 2 seats." in client.get(world.people["n1"].get_absolute_url()).content.decode()
    assert client.post(reverse("orgs:ungroup", args=[world.people["n1"].pk])).status_code == 302
    assert client.post(reverse("orgs:ungroup", args=[world.people["n1"].pk])).status_code == 404
    form_group(Application(), Group("far", ("n1", "s1"), 2))
    told = client.get(world.people["n1"].get_absolute_url()).content.decode()
    assert "1 person beyond your reach" in told
    form = client.get(page).content.decode()
    assert "Person s1" not in told
    assert "s1" not in form
    assert "right" in client.post(page, {"members": "n1", "headcount": "1"}).content.decode()
