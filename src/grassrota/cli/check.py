"""``grassrota check``: whether a plan keeps every rule, found by a checker that shares nothing with the solver."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grassrota.cli.numbers import counted, finite, gap_words
from grassrota.cli.options import Json, Problem, Quiet, Verbose
from grassrota.cli.run import NO, YES, Done
from grassrota.cli.terminal import Terminal

EXAMPLE = "Example: grassrota check my-problem my-plan"

PlanDir = Annotated[Path, typer.Argument(metavar="PLAN_DIR", help="A folder that `grassrota plan` wrote.")]
Since = Annotated[
    Path | None,
    typer.Option(
        metavar="PLAN_DIR", help="The plan that people knew: check too how few had to be moved, as replan says."
    ),
]


def check(
    problem_dir: Problem,
    plan_dir: PlanDir,
    since: Since = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Done:
    """Check that a plan keeps every rule, and what its prices prove.

    The checker shares nothing with the solver. If a rule is broken, or the prices do not prove the bound, everything is
    named and the exit code is 1.
    """
    from grassrota.files.moving import read_moving
    from grassrota.files.plan import read_plan
    from grassrota.files.problem import read_problem
    from grassrota.rota.bound import check_bound
    from grassrota.rota.check import check as violations_of
    from grassrota.rota.moving import check_moving

    terminal = Terminal(as_json, quiet, verbose)
    with terminal.progress("check") as tell:
        tell("reading", 0.0)
        problem = read_problem(problem_dir)
        plan = read_plan(plan_dir, problem)
        was = read_plan(since, problem) if since else None
        moving = read_moving(plan_dir) if since else None
        tell("checking", 0.0)
        violations = violations_of(problem, plan)
        violations += check_bound(problem, plan.certificate, lambda done: tell("proving", done))
        if was and moving:
            violations += check_moving(problem, was, plan, moving, lambda done: tell("proving the moves", done))
    going = f"{len(plan.assignments):,} of {len(problem.people):,} people go"
    if violations:
        terminal.say(f"No: {going}, with {counted(len(violations), 'violation')}:")
        terminal.say(*(f"  {violation}" for violation in violations))
    else:
        terminal.say(f"Yes: {going}, and every rule is kept.")
        proof = plan.certificate
        cost = f"It costs {proof.objective:,}, and its prices prove that no plan costs less than {proof.bound:,.0f}"
        terminal.say(f"{cost}: a gap of {gap_words(proof.gap)}.")
        if moving:
            people = counted(moving.moves, "person is", "people are")
            terminal.say(f"{people} moved, and it is proven that at least {moving.bound:,} must be.")
    found = [{"rule": violation.rule, "words": violation.words} for violation in violations]
    data = {
        "valid": not violations,
        "people": len(plan.assignments),
        "gap": finite(plan.certificate.gap),
        "violations": found,
        **({"moves": moving.moves, "moves_bound": moving.bound} if moving else {}),
    }
    return Done(NO if violations else YES, data)
