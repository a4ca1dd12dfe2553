"""``grassrota plan``: from a problem folder to a plan folder with a certificate and a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from grassrota.cli.numbers import finite, gap_words
from grassrota.cli.options import DryRun, Json, Problem, Quiet, Seed, Verbose, Yes
from grassrota.cli.output import Target
from grassrota.cli.run import Done
from grassrota.cli.search import Looking
from grassrota.cli.terminal import Terminal

if TYPE_CHECKING:
    from grassrota.rota.plan import Plan
    from grassrota.rota.problem import RotaProblem

EXAMPLE = "Example: grassrota plan my-problem -o my-plan"
MARK = "certificate.json"

Output = Annotated[Path, typer.Option("--output", "-o", metavar="PLAN_DIR", help="Where the plan goes.")]
Gap = Annotated[
    float,
    typer.Option(min=0.0, max=1.0, metavar="SHARE", help="How far the cost may lie above the least possible, of that."),
]
Seconds = Annotated[
    float, typer.Option(min=0.0, metavar="NUMBER", help="After so many seconds the best plan so far is kept.")
]


def plan(
    problem_dir: Problem,
    output: Output,
    seed: Seed = 0,
    gap: Gap = 0.005,
    seconds: Seconds = 3600.0,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Done:
    """Plan who goes where and when, with proof.

    Writes postings.csv, left_out.csv, prices.csv, history.csv, certificate.json and report.html. The search is over
    when the gap is small enough, when the time is up, or at Ctrl-C, and the best plan so far is kept. If the rules
    cannot all be met, those involved are named and the exit code is 1.
    """
    terminal = Terminal(as_json, quiet, verbose)
    target = Target(output, MARK, yes, dry_run)
    target.check()
    problem, found = _planned(problem_dir, target, seed, gap, seconds, terminal)
    terminal.say(*_summary(problem, found))
    terminal.detail(f"Solved in {found.certificate.seconds:.1f} seconds; problem {problem.sha256}")
    terminal.tell(target.words)
    if found.certificate.gap > gap:
        terminal.tell(f"The gap is wider than the {gap:.2%} asked for; more time or another --seed may narrow it.")
    if not dry_run:
        terminal.tell(f"Next: grassrota check {quote(str(problem_dir))} {quote(str(output))}")
    return Done(data=_data(found, target))


def _planned(
    folder: Path, target: Target, seed: int, gap: float, seconds: float, terminal: Terminal
) -> tuple[RotaProblem, Plan]:
    """The problem and a plan for it, written to the target."""
    from grassrota.cli.worker import interruptible
    from grassrota.files.history import write_history
    from grassrota.files.plan import write_plan
    from grassrota.files.problem import read_problem
    from grassrota.files.tables import written
    from grassrota.report.plan_page import plan_page
    from grassrota.rota.solve import after, solve, when, within

    with terminal.progress("plan") as tell:
        tell("reading", 0.0)
        problem = interruptible(lambda: read_problem(folder))
        looking = Looking(terminal, tell)
        stop = within(gap) | after(seconds) | when(lambda moment: looking.interrupted)
        found = interruptible(lambda: solve(problem, stop=stop, seed=seed, onlooker=looking), looking.interrupt)
        tell("writing", 0.0)
        page = interruptible(lambda: plan_page(problem, found, history=found.history))
        with target.staged() as stage:
            write_plan(found, problem, stage)
            write_history(stage / "history.csv", found.history)
            with written(stage / "report.html") as stream:
                stream.write(page)
    return problem, found


def _summary(problem: RotaProblem, plan: Plan) -> Iterator[str]:
    proof = plan.certificate
    yield problem.policy.title
    yield f"{len(plan.assignments):,} of {len(problem.people):,} people go."
    starting = Counter(entry.batch for entry in plan.assignments)
    for batch in problem.policy.batches:
        when = f"{batch.depart_from} to {batch.depart_by}"
        yield f"  batch {batch.number}: {starting[batch.number]:,} people depart from {when}"
    reasons = Counter(str(entry.reason) for entry in plan.left_out)
    for reason, count in sorted(reasons.items()):
        yield f"  left out, {reason.replace('_', ' ')}: {count:,}"
    gap = gap_words(proof.gap)
    yield f"Cost {proof.objective:,}, and no plan can cost less than {proof.bound:,.0f}: a gap of {gap}."


def _data(plan: Plan, target: Target) -> dict[str, object]:
    proof = plan.certificate
    return {
        "plan": str(target.folder),
        "files": [str(path) for path in target.written],
        "dry_run": target.dry,
        "people": len(plan.assignments),
        "left_out": dict(Counter(str(entry.reason) for entry in plan.left_out)),
        "objective": proof.objective,
        "bound": finite(proof.bound),
        "constant": proof.constant,
        "gap": finite(proof.gap),
        "violations": proof.violations,
        "seed": proof.seed,
        "problem_sha256": proof.problem_sha256,
        "seconds": proof.seconds,
    }
