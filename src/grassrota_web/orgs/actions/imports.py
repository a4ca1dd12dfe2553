"""Verbs of imports: a list is brought in, looked through, taken as a whole or in its good rows, and undone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from grassrota.errors import BadInput, Fault, Refused
from grassrota.files.preview import Apply
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.jobs.actions import ask
from grassrota_web.jobs.models import JobState
from grassrota_web.orgs import convert
from grassrota_web.orgs.incoming import KINDS, Sifted
from grassrota_web.orgs.models import ImportBatch, ImportState, Rotation
from grassrota_web.orgs.ready import Ready, ReadyToUndo

KEPT_FOR = timedelta(days=1)
SAMPLE = 20
MOST_FAULTS = 20_000
ONLY_READ = "a dry run changes nothing; what is taken from it is one row"


@verb("orgs.bring_in", Right.IMPORT, unjournaled=ONLY_READ)
def bring_in(
    act: Act, kind: str, file: str, content: bytes, rotation: Rotation | None = None, *, later: bool = False
) -> ImportBatch:
    """Keeps an uploaded list for a day, to be looked through before anything is taken from it."""
    paths = act.actor.paths(Right.IMPORT) or ("",)
    act.at(paths[0])
    if kind not in KINDS:
        raise BadInput([Fault("kind", f"one of {', '.join(KINDS)}", kind)])
    if kind == "openings" and rotation is None:
        raise BadInput([Fault("rotation", "the rotation to which the openings belong", "nothing")])
    forget_files()
    # the name that people give a file may tell what is nobody's business: its ending is enough
    batch = ImportBatch(kind=kind, path=paths[0], rotation=rotation, asked_by=act.actor.account, content=content)
    batch.file = f"{kind}{Path(file).suffix.lower()}"[:200]
    batch.save()
    if later:
        _ask(act, batch, "orgs.look_through", "Looking through a list")
    return batch


@verb("orgs.look_through", Right.IMPORT, unjournaled=ONLY_READ)
def keep_preview(act: Act, batch: ImportBatch, found: Sifted) -> ImportBatch:
    """Keeps what a list would change, for whoever decides."""
    row = act.lock(ImportBatch, pk=batch.pk)
    act.at(row.path)
    if row.state not in (ImportState.READING, ImportState.READ):
        raise Refused("import_decided", "This list has been decided on already.")
    row.state, row.preview = ImportState.READ, _shown(found)
    row.faults = [
        [fault.column, fault.expected, fault.got, fault.fix, fault.row] for fault in found.faults[:MOST_FAULTS]
    ]
    row.save()
    return row


@verb("orgs.decide_import", Right.IMPORT, unjournaled=ONLY_READ)
def decide_import(act: Act, batch: ImportBatch, choice: Apply) -> ImportBatch:
    """Asks for a list to be taken, all of it or its good rows."""
    row = act.lock(ImportBatch, pk=batch.pk)
    act.at(row.path)
    again = row.state == ImportState.APPLYING and _over(row)
    if row.state != ImportState.READ and not again:
        raise Refused("import_decided", "This list has been decided on already.")
    if row.preview.get("faulty") and choice == Apply.ALL_OR_NOTHING:
        raise Refused(
            "faulty_rows", "Some rows are faulty: correct them and send the list again, or take the good rows."
        )
    row.state = ImportState.APPLYING
    _ask(act, row, "orgs.take_import", "Taking a list", choice=choice.value)
    return row


@verb("orgs.take_import", Right.IMPORT)
def take_import(act: Act, batch: ImportBatch, ready: Ready) -> ImportBatch:
    """Takes a list: every good row at once, or nothing."""
    row = act.lock(ImportBatch, pk=batch.pk)
    act.at(row.path)
    if row.state != ImportState.APPLYING:
        raise Refused("import_decided", "This list was not asked for, or has been taken already.")
    ready.take_over(row)
    row.state, row.applied_on, row.content, row.faults = ImportState.APPLIED, timezone.localdate(), None, []
    row.rows_sha256 = ready.sha256
    row.save()
    said = {"list": row.kind, "new": ready.new, "changed": ready.changed, "sha256": row.rows_sha256}
    act.note("import", row.pk, place=row.path, after=said)
    return row


@verb("orgs.drop_import", Right.IMPORT, unjournaled="nothing was taken from it")
def drop_import(act: Act, batch: ImportBatch) -> ImportBatch:
    """Drops a list from which nothing was taken; its file is gone at once."""
    row = act.lock(ImportBatch, pk=batch.pk)
    act.at(row.path)
    waits = row.state in (ImportState.READING, ImportState.READ)
    if not waits and not (row.state == ImportState.APPLYING and _over(row)):
        raise Refused("import_decided", "This list has been decided on already.")
    row.state, row.content, row.faults = ImportState.DROPPED, None, []
    row.save()
    return row


@verb("orgs.decide_undo", Right.IMPORT, unjournaled="what is undone is one row of its own")
def decide_undo(act: Act, batch: ImportBatch) -> ImportBatch:
    """Asks for a list that was taken to be undone."""
    row = act.lock(ImportBatch, pk=batch.pk)
    act.at(row.path)
    if row.state != ImportState.APPLIED and not (row.state == ImportState.UNDOING and _over(row)):
        raise Refused("not_taken", "Only a list that was taken can be undone.")
    row.state = ImportState.UNDOING
    _ask(act, row, "orgs.undo_import", "Undoing a list")
    return row


@verb("orgs.undo_import", Right.IMPORT)
def undo_import(act: Act, batch: ImportBatch, ready: ReadyToUndo) -> ImportBatch:
    """Puts back what was there before a list was taken; refused for rows that were changed since."""
    row = act.lock(ImportBatch, pk=batch.pk)
    act.at(row.path)
    if row.state != ImportState.UNDOING:
        raise Refused("not_taken", "Undoing this list was not asked for, or has been done already.")
    ready.put_back(row)
    row.state = ImportState.UNDONE
    row.save(update_fields=["state"])
    said = {"list": row.kind, "removed": ready.removed, "put_back": ready.restored, "sha256": row.rows_sha256}
    act.note("import", row.pk, place=row.path, after=said)
    return row


def forget_files() -> int:
    """Takes away the files that nobody decided on within a day; how many."""
    waiting = ImportBatch.objects.filter(
        state__in=[ImportState.READING, ImportState.READ], uploaded_at__lt=timezone.now() - KEPT_FOR
    )
    return waiting.update(state=ImportState.DROPPED, content=None, faults=[])


def _ask(act: Act, batch: ImportBatch, task: str, title: str, **arguments: Any) -> None:
    batch.job = ask(task, title, asked_by=act.actor.account, path=batch.path, batch=str(batch.pk), **arguments)
    batch.save()


def _over(batch: ImportBatch) -> bool:
    """True if the job that should have ended this state has ended without it."""
    return batch.job is None or batch.job.state in (JobState.FAILED, JobState.STOPPED)


def _shown(found: Sifted) -> dict[str, Any]:
    """What the page of the dry run shows: counts, and some of the changes."""
    sample = [
        {
            "row": entry.row,
            "key": " ".join(str(part) for part in entry.key),
            "changes": [
                [change.column, convert.told(change.before), convert.told(change.after)] for change in entry.changes
            ],
        }
        for entry in found.changed[:SAMPLE]
    ]
    return {
        "new": len(found.new),
        "changed": len(found.changed),
        "unchanged": found.unchanged,
        "faulty": len({fault.row for fault in found.faults}),
        "missing": found.missing,
        "sample": sample,
        "new_keys": [" ".join(str(part) for part in entry.key) for entry in found.new[:SAMPLE]],
    }
