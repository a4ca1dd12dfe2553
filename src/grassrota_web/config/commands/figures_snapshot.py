"""``grassrota figures snapshot``: all rows that figures count, as Parquet files for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grassrota.cli.options import Json, Quiet, Yes
from grassrota.cli.output import Target
from grassrota.cli.run import Done
from grassrota.cli.terminal import Terminal
from grassrota.files.snapshot import MANIFEST
from grassrota_web.config.commands.store import Store

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Where the files go, such as snapshot-2026-11-22")]


def figures_snapshot(folder: Folder, yes: Yes = False, as_json: Json = False, quiet: Quiet = False) -> Done:
    """Write all rows that figures count as Parquet files, while the application runs.

    No names and no words of anybody, and keys that lead back nowhere; keep it all the same where only its owner reads
    it. Every day up to this one can be counted from it. Example: grassrota figures snapshot snapshot-2026-11-22
    """
    terminal = Terminal(as_json, quiet)
    store = Store()
    store.check_complete()
    from django.utils import timezone

    from grassrota_web.figures.snapshot import take

    target = Target(folder, MANIFEST, yes)
    with target.staged() as stage, terminal.progress("snapshot") as tell:
        tell("writing rows", 0.0)
        taken = take(stage, timezone.localdate())
    terminal.say(target.words, f"Rows: {taken.rows:,}. Journal head: {taken.size}:{taken.root}")
    terminal.tell(f"Next: grassrota figures verify --engine duckdb --from {folder}")
    return Done(
        data={
            "folder": str(folder),
            "files": [str(path.relative_to(folder)) for path in target.written],
            "taken_on": taken.taken_on.isoformat(),
            "journal": {"size": taken.size, "root": taken.root},
            "rows": {name: stored.rows for name, stored in taken.tables.items()},
        }
    )
