"""``grassrota synth rota``: writes a made-up problem of any size."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from grassrota.cli.options import DryRun, Json, Quiet, Seed, Verbose, Yes
from grassrota.cli.output import Target
from grassrota.cli.run import Done
from grassrota.cli.terminal import Terminal

EXAMPLE = "Example: grassrota synth rota --people 800 --seed 1 -o my-problem"

People = Annotated[int, typer.Option(metavar="NUMBER", help="How many people, 40 or more.")]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the problem goes.")]


def synth_rota(
    people: People,
    output: Output,
    seed: Seed = 0,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Done:
    """Write a made-up rota problem, hard as real ones are."""
    from grassrota.cli.worker import interruptible
    from grassrota.files.problem import write_problem
    from grassrota.synth.rota import rota, size_of

    terminal = Terminal(as_json, quiet, verbose)
    target = Target(output, yes=yes, dry=dry_run)
    target.check()
    size = size_of(people)
    with terminal.progress("synth") as tell:
        tell("making", 0.0)
        problem = interruptible(lambda: rota(size, seed))
        tell("writing", 0.0)
        with target.staged() as stage:
            write_problem(problem, stage)
    terminal.say(
        f"{size.people:,} people of {size.units:,} units, {size.openings:,} openings in {size.townships:,} townships, "
        f"{size.batches} batches."
    )
    terminal.tell(target.words)
    if not dry_run:
        terminal.tell(f"Next: grassrota plan {quote(str(output))} -o my-plan")
    data = {"folder": str(output), "files": [str(path) for path in target.written], "dry_run": dry_run}
    sizes = {name: getattr(size, name) for name in ("people", "units", "openings", "batches", "townships")}
    return Done(data={**data, **sizes, "seed": seed, "problem_sha256": problem.sha256})
