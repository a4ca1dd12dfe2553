"""Long work of the room: looking through, taking and undoing lists, and making long ones as files.

Reading, comparing and making ready is done before the transaction, the writing within it: a list is taken once and
whole, or not at all, whenever its worker ends, and others wait for a moment only.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.urls import reverse
from django.utils import timezone

from grassrota.figures.words import Language
from grassrota.files.export import Notes, write_xlsx
from grassrota.files.preview import Apply
from grassrota_web.access.actor import NOBODY, Actor, Application
from grassrota_web.access.models import Account
from grassrota_web.access.queries import actor_of
from grassrota_web.jobs.daily import daily
from grassrota_web.jobs.models import Job
from grassrota_web.jobs.tasks import PAGES, Running, task
from grassrota_web.orgs.actions.exports import forget_exports
from grassrota_web.orgs.actions.imports import forget_files, keep_preview, take_import, undo_import
from grassrota_web.orgs.incoming import sift
from grassrota_web.orgs.models import ImportBatch, KeptExport
from grassrota_web.orgs.queries.exports import EXPORTS, narrowed
from grassrota_web.orgs.ready import ready_to_take, ready_to_undo


@daily
def forget_undecided_files() -> None:
    """Takes away the files that nobody decided on within a day."""
    forget_files()


@daily
def forget_files_of_lists() -> None:
    """Takes away long lists that were made as files, a day later."""
    forget_exports()


@task("orgs.ask_for_export")
def export(running: Running) -> None:
    """Makes a long list as a workbook, of what whoever asked may take away by now."""
    said, actor = running.arguments, _who(running)
    listed, day = EXPORTS[said["kind"]], timezone.localdate()
    rows = listed.reached(actor, narrowed(actor, said["kind"], said["only"]))
    running.report(said="Writing the rows.")
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{said['kind']}-{day}.xlsx"
        notes = Notes(day, actor.name, said["selection"])
        write_xlsx(path, listed.columns, listed.lines(rows), notes, Language(said["language"]))
        content = path.read_bytes()
    with running.ending():
        made = {"asked_by": running.job.asked_by, "name": path.name, "content": content}
        KeptExport.objects.update_or_create(job=running.job, defaults=made)


@task("orgs.look_through")
def look_through(running: Running) -> None:
    """Compares a list with what is stored."""
    actor, batch = _asked(running)
    running.report(said="Reading the file and comparing it.")
    found = sift(actor, batch)
    with running.ending() as result:
        keep_preview(actor, batch, found)
        result["faults"] = len(found.faults)


@task("orgs.take_import")
def take(running: Running) -> None:
    """Takes a list."""
    actor, batch = _asked(running)
    running.report(said="Reading the file once more.")
    found = sift(actor, batch).to_take(Apply(running.arguments["choice"]))
    running.report(said="Writing the rows.", total=len(found.new) + len(found.changed))
    with ready_to_take(batch, found) as ready, running.ending() as result:
        take_import(actor, batch, ready)
        result.update(new=ready.new, changed=ready.changed)


@task("orgs.undo_import")
def undo(running: Running) -> None:
    """Undoes a list."""
    actor, batch = _asked(running)
    running.report(said="Putting back what was there before.")
    with ready_to_undo(batch) as ready, running.ending():
        undo_import(actor, batch, ready)


def _asked(running: Running) -> tuple[Actor, ImportBatch]:
    """Whoever asked, and the list."""
    batch = ImportBatch.objects.select_related("rotation__hosts", "rotation__scale").get(pk=running.arguments["batch"])
    return _who(running), batch


def _who(running: Running) -> Actor:
    """Whoever asked, with the roles they hold by now."""
    if not running.job.asked_by:
        return Application()
    account = Account.objects.filter(pk=running.job.asked_by).first()
    return actor_of(account, proven=True) if account else NOBODY


def _file(job: Job) -> str:
    return reverse("orgs:kept_export", args=[job.pk])


PAGES["orgs.ask_for_export"] = _file
