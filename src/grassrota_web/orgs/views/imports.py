"""Pages of imports: template, upload, dry run, decision, undo."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grassrota.errors import Fault
from grassrota.files.lists import LISTS
from grassrota.files.preview import Apply
from grassrota.files.returned import write_returned
from grassrota.files.template import write_template
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.spoken import spoken, spoken_fault
from grassrota_web.jobs.models import JobState
from grassrota_web.orgs.actions.imports import (
    bring_in,
    decide_import,
    decide_undo,
    drop_import,
    keep_preview,
)
from grassrota_web.orgs.forms.imports import DecideForm, UploadForm
from grassrota_web.orgs.incoming import KINDS, file_of, sift
from grassrota_web.orgs.models import ImportBatch, ImportState
from grassrota_web.orgs.queries.openings import open_rotations
from grassrota_web.orgs.views.asking import entered
from grassrota_web.orgs.views.exports import reader_language, sent
from grassrota_web.orgs.words import LISTS as NAMES
from grassrota_web.orgs.words import STATE_STATUS, STATES

AT_ONCE = 200_000
"""Bytes of a list that is looked through while one waits; a larger one is a job."""

SHOWN = 50
"""Faults on the page; the workbook has all of them."""

_UNDER_WAY = (ImportState.READING, ImportState.APPLYING, ImportState.UNDOING)


@page(Right.IMPORT)
def imports(request: Request) -> HttpResponse:
    """What can be brought in, and the latest lists."""
    batches = visible(request.actor, ImportBatch.objects.defer("content", "faults"))[:30]
    latest = [
        {"row": row, "name": NAMES[row.kind], "word": STATES[row.state], "status": STATE_STATUS[ImportState(row.state)]}
        for row in batches
    ]
    kinds = [{"kind": kind, "name": NAMES[kind]} for kind in KINDS]
    whole = request.actor.may(Right.IMPORT, EVERYWHERE)
    return render(request, "orgs/imports.html", {"kinds": kinds, "latest": latest, "whole": whole})


@page(Right.IMPORT)
def import_list(request: Request, kind: str) -> HttpResponse:
    """Sends a list; a short one is looked through at once."""
    if kind not in KINDS:
        raise Http404
    rotations = open_rotations(request.actor) if kind == "openings" else None
    form = UploadForm(entered(request), request.FILES or None, rotations=rotations)
    if request.method == "POST" and form.is_valid():
        batch = attempt(form, lambda: _brought_in(request, kind, form))
        if batch:
            return redirect(batch)
    said = {"form": form, "kind": kind, "name": NAMES[kind], "columns": LISTS[kind].columns}
    return render(request, "orgs/import_list.html", said, status=422 if form.errors else 200)


@page(Right.IMPORT)
def template(request: Request, kind: str) -> HttpResponse:
    """The workbook to fill in."""
    if kind not in KINDS:
        raise Http404
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.xlsx"
        write_template(path, LISTS[kind], reader_language())
        return sent(path)


@page(Right.IMPORT)
def batch(request: Request, key: UUID) -> HttpResponse:
    """One list: how far it is, what it would change, and what to do about it."""
    row = _batch(request, key)
    if request.GET.get("part") == "state":
        return _state(request, row)
    said = {
        "batch": row,
        "name": NAMES[row.kind],
        "word": STATES[row.state],
        "status": STATE_STATUS[ImportState(row.state)],
        "job": _job(row),
        "failed": spoken(row.job.result.get("error", "")) if _failed(row) and row.job else "",
        "decides": row.state == ImportState.READ or (row.state == ImportState.APPLYING and _failed(row)),
        "faults": [(fault, spoken_fault(fault)) for fault in _faults(row)[:SHOWN]],
        "shown": SHOWN,
        "good": sum(row.preview.get(name, 0) for name in ("new", "changed")),
    }
    return render(request, "orgs/import.html", said)


@page(Right.IMPORT)
def returned(request: Request, key: UUID) -> HttpResponse:
    """The same list as a workbook, with what is wrong beside each row."""
    row = _batch(request, key)
    with TemporaryDirectory() as folder, file_of(row) as source:
        path = Path(folder) / f"{row.kind}-faults.xlsx"
        write_returned(source, _faults(row), path, reader_language())
        return sent(path)


@page(Right.IMPORT)
@require_POST
def decide(request: Request, key: UUID) -> HttpResponse:
    """Takes all of a list, or its good rows."""
    row, form = _batch(request, key), DecideForm(request.POST)
    if form.is_valid():
        attempt(form, decide_import, request.actor, row, Apply(form.cleaned_data["choice"]))
    for texts in form.errors.values():
        messages.error(request, " ".join(str(text) for text in texts))
    return redirect(row)


@page(Right.IMPORT)
@require_POST
def drop(request: Request, key: UUID) -> HttpResponse:
    """Takes nothing, and forgets the file."""
    drop_import(request.actor, _batch(request, key))
    messages.success(request, _("Nothing was taken, and the file is gone."))
    return redirect("orgs:imports")


@page(Right.IMPORT)
@require_POST
def undo(request: Request, key: UUID) -> HttpResponse:
    """Puts back what was there before."""
    row = _batch(request, key)
    decide_undo(request.actor, row)
    return redirect(row)


def _brought_in(request: Request, kind: str, form: UploadForm) -> ImportBatch:
    file = form.cleaned_data["file"]
    content, later = file.read(), file.size > AT_ONCE
    rotation = form.cleaned_data.get("rotation")
    row = bring_in(request.actor, kind, file.name, content, rotation, later=later)
    return row if later else keep_preview(request.actor, row, sift(request.actor, row))


def _batch(request: Request, key: UUID) -> ImportBatch:
    rows = ImportBatch.objects.filter(kind__in=KINDS).select_related("job", "rotation").defer("content")
    return get_object_or_404(visible(request.actor, rows), pk=key)


def _faults(row: ImportBatch) -> list[Fault]:
    return [
        Fault(column, expected, got, fix, LISTS[row.kind].name, number)
        for column, expected, got, fix, number in row.faults
    ]


def _failed(row: ImportBatch) -> bool:
    return row.job is not None and row.job.state in (JobState.FAILED, JobState.STOPPED)


def _job(row: ImportBatch) -> dict[str, Any] | None:
    """The job under way, as ``components/progress.html`` shows it."""
    if row.job is None or row.state not in _UNDER_WAY or _failed(row):
        return None
    waiting = row.job.state == JobState.WAITING
    return {
        "id": row.pk,
        "title": STATES[row.state],
        "said": row.job.progress.get("said", ""),
        "status": "todo" if waiting else "doing",
        "poll_url": f"{reverse('orgs:import', args=[row.pk])}?part=state",
    }


def _state(request: Request, row: ImportBatch) -> HttpResponse:
    """How far the job is; once it has ended, the page is asked for anew."""
    job = _job(row)
    if job is None:
        answer = HttpResponse(status=286)
        answer["HX-Redirect"] = row.get_absolute_url()
        return answer
    return render(request, "components/progress_state.html", {"job": job, "fragment": True})
