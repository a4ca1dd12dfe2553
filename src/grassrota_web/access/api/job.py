"""Long work, as programs see it."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from grassrota_web.access.api.shape import Shown
from grassrota_web.jobs.models import Job, JobState


class JobShown(Shown):
    """One piece of long work. Ask again until ``state`` is neither ``waiting`` nor ``running``."""

    EXAMPLE: ClassVar = {
        "key": "0192f7c1-8b3e-7c55-9f0e-2d6f1f0a4b77",
        "task": "rotas.ask_for_plan",
        "title": "A plan for Staff of the province to the countryside",
        "state": "running",
        "stop_asked": False,
        "progress": {"seconds": 12.5, "objective": 10450, "bound": 10402.5, "gap": 0.0046, "violations": 0},
        "result": {},
        "asked_at": "1957-12-05T09:30:00Z",
        "ended_at": None,
    }

    key: UUID
    task: str
    title: str
    state: JobState
    stop_asked: bool
    progress: dict[str, Any] = Field(description="How far it is; what it tells depends on the task.")
    result: dict[str, Any] = Field(description="What came of it; `error` if it failed.")
    asked_at: AwareDatetime
    ended_at: AwareDatetime | None


def job_shown(row: Job) -> JobShown:
    """What comes out of a job."""
    return JobShown(
        key=row.pk,
        task=row.task,
        title=row.title,
        state=JobState(row.state),
        stop_asked=row.stop_asked,
        progress=row.progress,
        result=row.result,
        asked_at=row.asked_at,
        ended_at=row.ended_at,
    )
