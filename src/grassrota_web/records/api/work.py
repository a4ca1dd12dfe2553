"""Operations on long work."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Query

from grassrota_web.access.api.job import JobShown, job_shown
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.jobs.models import JobState
from grassrota_web.records import actions
from grassrota_web.records.work.queries import jobs, right_to

room = Room("Long work")


class JobsListing(Listing):
    """Filters of the list of jobs."""

    state: JobState | None = None


@room.reads("jobs", Listed[JobShown])
def list_jobs(request: Asked, find: Query[JobsListing]) -> Any:
    """Lists the jobs that one asked for, or may ask for at their place, the newest first."""
    rows = jobs(request.actor)
    return listed(request, find, rows.filter(state=find.state) if find.state else rows, ("-asked_at", "-pk"), job_shown)


@room.reads("jobs/{key}", JobShown)
def show_job(request: Asked, key: UUID) -> Any:
    """Shows how far a job is."""
    return job_shown(get_object_or_404(jobs(request.actor), pk=key))


@room.does(actions.stop_job, "jobs/{key}/stop", JobShown)
def stop_job(request: Asked, key: UUID) -> Any:  # noqa: D103
    row = get_object_or_404(jobs(request.actor), pk=key)
    actions.stop_job(request.actor, row, right_to(row.task))
    row.refresh_from_db()
    return job_shown(row)


@room.does(actions.purge, "records/purge", JobShown, status=202, again=True)
def purge(request: Asked) -> Any:  # noqa: D103
    return job_shown(actions.purge(request.actor))
