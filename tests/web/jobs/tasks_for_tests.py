"""Tasks that take their time or go wrong, and questions about their jobs."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction

from grassrota.errors import Refused
from grassrota_web.jobs.actions import ask, ask_to_stop
from grassrota_web.jobs.models import Job
from grassrota_web.jobs.tasks import Running, task
from grassrota_web.journal.actions import append
from grassrota_web.journal.models import Entry


@task("test.count")
def count(running: Running) -> None:
    """Counts, says how far it is, and writes one row of the journal at the end."""
    marks = Path(running.arguments["marks"])
    (marks / f"{running.job.pk}.{running.job.attempt}.{os.getpid()}").touch(exist_ok=False)
    done = 0
    while done < running.arguments["to"] and not running.stop_asked():
        done += 1
        running.report(done=done)
        time.sleep(0.02)
    with running.ending(counted=done):
        append(verb="test.counted", actor="", kind="job", subject=str(running.job.pk))


@task("test.die")
def die(running: Running) -> None:
    """Ends its worker without a word."""
    os.kill(os.getpid(), signal.SIGKILL)


@task("test.refuse")
def refuse(running: Running) -> None:
    """Is refused by a rule."""
    raise Refused("no", "The rule says no.")


@task("test.break")
def break_down(running: Running) -> None:
    """Has a mistake in it."""
    raise ZeroDivisionError("a detail that is nobody's business")


@task("test.forget")
def forget(running: Running) -> None:
    """Never ends its job."""


def asked(name: str, **arguments: Any) -> str:
    """A new job."""
    return str(ask(name, name, asked_by="me", path="/", **arguments).pk)


def told(job: str) -> dict[str, Any]:
    """What there is to know of a job."""
    row = Job.objects.get(pk=job)
    kept = Entry.objects.filter(verb="test.counted", subject=job).count()
    return {
        "state": row.state,
        "attempt": row.attempt,
        "progress": row.progress.get("done", 0),
        "result": row.result,
        "kept": kept,
    }


def is_held(job: str) -> bool:
    """Whether some transaction holds the row of a job; on SQLite, the store."""
    wait = "PRAGMA busy_timeout = 200" if connection.vendor == "sqlite" else "SET lock_timeout = '200ms'"
    with connection.cursor() as cursor:
        cursor.execute(wait)
    try:
        with transaction.atomic():
            Job.objects.select_for_update().get(pk=job)
    except DatabaseError:
        return True
    return False


def states() -> dict[str, int]:
    """How many jobs are in each state, and rows of the journal they left."""
    found: dict[str, int] = {"kept": Entry.objects.filter(verb="test.counted").count()}
    for state in Job.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def stop(job: str) -> None:
    """Asks it to stop."""
    ask_to_stop(Job.objects.get(pk=job))
