"""``grassrota inspect reveal``: the key of a round, for everybody, after its visits."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grassrota.cli.options import Json, Quiet, Verbose
from grassrota.cli.run import Done
from grassrota.cli.terminal import Terminal

EXAMPLE = "Example: grassrota inspect reveal office 1"

Folder = Annotated[Path, typer.Argument(metavar="CHAIN_DIR", help="The folder that holds the chain.")]
Number = Annotated[int, typer.Argument(min=1, metavar="ROUND", help="The number of the round in the schedule.")]


def inspect_reveal(
    folder: Folder, number: Number, as_json: Json = False, quiet: Quiet = False, verbose: Verbose = False
) -> Done:
    """Reveal the key of a round, after its visits.

    Keys come out one after the other: a key gives those of earlier rounds away, and none of later ones.
    """
    from grassrota.files.chain import PUBLIC
    from grassrota.files.chain import reveal as publish

    terminal = Terminal(as_json, quiet, verbose)
    key = publish(folder, number)
    terminal.say(f"Key of round {key.round}: {key.secret}")
    terminal.tell(f"It stands in {folder / PUBLIC} now, for everybody to repeat the draw.")
    return Done(data={"round": key.round, "secret": key.secret, "file": str(folder / PUBLIC)})
