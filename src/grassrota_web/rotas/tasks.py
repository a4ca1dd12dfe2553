"""Solving as a job: with a picture of how far it is, stopped when asked, its result written once."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import isfinite
from typing import TYPE_CHECKING, Any

from grassrota.errors import Infeasible, Refused
from grassrota.rota.check import check
from grassrota_web.access.actor import Application
from grassrota_web.jobs.tasks import Running, task
from grassrota_web.rotas.actions.plans import TASK, keep_plan
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.models import Policy

if TYPE_CHECKING:
    from grassrota.rota.solve import Picture

EVERY = 0.5
"""Least seconds between two looks at the store."""

MOST_POINTS = 160
"""Points of the picture that are kept; beyond it every other one goes."""


@task(TASK)
def solve_rota(running: Running) -> None:
    """Makes a plan by a policy, and keeps it as a draft; or says which rules clash."""
    # every process loads the tasks, and only the one that solves needs the optimiser
    from grassrota.rota.solve import solve

    given = running.arguments
    policy = Policy.objects.select_related("rotation__home", "rotation__hosts").get(pk=given["policy"])
    problem = problem_of(policy)
    stop, started = _stop(running, given["seconds"]), time.monotonic()
    try:
        plan = solve(problem, given["seed"], given["gap"] / 1000, stop=stop, onlooker=_Onlooker(running))
    except Infeasible as clash:
        told = {name: list(value) if isinstance(value, tuple) else value for name, value in clash.data.items()}
        with running.ending(clash={"message": clash.message, **told}):
            return
    except Refused as refusal:
        if refusal.code != "stopped":
            raise
        with running.ending(stopped=round(time.monotonic() - started, 1)):
            return
    broken = check(problem, plan)
    if broken:
        raise Refused("rules_broken", str(broken[0]), violations=len(broken))
    with running.ending() as result:
        result["plan"] = keep_plan(Application(), policy, plan, running.job.pk).number


def _stop(running: Running, seconds: float) -> Callable[[], bool]:
    """Yes when the time is over or somebody asked; the store is asked only now and then."""
    end, asked = time.monotonic() + seconds, 0.0

    def stop() -> bool:
        nonlocal asked
        now = time.monotonic()
        if now >= end:
            return True
        if now - asked < EVERY:
            return False
        asked = now
        return running.stop_asked()

    return stop


class _Onlooker:
    """Reports what is known so far as the points of a picture."""

    def __init__(self, running: Running) -> None:
        self.running, self.told, self.every = running, 0.0, EVERY
        self.points: list[dict[str, Any]] = []

    def __call__(self, picture: Picture) -> None:
        point = {
            "seconds": round(picture.seconds, 2),
            "stage": picture.stage,
            "bound": picture.bound,
            "objective": picture.objective,
            "gap": picture.gap if picture.gap is not None and isfinite(picture.gap) else None,
            "violations": picture.violations,
        }
        now = time.monotonic()
        if now - self.told < self.every and picture.objective is None:
            return
        if now - self.told < EVERY / 2:
            return
        self.points.append(point)
        if len(self.points) > MOST_POINTS:
            self.points, self.every = self.points[::2], self.every * 2
        self.told = now
        self.running.report(**point, points=self.points)
