from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grassrota.org import Sector
from grassrota.rota.directions import Direction, directions
from grassrota.rota.part import Part
from grassrota.rota.problem import RotaProblem

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def _problem(kit: Kit) -> RotaProblem:
    """Four seats in a village, two at a plant; rural comes first."""
    openings = [kit.opening("field", high=4), kit.opening("plant", high=2, sector=Sector.PLANT)]
    return kit.problem(kit.people(6), openings, kit.policy(1))


def test_the_first_direction_before_the_second(kit: Kit) -> None:
    """Two of four seats in the village against one of two: filled as far, and most go there."""
    problem = _problem(kit)
    found = directions(problem, kit.plan(problem, ("p1", "field", 1), ("p2", "field", 1), ("p3", "plant", 1)))
    assert found.ranks == (
        Direction(0, (Sector.RURAL,), Part(2, 4), Part(2, 3)),
        Direction(1, (Sector.PLANT,), Part(1, 2), Part(1, 3)),
    )
    assert (found.first_is_filled_first, found.first_gets_most) == (True, True)


def test_the_second_direction_before_the_first(kit: Kit) -> None:
    """A full plant beside a village with half of its seats: not filled first, and no more people than elsewhere."""
    problem = _problem(kit)
    plan = kit.plan(problem, ("p1", "field", 1), ("p2", "field", 1), ("p3", "plant", 1), ("p4", "plant", 1))
    found = directions(problem, plan)
    assert (found.first_is_filled_first, found.first_gets_most) == (False, False)


def test_nothing_of_nothing_is_unknown(kit: Kit) -> None:
    """Where nobody goes, neither is known; without seats of the first direction it does not get most."""
    problem = _problem(kit)
    nobody = directions(problem, kit.plan(problem))
    assert (nobody.first_is_filled_first, nobody.first_gets_most) == (None, None)
    plant = kit.problem(kit.people(1), [kit.opening("plant", sector=Sector.PLANT)], kit.policy(1))
    found = directions(plant, kit.plan(plant, ("p1", "plant", 1)))
    assert (found.first_is_filled_first, found.first_gets_most) == (None, False)
    empty = kit.problem(kit.people(1), [])
    assert directions(empty, kit.plan(empty)).first_is_filled_first is None
    late = kit.problem(kit.people(1), [kit.opening("field", length=2), kit.opening("plant", sector=Sector.PLANT)])
    never = replace(late, openings=(replace(late.openings[0], batches=frozenset({2})), late.openings[1]))
    assert directions(never, kit.plan(never, ("p1", "plant", 1))).first_is_filled_first is None
