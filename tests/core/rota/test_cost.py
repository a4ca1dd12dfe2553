from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from grassrota.org import Sector
from grassrota.rota.cost import distance_km, going_cost, staying_cost, waiting_years
from grassrota.rota.problem import Preference

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def test_a_choice_worked_out_by_hand(kit: Kit) -> None:
    """Plant, one of two preferred skills missing, second on the list, 109 km, hardship 2 after 3 turns.

    20 x 1 + 10 x 1 + 3 x 1 + 1 x 10 + 4 x 2 x 3 = 67.
    """
    person = kit.person("p1", turns_served=3, skills=frozenset({"wells"}))
    opening = kit.opening(place="t2", sector=Sector.PLANT, prefers=frozenset({"wells", "accounts"}), hardship=2)
    problem = kit.problem([person], [opening], preferences=(Preference("p1", "t2", 2),))
    assert going_cost(problem, person, opening) == 67


def test_the_best_choice_costs_nothing(kit: Kit) -> None:
    """A village at the family's door, first on the list: 0."""
    person, opening = kit.person("p1", site="t1"), kit.opening()
    problem = kit.problem([person], [opening], preferences=(Preference("p1", "t1", 1),))
    assert going_cost(problem, person, opening) == 0


def test_a_place_not_listed_counts_as_the_sixth(kit: Kit) -> None:
    """Five places are assumed before it: 3 x 5 = 15, whether or not the person listed others."""
    person, opening = kit.person("p1", site="t1"), kit.opening()
    for wishes in ((), (Preference("p1", "t2", 1),)):
        assert going_cost(kit.problem([person], [opening], preferences=wishes), person, opening) == 15


@pytest.mark.parametrize(
    ("home", "site", "place", "kilometres"),
    [
        ("u1", "", "t1", 50),  # 30, 40, 50
        ("u1", "", "t2", 109),  # 60, 91, 109
        ("u1", "t1", "t2", 59),  # the root of 30 x 30 + 51 x 51 = 3501 is 59.2
        ("u1", "t1", "t1", 0),
        ("u2", "", "t1", 0),
        ("u2", "t1", "c1", 67),  # the root of 60 x 60 + 30 x 30 = 4500 is 67.1
        ("u1", "", "s2", 109),  # s2 stands where its township t2 stands
    ],
)
def test_kilometres_from_the_family(kit: Kit, home: str, site: str, place: str, kilometres: int) -> None:
    """Straight lines rounded down, from the family's place, or from the home unit if that is not known; else 0."""
    person, opening = kit.person("p1", home, site=site), kit.opening(place=place)
    assert distance_km(kit.problem([person], [opening]), person, opening) == kilometres


@pytest.mark.parametrize(
    ("returned", "tenure", "years"),
    [
        (None, 7, 7),
        (None, 30, 10),
        (date(1953, 12, 9), 30, 4),
        (date(1953, 12, 10), 30, 3),
        (date(1940, 1, 1), 0, 10),
        (date(1957, 12, 8), 9, 0),
        (date(1958, 6, 1), 9, 0),
    ],
)
def test_whole_years_of_waiting(kit: Kit, returned: date | None, tenure: int, years: int) -> None:
    """From the last return, or the tenure of those who never went, to 9 December 1957: whole years, 0 to 10."""
    assert waiting_years(kit.person("p1", tenure_years=tenure, last_returned=returned), date(1957, 12, 9)) == years


def test_leaving_out_those_who_waited_costs_most(kit: Kit) -> None:
    """200 for anybody, and 10 a year: 240 after four years."""
    person = kit.person("p1", last_returned=date(1953, 12, 9))
    assert staying_cost(kit.problem([person], [kit.opening()]), person) == 240
