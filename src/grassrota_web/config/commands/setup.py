"""``grassrota setup``: the store's tables, the first administrator, the demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grassrota.cli.options import Json, Quiet
from grassrota.cli.run import Done
from grassrota.cli.terminal import Terminal
from grassrota_web.config.commands.store import Store


def setup(
    admin: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="Make an administrator whom no other one made, and show where to set the password."
        ),
    ] = "",
    demo: Annotated[
        bool, typer.Option("--demo", help="Load the rotations of the reports, with an account for each role.")
    ] = False,
    played: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where `grassrota demo` wrote its plans, to save solving anew.")
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> Done:
    """Make or update the tables of the store; done again, it changes nothing.

    Example: grassrota setup --admin mei
    """
    terminal = Terminal(as_json, quiet)
    if demo:
        from grassrota_web.config.commands.demonstrate import mark

        mark()
    store = Store()
    made = store.migrate()
    terminal.tell(f"{store.words}: {f'{len(made)} changes made' if made else 'nothing to change'}.")
    data: dict[str, object] = {"store": store.words, "changes": made}
    if admin:
        from grassrota_web.config.commands.first_administrator import first_administrator

        page = first_administrator(admin)
        data |= {"administrator": admin, "page": page}
        terminal.say(f"Administrator: {admin}", f"Page to set the password, once and within a day: {page}")
        terminal.tell("Open it where the application is, such as http://localhost:8000" + page)
    if demo:
        from grassrota_web.config.commands.demonstrate import demonstrate

        data |= demonstrate(terminal, played)
    terminal.tell("Next: grassrota serve")
    return Done(data=data)
