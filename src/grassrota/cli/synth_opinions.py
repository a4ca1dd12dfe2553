"""``grassrota synth opinions``: writes made-up opinions of which copies and grievances are known."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grassrota.cli.options import DryRun, Json, Quiet, Seed, Verbose, Yes
from grassrota.cli.output import Target
from grassrota.cli.run import Done
from grassrota.cli.terminal import Terminal

EXAMPLE = "Example: grassrota synth opinions --count 1000 --seed 1 -o my-opinions"
HEADER = ("id", "day", "place", "text", "grievance", "copy_of", "exact")

Count = Annotated[int, typer.Option(metavar="NUMBER", help="How many opinions.")]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where opinions.csv goes.")]


def synth_opinions(
    count: Count,
    output: Output,
    seed: Seed = 0,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Done:
    """Write made-up opinions, of which copies are known."""
    from grassrota.files.tables import write_table
    from grassrota.synth.opinions import opinions

    terminal = Terminal(as_json, quiet, verbose)
    target = Target(output, yes=yes, dry=dry_run)
    target.check()
    made = opinions(count, seed)
    rows = (
        (each.text.id, each.text.day, each.text.place, each.text.words, each.grievance, each.copy_of, each.exact)
        for each in made
    )
    with terminal.progress("synth") as tell, target.staged() as stage:
        tell("writing", 0.0)
        write_table(stage / "opinions.csv", HEADER, rows)
    terminal.say(f"{count:,} opinions.")
    terminal.tell(target.words)
    files = [str(path) for path in target.written]
    return Done(data={"folder": str(output), "files": files, "dry_run": dry_run, "opinions": count, "seed": seed})
