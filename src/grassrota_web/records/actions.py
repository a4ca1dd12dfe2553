"""What is asked of the records: verifying the journal, stopping work, purging what has had its time."""

from __future__ import annotations

from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.jobs.actions import ask, ask_to_stop
from grassrota_web.jobs.models import Job
from grassrota_web.journal.queries import TreeHead


@verb("records.verify_journal", Right.VERIFY_JOURNAL)
def verify_journal(act: Act, remembered: TreeHead | None) -> Job:
    """Asks for the journal to be recomputed, and compared with a head noted earlier."""
    act.anywhere()
    head = f"{remembered.size}:{remembered.root}" if remembered else ""
    act.note("journal", "log", after={"remembered": head})
    return ask("records.verify_journal", "Verify the journal", asked_by=act.actor.account, path=EVERYWHERE, head=head)


@verb("records.purge", Right.KEEP_RECORDS)
def purge(act: Act) -> Job:
    """Asks for everything to be purged whose time has come."""
    act.at(EVERYWHERE)
    job = ask("records.purge", "Purge what has had its time", asked_by=act.actor.account, path=EVERYWHERE)
    act.note("job", job.pk, after={"task": job.task})
    return job


@verb("records.stop_job", None)
def stop_job(act: Act, job: Job, right: Right | None) -> None:
    """Asks long work to stop and keep what it has.

    Args:
        act: The act.
        job: The job, as seen by the actor.
        right: Whoever holds it at the job's place may stop it, and so may who asked; None if nobody else may.
    """
    if right and act.actor.may(right, job.path):
        act.at(job.path, right)
    else:
        act.oneself(job.asked_by)
    act.note("job", job.pk, place=job.path, after={"task": job.task, "stop": True})
    ask_to_stop(job)
