"""``grassrota compare``: two plans side by side."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grassrota.cli.options import DryRun, Json, Problem, Quiet, Verbose, Yes
from grassrota.cli.output import Target
from grassrota.cli.run import Done
from grassrota.cli.terminal import Terminal

if TYPE_CHECKING:
    from grassrota.rota.compare import Comparison
    from grassrota.rota.problem import RotaProblem

EXAMPLE = "Example: grassrota compare my-problem my-plan another-plan -o side-by-side"
MARK = "moved.csv"

PlanDir = Annotated[Path, typer.Argument(metavar="PLAN_DIR", help="One plan.")]
OtherDir = Annotated[Path, typer.Argument(metavar="OTHER_DIR", help="Another plan.")]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the comparison goes.")]
OtherProblem = Annotated[
    Path | None,
    typer.Option(metavar="PROBLEM_DIR", help="The problem of the other plan, if it is not the same."),
]


def compare(
    problem_dir: Problem,
    plan_dir: PlanDir,
    other_dir: OtherDir,
    output: Output,
    other_problem: OtherProblem = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Done:
    """Set two plans of nearly the same people side by side.

    Writes moved.csv, burden.csv and report.html, which name people: they are for the organiser.
    """
    from grassrota.files.plan import read_plan
    from grassrota.files.problem import read_problem
    from grassrota.rota.compare import compare as compared

    terminal = Terminal(as_json, quiet, verbose)
    target = Target(output, MARK, yes, dry_run)
    target.check()
    with terminal.progress("compare") as tell:
        tell("reading", 0.0)
        problem = read_problem(problem_dir)
        other = read_problem(other_problem) if other_problem else problem
        first, second = read_plan(plan_dir, problem), read_plan(other_dir, other)
        tell("comparing", 0.0)
        found = compared(problem, first, second, other)
        with target.staged() as stage:
            write_side_by_side(stage, problem, other, found, (plan_dir.name, other_dir.name))
    tell_side_by_side(terminal, found)
    terminal.tell(target.words)
    return Done(data={"folder": str(output), "files": [str(path) for path in target.written], **told(found)})


def write_side_by_side(
    stage: Path,
    problem: RotaProblem,
    other: RotaProblem,
    found: Comparison,
    names: tuple[str, str],
    said: tuple[str, ...] = (),
) -> None:
    """Writes the tables and the page of a comparison."""
    from grassrota.files.comparisons import write_comparison
    from grassrota.report.compare_page import compare_page
    from grassrota.report.page import write_page

    write_comparison(found, stage)
    write_page(stage / "report.html", compare_page(problem, other, found, names, said))


def tell_side_by_side(terminal: Terminal, found: Comparison) -> None:
    """Says both plans in figures, and how many people are treated differently."""
    from grassrota.report.compare_words import differences, lines

    for line in lines(found):
        terminal.say(f"{line.what}: {line.first}; then {line.second}")
    terminal.say(*(f"  {words}" for words in differences(found)))


def told(found: Comparison) -> Mapping[str, Any]:
    """The comparison in figures, for programs."""
    return {
        "cost": [found.first.cost, found.second.cost],
        "cost_by_first": found.by_first,
        "bound": [found.first.bound, found.second.bound],
        "violations": [len(found.first.violations), len(found.second.violations)],
        "going": [found.first.going.count, found.second.going.count],
        "kilometres": [found.first.kilometres, found.second.kilometres],
        "wishes_met": [found.first.wishes.count, found.second.wishes.count],
        "differences": dict(found.differences),
    }
