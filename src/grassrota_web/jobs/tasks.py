"""What jobs can do, by name: rooms register their long work here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from grassrota_web.jobs.models import Job, JobState


class LeaseLost(Exception):
    """Another worker took the job over; whatever this one still has is dropped."""


class Running:
    """A job as its task sees it.

    Attributes:
        job: The row, as it was when the work began.
        arguments: What was asked for.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.arguments: dict[str, Any] = job.arguments

    def report(self, **progress: Any) -> None:
        """Shows how far it is; values that JSON holds."""
        self._mine().update(progress=progress)

    def stop_asked(self) -> bool:
        """True if somebody asked to stop: keep what there is, and end."""
        return self._mine().filter(stop_asked=True).exists()

    @contextmanager
    def ending(self, **result: Any) -> Iterator[dict[str, Any]]:
        """The transaction in which the work is written down and the job ends: both, or neither.

        Raises:
            LeaseLost: If the job is not this worker's any more.
        """
        with transaction.atomic():
            row = self._mine().select_for_update().first()
            if row is None:
                raise LeaseLost(str(self.job.pk))
            yield result
            row.state = JobState.STOPPED if row.stop_asked else JobState.DONE
            row.result, row.ended_at, row.leased_until = result, timezone.now(), None
            row.save(update_fields=["state", "result", "ended_at", "leased_until"])

    def _mine(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.job.pk, attempt=self.job.attempt, state=JobState.RUNNING)


Task = Callable[[Running], None]

TASKS: dict[str, Task] = {}
"""Every task by name, as the rooms are loaded."""

PAGES: dict[str, Callable[[Job], str]] = {}
"""Addresses of the pages that show what came of a job, by task; for tasks that have one of their own."""


def task(name: str) -> Callable[[Task], Task]:
    """Registers a task; it ends its job itself, within ``running.ending``, and gives the same result if done twice."""

    def register(function: Task) -> Task:
        TASKS[name] = function
        return function

    return register
