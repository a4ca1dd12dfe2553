"""The worker: takes up jobs one after the other, and holds on to each while it works."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connection

from grassrota.errors import GrassrotaError
from grassrota_web.jobs.actions import LEASE, fail, renew, take
from grassrota_web.jobs.models import Job
from grassrota_web.jobs.tasks import TASKS, LeaseLost, Running

log = logging.getLogger(__name__)


def work(until: Callable[[], bool], pause: float = 0.5) -> None:
    """Does jobs until ``until`` says so, looking for new ones every ``pause`` seconds."""
    idle = threading.Event()
    while not until():
        close_old_connections()
        if not work_once():
            idle.wait(pause)


def work_once() -> bool:
    """Does one job; False if there was none."""
    job = take()
    if job is None:
        return False
    done = threading.Event()
    holder = threading.Thread(target=_hold, args=(job, done), daemon=True)
    holder.start()
    try:
        TASKS[job.task](Running(job))
    except LeaseLost:
        log.warning("job %s was taken over by another worker", job.pk)
    except GrassrotaError as error:
        fail(job, error.message)
    except Exception:
        log.exception("job %s failed", job.pk)
        fail(job, "It failed for a reason that is in the worker's log.")
    finally:
        done.set()
        holder.join()
    return True


def _hold(job: Job, done: threading.Event) -> None:
    try:
        while not done.wait(LEASE.total_seconds() / 4):
            if not renew(job):
                return
    finally:
        connection.close()
