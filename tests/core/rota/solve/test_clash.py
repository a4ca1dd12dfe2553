from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.rota.frame import Frame
from grassrota.rota.solve.clash import Clash, clash_of, rows_of
from grassrota.rota.solve.model import assemble
from grassrota.rota.solve.pricing import signed

if TYPE_CHECKING:
    from tests.core.rota.conftest import Cheapest, Kit, Problems


def test_prices_that_prove_nothing_show_no_clash(kit: Kit) -> None:
    """A seat that can be filled clashes with nothing, whatever is paid for it."""
    model = assemble(Frame(kit.problem(kit.people(1), [kit.opening(low=1)], kit.policy(1))))
    assert clash_of(model, np.array([1.0])) is None


def test_a_proof_by_hand(kit: Kit) -> None:
    """Two must go and one clerk is there: at 1 each 2 are asked for and 1 can be had, fit or not."""
    model = assemble(Frame(kit.problem(kit.people(1), [kit.opening(low=2, high=2)], kit.policy(1))))
    assert clash_of(model, np.array([1.0])) == Clash(("headcount",), ("o1, batch 1: 2 to 2 people",))
    assert rows_of(model, np.array([0.0])) == Clash((), ())


@settings(max_examples=30)
@given(st.data())
def test_no_prices_show_a_clash_where_there_is_a_plan(
    problems: Problems, cheapest: Cheapest, data: st.DataObject
) -> None:
    """Random prices within -1..1 may prove that there is no plan only if there is none."""
    problem = data.draw(problems(max_people=4, max_openings=3, max_batches=2))
    model = assemble(Frame(problem))
    random = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    clash = clash_of(model, signed(model, random.uniform(-1, 1, size=len(model))))
    assert clash is None or cheapest(problem) is None
