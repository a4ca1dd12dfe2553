"""Undoing: offered where nothing newer touched the thing, done by a verb with its own row."""

from __future__ import annotations

import pytest

from grassrota.errors import Refused
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Role
from grassrota_web.journal.actions import append, erase
from grassrota_web.journal.models import Entry
from grassrota_web.journal.queries import verify
from grassrota_web.orgs.actions.units import move_unit
from grassrota_web.records.journal.undo import undo
from tests.web.conftest import SignedIn, World


@pytest.fixture
def organiser(world: World) -> Actor:
    """Looks after everything."""
    return world.actor(Role.ORGANISER, "/")


@pytest.fixture
def moved(world: World, organiser: Actor) -> Entry:
    """The row of the north's office being put under the south."""
    move_unit(organiser, world.units["north-office"].pk, "south")
    return Entry.objects.get(verb="orgs.move_unit")


def parent(world: World) -> str:
    unit = world.units["north-office"]
    unit.refresh_from_db()
    assert unit.parent
    return unit.parent.code


def test_what_was_before_comes_back_and_both_rows_say_so(world: World, organiser: Actor, moved: Entry) -> None:
    """The office is under the north again; one row moves it, the next names the row that was undone."""
    undo(organiser, moved)
    assert parent(world) == "north"
    back, said = Entry.objects.filter(number__gt=moved.number).order_by("number")
    assert (back.verb, back.before, back.after) == ("orgs.move_unit", {"parent": "south"}, {"parent": "north"})
    assert (said.verb, said.kind, said.subject) == ("records.undo", "entry", str(moved.number))
    assert verify().holds
    with pytest.raises(Refused) as refusal:
        undo(organiser, moved)
    assert refusal.value.code == "touched_since"
    undo(organiser, back)
    assert parent(world) == "south"


@pytest.mark.parametrize("why", ["touched_since", "erased", "not_undoable"])
def test_what_cannot_be_undone_is_refused_with_its_reason(
    world: World, organiser: Actor, moved: Entry, why: str
) -> None:
    """Something newer about the same thing, erased content, a verb without an opposite: nothing is changed."""
    entry = moved
    if why == "touched_since":
        append(verb="x", actor="", kind="unit", subject="north-office")
    elif why == "erased":
        erase([moved.number])
        entry.refresh_from_db()
    else:
        entry = append(verb="x", actor="", kind="other", subject="thing", place="/")
    rows = Entry.objects.count()
    with pytest.raises(Refused) as refusal:
        undo(organiser, entry)
    assert refusal.value.code == why
    assert (parent(world), Entry.objects.count()) == ("south", rows)


def test_something_newer_about_another_thing_is_no_hindrance(world: World, organiser: Actor, moved: Entry) -> None:
    """Only rows about the same thing count."""
    append(verb="x", actor="", kind="unit", subject="south-office")
    undo(organiser, moved)
    assert parent(world) == "north"


def test_who_may_read_but_not_do_the_opposite_is_refused(world: World, moved: Entry) -> None:
    """An inspector reads the journal and moves no unit; nothing is left behind."""
    rows = Entry.objects.count()
    with pytest.raises(Refused, match="right"):
        undo(world.actor(Role.INSPECTOR, "/"), moved)
    assert (parent(world), Entry.objects.count()) == ("south", rows)


def test_the_page_offers_it_once(world: World, moved: Entry, signed_in: SignedIn) -> None:
    """The button is there, does it, and is gone afterwards; asking by GET does nothing."""
    client = signed_in(world.account(Role.ORGANISER, "/"))
    page = f"/records/journal/{moved.number}/"
    assert "/undo/" in client.get(page).content.decode()
    assert client.get(f"{page}undo/").status_code == 405
    answer = client.post(f"{page}undo/", follow=True)
    assert answer.status_code == 200
    assert parent(world) == "north"
    assert "/undo/" not in client.get(page).content.decode()
