"""Asking for a job, taking it up, ending it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from grassrota_web.jobs.models import Job, JobState

ATTEMPTS = 3
"""How often a job's worker may end without a word before the job counts as failed."""


def lease() -> timedelta:
    """How long a worker may be silent before its job is taken over."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def ask(task: str, title: str, *, asked_by: str, path: str, **arguments: Any) -> Job:
    """Puts a job into the queue, within the transaction of the verb that asks for it."""
    return Job.objects.create(task=task, title=title, asked_by=asked_by, path=path, arguments=arguments)


def take() -> Job | None:
    """The next job that waits, or whose worker is silent, leased to the caller; None if there is none."""
    now = timezone.now()
    free = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, leased_until__lt=now)
    with transaction.atomic():
        waiting = Job.objects.filter(free).order_by("asked_at")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        job = waiting.first()
        if job is None:
            return None
        if job.attempt - job.given_back >= ATTEMPTS:
            fail(job, f"Its worker ended without a word {ATTEMPTS} times.")
            return None
        job.state, job.attempt, job.leased_until = JobState.RUNNING, job.attempt + 1, now + lease()
        job.save(update_fields=["state", "attempt", "leased_until"])
        return job


def renew(job: Job) -> bool:
    """Holds on to a job; False if it is no longer the caller's."""
    return bool(_held(job).update(leased_until=timezone.now() + lease()))


def give_back(job: Job) -> None:
    """Lets the next worker take the job up at once: this one was told to end, and nothing was wrong with the job."""
    _held(job).update(state=JobState.WAITING, given_back=F("given_back") + 1, leased_until=None)


def fail(job: Job, reason: str) -> None:
    """Ends a job that could not be done, with the reason in words; one that has ended, or has another worker, stays."""
    _held(job).update(state=JobState.FAILED, result={"error": reason}, ended_at=timezone.now(), leased_until=None)


def ask_to_stop(job: Job) -> None:
    """Asks a job to stop and keep what it has; one that waits ends at once."""
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(stop_asked=True)
    waiting = Job.objects.filter(pk=job.pk, state=JobState.WAITING)
    waiting.update(state=JobState.STOPPED, stop_asked=True, ended_at=timezone.now())


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, attempt=job.attempt, state=JobState.RUNNING)
