"""The worker: takes up jobs one after the other, and holds on to each while it works."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from grassrota.errors import GrassrotaError
from grassrota_web.jobs.actions import fail, lease, renew, take
from grassrota_web.jobs.daily import do_the_days_work
from grassrota_web.jobs.models import Job
from grassrota_web.jobs.tasks import TASKS, LeaseLost, Running

log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds before the store is tried again when it does not answer."""


def work(until: Callable[[], bool], pause: float = 0.5, holding: list[Job] | None = None) -> None:
    """Does jobs, and each day what is due that day, until ``until`` says so.

    Args:
        until: Asked before each job.
        pause: Seconds to wait when there was nothing to do.
        holding: Has the job under way in it, for whoever must end this worker in the middle.
    """
    idle = threading.Event()
    while not until():
        close_old_connections()
        try:
            found = work_once([] if holding is None else holding) or do_the_days_work(timezone.localdate())
        except DatabaseError as error:
            log.warning("the store does not answer: %s", error)
            idle.wait(PATIENCE)
            continue
        if not found:
            idle.wait(pause)


def work_once(holding: list[Job] | None = None) -> bool:
    """Does one job; False if there was none."""
    job = take()
    if job is None:
        return False
    held = [] if holding is None else holding
    held.append(job)
    done = threading.Event()
    holder = threading.Thread(target=_hold, args=(job, done), daemon=True)
    holder.start()
    try:
        _do(job)
    finally:
        done.set()
        holder.join()
        held.remove(job)
    return True


def _do(job: Job) -> None:
    task = TASKS.get(job.task)
    if task is None:
        fail(job, f"Nobody here knows how to do {job.task}: the worker is of another version than the pages.")
        return
    try:
        task(Running(job))
    except LeaseLost:
        log.warning("job %s was taken over by another worker", job.pk)
    except GrassrotaError as error:
        fail(job, error.message)
    except Exception:
        log.exception("job %s failed", job.pk)
        fail(job, "It failed for a reason that is in the worker's log.")
    else:
        # a task that ended its job is not touched by this
        fail(job, "Its work came to no end.")


def _hold(job: Job, done: threading.Event) -> None:
    try:
        while not done.wait(lease().total_seconds() / 4):
            try:
                if not renew(job):
                    return
            except DatabaseError as error:
                log.warning("the lease of job %s was not renewed: %s", job.pk, error)
    finally:
        connection.close()
