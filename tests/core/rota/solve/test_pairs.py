"""The likeliest slots of everybody, found without writing out all pairs, against all pairs written out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.rota.frame import Bools, Frame
from grassrota.rota.problem import Preference, RotaProblem
from grassrota.rota.solve.kernels import TILE
from grassrota.rota.solve.model import Model, assemble
from grassrota.rota.solve.pairs import Pairs
from grassrota.rota.solve.pricing import spread
from grassrota.rota.tariff import by_opening, cost_of, narrowed

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit, Problems


def _are_the_cheapest(model: Model, seed: int, count: int, some: Bools | None) -> None:
    """Without noise the likeliest are those of the least cost less price, of some slots or of all."""
    random = np.random.default_rng(seed)
    prices = spread(model, np.round(random.normal(0, 20, len(model)), 1))
    reduced = Pairs(model).reduced(prices, np.arange(len(model.frame.people)))
    if some is not None:
        reduced[:, ~some] = np.inf
    likely = Pairs(model).likely(prices, 0.0, count, 1, among=some)[0]
    for person, (slots, ways) in enumerate(zip(likely, reduced, strict=True)):
        found = slots[slots >= 0]
        assert len(set(found.tolist())) == len(found) == min(count, int(np.isfinite(ways).sum()))
        assert np.sort(ways[found]) == pytest.approx(np.sort(ways)[: len(found)], abs=1e-3), person


@settings(max_examples=60)
@given(st.data())
def test_the_likeliest_are_the_cheapest(problems: Problems, data: st.DataObject) -> None:
    """Whatever the problem, the number wanted and the slots that may be drawn."""
    model = assemble(Frame(data.draw(problems(max_people=6, max_openings=5))))
    slots = len(model.frame.slots)
    some = data.draw(st.none() | st.lists(st.booleans(), min_size=slots, max_size=slots).map(np.array))
    _are_the_cheapest(model, data.draw(st.integers(0, 99)), data.draw(st.integers(1, 6)), some if slots else None)


def _many(kit: Kit) -> RotaProblem:
    """More openings than one tile holds, of one and two batches."""
    places = ["t1", "t2", "s2"]
    openings = [kit.opening(f"o{number}", places[number % 3], length=1 + number % 2) for number in range(3 * TILE - 7)]
    wishes = [Preference(f"p{number}", places[number % 3], 1 + number % 2) for number in range(1, 6)]
    return kit.problem(kit.people(5), openings, preferences=tuple(wishes))


@pytest.mark.parametrize("count", [1, 12, 300])
def test_the_likeliest_of_many_tiles(kit: Kit, count: int) -> None:
    """Openings of all tiles are found, and where more are wanted than there are, all of them."""
    model = assemble(Frame(_many(kit)))
    every_third = np.arange(len(model.frame.slots)) % 3 == 0
    _are_the_cheapest(model, 1, count, None)
    _are_the_cheapest(model, 2, count, every_third)


def test_a_tariff_among_some_openings_is_theirs(kit: Kit) -> None:
    """What each opening costs each person is the same, wishes and distances included."""
    frame = Frame(_many(kit))
    tariff, some = Pairs(assemble(frame)).tariff, np.array([2, 5, 70, 150])
    whole, narrow = by_opening(tariff), by_opening(narrowed(tariff, some))
    for person in range(len(frame.people)):
        costs = [cost_of(person, opening, whole) for opening in some.tolist()]
        assert [cost_of(person, place, narrow) for place in range(len(some))] == costs
