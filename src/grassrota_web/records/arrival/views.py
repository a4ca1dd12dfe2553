"""Pages on which a rotation that was planned or begun elsewhere is brought in as its folder."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from grassrota.errors import Fault
from grassrota_web.access.pages import Request, attempt, filled_in, page
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.spoken import spoken, spoken_fault
from grassrota_web.jobs.models import JobState
from grassrota_web.orgs.actions.imports import drop_import
from grassrota_web.orgs.forms.imports import MOST_BYTES
from grassrota_web.orgs.models import ImportBatch, ImportState
from grassrota_web.orgs.words import STATE_STATUS, STATES
from grassrota_web.records.arrival.actions import KIND, bring_in_rotation, take_rotation
from grassrota_web.records.work.queries import told

SHOWN = 200
"""Faults on the page."""


class ArrivalForm(forms.Form):
    """A rotation folder, and what it is called here."""

    file = forms.FileField(
        label=gettext_lazy("The rotation folder as a ZIP file"),
        help_text=gettext_lazy(
            "It holds rotation.toml and problem; plan if there is one, and postings if people have left."
        ),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )
    code = forms.SlugField(
        label=gettext_lazy("Code"), max_length=80, help_text=gettext_lazy("Short, unique, never changed: turns-2027.")
    )
    before = forms.RegexField(
        "^[A-Za-z0-9_-]*$",
        label=gettext_lazy("Put before every id"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Where ids of the folder are used here already."),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """The file, if it can be one."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if not (file.name or "").lower().endswith(".zip"):
            raise forms.ValidationError(_("Choose a file that ends in .zip."))
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 64 MB: bring it in by the command line."))
        return file


@page(Right.IMPORT)
def arrive(request: Request) -> HttpResponse:
    """Sends a folder to be looked through."""
    form = ArrivalForm(filled_in(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        kept = attempt(form, bring_in_rotation, request.actor, given["file"].read(), given["code"], given["before"])
        if kept is not None:
            return redirect("records:arrival", kept.pk)
    context = {"form": form, "sends": request.actor.may(Right.IMPORT, EVERYWHERE), "crumbs": _crumbs()[:1]}
    return render(request, "records/arrival/send.html", context, status=422 if form.errors else 200)


@page(Right.IMPORT)
def arrival(request: Request, key: UUID) -> HttpResponse:
    """One folder: how far it is, what it holds, and everything that is wrong with it."""
    row = _sent(request, key)
    over = row.job is not None and row.job.state in (JobState.FAILED, JobState.STOPPED)
    at_work = row.state in (ImportState.READING, ImportState.APPLYING) and row.job is not None and not over
    context = {
        "batch": row,
        "word": STATES[row.state],
        "status": STATE_STATUS[ImportState(row.state)],
        "job": told(row.job) | {"title": _("How far it is")} if at_work and row.job else None,
        "failed": spoken(row.job.result.get("error", "")) if over and row.job else "",
        "facts": _facts(row.preview),
        "columns": [{"label": _("File")}, {"label": _("Row"), "numeric": True}, {"label": _("What is wrong")}],
        "faults": [_cells(one) for one in row.faults[:SHOWN]],
        "takes": not row.faults and (row.state == ImportState.READ or (row.state == ImportState.APPLYING and over)),
        "drops": row.state in (ImportState.READING, ImportState.READ) or over,
        "crumbs": _crumbs(),
    }
    return render(request, "records/arrival/folder.html", context)


@page(Right.IMPORT)
@require_POST
def take(request: Request, key: UUID) -> HttpResponse:
    """Takes a folder over."""
    row = _sent(request, key)
    take_rotation(request.actor, row)
    return redirect("records:arrival", row.pk)


@page(Right.IMPORT)
@require_POST
def drop(request: Request, key: UUID) -> HttpResponse:
    """Takes nothing over, and forgets the file."""
    drop_import(request.actor, _sent(request, key))
    return redirect("records:arrive")


def _sent(request: Request, key: UUID) -> ImportBatch:
    rows = ImportBatch.objects.filter(kind=KIND).select_related("job", "rotation").defer("content")
    return get_object_or_404(visible(request.actor, rows), pk=key)


def _facts(said: dict[str, Any]) -> list[tuple[str, object]]:
    words = {
        "title": _("Rotation"),
        "units": _("Units"),
        "people": _("People"),
        "openings": _("Openings"),
        "batches": _("Batches"),
        "going": _("People who go"),
    }
    return [(word, said[name]) for name, word in words.items() if name in said]


def _cells(one: list[Any]) -> list[dict[str, Any]]:
    column, expected, got, fix, file, row = one
    words = spoken_fault(Fault(column, expected, got, fix))
    place = {"text": str(row) if row else "", "numeric": True}
    return [{"text": file or "–"}, place, {"text": f"{column}: {words}" if column else words}]


def _crumbs() -> list[dict[str, str]]:
    return [
        {"url": reverse("orgs:imports"), "label": _("Import")},
        {"url": reverse("records:arrive"), "label": _("A running rotation")},
    ]
