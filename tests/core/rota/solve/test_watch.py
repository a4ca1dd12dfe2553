"""Looking on while a plan is sought, and stopping the search."""

from __future__ import annotations

from itertools import count, pairwise
from typing import TYPE_CHECKING

import pytest

from grassrota.errors import Refused
from grassrota.rota.check import check
from grassrota.rota.solve import Picture, solve, solver, watch
from grassrota.synth.rota import rota, size_of

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


@pytest.fixture
def at_every_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks whenever it may, and solves everything as one integer programme."""
    monkeypatch.setattr(watch, "EVERY", 0.0)
    monkeypatch.setattr(solver, "SMALL", 10**9)


@pytest.mark.usefixtures("at_every_chance")
def test_a_stopped_search_hands_out_its_best_plan() -> None:
    """Stopped at its first plan, the answer keeps every rule, and its bound lies below what the best plan costs."""
    problem = rota(size_of(100), 0)
    seen: list[Picture] = []
    best = solve(problem).certificate
    plan = solve(problem, onlooker=seen.append, stop=lambda: seen[-1].objective is not None)
    assert check(problem, plan) == ()
    assert plan.certificate.bound <= best.objective < plan.certificate.objective
    assert plan.certificate.gap == seen[-1].gap
    assert (seen[-1].gap or 0) > 0


@pytest.mark.usefixtures("at_every_chance")
def test_looking_on_changes_nothing() -> None:
    """The plan is that of a search that nobody watches, and the picture only ever becomes better."""
    problem, seen = rota(size_of(100), 0), list[Picture]()
    assert solve(problem, onlooker=seen.append, stop=lambda: False).assignments == solve(problem).assignments
    costs = [picture.objective for picture in seen if picture.objective is not None]
    assert costs[0] > costs[-1]
    assert all(before >= after for before, after in pairwise(costs))
    assert all(before.seconds <= after.seconds for before, after in pairwise(seen))
    assert all(before.bound <= after.bound + 1e-6 for before, after in pairwise(seen))
    assert (seen[0].objective, seen[0].gap, seen[0].violations) == (None, None, None)
    assert seen[-1].violations == 0


@pytest.mark.parametrize("small", [10**9, 0], ids=["whole", "by prices"])
@pytest.mark.parametrize("steps", [1, 2])
def test_without_a_plan_a_stopped_search_refuses(monkeypatch: pytest.MonkeyPatch, small: int, steps: int) -> None:
    """Asked to stop at the first step or at the second, there is nothing to hand out, and that is said."""
    monkeypatch.setattr(solver, "SMALL", small)
    monkeypatch.setattr(watch, "EVERY", 0.0)
    asked = count(1)
    with pytest.raises(Refused) as caught:
        solve(rota(size_of(100), 0), stop=lambda: next(asked) >= steps)
    assert caught.value.code == "stopped"
    assert next(asked) == steps + 1


def test_stopping_is_no_proof(kit: Kit) -> None:
    """A problem without a plan, stopped while that is being proven, is not said to have none."""
    problem = kit.problem(kit.people(1), [kit.opening(low=9, high=9)], kit.policy(1))
    with pytest.raises(Refused, match="stopped before"):
        solve(problem, stop=_at("explaining", told := []), report=lambda stage, _: told.append(stage))


def _at(stage: str, told: list[str]) -> watch.Stop:
    return lambda: told[-1] == stage


def test_the_large_way_counts_what_is_still_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """By prices, nothing is known of violations while prices are sought; the relaxation counts them, the plan has 0."""
    monkeypatch.setattr(solver, "SMALL", 0)
    seen: list[Picture] = []
    solve(rota(size_of(400), 4), onlooker=seen.append)
    assert {picture.violations for picture in seen if picture.stage == "pricing"} == {None}
    assert all(picture.violations is not None for picture in seen if picture.stage == "rounding")
    assert (seen[-1].violations, seen[-1].objective is None) == (0, False)
