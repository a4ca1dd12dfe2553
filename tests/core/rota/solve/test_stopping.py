"""Criteria by themselves, at moments made by hand, and searches stopped wherever they ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grassrota.errors import Infeasible, Refused
from grassrota.rota.bound import check_bound
from grassrota.rota.check import check
from grassrota.rota.frame import Ints
from grassrota.rota.moment import Moment
from grassrota.rota.solve import (
    Way,
    after,
    ascent,
    by_blocks,
    large,
    medium,
    over_cheap_columns,
    over_everything,
    solve,
    watch,
    when,
    within,
)
from grassrota.rota.solve.search import Search
from grassrota.synth.rota import rota, size_of

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit

WITHOUT = Moment(5.0, "pricing", 1_000.0)
"""Five seconds on there is a bound, and no plan."""


def with_plan(cost: int, bound: float = 1_000.0) -> Moment:
    """The moment at which a plan of that cost was found."""
    return Moment(5.0, "rounding", bound, cost, 0)


def test_a_gap_is_a_share_of_the_bound() -> None:
    """1,005 is within half a per cent of 1,000, and 1,006 is not; without a plan nothing is, whatever the share."""
    assert within(0.005)(with_plan(1_005))
    assert not within(0.005)(with_plan(1_006))
    assert not within(1.0)(WITHOUT)


def test_no_gap_is_asked_for_where_nothing_costs_less() -> None:
    """A plan that costs its bound is the best: every criterion is content with it. Above a bound of 0 no share is."""
    assert within(0.0)(with_plan(1_000))
    assert after(60)(with_plan(1_000))
    assert not within(1.0)(with_plan(1, bound=0.0))
    assert within(0.0)(with_plan(0, bound=0.0))


def test_the_clock_does_not_ask_for_a_plan() -> None:
    """Five seconds are up at the fifth, with a plan or without."""
    assert after(5)(WITHOUT)
    assert not after(5.1)(with_plan(1_001))


def test_a_question_sees_the_moment() -> None:
    """Anything that is known can be asked about."""
    stage = when(lambda moment: moment.stage == "pricing")
    assert stage(WITHOUT)
    assert not stage(with_plan(1_001))


def test_whichever_comes_first() -> None:
    """Of two criteria together the first that is met ends the search, and programmes get the wider gap."""
    both = within(0.005) | after(6) | within(0.001)
    assert both(with_plan(1_005))
    assert not both(with_plan(1_006))
    assert both(Moment(6.0, "pricing", 1_000.0))
    assert (both.gap, after(6).gap) == (0.005, 0.0)
    assert not both.at_once(with_plan(1_000))


@pytest.fixture
def at_every_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions are asked whenever they may be; prices, which no question changes, are sought once."""
    monkeypatch.setattr(watch, "EVERY", 0.0)
    found: list[Any] = []

    def once(model: Any, seed: int, settings: Any, progress: Callable[[float], None]) -> Any:
        progress(0.0)
        if not found:
            found.append(ascend(model, seed, settings, progress=lambda done: None))
        progress(0.5)
        return found[0].copy()

    ascend = ascent.ascend
    for way in (medium, large):
        monkeypatch.setattr(way, "ascend", once)


def turns(seen: Sequence[Moment]) -> list[int]:
    """The questions, counted from 1, at which something was new, those just before, and the last one."""
    news = [(moment.stage, moment.objective) for moment in seen]
    new = {number for number, (before, now) in enumerate(pairwise(news), start=2) if before != now}
    return sorted(new | {number - 1 for number in new} | {len(seen)})


@pytest.mark.usefixtures("at_every_chance")
@pytest.mark.parametrize("way", [over_everything, over_cheap_columns, by_blocks])
def test_stopped_at_any_moment_the_best_plan_is_kept(way: Way) -> None:
    """Until there is a plan that is said; from then on there is one, no dearer than was known, and never a dearer one.

    It may be cheaper, as what an integer programme had found when it was stopped counts too.
    """
    problem, seen = rota(size_of(60), 1), list[Moment]()

    def at(number: int, moment: Moment) -> bool:
        seen.append(moment)
        return len(seen) == number

    solve(problem, stop=when(partial(at, 0)), way=way)
    asked = tuple(seen)
    costs: list[float] = []
    for number in turns(asked):
        seen.clear()
        costs.append(inf)
        with suppress(Refused):
            plan = solve(problem, stop=when(partial(at, number)), way=way)
            assert (check(problem, plan), check_bound(problem, plan.certificate)) == ((), ())
            costs[-1] = plan.certificate.objective
        assert len(seen) == number
        assert costs[-1] <= (asked[number - 1].objective or inf)
    assert costs[0] == inf > costs[-1]
    assert costs == sorted(costs, reverse=True)


def test_a_plan_is_not_lost_by_what_comes_after(kit: Kit) -> None:
    """A way of one's own that keeps a plan, and then finds none: the plan in which both stay is the answer."""
    problem = kit.problem(kit.people(2), [kit.opening()])

    def way(search: Search) -> Ints:
        search.keep(np.array([-1, -1]))
        raise Infeasible("infeasible", "Nothing better was found.")

    plan = solve(problem, way=way)
    assert (plan.assignments, plan.certificate.objective) == ((), 400)


def test_the_cheapest_plan_is_kept_whatever_the_order(kit: Kit) -> None:
    """Leaving both out costs 400; going, the first of the two saves something. It is not given up for the dearer."""
    problem, costs = kit.problem(kit.people(2), [kit.opening()]), list[int]()

    def way(search: Search) -> Ints:
        for chosen in ([-1, -1], [0, -1]):
            search.keep(np.array(chosen))
            costs.append(search.watch.objective or 0)
        return np.array([-1, -1])

    plan = solve(problem, way=way)
    assert [entry.person for entry in plan.assignments] == ["p1"]
    assert costs[0] == 400 > costs[1] == plan.certificate.objective


def test_a_way_that_breaks_a_rule_is_found_out(kit: Kit) -> None:
    """Two on one seat: what a way says of its plan is not believed."""
    with pytest.raises(AssertionError, match="headcount"):
        solve(kit.problem(kit.people(2), [kit.opening()]), way=lambda search: np.array([0, 0]))
