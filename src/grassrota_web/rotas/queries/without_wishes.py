"""A problem and its plan as they may be shown and compared: nobody's wishes can be read off a cost."""

from __future__ import annotations

from dataclasses import replace

from grassrota.rota.check import objective
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem


def without_wishes(problem: RotaProblem, plan: Plan) -> tuple[RotaProblem, Plan]:
    """The same without wishes, which are their owners' alone.

    What was proven with them holds no more without: the cost is counted again, and the bound is 0.
    """
    if not problem.preferences:
        return problem, plan
    bare = replace(problem, preferences=())
    unproven = replace(plan.certificate, bound=0.0, violations=0, prices=(), constant=0.0)
    told = replace(unproven, objective=objective(bare, plan), problem_sha256=bare.sha256)
    return bare, replace(plan, certificate=told)
