"""``grassrota restore``: a backup into an empty store, with proof that the journal came back whole."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from grassrota.cli.options import Json, Quiet
from grassrota.cli.run import NO, YES, Done
from grassrota.cli.terminal import Terminal
from grassrota.errors import BadInput, Fault
from grassrota_web.config.commands import confided
from grassrota_web.config.commands.archive import KEYS, PAPERS, STORE, TRAYS, Manifest, opened
from grassrota_web.config.commands.postgresql_tools import call
from grassrota_web.config.commands.store import Store

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A file that `grassrota backup` made.", exists=True, dir_okay=False)
]


Contacts = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="A file of `grassrota backup --contacts`, of at most 30 days; an older one is deleted."
    ),
]


def restore(file: File, contacts: Contacts = None, as_json: Json = False, quiet: Quiet = False) -> Done:
    """Restore a backup into an empty store, and recompute its journal.

    Exit code 1 if the journal's head is not that of the backup. Example: grassrota restore grassrota-2026-11-22.tar.gz
    """
    terminal = Terminal(as_json, quiet)
    store = Store()
    _check_empty(store)
    from django.conf import settings

    key = Path(settings.SEAL_KEY_FILE)
    apart = confided.read(contacts, date.today()) if contacts else None  # noqa: DTZ011
    with opened(file, settings.DATA) as (manifest, folder), terminal.progress("restore") as tell:
        _check_vendor(store, manifest)
        for name, beside in zip(KEYS, (key, key.with_name(KEYS[1])), strict=True):
            _keep_key(folder / name, beside)
        tell("writing the store", 0.0)
        _write(store, folder / STORE)
        made = store.migrate()
        _put_apart(apart, folder)
        tell("recomputing the journal", 0.0)
        same = _same_head(manifest)
    terminal.say(f"{'Yes' if same else 'No'}: the journal's head is {'' if same else 'not '}{manifest.head}")
    if not same:
        terminal.say("Do not work with this store: the backup was changed after it was made, or is damaged.")
    if manifest.sealed and not key.is_file():
        terminal.tell(f"{manifest.sealed:,} sealed details cannot be read before the seal key is put at {key}")
    head = {"size": manifest.size, "root": manifest.root}
    data = {"holds": same, "store": store.words, "journal": head, "changes": made, "seal_key": key.is_file()}
    return Done(YES if same else NO, data)


def _check_empty(store: Store) -> None:
    if not store.is_empty():
        fix = "Give an empty one by GRASSROTA_DATA or GRASSROTA_DATABASE_URL; nothing was changed."
        raise BadInput([Fault("", "a store without tables", "one with data", fix, file=store.words)])


def _check_vendor(store: Store, manifest: Manifest) -> None:
    if store.connection.vendor != manifest.vendor:
        fix = "Restore it into a store of the same sort."
        got = f"a backup of {manifest.vendor}"
        raise BadInput([Fault("", f"a backup of {store.connection.vendor}", got, fix, file=store.words)])


def _keep_key(kept: Path, key: Path) -> None:
    """Puts the seal key in its place; another one that is there is never written over."""
    if not kept.is_file():
        return
    if key.exists():
        if key.read_bytes() != kept.read_bytes():
            fix = "Move it away, or set GRASSROTA_SEAL_KEY_FILE; nothing was changed."
            raise BadInput([Fault("", "no seal key yet, or the same", "another", fix, file=str(key))])
        return
    descriptor = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as stream:
        stream.write(kept.read_bytes())


def _put_apart(apart: confided.Confided | None, folder: Path) -> None:
    """Trays, contact details if they came along, and papers."""
    from grassrota_web.intake.papers import folder as papers

    kept = folder / TRAYS
    found = apart or (confided.read(kept, date.min) if kept.is_file() else None)
    if found:
        found.store()
    if (folder / PAPERS).is_dir():
        shutil.copytree(folder / PAPERS, papers(), dirs_exist_ok=True)


def _write(store: Store, source: Path) -> None:
    store.connection.close()
    if store.file:
        for leftover in (f"{store.file}-wal", f"{store.file}-shm"):
            Path(leftover).unlink(missing_ok=True)
        source.replace(store.file)
    else:
        options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
        call("pg_restore", store.connection, *options, str(source))


def _same_head(manifest: Manifest) -> bool:
    from grassrota_web.journal.queries import TreeHead, verify

    found = verify(TreeHead(manifest.size, manifest.root))
    return found.holds and found.computed.size == manifest.size
