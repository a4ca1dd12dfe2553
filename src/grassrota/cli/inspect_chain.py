"""``grassrota inspect chain``: the inspection office's secret keys, made once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grassrota.cli.options import Json, Quiet, Verbose
from grassrota.cli.run import Done
from grassrota.cli.terminal import Terminal

EXAMPLE = "Example: grassrota inspect chain office --rounds 24"

Folder = Annotated[Path, typer.Argument(metavar="CHAIN_DIR", help="The folder that gets the chain.")]
Rounds = Annotated[int, typer.Option(min=1, max=100_000, metavar="NUMBER", help="How many draws it is to last for.")]


def inspect_chain(
    folder: Folder, rounds: Rounds, as_json: Json = False, quiet: Quiet = False, verbose: Verbose = False
) -> Done:
    """Make a chain of keys, one for each draw.

    The secret is readable by its owner alone and never overwritten. Publish the anchor before the first draw.
    """
    import secrets

    from grassrota.files.chain import PUBLIC, SECRET, make_chain

    terminal = Terminal(as_json, quiet, verbose)
    commitment = make_chain(folder, rounds, secrets.token_bytes(32))
    terminal.say(f"Anchor to publish: {commitment.anchor}", f"It binds {rounds:,} keys, one a round.")
    terminal.tell(f"Keep {folder / SECRET} to the office, with a copy in a safe; {folder / PUBLIC} is for everybody.")
    return Done(data={"folder": str(folder), "anchor": commitment.anchor, "rounds": rounds})
