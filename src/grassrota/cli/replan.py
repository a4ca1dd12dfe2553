"""``grassrota replan``: after the list is public people withdraw; a new plan that moves as few others as can be."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from grassrota.cli.numbers import counted, finite
from grassrota.cli.options import DryRun, Json, Problem, Quiet, Verbose, Yes
from grassrota.cli.output import Target
from grassrota.cli.run import Done
from grassrota.cli.terminal import Terminal

if TYPE_CHECKING:
    from grassrota.rota.replan.mend import Replanned

EXAMPLE = "Example: grassrota replan my-problem my-plan withdrawn.csv -o replanned"
MARK = "moves.csv"

PlanDir = Annotated[Path, typer.Argument(metavar="PLAN_DIR", help="The plan that people know.")]
ChangesFile = Annotated[
    Path, typer.Argument(metavar="CHANGES", help="A table with person and happened: withdrew or departed.")
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the new plan goes.")]


def replan(
    problem_dir: Problem,
    plan_dir: PlanDir,
    changes_file: ChangesFile,
    output: Output,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Done:
    """Mend a plan that is public, moving as few others as can be.

    Whoever departed stays where they are. Writes problem/ and plan/ as they are then, and moves.csv: who is moved, what
    each may be told, and for the organiser through whom it came. If nothing near the plan keeps the rules, those in the
    way are named and the exit code is 1.
    """
    from grassrota.cli.replan_words import told_to_them
    from grassrota.cli.worker import interruptible
    from grassrota.files.moving import read_changes, write_moves, write_moving
    from grassrota.files.plan import read_plan, write_plan
    from grassrota.files.problem import read_problem, write_problem
    from grassrota.report.page import write_page
    from grassrota.report.plan_page import plan_page
    from grassrota.rota.replan.mend import replan as replanned

    terminal = Terminal(as_json, quiet, verbose)
    target = Target(output, MARK, yes, dry_run)
    target.check()
    with terminal.progress("replan") as tell:
        tell("reading", 0.0)
        problem = read_problem(problem_dir)
        plan = read_plan(plan_dir, problem)
        changes = read_changes(changes_file, problem, plan)
        tell("planning", 0.0)
        found = interruptible(lambda: replanned(problem, plan, changes))
        tell("writing", 0.0)
        with target.staged() as stage:
            (stage / "problem").mkdir()
            (stage / "plan").mkdir()
            write_problem(found.problem, stage / "problem")
            write_plan(found.plan, found.problem, stage / "plan")
            write_moving(found.moving, stage / "plan")
            write_page(stage / "plan/report.html", plan_page(found.problem, found.plan))
            write_moves(
                found.reasons, lambda one: told_to_them(found.problem, one.for_the_person()), stage / "moves.csv"
            )
    _say(terminal, found)
    terminal.tell(target.words)
    if not dry_run:
        folders = [quote(str(output / name)) for name in ("problem", "plan")]
        terminal.tell(f"Next: grassrota check {' '.join(folders)} --since {quote(str(plan_dir))}")
    return Done(data=_data(found, target))


def _say(terminal: Terminal, found: Replanned) -> None:
    people = counted(found.moving.moves, "other is", "others are")
    terminal.say(f"{people} moved, and it is proven that at least {found.moving.bound:,} must be.")


def _data(found: Replanned, target: Target) -> dict[str, object]:
    return {
        "folder": str(target.folder),
        "files": [str(path) for path in target.written],
        "dry_run": target.dry,
        "moves": found.moving.moves,
        "bound": found.moving.bound,
        "objective": found.plan.certificate.objective,
        "gap": finite(found.plan.certificate.gap),
        "seconds": found.plan.certificate.seconds,
    }
