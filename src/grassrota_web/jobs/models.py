"""Jobs: long work that somebody asked for."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class JobState(models.TextChoices):
    """How far a job has come. ``STOPPED`` may still have kept a result."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class Job(models.Model):
    """One piece of long work. A worker holds a lease on it and renews it; when the lease runs out, another takes over.

    ``attempt`` numbers the leases: only the holder of the latest one may finish the job, so that its result is kept
    once. ``given_back`` of them ended because the worker was told to, which says nothing against the job.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=40, blank=True, db_index=True)
    path = models.CharField(max_length=255, db_index=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING, db_index=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    given_back = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    stop_asked = models.BooleanField(default=False)
    progress = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    asked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]


class Day(models.Model):
    """A day whose daily work is done."""

    day = models.DateField(primary_key=True)
