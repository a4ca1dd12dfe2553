"""``grassrota journal``: verifying the log from the command line."""

from __future__ import annotations

import typer

journal = typer.Typer(help="The journal of every write.", no_args_is_help=True)


@journal.callback()
def _group() -> None:
    """Keeps ``verify`` a command of its own."""
