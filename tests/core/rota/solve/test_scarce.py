from __future__ import annotations

import numpy as np
import pytest

from grassrota.rota.frame import KINDS, Frame
from grassrota.rota.solve.ascent import Ascent, ascend
from grassrota.rota.solve.columns import everything
from grassrota.rota.solve.master import Programme
from grassrota.rota.solve.model import assemble
from grassrota.rota.solve.pairs import Pairs
from grassrota.rota.solve.pricing import bound, signed, spread
from grassrota.rota.solve.scarce import PACE, Scarce, scarce
from grassrota.synth.rota import Size, rota, size_of


@pytest.mark.parametrize(
    ("headcount", "leaders", "share"),
    [
        pytest.param(-5.0, 1.0, 0.0, id="full slots want one leader for four"),
        pytest.param(-5.0, 0.5, 1.0, id="twice as many are wanted"),
        pytest.param(5.0, 1.0, -0.5, id="slots at their least want half a leader"),
        pytest.param(0.1, 1.0, -0.25, id="a headcount without a price wants leaders for those who go"),
    ],
)
def test_prices_follow_how_many_are_wanted(headcount: float, leaders: float, share: float) -> None:
    """One slot for 2 to 4 people, 3 going; its leader row is 4 x leaders - 3, at a price of 10."""
    one = Scarce(np.array([0]), np.zeros(1), np.array([1]), np.array([2.0]), np.array([4.0]))
    up, down = np.array([10.0, max(headcount, 0.0)]), np.array([0.0, max(-headcount, 0.0)])
    moves = one.moves(up, down, np.array([4 * leaders - 3, 3.0]), softness=1.0)
    assert moves == pytest.approx([PACE * share * 10], abs=1e-3)


def test_prices_of_places_that_are_covered_twice_fall() -> None:
    """Two people where one is asked for: half of them too many."""
    none = np.zeros(0, dtype=np.int64)
    one = Scarce(np.array([0]), np.ones(1), none, np.zeros(0), np.zeros(0))
    assert one.moves(np.array([8.0]), np.zeros(1), np.array([2.0]), 1.0) == pytest.approx([PACE * -0.5 * 8], abs=1e-3)


def test_along_the_line_only_the_scarce_gain() -> None:
    """Leaders gain high x as much as the prices rise; those who are no leaders gain nothing."""
    model = assemble(Frame(rota(size_of(100), 1)))
    leaders = scarce(model)[0]
    before, after = np.zeros(len(model)), np.zeros(len(model))
    after[leaders.rows] = after[leaders.heads] = 7.0
    everybody = np.arange(len(model.frame.people))
    one, other = (Pairs(model).reduced(spread(model, y), everybody) for y in (before, after))
    slots = [row.slots[0] for row in (model.slot_rows[place] for place in leaders.rows)]
    lead = model.frame.kinds[:, KINDS.index("leader")] > 0
    gained = np.subtract(one, other, out=np.zeros_like(one), where=np.isfinite(one))[:, slots]
    assert gained[~lead] == pytest.approx(0.0)
    assert gained[lead].max(axis=0) == pytest.approx(7.0 * leaders.most)


def test_scarce_leaders_do_not_keep_prices_from_their_level() -> None:
    """Fewer leaders than slots: all but 0.2 % of what is to be had; without those moves 0.6 % is lost."""
    model = assemble(Frame(rota(Size(280, 4, 10, 6, 3), 2)))
    columns, everybody = everything(model), np.arange(len(model.frame.people))
    best = Programme(model, columns, everybody, (model.low, model.high), np.inf).solve(False)
    assert best.found
    found = bound(model, signed(model, ascend(model, 1, Ascent(hot=240.0, cold=0.12))))
    assert 0.998 * best.bound <= found <= best.bound + 1e-6
