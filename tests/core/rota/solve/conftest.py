"""What people hold before seats change, and what that costs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import strategies as st

from grassrota.rota.frame import Frame, Ints
from grassrota.rota.problem import RotaProblem
from grassrota.rota.solve.model import Model, assemble
from grassrota.rota.solve.pricing import staying_costs
from grassrota.rota.solve.search import Search
from grassrota.rota.solve.stopping import within
from grassrota.rota.solve.watch import Watch

MUST_GO = 1e8
"""What staying costs those who may not."""


def _total(search: Search, chosen: Ints) -> float:
    model, going = search.model, np.flatnonzero(chosen >= 0)
    costs = np.minimum(staying_costs(model), MUST_GO)
    costs[going] = model.frame.costs(going, chosen[going])
    loads = search.loads(chosen, chosen >= 0)
    slack = np.maximum(np.maximum(model.low - loads, loads - model.high), 0)
    return float(costs.sum() + search.penalty * slack.sum())


@pytest.fixture(scope="session")
def total() -> Callable[[Search, Ints], float]:
    """What choices cost, rows that give way at the penalty."""
    return _total


@st.composite
def _held(draw: st.DrawFn, problem: st.SearchStrategy[RotaProblem]) -> tuple[Model, Ints]:
    model = assemble(Frame(draw(problem.filter(lambda one: bool(one.eligible and one.slots)))))
    ways = model.allowed(np.arange(len(model.frame.people)))
    return model, np.array([draw(st.sampled_from([-1, *np.flatnonzero(row).tolist()])) for row in ways], dtype=np.int64)


@pytest.fixture(scope="session")
def held() -> Callable[[st.SearchStrategy[RotaProblem]], st.SearchStrategy[tuple[Model, Ints]]]:
    """The strategy of a model and slots that people may take, or not, whatever rows say."""
    return _held


@pytest.fixture(scope="session")
def search_of() -> Callable[[Model], Search]:
    """A run that has just begun."""
    return lambda model: Search(model, 1, Watch(within(0.01)))
