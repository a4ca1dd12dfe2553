"""A whole problem folder becomes rows, and reads back as the same values."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from django.test.utils import CaptureQueriesContext

from grassrota.errors import BadInput, Refused
from grassrota.files.problem import read_problem
from grassrota.org import Level, Unit, UnitKind, UnitTree
from grassrota.rota.problem import RotaProblem
from grassrota_web.access.actor import Application
from grassrota_web.access.rights import Role
from grassrota_web.journal.models import Entry
from grassrota_web.journal.queries import verify
from grassrota_web.orgs import convert, models
from grassrota_web.orgs.load import Roster, load_roster, load_units
from tests.web.conftest import World

SCENARIOS = Path(str(files("grassrota"))) / "scenarios"


def roster_of(problem: RotaProblem) -> Roster:
    """What a problem says of its roster."""
    return Roster(
        problem.tree,
        problem.people,
        problem.openings,
        problem.policy.scale,
        problem.exemptions,
        problem.couples,
    )


def load(name: str, prefix: str = "") -> tuple[RotaProblem, models.Rotation]:
    """Brings in a packaged scenario."""
    problem = read_problem(SCENARIOS / name / "problem")
    rotation = load_roster(
        Application(), roster_of(problem), code=f"{prefix}r", title=name, opened_on=date(1957, 12, 1), prefix=prefix
    )
    return problem, rotation


def test_rows_read_back_as_the_values_they_were_made_of() -> None:
    """Units with their heads, people and openings of the leaders' scenario survive the way into the store and back."""
    problem, rotation = load("001_leaders")
    tree = convert.unit_tree(models.Unit.objects.prefetch_related("headed_by").order_by("pk"))
    assert {unit.id: unit for unit in tree.units} == problem.tree.by_id
    people = models.Person.objects.select_related("unit", "site")
    assert {row.code: convert.person(row) for row in people} == problem.person
    openings = rotation.openings.select_related("place")
    assert {row.code: convert.opening(row) for row in openings} == problem.opening
    assert convert.scale(models.GradeScale.objects.get()) == problem.policy.scale


def test_paths_lead_from_the_top_down() -> None:
    """Every unit's path is that of the unit above with its own key behind it."""
    load("001_leaders")
    for unit in models.Unit.objects.select_related("parent"):
        assert unit.path == f"{unit.parent.path if unit.parent else '/'}{unit.pk}/"


def test_two_rosters_stand_beside_each_other_with_a_prefix() -> None:
    """The same scenario comes in twice under two prefixes, and shares its grade scale; without one it is refused."""
    load("001_leaders", "a-")
    load("001_leaders", "b-")
    assert models.Person.objects.count() == 2 * 16
    assert models.GradeScale.objects.count() == 1
    with pytest.raises(BadInput, match="prefix"):
        load("001_leaders", "a-")


def test_a_table_is_one_row_of_the_journal(django_assert_max_num_queries: CaptureQueriesContext) -> None:
    """8,000 people, 203 exempt and 100 couples leave eight rows in a journal that verifies, and few statements."""
    with django_assert_max_num_queries(300):  # type: ignore[operator]
        load("000_first_batch")
    assert [entry.verb for entry in Entry.objects.order_by("number")] == [
        "orgs.load_units",
        "orgs.add_scale",
        "orgs.load_people",
        "orgs.set_heads",
        "orgs.load_exemptions",
        "orgs.load_couples",
        "orgs.open_rotation",
        "orgs.load_openings",
    ]
    told = Entry.objects.get(verb="orgs.load_people").after or {}
    assert (told["count"], len(told["sha256"])) == (8000, 64)
    assert models.Exemption.objects.count() == 203
    assert verify().holds


def test_home_and_hosts_are_found() -> None:
    """Of the communes' county, home is the one unit that sends and hosts is what stands above all communes."""
    problem, rotation = load("001_communes")
    assert {person.unit for person in problem.people} == {rotation.home.code}
    places = {opening.place for opening in problem.openings}
    assert all(models.Unit.objects.get(code=place).path.startswith(rotation.hosts.path) for place in places)


def test_only_who_may_edit_everywhere_brings_in_a_roster(world: World) -> None:
    """The organiser of one province does not bring in a tree of their own."""
    tree = UnitTree((Unit("new", "New", Level.PROVINCE, UnitKind.ORGAN),))
    with pytest.raises(Refused, match="right"):
        load_units(world.actor(Role.ORGANISER, world.units["north"]), tree)
    assert not models.Unit.objects.filter(code="new").exists()
