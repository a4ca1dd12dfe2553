from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from grassrota.rota.frame import Floats, Frame
from grassrota.rota.solve.columns import everything
from grassrota.rota.solve.master import Programme
from grassrota.rota.solve.model import Model, assemble

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def _two_and_one_seat(kit: Kit, low: int = 0, high: int = 1) -> Model:
    return assemble(Frame(kit.problem(kit.people(2), [kit.opening(low=low, high=high)], kit.policy(1))))


def _ends(model: Model, others: float = 0.0) -> tuple[Floats, Floats]:
    return model.low - others, model.high - others


@pytest.mark.parametrize("integer", [True, False])
def test_two_people_and_one_seat(kit: Kit, integer: bool) -> None:
    """One goes for 20, one stays for 200; the seat is worth the 180 that it saves."""
    model = _two_and_one_seat(kit)
    found = Programme(model, everything(model), np.arange(2), _ends(model), 3_000.0).solve(integer)
    assert found.found
    assert found.taken.sum() == pytest.approx(1)
    assert found.staying.sum() == pytest.approx(1)
    assert found.bound == pytest.approx(220)
    assert found.slack.tolist() == [0]
    assert found.prices.tolist() == ([0] if integer else [-180])


def test_rows_give_way_at_their_price_or_not_at_all(kit: Kit) -> None:
    """Three seats for two people: one is missing, at 3,000; if no row may give way there is no solution."""
    model = _two_and_one_seat(kit, low=3, high=3)
    soft = Programme(model, everything(model), np.arange(2), _ends(model), 3_000.0).solve(True)
    assert soft.slack.tolist() == [1.0]
    assert soft.bound == pytest.approx(3_040)
    hard = Programme(model, everything(model), np.arange(2), _ends(model), np.inf).solve(True)
    assert not hard.found


def test_what_others_fill_is_taken(kit: Kit) -> None:
    """If somebody fixed has the seat, the free person stays, at any charge."""
    model = _two_and_one_seat(kit)
    columns = everything(model)
    mine = type(columns)(columns.person[1:], columns.slot[1:])
    found = Programme(model, mine, np.array([1]), _ends(model, 1.0), 3_000.0).solve(True)
    assert (found.taken.tolist(), found.staying.tolist()) == ([0.0], [1.0])
    free = Programme(model, mine, np.array([1]), _ends(model, 1.0), 1.0, charge=0.0).solve(True)
    assert free.bound == pytest.approx(0)
