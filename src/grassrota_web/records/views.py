"""The journal, and the work in progress."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right


@page(Right.READ_JOURNAL)
def journal(request: Request) -> HttpResponse:
    """The newest entries within the reader's reach."""
    return render(request, "records/journal.html")


@page(Right.SOLVE, Right.IMPORT)
def jobs(request: Request) -> HttpResponse:
    """Long work, the newest first."""
    return render(request, "records/jobs.html")
