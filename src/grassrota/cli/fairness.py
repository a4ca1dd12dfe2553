"""``grassrota fairness``: ten years of rounds, with the rule of turns and without, and what the rule costs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grassrota.cli.numbers import counted
from grassrota.cli.options import DryRun, Json, Problem, Quiet, Seed, Verbose, Yes
from grassrota.cli.output import Target
from grassrota.cli.plan import Gap
from grassrota.cli.run import Done
from grassrota.cli.terminal import Tell, Terminal

if TYPE_CHECKING:
    from grassrota.files.steps import Steps
    from grassrota.rota.fairness import Fairness, Year
    from grassrota.rota.plan import Plan
    from grassrota.rota.problem import RotaProblem
    from grassrota.rota.turnover import Turnover

EXAMPLE = "Example: grassrota fairness my-problem --years 10 --seed 1 -o ten-years"
MARK = "steps.jsonl"

Output = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where tables, page and steps go.")]
Years = Annotated[int, typer.Option(min=1, max=40, metavar="NUMBER", help="How many years to follow.")]
Leaving = Annotated[
    float,
    typer.Option(min=0.0, max=0.5, metavar="SHARE", help="Share of the staff that leaves and is replaced a year."),
]


def fairness(
    problem_dir: Problem,
    output: Output,
    years: Years = 10,
    seed: Seed = 0,
    leaving: Leaving = 0.05,
    gap: Gap = 0.005,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Done:
    """Measure how fairly turns are spread over the years.

    A roster that changes is planned year by year: with the rule that nobody goes once more while a colleague with fewer
    turns stays, and without. Writes years.csv, groups.csv, report.html, and steps.jsonl, which keeps every plan:
    stopped at any moment, the same command goes on from there.
    """
    from grassrota.files.comparisons import write_fairness
    from grassrota.files.problem import read_problem
    from grassrota.files.steps import Steps
    from grassrota.report.fairness_page import fairness_page
    from grassrota.report.page import write_page
    from grassrota.rota.turnover import Turnover

    terminal = Terminal(as_json, quiet, verbose)
    target = Target(output, MARK, yes, dry_run)
    target.check()
    with terminal.progress("fairness") as tell:
        tell("reading", 0.0)
        problem = read_problem(problem_dir)
        about = {"problem": problem.sha256, "seed": seed, "leaving": leaving, "gap": gap}
        steps = Steps(None if dry_run else output / MARK, about)
        _take_up(steps, output / MARK, yes, terminal)
        try:
            found = _followed(problem, years, Turnover(leaving, seed), steps, gap, tell)
        except KeyboardInterrupt:
            terminal.tell(
                f"Stopped with {counted(len(steps.known), 'plan')} kept: the same command goes on from there."
            )
            raise
        tell("writing", 0.0)
        with target.staged() as stage:
            write_fairness(found, stage)
            write_page(stage / "report.html", fairness_page(problem, found, seed))
    _tell(terminal, found)
    terminal.tell(target.words)
    return Done(data={"folder": str(output), "files": [str(path) for path in target.written], **_data(found)})


def _take_up(steps: Steps, path: Path, yes: bool, terminal: Terminal) -> None:
    """Reads the steps of an earlier run; those of another simulation are replaced if the user agreed."""
    from grassrota.errors import BadInput

    try:
        kept = steps.load()
    except BadInput:
        if not yes:
            raise
        path.unlink()
        return
    if kept:
        terminal.tell(f"Going on with {counted(kept, 'plan')} that an earlier run kept.")


def _followed(problem: RotaProblem, years: int, turnover: Turnover, steps: Steps, gap: float, tell: Tell) -> Fairness:
    """Both courses; plans are made beside the main thread, which alone writes."""
    from grassrota.cli.worker import interruptible
    from grassrota.rota.fairness import fairness as followed
    from grassrota.rota.fairness import gathered
    from grassrota.rota.solve import solve, within

    done = 0

    def plan(one: RotaProblem) -> Plan:
        tell(f"year {done // 2 + 1} of {years}", done / (2 * years))
        return interruptible(lambda: solve(one, stop=within(gap), seed=turnover.seed))

    def counting() -> Iterator[Year]:
        nonlocal done
        for year in followed(problem, years, turnover, steps.planner(plan)):
            done += 1
            yield year

    return gathered(counting())


def _tell(terminal: Terminal, found: Fairness) -> None:
    for fair, free in zip(found.fair, found.free, strict=True):
        terminal.say(
            f"Year {fair.number}: {fair.within_one.count:,} of {fair.within_one.of:,} within one turn "
            f"({free.within_one.count:,} without the rule), {fair.passed_over:,} passed over ({free.passed_over:,})."
        )
    price = found.price
    if price and price.paid is not None:
        most = "" if price.at_most is None else f", and at most {price.at_most:.2%} is due to the rule"
        terminal.say(f"Price of fairness: {price.paid:.2%} of the cost without the rule{most}.")


def _data(found: Fairness) -> dict[str, Any]:
    fair, free, price = found.fair[-1], found.free[-1], found.price
    return {
        "years": len(found.fair),
        "within_one": [fair.within_one.count, fair.within_one.of],
        "within_one_without": [free.within_one.count, free.within_one.of],
        "widest": [fair.widest, free.widest],
        "passed_over": [sum(year.passed_over for year in course) for course in (found.fair, found.free)],
        "gini": [fair.gini, free.gini],
        "price": price.paid if price else None,
        "price_at_most": price.at_most if price else None,
    }
