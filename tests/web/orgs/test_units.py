"""The unit tree: adding, changing, moving with everything below and every path that is stored anywhere."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grassrota import org
from grassrota.errors import BadInput, Refused
from grassrota.org import Level, UnitKind
from grassrota_web.access.actor import Application
from grassrota_web.access.models import Grant, Sealed
from grassrota_web.access.rights import Right, Role
from grassrota_web.access.seal import seal, unseal
from grassrota_web.jobs.actions import ask
from grassrota_web.jobs.models import Job
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.actions.units import add_unit, change_unit, move_unit
from grassrota_web.orgs.models import Person, Unit
from grassrota_web.orgs.queries.history import places
from tests.web.conftest import World

TEAM = org.Unit("team", "Team", Level.SITE, UnitKind.ORGAN, "north-office")


def test_a_unit_is_added_below_another(world: World) -> None:
    """The organiser adds a site below the office; its path is the office's with its own key."""
    row = add_unit(world.actor(Role.ORGANISER, world.units["north"]), TEAM)
    assert row.path == f"{world.units['north-office'].path}{row.pk}/"
    assert Entry.objects.get().after == {
        "id": "team",
        "name": "Team",
        "level": "site",
        "kind": "organ",
        "parent": "north-office",
        "open_list": "no",
    }


@pytest.mark.parametrize(
    ("value", "column"),
    [
        (org.Unit("north", "Again", Level.SITE, UnitKind.ORGAN, "north-office"), "id"),
        (org.Unit("south", "Elsewhere", Level.SITE, UnitKind.ORGAN, "north-office"), "id"),
        (org.Unit("high", "Too high", Level.PROVINCE, UnitKind.ORGAN, "north-office"), "level"),
        (org.Unit("lost", "Lost", Level.SITE, UnitKind.ORGAN, "nowhere"), "parent"),
        (org.Unit("lost", "Not mine", Level.SITE, UnitKind.ORGAN, "south-office"), "parent"),
        (org.Unit("team", "Team", Level.SITE, UnitKind.ORGAN, "north-office", headed_by=("s1",)), "headed_by"),
    ],
)
def test_what_does_not_fit_the_tree_is_refused_by_its_field(world: World, value: org.Unit, column: str) -> None:
    """A code that is taken anywhere, a level that does not go down, a parent or a head out of reach: one fault."""
    with pytest.raises(BadInput) as caught:
        add_unit(world.actor(Role.ORGANISER, world.units["north"]), value)
    assert [(fault.column, fault.row) for fault in caught.value.faults] == [(column, 0)]
    assert not Entry.objects.exists()


def test_a_unit_beyond_reach_is_told_like_one_that_does_not_exist(world: World) -> None:
    """The words for a parent of the other province are those for one that is nowhere."""
    told = []
    for parent in ("south-office", "nowhere"):
        with pytest.raises(BadInput) as caught:
            add_unit(
                world.actor(Role.ORGANISER, world.units["north"]),
                org.Unit("x", "X", Level.SITE, UnitKind.ORGAN, parent),
            )
        told.append(str(caught.value).replace(parent, "…"))
    assert told[0] == told[1]


def test_only_an_organiser_edits_units(world: World) -> None:
    """A unit officer and a reader may not, and nothing stays."""
    for role in (Role.UNIT_OFFICER, Role.READER, Role.HOST):
        with pytest.raises(Refused, match="right"):
            add_unit(world.actor(role, world.units["north"]), TEAM)
    assert not Unit.objects.filter(code="team").exists()


def test_a_change_says_what_differed(world: World) -> None:
    """Renamed, headed by two, its list open: the journal has these three and nothing else; a head can be taken away."""
    organiser, office = world.actor(Role.ORGANISER, world.units["north"]), world.units["north-office"]
    new = org.Unit("north-office", "Bureau", Level.COUNTY, UnitKind.ORGAN, "north", True, ("n1", "n2"))
    change_unit(organiser, office.pk, new)
    entry = Entry.objects.get()
    assert entry.before == {"name": "North Office", "open_list": "no", "headed_by": ""}
    assert entry.after == {"name": "Bureau", "open_list": "yes", "headed_by": "n1;n2"}
    change_unit(
        organiser, office.pk, org.Unit("north-office", "Bureau", Level.COUNTY, UnitKind.ORGAN, "north", True, ("n2",))
    )
    assert [head.code for head in office.headed_by.all()] == ["n2"]


def test_a_level_stays_above_those_below(world: World) -> None:
    """The province cannot become a county while a county is below it."""
    with pytest.raises(BadInput, match="level below county"):
        change_unit(
            world.actor(Role.ORGANISER, "/"),
            world.units["north"].pk,
            org.Unit("north", "North", Level.COUNTY, UnitKind.ORGAN),
        )


def test_everything_stored_by_path_moves_along(world: World) -> None:
    """The office goes to the other province: roles, sealed detail and jobs below it are found at its new place."""
    office = world.units["north-office"]
    officer = world.account(Role.UNIT_OFFICER, office)
    sealed = seal("a letter", path=office.path, person="n1")
    ask("test", "Test", asked_by="", path=office.path)
    ask("test", "Another", asked_by="", path=world.units["north-township"].path)
    before = office.path
    move_unit(Application(), office.pk, "south")
    office.refresh_from_db()
    assert office.path == f"{world.units['south'].path}{office.pk}/"
    assert Grant.objects.get(account=officer).path == office.path
    assert Sealed.objects.get(pk=sealed.pk).path == office.path
    assert sorted(Job.objects.values_list("path", flat=True)) == sorted(
        (office.path, world.units["north-township"].path)
    )
    assert not Unit.objects.filter(path__startswith=before).exists()
    assert unseal(world.actor(Role.UNIT_OFFICER, office), Sealed.objects.get(), "asked by n1") == "a letter"


def test_an_old_entry_is_read_by_those_of_old_and_those_of_now(world: World) -> None:
    """Old rows keep the old path: the north reads what happened while the office was theirs, the south all of it."""
    office = world.units["north-office"]
    add_unit(Application(), TEAM)
    team = Unit.objects.get(code="team")
    old = Entry.objects.get().place
    move_unit(Application(), office.pk, "south")
    assert Entry.objects.order_by("number").last().place == f"{world.units['north'].path}{office.pk}/"  # type: ignore[union-attr]
    team.refresh_from_db()

    def reads(role: Role, at: Unit, place: str) -> bool:
        return any(place.startswith(known) for known in places(world.actor(role, at), Right.READ_JOURNAL))

    assert all(reads(Role.ORGANISER, world.units[name], old) for name in ("north", "south"))
    assert reads(Role.UNIT_OFFICER, team, old)
    assert not reads(Role.ORGANISER, world.units["south-township"], old)
    change_unit(Application(), team.pk, org.Unit("team", "Crew", Level.SITE, UnitKind.ORGAN, "north-office"))
    new = Entry.objects.order_by("-number")[0].place
    assert reads(Role.ORGANISER, world.units["south"], new)
    assert not reads(Role.ORGANISER, world.units["north"], new)


def test_a_unit_that_moved_within_one_that_moved_keeps_all_its_places(world: World) -> None:
    """The team's entries from before either move are readable to the officer of the team where it is now."""
    add_unit(Application(), TEAM)
    team, first = Unit.objects.get(code="team"), Unit.objects.get(code="team").path
    move_unit(Application(), world.units["north-office"].pk, "south")
    second = Unit.objects.get(code="team").path
    move_unit(Application(), team.pk, "north-township")
    team.refresh_from_db()
    known = places(world.actor(Role.UNIT_OFFICER, team), Right.READ_JOURNAL)
    assert {first, second, team.path} <= set(known)


@pytest.mark.parametrize(("unit", "parent"), [("north", "north-office"), ("north", "north")])
def test_nothing_is_moved_below_itself(world: World, unit: str, parent: str) -> None:
    """A cycle is refused and the tree stays as it was."""
    with pytest.raises(BadInput):
        move_unit(Application(), world.units[unit].pk, parent)
    assert Unit.objects.get(code=unit).path == world.units[unit].path


def test_moving_asks_for_the_right_at_both_ends(world: World) -> None:
    """The organiser of the north gives nothing to the south, which they cannot even see, nor to the top."""
    organiser = world.actor(Role.ORGANISER, world.units["north"])
    with pytest.raises(BadInput, match="reach"):
        move_unit(organiser, world.units["north-office"].pk, "south")
    with pytest.raises(Refused, match="right"):
        move_unit(organiser, world.units["north-office"].pk, "")
    with pytest.raises(Refused, match="right"):
        move_unit(organiser, world.units["south-office"].pk, "north")


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6))
def test_after_any_moves_every_path_is_that_of_the_tree(world: World, moves: list[tuple[int, int]]) -> None:
    """Whatever is moved wherever, or refused: each path is its parent's with its own key, and people stay theirs."""
    from django.db import transaction

    with transaction.atomic():
        units = list(Unit.objects.order_by("pk"))
        for number, level in enumerate((Level.SITE,) * 4):
            parent = units[number % len(units)]
            units.append(
                add_unit(Application(), org.Unit(f"more-{number}", "More", level, UnitKind.ORGAN, parent.code))
            )
        for one, other in moves:
            try:
                move_unit(Application(), units[one].pk, units[other].code)
            except BadInput:
                continue
        for unit in Unit.objects.select_related("parent"):
            assert unit.path == f"{unit.parent.path if unit.parent else '/'}{unit.pk}/"
        assert set(Person.objects.values_list("unit__code", flat=True)) == {"north-office", "south-office"}
        transaction.set_rollback(True)


def test_the_day_of_a_grant_does_not_change_with_its_path(world: World) -> None:
    """A move changes where a role is held and nothing else about it."""
    account = world.account(Role.UNIT_OFFICER, world.units["north-office"])
    move_unit(Application(), world.units["north-office"].pk, "south")
    assert Grant.objects.get(account=account).since == date(1950, 1, 1)
