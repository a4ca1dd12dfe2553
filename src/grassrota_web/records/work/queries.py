"""Which jobs somebody may see, and how they are told to people."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.spoken import spoken
from grassrota_web.access.verb import VERBS
from grassrota_web.jobs.models import Job, JobState
from grassrota_web.jobs.tasks import PAGES, TASKS

STATUS = {
    JobState.WAITING: "todo",
    JobState.RUNNING: "doing",
    JobState.DONE: "done",
    JobState.STOPPED: "done",
    JobState.FAILED: "failed",
}


def right_to(task: str) -> Right | None:
    """The right that shows the jobs of a task at a place: that of the verb of the same name, which asks for them."""
    found = VERBS.get(task)
    return found.right if found else None


def jobs(actor: Actor) -> QuerySet[Job]:
    """Those that the actor asked for, and those at places where the actor may ask for the same."""
    seen = Q(asked_by=actor.account)
    for task in TASKS:
        right = right_to(task)
        for path in actor.paths(right) if right else ():
            seen |= Q(task=task, path__startswith=path)
    return Job.objects.filter(seen).exclude(asked_by="", task="").order_by("-asked_at", "-pk")


def told(job: Job) -> dict[str, Any]:
    """A job as ``components/progress.html`` shows it."""
    under_way = job.state in (JobState.WAITING, JobState.RUNNING)
    own_page = PAGES.get(job.task)
    return {
        "id": job.pk,
        "title": _(job.title),
        "said": _said(job),
        "status": STATUS[JobState(job.state)],
        "word": {JobState.STOPPED: _("stopped"), JobState.WAITING: _("waiting")}.get(JobState(job.state), ""),
        "done": job.progress.get("done"),
        "total": job.progress.get("total"),
        "facts": [] if under_way else _facts(job.result),
        "poll_url": reverse("records:progress", args=[job.pk]),
        "stop_url": "" if job.stop_asked else reverse("records:stop", args=[job.pk]),
        "result_url": own_page(job) if own_page else "",
        "result_word": _("See the result"),
        "under_way": under_way,
    }


def _said(job: Job) -> str:
    if job.state == JobState.FAILED:
        return spoken(str(job.result.get("error", "")))
    if job.state == JobState.WAITING:
        return _("A worker will take it up in a moment.")
    if job.state == JobState.RUNNING and job.stop_asked:
        return _("It was asked to stop, and will keep what it has.")
    return spoken(str(job.result.get("said") or job.progress.get("said", "")))


def _facts(result: dict[str, Any]) -> list[dict[str, str]]:
    plain = ((name, value) for name, value in result.items() if name not in ("said", "error"))
    return [
        {
            "label": pgettext("journal", name).replace("_", " "),
            "value": f"{value:,}" if isinstance(value, int) else str(value),
        }
        for name, value in plain
        if isinstance(value, (str, int, float)) and not isinstance(value, bool)
    ]
