"""Looking on while a plan is sought, and what is told of it afterwards."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from grassrota.errors import Refused
from grassrota.rota.certificate import Certificate
from grassrota.rota.moment import Moment
from grassrota.rota.solve import Way, by_blocks, over_cheap_columns, over_everything, solve, solver, watch, when
from grassrota.synth.rota import rota, size_of

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


@pytest.mark.parametrize("way", [over_everything, over_cheap_columns, by_blocks])
def test_looking_on_changes_nothing(monkeypatch: pytest.MonkeyPatch, way: Way) -> None:
    """The plan and its proof are those of a search that nobody watches, however often it is looked at."""
    problem, seen = rota(size_of(60), 1), list[Moment]()
    unseen = solve(problem, seed=3, way=way)
    monkeypatch.setattr(watch, "EVERY", 0.0)
    plan = solve(
        problem,
        stop=solver.GOOD_ENOUGH | when(lambda moment: False),
        seed=3,
        way=way,
        onlooker=lambda moment, done: seen.append(moment),
    )
    assert plan == replace(unseen, certificate=replace(unseen.certificate, seconds=plan.certificate.seconds))
    assert len(seen) >= len(plan.history)


@pytest.mark.parametrize("way", [over_everything, over_cheap_columns, by_blocks])
def test_the_history_leads_to_what_is_certified(way: Way) -> None:
    """Time goes on, bounds only rise, costs only fall, nothing is told twice; the last moment is the certificate."""
    plan = solve(rota(size_of(60), 1), way=way)
    proof, history = plan.certificate, plan.history
    last = history[-1]
    assert (last.seconds, last.bound, last.objective, last.violations, last.gap) == (
        *(proof.seconds, proof.bound, proof.objective, proof.violations, proof.gap),
    )
    assert (history[0].objective, history[0].gap, history[0].violations) == (None, None, None)
    for before, now in pairwise(history):
        assert before.seconds <= now.seconds
        assert before.bound <= now.bound
        assert before.objective is None or before.objective >= (now.objective or 0)
        assert replace(before, seconds=now.seconds) != now
    stages = list(dict.fromkeys(moment.stage for moment in history))
    assert (stages[0], stages[-1]) == ("solving" if way is over_everything else "pricing", "checking")


def test_no_moment_knew_of_a_better_bound_than_the_certificate() -> None:
    """Prices are rounded in the end: if that costs a little of the bound, earlier moments do not claim it either."""
    looking = watch.Watch(solver.GOOD_ENOUGH)
    looking.bound = 100.25
    looking.tell("pricing", 0.0)
    history = looking.ended(Certificate(120, 100.0, 0, 0, "", 9.0))
    assert [(moment.seconds == 9.0, moment.bound, moment.objective) for moment in history] == [
        (False, 100.0, None),
        (True, 100.0, 120),
    ]


def test_times_are_no_part_of_a_plan() -> None:
    """With its history or without, a plan is the same plan."""
    plan = solve(rota(size_of(60), 1))
    assert plan.history
    assert plan == replace(plan, history=())


def test_stopping_is_no_proof(kit: Kit) -> None:
    """A problem without a plan, stopped while that is being proven, is not said to have none."""
    problem = kit.problem(kit.people(1), [kit.opening(low=9, high=9)], kit.policy(1))
    with pytest.raises(Refused, match="stopped before"):
        solve(problem, stop=when(lambda moment: moment.stage == "explaining"))


def test_prices_first_count_what_is_still_broken() -> None:
    """Nothing is known of violations while prices are sought; the relaxation counts them, and the plan has none."""
    seen: list[Moment] = []
    solve(rota(size_of(400), 4), way=over_cheap_columns, onlooker=lambda moment, done: seen.append(moment))
    assert {moment.violations for moment in seen if moment.stage == "pricing"} == {None}
    assert all(moment.violations is not None for moment in seen if moment.stage == "rounding")
    assert (seen[-1].violations, seen[-1].objective is None) == (0, False)
