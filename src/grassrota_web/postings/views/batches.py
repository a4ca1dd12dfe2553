"""A batch before it leaves: what stands against each departure, and the briefing."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota.posting.steps import BatchRecord as RecordValue
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.keyset import page_of
from grassrota_web.orgs.views.asking import ask
from grassrota_web.postings import convert
from grassrota_web.postings import readiness as standing
from grassrota_web.postings.actions.batches import brief
from grassrota_web.postings.forms import DayForm
from grassrota_web.postings.models import BatchRecord, Escort, Posting
from grassrota_web.postings.views.reach import crumbs, the_list, to_list
from grassrota_web.postings.words import BATCH_TASKS


@page(Right.READ_POSTINGS)
def readiness(request: Request, record: int) -> HttpResponse:
    """What stands against the departures of a batch, as a list of tasks; what is somebody's own is not told apart."""
    row = the_list(request, record)
    rows = Posting.objects.filter(rotation=row.rotation, batch=row.batch, departed_on=None, released_on=None)
    reach = visible(request.actor, rows.select_related("person__unit", "home_unit", "opening__place", "rotation"))
    found = page_of(request, reach, "person__name")
    today = timezone.localdate()
    organises = request.actor.may(Right.STEP_POSTING, row.rotation.home.path)
    said = {
        "record": row,
        "tasks": _tasks(row, convert.batch_record(row), organises),
        "page": found,
        "people": standing.readiness(found.rows, today),
        "escorts": visible(request.actor, Escort.objects.filter(record=row).select_related("senior")),
        "organises": organises,
        "crumbs": crumbs(to_list(row)),
    }
    return render(request, "postings/readiness.html", said)


def _tasks(row: BatchRecord, value: RecordValue, organises: bool) -> list[dict[str, Any]]:
    today = timezone.localdate()
    missing = standing.missing(value, today)
    urls = {"discussion": reverse("postings:list", args=[row.pk])}
    if organises:
        urls["briefing"] = reverse("postings:briefing", args=[row.pk])
        if row.plan_id and row.list_published_on is None:
            urls["list"] = reverse("postings:publish", args=[row.plan_id])
    return [
        {
            "title": title,
            "hint": hint,
            "url": urls.get(name, ""),
            "status": "done"
            if name not in missing
            else "blocked"
            if name == "briefing" and "list" in missing
            else "todo",
        }
        for name, (title, hint) in BATCH_TASKS.items()
    ]


@page(Right.STEP_POSTING)
def briefing(request: Request, record: int) -> HttpResponse:
    """Records the day on which the batch was briefed."""
    row = the_list(request, record, Right.STEP_POSTING)
    form = DayForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        attempt(form, brief, request.actor, row, form.cleaned_data["on"])
        if not form.errors:
            return redirect("postings:readiness", row.pk)
    lead = _("What to expect and whom to turn to; that one is there neither as a guest nor as anybody's envoy.")
    return ask(request, form, title=_("On which day was the batch briefed?"), word=_("Keep"), lead=lead, **_back(row))


def _back(row: BatchRecord) -> dict[str, Any]:
    url = reverse("postings:readiness", args=[row.pk])
    return {"back": url, "crumbs": crumbs(to_list(row), (url, _("Readiness")))}
