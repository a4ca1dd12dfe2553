"""Long work of the room: looking through, taking and undoing lists.

Reading, comparing and making ready is done before the transaction, the writing within it: a list is taken once and
whole, or not at all, whenever its worker ends, and others wait for a moment only.
"""

from __future__ import annotations

from grassrota.files.preview import Apply
from grassrota_web.access.actor import NOBODY, Actor, Application
from grassrota_web.access.models import Account
from grassrota_web.access.queries import actor_of
from grassrota_web.jobs.daily import daily
from grassrota_web.jobs.tasks import Running, task
from grassrota_web.orgs.actions.imports import forget_files, keep_preview, take_import, undo_import
from grassrota_web.orgs.incoming import sift
from grassrota_web.orgs.models import ImportBatch
from grassrota_web.orgs.ready import ready_to_take, ready_to_undo


@daily
def forget_undecided_files() -> None:
    """Takes away the files that nobody decided on within a day."""
    forget_files()


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
    """Whoever asked, with the roles they hold by now, and the list."""
    batch = ImportBatch.objects.select_related("rotation__hosts", "rotation__scale").get(pk=running.arguments["batch"])
    if not running.job.asked_by:
        return Application(), batch
    account = Account.objects.filter(pk=running.job.asked_by).first()
    return (actor_of(account, proven=True) if account else NOBODY), batch
