"""A verb is one transaction, one check of place and one row in the journal."""

from __future__ import annotations

import pytest

from grassrota.errors import Refused
from grassrota_web.access.rights import Right, Role
from grassrota_web.access.verb import VERBS, Act, verb
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.models import Unit
from tests.web.conftest import World


@pytest.fixture(autouse=True)
def _only_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """The verbs of these tests are in no table afterwards."""
    for name in list(VERBS):
        monkeypatch.setitem(VERBS, name, VERBS[name])
    monkeypatch.setattr("grassrota_web.access.verb.VERBS", dict(VERBS))


def rename(act: Act, unit: Unit, name: str) -> None:
    """Renames."""
    act.at(unit.path)
    before, unit.name = unit.name, name
    unit.save()
    act.note("unit", unit.code, place=unit.path, before={"name": before}, after={"name": name})


def test_a_write_and_its_row_come_together(world: World) -> None:
    """The journal says who did what to which unit, before and after."""
    organiser = world.actor(Role.ORGANISER, world.units["north"])
    verb("test.rename", Right.EDIT_UNITS)(rename)(organiser, world.units["north-office"], "New name")
    entry = Entry.objects.get()
    assert (entry.actor, entry.subject) == (organiser.account, "north-office")
    assert (entry.before, entry.after) == ({"name": "North Office"}, {"name": "New name"})


def test_another_unit_s_place_is_refused_and_nothing_stays(world: World) -> None:
    """The organiser of the north cannot rename the south's office, and no row says they did."""
    organiser = world.actor(Role.ORGANISER, world.units["north"])
    with pytest.raises(Refused, match="right"):
        verb("test.rename", Right.EDIT_UNITS)(rename)(organiser, world.units["south-office"], "New name")
    assert Unit.objects.get(code="south-office").name == "South Office"
    assert not Entry.objects.exists()


def test_a_verb_that_asks_for_no_place_or_notes_nothing_is_a_mistake_and_undone(world: World) -> None:
    """Forgetting the check or the row cannot go unseen: the write is undone."""
    organiser = world.actor(Role.ORGANISER, "/")

    def careless(act: Act, checks: bool) -> None:
        if checks:
            act.anywhere()
        Unit.objects.update(name="changed")

    for checks in (False, True):
        with pytest.raises(TypeError, match="never"):
            verb("test.careless", Right.EDIT_UNITS)(careless)(organiser, checks)
    assert not Unit.objects.filter(name="changed").exists()


def test_nobody_decides_before_the_second_factor(world: World) -> None:
    """An organiser who only gave a password holds no right; a reader does."""
    from grassrota_web.access.queries import actor_of

    for role, holds in ((Role.ORGANISER, False), (Role.READER, True)):
        actor = actor_of(world.account(role, "/"), proven=False)
        assert actor.holds(Right.READ_UNITS) is holds
