"""``grassrota intake key``: a key of the inspection office, in two halves, on a machine that is on no network.

``grassrota intake watch``, which needs both halves, is registered beside it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from grassrota.cli.options import Json, Quiet
from grassrota.cli.program import SETTINGS
from grassrota.cli.run import Done
from grassrota.cli.terminal import Terminal
from grassrota.errors import BadInput, Fault
from grassrota_web.config.commands.watch import watch

intake = typer.Typer(help="Opinions as they come in.", **SETTINGS)

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet; it gets three files.")]
PUBLIC, HALVES = "public", ("half-1", "half-2")


@intake.command(epilog="Example: grassrota intake key office-key")
def key(folder: Folder, as_json: Json = False, quiet: Quiet = False) -> Done:
    """Make a key to which contact details are sealed: a public one, and two halves for two key-holders.

    It touches no store. Give each half to another person, on paper or on a stick of their own, and delete the folder.
    """
    from grassrota_web.intake.sealed_box import halves

    if folder.exists():
        fix = "Name another: a key is never written over."
        raise BadInput([Fault("", "a folder that is not there yet", "one that is", fix, file=str(folder))])
    folder.mkdir(mode=0o700, parents=True)
    public, *parts = halves()
    for name, text in zip((PUBLIC, *HALVES), (public.hex(), *parts), strict=True):
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="ascii") as stream:
            stream.write(text + "\n")
    terminal = Terminal(as_json, quiet)
    terminal.say(f"Public key: {public.hex()}")
    terminal.tell("Next: one inspector proposes it, another confirms it.")
    terminal.tell(f"{HALVES[0]} and {HALVES[1]} go to two people, and nowhere else.")
    return Done(data={"public": public.hex(), "halves": [str(folder / name) for name in HALVES]})


intake.command(
    epilog="Example: grassrota intake watch contacts.json --half a/half-1 --half b/half-2 --changes changes.csv "
    "--staff staff.csv --first 2026-01-31 --every 3 --on 2026-10-31 -o review"
)(watch)
