"""``grassrota backup``: the whole store in one file, while the application runs."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer

from grassrota.cli.options import Json, Quiet, Yes
from grassrota.cli.run import Done
from grassrota.cli.terminal import Terminal
from grassrota_web.config.commands.archive import KEYS, PAPERS, STORE, TRAYS, Manifest, described, made
from grassrota_web.config.commands.confided import TABLES, Confided
from grassrota_web.config.commands.postgresql_tools import call
from grassrota_web.config.commands.store import Store

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="Where the backup goes, such as grassrota-2026-11-22.tar.gz")
]
WithSealKey = Annotated[
    bool,
    typer.Option("--with-seal-key", help="Put the key of sealed detail in: whoever holds the file can then read it."),
]
Contacts = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Where contact details of raisers go, which are in no other backup; for 30 days."
    ),
]


def backup(
    file: File,
    with_seal_key: WithSealKey = False,
    contacts: Contacts = None,
    yes: Yes = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> Done:
    """Back up the store as it is at this moment; nobody has to stop working.

    The file holds the data of people: keep it where only its owner reads it, and delete it after 30 days, as sealed
    detail must not outlive its time in a backup. Example: grassrota backup grassrota-2026-11-22.tar.gz
    """
    terminal = Terminal(as_json, quiet)
    store = Store()
    store.check_complete()
    with made(file, yes) as folder, terminal.progress("backup") as tell:
        tell("copying the store", 0.0)
        manifest, confided = (_sqlite if store.file else _postgresql)(store, folder / STORE)
        described(manifest, folder)
        confided.without_contacts().write(folder / TRAYS)
        _copy_papers(folder / PAPERS)
        key = _seal_key()
        for name, beside in zip(KEYS, (key, key.with_name(KEYS[1])), strict=True):
            if with_seal_key and beside.is_file():
                shutil.copyfile(beside, folder / name)
        if contacts:
            confided.write(contacts)
        tell("packing", 0.0)
    terminal.say(f"Backup: {file}", f"Journal head: {manifest.head}")
    if with_seal_key:
        terminal.tell("It holds the seal key: whoever has this file can read sealed detail. Lock it away.")
    else:
        terminal.tell(f"Without the seal key, sealed detail cannot be read again: keep a copy of {key} elsewhere.")
    if confided.contacts and not contacts:
        terminal.tell(f"{len(confided.contacts):,} contact details are not in it: --contacts FILE keeps them apart.")
    sizes = {"journal": {"size": manifest.size, "root": manifest.root}, "sealed": manifest.sealed}
    return Done(
        data={
            "file": str(file),
            "vendor": manifest.vendor,
            **sizes,
            "seal_key": with_seal_key,
            "contacts": str(contacts or ""),
        }
    )


def _sqlite(store: Store, target: Path) -> tuple[Manifest, Confided]:
    """Copies page by page with SQLite's online backup, and reads the head from the copy."""
    with (
        closing(sqlite3.connect(f"file:{store.file}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        # the copy is one file, without a log beside it
        copy.execute("PRAGMA journal_mode=DELETE")
        confided = Confided.of(copy.cursor())
        for table in TABLES:
            copy.execute(f"DELETE FROM {table}")
        copy.commit()
        # what was deleted is not to be read out of the free pages
        copy.execute("VACUUM")
        return _manifest("sqlite", copy.cursor()), confided


def _postgresql(store: Store, target: Path) -> tuple[Manifest, Confided]:
    """Dumps the very snapshot in which the head is read."""
    connection = store.connection
    connection.set_autocommit(False)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
            manifest, confided = _manifest("postgresql", cursor), Confided.of(cursor)
            without = [f"--exclude-table-data={table}" for table in TABLES]
            call("pg_dump", connection, "--format=custom", f"--snapshot={snapshot}", *without, "--file", str(target))
    finally:
        connection.rollback()
        connection.set_autocommit(True)
    return manifest, confided


def _copy_papers(target: Path) -> None:
    from grassrota_web.intake.papers import folder

    if folder().is_dir():
        shutil.copytree(folder(), target)


def _manifest(vendor: str, cursor: Any) -> Manifest:
    from grassrota.merkle import EMPTY

    cursor.execute("SELECT size, root FROM journal_head")
    size, root = cursor.fetchone() or (0, EMPTY)
    cursor.execute("SELECT count(*) FROM access_sealed")
    (sealed,) = cursor.fetchone()
    return Manifest(vendor, size, bytes(root).hex(), datetime.now(UTC).date().isoformat(), version("grassrota"), sealed)


def _seal_key() -> Path:
    from django.conf import settings

    return Path(settings.SEAL_KEY_FILE)
