"""Verbs of a rotation that arrives as a folder: kept for a day, looked through without effect, taken over whole."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils.translation import gettext_noop

from grassrota.errors import BadInput, Fault, Refused
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.jobs.actions import ask
from grassrota_web.jobs.models import JobState
from grassrota_web.orgs.actions.imports import MOST_FAULTS, ONLY_READ, forget_files
from grassrota_web.orgs.models import ImportBatch, ImportState, Rotation

KIND = "rotation"
"""Among the kinds of lists that are brought in."""
DECIDED = "This folder has been decided on already."


@verb("records.bring_in_rotation", Right.IMPORT, unjournaled=ONLY_READ)
def bring_in_rotation(act: Act, content: bytes, code: str, prefix: str = "") -> ImportBatch:
    """Keeps a rotation folder for a day and asks for it to be looked through; nothing is taken over yet."""
    act.at(EVERYWHERE)
    if Rotation.objects.filter(code=code).exists():
        raise BadInput([Fault("code", "a code that no rotation has", code)])
    forget_files()
    batch = ImportBatch(kind=KIND, path=EVERYWHERE, asked_by=act.actor.account, content=content, file="rotation.zip")
    batch.preview = {"code": code, "prefix": prefix}
    _ask(batch, act, "records.read_rotation", gettext_noop("Looking through a rotation"))
    return batch


@verb("records.read_rotation", Right.IMPORT, unjournaled=ONLY_READ)
def keep_read(act: Act, batch: ImportBatch, found: dict[str, Any], faults: list[Fault]) -> None:
    """Keeps what a rotation folder holds, and what is wrong with it, for whoever decides."""
    row = act.lock(ImportBatch, pk=batch.pk)
    act.at(row.path)
    if row.state not in (ImportState.READING, ImportState.READ):
        raise Refused("import_decided", DECIDED)
    row.state, row.preview = ImportState.READ, row.preview | found
    row.faults = [[one.column, one.expected, one.got, one.fix, one.file, one.row] for one in faults[:MOST_FAULTS]]
    row.save()


@verb("records.take_rotation", Right.IMPORT)
def take_rotation(act: Act, batch: ImportBatch) -> ImportBatch:
    """Asks for a rotation folder without faults to be taken over: all of it, or nothing."""
    row = act.lock(ImportBatch, pk=batch.pk)
    act.at(row.path)
    again = row.state == ImportState.APPLYING and _over(row)
    if row.kind != KIND or (row.state != ImportState.READ and not again):
        raise Refused("import_decided", DECIDED)
    if row.faults:
        raise Refused("faulty_rows", "Something in this folder is wrong: correct it, and send it again.")
    row.state, row.rows_sha256 = ImportState.APPLYING, hashlib.sha256(bytes(row.content or b"")).hexdigest()
    _ask(row, act, "records.take_rotation", gettext_noop("Taking a rotation over"))
    act.note(KIND, row.preview["code"], after={"sha256": row.rows_sha256, "prefix": row.preview["prefix"]})
    return row


def _ask(batch: ImportBatch, act: Act, task: str, title: str) -> None:
    batch.job = ask(task, title, asked_by=act.actor.account, path=batch.path, batch=str(batch.pk))
    batch.save()


def _over(batch: ImportBatch) -> bool:
    """True if the job that should have taken it has ended without that."""
    return batch.job is None or batch.job.state in (JobState.FAILED, JobState.STOPPED)
