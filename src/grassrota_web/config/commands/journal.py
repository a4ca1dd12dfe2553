"""``grassrota journal``: verifying the log from the command line."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from grassrota.cli.options import Json, Quiet
from grassrota.cli.program import SETTINGS
from grassrota.cli.run import NO, YES, Done
from grassrota.cli.terminal import Terminal
from grassrota.errors import BadInput, Fault
from grassrota_web.config.commands.store import Store

journal = typer.Typer(help="The journal of every write.", **SETTINGS)

Head = Annotated[str, typer.Option(metavar="SIZE:ROOT", help="A head noted earlier, which the log must still hold.")]


@journal.callback()
def _group() -> None:
    """Keeps ``verify`` a command of its own."""


@journal.command(epilog="Example: grassrota journal verify --head 1204:9f86d081...")
def verify(head: Head = "", as_json: Json = False, quiet: Quiet = False) -> Done:
    """Recompute the whole log: whether anything was changed, left out or put in.

    Exit code 1 if so, or if a head noted earlier is not in it.
    """
    size, root = _parsed(head)
    terminal = Terminal(as_json, quiet)
    Store().check_complete()
    from grassrota_web.journal.queries import TreeHead
    from grassrota_web.journal.queries import verify as verification

    with terminal.progress("journal") as tell:
        found = verification(
            TreeHead(size, root) if head else None,
            lambda done, total: tell(f"{done:,} of {total:,} entries", done / max(total, 1)),
        )
    computed = found.computed
    terminal.say(f"{'Yes' if found.holds else 'No'}: {computed.size:,} entries give {computed.size}:{computed.root}")
    if found.wrong:
        terminal.say(f"Changed since they were written, or out of place: {', '.join(map(str, found.wrong))}")
    if found.computed != found.stored:
        terminal.say(f"The stored head says {found.stored.size}:{found.stored.root}")
    if found.remembered and found.remembered.root != found.remembered_root:
        terminal.say(
            f"At {size:,} entries the log gives {found.remembered_root or 'nothing: it is shorter'}, not {root}"
        )
    data = {
        "holds": found.holds,
        "size": computed.size,
        "root": computed.root,
        "stored": {"size": found.stored.size, "root": found.stored.root},
        "wrong": list(found.wrong),
        "remembered": {"size": size, "root": root, "found": found.remembered_root} if head else None,
    }
    return Done(YES if found.holds else NO, data)


def _parsed(head: str) -> tuple[int, str]:
    if not head:
        return 0, ""
    match = re.fullmatch(r"([0-9]{1,15}):([0-9a-fA-F]{64})", head)
    if match is None:
        expected = "a number, a colon and 64 hexadecimal digits, as the foot of the journal's page shows them"
        raise BadInput([Fault("", expected, head, file="--head")])
    return int(match[1]), match[2].lower()
