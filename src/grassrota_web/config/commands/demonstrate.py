"""Loading the demonstration into a store of its own."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from grassrota.cli import scenarios
from grassrota.cli.terminal import Terminal
from grassrota.errors import Refused

FIRST = "000_first_batch"
"""The rotation from whose plan the accounts take their units."""


def mark() -> None:
    """Marks the data folder as a demonstration's, before the settings are read.

    Raises:
        Refused: ``not_a_demonstration`` if somebody's own store is there, or a store is named.
    """
    folder = Path(os.environ.get("GRASSROTA_DATA", "grassrota-data"))
    store = folder / "grassrota.sqlite3"
    if os.environ.get("GRASSROTA_DATABASE_URL") or (store.exists() and not (folder / "demonstration").exists()):
        message = "The demonstration has known passwords: it goes into a folder of its own. Name one in GRASSROTA_DATA."
        raise Refused("not_a_demonstration", message, folder=str(folder))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "demonstration").write_text("Known passwords, no second factor: for trying out only.\n", encoding="ascii")


def demonstrate(terminal: Terminal, played: Path | None) -> dict[str, object]:
    """Loads what is not there yet, and says who may sign in."""
    from grassrota_web.config.demo_accounts import PASSWORD, open_accounts
    from grassrota_web.config.demonstrated_figures import read_the_past
    from grassrota_web.config.demonstrated_inspections import inspect
    from grassrota_web.config.demonstrated_opinions import raise_opinions
    from grassrota_web.config.demonstrated_units import COUNTED
    from grassrota_web.config.demonstrated_verdicts import inspect_units
    from grassrota_web.config.demonstration import load

    today = date.today()  # noqa: DTZ011
    loaded = load(scenarios.packaged(), played, terminal.tell)
    names = open_accounts(FIRST)
    raise_opinions(FIRST, today)
    inspect()
    inspect_units(scenarios.find_one(COUNTED), today)
    read_the_past(today)
    if names:
        terminal.say(f"Sign in as {', '.join(names)}", f"each with the password {PASSWORD}")
    return {"rotations": [one.code for one in loaded], "accounts": names}
