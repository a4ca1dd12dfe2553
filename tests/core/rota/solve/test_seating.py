"""The start of large problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grassrota.rota.frame import Frame
from grassrota.rota.solve.model import assemble
from grassrota.rota.solve.pricing import spread
from grassrota.rota.solve.search import Search
from grassrota.rota.solve.seating import seated
from grassrota.rota.solve.watch import Watch

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit, Problems


@settings(max_examples=60)
@given(st.data())
def test_no_row_has_too_many_and_nobody_sits_where_barred(problems: Problems, data: st.DataObject) -> None:
    """At any prices of the right signs; rows that nobody fills count nothing."""
    model = assemble(Frame(data.draw(problems(max_people=10, max_openings=5))))
    assume(len(model.frame.people) and len(model.frame.slots))
    search = Search(model, data.draw(st.integers(0, 9)), 0.01, Watch(None, None, None))
    y = np.where(np.isfinite(model.low), data.draw(st.sampled_from([0.0, 5.0, 300.0])), 0.0)
    chosen = seated(search, spread(model, y))
    going = np.flatnonzero(chosen >= 0)
    assert model.allowed(going)[np.arange(len(going)), chosen[going]].all()
    assert (search.loads(chosen, chosen >= 0) <= np.maximum(model.high, 0) + 1e-9).all()


def test_who_finds_no_likely_seat_takes_one_that_is_left(kit: Kit) -> None:
    """Sixty openings of one seat for sixty people, of which each looks at forty: everybody gets one."""
    problem = kit.problem(kit.people(60), [kit.opening(f"o{n}") for n in range(60)], kit.policy(1))
    model = assemble(Frame(problem))
    chosen = seated(Search(model, 1, 0.01, Watch(None, None, None)), spread(model, np.zeros(len(model))))
    assert sorted(chosen) == list(range(60))
