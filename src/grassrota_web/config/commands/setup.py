"""``grassrota setup``: the store's tables, and the first administrator."""

from __future__ import annotations

from typing import Annotated

import typer

from grassrota.cli.options import Json, Quiet
from grassrota.cli.run import Done
from grassrota.cli.terminal import Terminal
from grassrota_web.config.commands.store import Store


def setup(
    admin: Annotated[
        str, typer.Option(metavar="NAME", help="Make the first administrator, and show the password once.")
    ] = "",
    as_json: Json = False,
    quiet: Quiet = False,
) -> Done:
    """Make or update the tables of the store; done again, it changes nothing.

    Example: grassrota setup --admin mei
    """
    terminal = Terminal(as_json, quiet)
    store = Store()
    made = store.migrate()
    terminal.tell(f"{store.words}: {f'{len(made)} changes made' if made else 'nothing to change'}.")
    data: dict[str, object] = {"store": store.words, "changes": made}
    if admin:
        from grassrota_web.access.actor import Application
        from grassrota_web.config.commands.first_administrator import make_first_administrator

        password = make_first_administrator(Application(), admin)
        data |= {"administrator": admin, "password": password}
        terminal.say(f"Administrator: {admin}", f"Password, shown this once: {password}")
        terminal.tell("Sign in with it, change it, and set up the second factor.")
    terminal.tell("Next: grassrota serve")
    return Done(data=data)
