"""Pages of long work."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grassrota_web.access.pages import Request, page
from grassrota_web.records.actions import stop_job
from grassrota_web.records.work.queries import jobs as seen
from grassrota_web.records.work.queries import right_to, told

PAGE = 30
"""Jobs on a page."""

FINISHED = 286
"""The status that tells htmx to ask no more."""


@page()
def jobs(request: Request) -> HttpResponse:
    """Long work, the newest first."""
    rows = seen(request.actor)
    before = _moment(request.GET.get("before", ""))
    found = list((rows.filter(asked_at__lt=before) if before else rows)[: PAGE + 1])
    shown = [{"asked_at": job.asked_at, "ended_at": job.ended_at, **told(job)} for job in found[:PAGE]]
    context = {
        "jobs": shown,
        "columns": [{"label": _("Work")}, {"label": _("State")}, {"label": _("Asked for")}, {"label": _("Ended")}],
        "next": found[PAGE - 1].asked_at.isoformat() if len(found) > PAGE else "",
        "earlier": bool(before),
    }
    return render(request, "records/work/jobs.html", context)


@page()
def job(request: Request, job: uuid.UUID) -> HttpResponse:
    """One piece of long work, as it goes on."""
    found = get_object_or_404(seen(request.actor), pk=job)
    shown = told(found)
    context = {"title": shown["title"], "row": found, "job": shown | {"title": _("How far it is")}}
    return render(request, "records/work/job.html", context)


@page()
def progress(request: Request, job: uuid.UUID) -> HttpResponse:
    """How far it is, for the page to fetch anew."""
    shown = told(get_object_or_404(seen(request.actor), pk=job))
    status = 200 if shown["under_way"] else FINISHED
    return render(request, "components/progress_state.html", {"job": shown, "fragment": True}, status=status)


@page()
@require_POST
def stop(request: Request, job: uuid.UUID) -> HttpResponse:
    """Asks it to stop."""
    found = get_object_or_404(seen(request.actor), pk=job)
    stop_job(request.actor, found, right_to(found.task))
    return redirect("records:job", found.pk)


def _moment(text: str) -> datetime | None:
    """The moment in an address; None if there is none, so that the list begins with the newest."""
    try:
        found = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        return None
    return found if found and found.tzinfo else None
