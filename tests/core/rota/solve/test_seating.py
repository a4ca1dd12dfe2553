"""The start of large problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grassrota.rota.frame import Frame
from grassrota.rota.solve.model import assemble
from grassrota.rota.solve.pricing import spread
from grassrota.rota.solve.search import Search
from grassrota.rota.solve.seating import seated
from grassrota.rota.solve.stopping import within
from grassrota.rota.solve.watch import Watch

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit, Problems


@settings(max_examples=60)
@given(st.data())
def test_no_row_has_too_many_and_nobody_sits_where_barred(problems: Problems, data: st.DataObject) -> None:
    """At any prices of the right signs; rows that nobody fills count nothing."""
    model = assemble(Frame(data.draw(problems(max_people=10, max_openings=5))))
    assume(len(model.frame.people) and len(model.frame.slots))
    search = Search(model, data.draw(st.integers(0, 9)), Watch(within(0.01)))
    y = np.where(np.isfinite(model.low), data.draw(st.sampled_from([0.0, 5.0, 300.0])), 0.0)
    chosen = seated(search, spread(model, y))
    going = np.flatnonzero(chosen >= 0)
    assert model.allowed(going)[np.arange(len(going)), chosen[going]].all()
    assert (search.loads(chosen, chosen >= 0) <= np.maximum(model.high, 0) + 1e-9).all()


def test_who_finds_no_likely_seat_takes_one_that_is_left(kit: Kit) -> None:
    """Sixty openings of one seat for sixty people, of which each looks at forty: everybody gets one."""
    problem = kit.problem(kit.people(60), [kit.opening(f"o{n}") for n in range(60)], kit.policy(1))
    model = assemble(Frame(problem))
    chosen = seated(Search(model, 1, Watch(within(0.01))), spread(model, np.zeros(len(model))))
    assert sorted(chosen) == list(range(60))


@pytest.mark.parametrize(
    ("chiefs", "low", "led", "going"),
    [
        pytest.param(2, 2, [1, 1], 6, id="a leader goes where none is, though another place is nearer"),
        pytest.param(1, 0, [1, 0], 3, id="where leaders are few, nobody opens a place that may stay empty without one"),
        pytest.param(1, 2, [1, 0], 6, id="a place that somebody must go to waits for its leader"),
    ],
)
def test_leaders_are_spread(kit: Kit, chiefs: int, low: int, led: list[int], going: int) -> None:
    """Six people of one unit, two places for three each, the first of them near."""
    people = [kit.person(f"p{n}", grade="chief" if n < chiefs else "clerk") for n in range(6)]
    openings = [kit.opening("near", "t1", low, 3), kit.opening("far", "t2", low, 3)]
    model = assemble(Frame(kit.problem(people, openings, kit.policy(1, lead_rank=3))))
    chosen = seated(Search(model, 1, Watch(within(0.01))), spread(model, np.zeros(len(model))))
    assert np.bincount(chosen[:chiefs], minlength=2).tolist() == led
    assert (chosen >= 0).sum() == going
