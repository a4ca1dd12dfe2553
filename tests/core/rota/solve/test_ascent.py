from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grassrota.rota.frame import Frame
from grassrota.rota.solve.ascent import Ascent, ascend
from grassrota.rota.solve.model import assemble
from grassrota.rota.solve.pricing import bound, signed
from grassrota.synth.rota import rota, size_of

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def test_the_price_of_a_scarce_seat(kit: Kit) -> None:
    """Three people want one seat, going saves each 180: prices prove nearly all of the 420, and no more."""
    model = assemble(Frame(kit.problem(kit.people(3), [kit.opening()], kit.policy(1))))
    proven = bound(model, signed(model, ascend(model, seed=0)))
    assert 0.95 * 420 <= proven <= 420


def test_prices_have_the_signs_of_a_bound() -> None:
    """No price is paid on an end that is not there, and noise comes from the seed alone."""
    model = assemble(Frame(rota(size_of(100), 0)))
    short, told = Ascent(rounds=20, refreshes=4, candidates=5), list[float]()
    prices = ascend(model, 3, short, told.append)
    assert prices.tolist() == signed(model, prices).tolist()
    assert np.isfinite(prices).all()
    assert prices.tolist() == ascend(model, 3, short).tolist() != ascend(model, 4, short).tolist()
    assert told == [0.0, 0.25, 0.5, 0.75]
