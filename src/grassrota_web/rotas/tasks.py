"""Solving and trying out as jobs: with a picture of how far they are, stopped when asked, results written once."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import isfinite
from typing import Any

from grassrota.errors import Infeasible, Refused
from grassrota.rota import plan as core
from grassrota.rota.check import check
from grassrota.rota.compare import compare
from grassrota.rota.fairness import Year, fairness
from grassrota.rota.in_turn import Planner
from grassrota.rota.moment import Moment
from grassrota.rota.problem import RotaProblem
from grassrota.rota.turnover import Turnover
from grassrota.rota.what_if import imagined
from grassrota_web.access.actor import Application
from grassrota_web.jobs.tasks import Running, task
from grassrota_web.rotas.actions.plans import TASK, keep_plan
from grassrota_web.rotas.actions.replanning import REPLAN
from grassrota_web.rotas.actions.trials import FAIRNESS, WHAT_IF
from grassrota_web.rotas.convert.fairness import kept as kept_year
from grassrota_web.rotas.convert.plan import plan_of
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.convert.reason import kept as kept_reason
from grassrota_web.rotas.convert.since_public import as_published, changes
from grassrota_web.rotas.convert.what_if import what_if_of
from grassrota_web.rotas.models import Plan, Policy
from grassrota_web.rotas.queries import side_by_side
from grassrota_web.rotas.queries.without_wishes import without_wishes

EVERY = 0.5
"""Least seconds between two looks at the store."""

MOST_POINTS = 160
"""Points of the picture that are kept; beyond it every other one goes."""


@task(TASK)
def solve_rota(running: Running) -> None:
    """Makes a plan by a policy, and keeps it as a draft; or says which rules clash."""
    policy = _policy(running)
    problem = problem_of(policy)
    plan = _solved(running, problem, _Onlooker(running))
    if plan is None:
        return
    broken = check(problem, plan)
    if broken:
        raise Refused("rules_broken", str(broken[0]), violations=len(broken))
    with running.ending() as result:
        result["plan"] = keep_plan(Application(), policy, plan, running.job.pk).number


@task(WHAT_IF)
def plan_what_if(running: Running) -> None:
    """Plans what is imagined, and keeps how it differs from a plan there is; no plan is kept."""
    problem = problem_of(_policy(running))
    other = imagined(problem, what_if_of(running.arguments))
    plan = _solved(running, other, _Onlooker(running, silent=True))
    if plan is None:
        return
    bare, first = without_wishes(problem, plan_of(Plan.objects.get(pk=running.arguments["plan"]), problem))
    bare_other, second = without_wishes(other, plan)
    # what binds is told of whole rules
    second = replace(second, certificate=replace(second.certificate, prices=plan.certificate.prices))
    found = side_by_side.kept(compare(bare, first, second, bare_other))
    with running.ending(comparison=found, gap=_finite(plan.certificate.gap)):
        return


@task(REPLAN)
def replan_public(running: Running) -> None:
    """Looks for the fewest changes that mend a public plan, and keeps who would be moved why; no plan is kept."""
    from grassrota.rota.replan.mend import replan

    row = Plan.objects.select_related("policy__rotation__home", "policy__rotation__hosts").get(
        pk=running.arguments["plan"]
    )
    row.rotation = row.policy.rotation
    problem = problem_of(row.policy)
    was = as_published(row, problem)
    try:
        found = replan(problem, was, changes(row, problem, was))
    except Infeasible as clash:
        with running.ending(clash=_told(clash)):
            return
    with running.ending(bound=found.moving.bound, moved=[kept_reason(one) for one in found.reasons]):
        return


@task(FAIRNESS)
def follow_years(running: Running) -> None:
    """Follows a rotation over the years; stopped, it keeps the years that are done."""
    given, done = running.arguments, list[Year]()
    problem = replace(problem_of(_policy(running)), preferences=())
    turnover = Turnover(given["leaving"] / 100, given["seed"])
    try:
        for year in fairness(problem, given["years"], turnover, _planner(running, done)):
            done.append(year)
    except Infeasible as clash:
        with running.ending(said=_clashes(clash, done), years=_whole(done)):
            return
    except _Stopped:
        pass
    with running.ending(years=_whole(done)):
        return


class _Stopped(Exception):
    """Somebody asked to stop."""


def _planner(running: Running, done: Sequence[Year]) -> Planner:
    """Plans each problem once, telling how far the years are."""
    from grassrota.rota.solve import solve, within

    given, known = running.arguments, dict[str, core.Plan]()

    def plan(problem: RotaProblem) -> core.Plan:
        if running.stop_asked():
            raise _Stopped
        running.report(done=len(done), total=2 * given["years"])
        found = known.get(problem.sha256)
        if found is None:
            found = known[problem.sha256] = solve(problem, stop=within(given["gap"] / 1000), seed=given["seed"])
        return found

    return plan


def _whole(done: Sequence[Year]) -> list[dict[str, Any]]:
    """The years that both courses went through."""
    return [kept_year(year) for year in done[: len(done) // 2 * 2]]


def _clashes(clash: Infeasible, done: Sequence[Year]) -> str:
    return f"Year {len(done) // 2 + 1} has no plan: {clash.message}"


def _policy(running: Running) -> Policy:
    return Policy.objects.select_related("rotation__home", "rotation__hosts").get(pk=running.arguments["policy"])


def _solved(running: Running, problem: RotaProblem, onlooker: _Onlooker) -> core.Plan | None:
    """A plan; None if the job has ended without one, its rules clashing, or stopped too early."""
    # every process loads the tasks, and only the one that solves needs the optimiser
    from grassrota.rota.solve import after, solve, when, within

    given, started = running.arguments, time.monotonic()
    stop = within(given["gap"] / 1000) | after(given["seconds"]) | when(_asked(running))
    try:
        return solve(problem, stop=stop, seed=given["seed"], onlooker=onlooker)
    except Infeasible as clash:
        with running.ending(clash=_told(clash)):
            return None
    except Refused as refusal:
        if refusal.code != "stopped":
            raise
        with running.ending(stopped=round(time.monotonic() - started, 1)):
            return None


def _told(clash: Infeasible) -> dict[str, Any]:
    """Values that JSON holds."""
    told = {name: list(value) if isinstance(value, tuple) else value for name, value in clash.data.items()}
    return {"message": clash.message, **told}


def _finite(number: float | None) -> float | None:
    return number if number is not None and isfinite(number) else None


def _asked(running: Running) -> Callable[[Moment], bool]:
    """Yes when somebody asked to stop; the store is asked only now and then."""
    looked = -EVERY

    def asked(moment: Moment) -> bool:
        nonlocal looked
        if moment.seconds - looked < EVERY:
            return False
        looked = moment.seconds
        return running.stop_asked()

    return asked


class _Onlooker:
    """Reports what is known so far as the points of a picture.

    Silent, it tells no cost and no bound: of two problems that differ by one person they would tell that one's wish.
    """

    def __init__(self, running: Running, *, silent: bool = False) -> None:
        self.running, self.told, self.every, self.silent = running, 0.0, EVERY, silent
        self.points: list[dict[str, Any]] = []

    def __call__(self, moment: Moment, _done: float) -> None:
        point = {
            "seconds": round(moment.seconds, 2),
            "stage": moment.stage,
            "bound": None if self.silent else moment.bound,
            "objective": None if self.silent else moment.objective,
            "gap": _finite(moment.gap),
            "violations": moment.violations,
        }
        now = time.monotonic()
        if now - self.told < self.every and moment.objective is None:
            return
        if now - self.told < EVERY / 2:
            return
        self.points.append(point)
        if len(self.points) > MOST_POINTS:
            self.points, self.every = self.points[::2], self.every * 2
        self.told = now
        self.running.report(**point, points=self.points)
