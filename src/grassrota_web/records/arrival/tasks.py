"""Long work on a rotation folder: looking through it, and taking it over."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from grassrota.errors import BadInput
from grassrota_web.access.actor import NOBODY, Actor
from grassrota_web.access.models import Account
from grassrota_web.access.queries import actor_of
from grassrota_web.jobs.models import Job
from grassrota_web.jobs.tasks import PAGES, Running, task
from grassrota_web.orgs.models import ImportBatch, ImportState
from grassrota_web.records.arrival.actions import keep_read


@task("records.read_rotation")
def read(running: Running) -> None:
    """Reads a folder and says everything that is wrong with it."""
    # every process loads the tasks, and few read folders, which takes all of what plays a rotation
    from grassrota_web.records.arrival.reading import sent

    batch = _batch(running)
    running.report(said="Reading the folder and comparing it.")
    with sent(batch) as found:
        said, faults = found.said(), found.faults
    with running.ending(faults=len(faults)):
        keep_read(_asked_by(running), batch, said, faults)


@task("records.take_rotation")
def take(running: Running) -> None:
    """Takes a folder over: all of it, or nothing."""
    from grassrota_web.records.arrival.reading import sent
    from grassrota_web.records.rotation_folder import bring_in, bring_in_plan

    batch = _batch(running)
    running.report(said="Reading the folder once more.")
    with sent(batch) as found:
        if found.folder is None or found.faults:
            raise BadInput(found.faults)
        with running.ending(people=len(found.folder.problem.people)):
            rotation, policy = bring_in(found.folder, batch.preview["code"], _silently)
            if found.plan:
                bring_in_plan(found.folder, policy, found.plan, _silently, under_way=found.under_way)
            row = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            row.state, row.applied_on = ImportState.APPLIED, timezone.localdate()
            row.content, row.rotation = None, rotation
            row.save()


def _silently(said: str) -> None:
    """The page says as much as there is to say."""


def _batch(running: Running) -> ImportBatch:
    return ImportBatch.objects.get(pk=running.arguments["batch"])


def _asked_by(running: Running) -> Actor:
    """Whoever asked, with the roles they hold by now."""
    account = Account.objects.filter(pk=running.job.asked_by).first()
    return actor_of(account, proven=True) if account else NOBODY


def _page(job: Job) -> str:
    return reverse("records:arrival", args=[job.arguments["batch"]])


PAGES["records.read_rotation"] = PAGES["records.take_rotation"] = _page
