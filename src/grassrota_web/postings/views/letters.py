"""Letters: one's own, and all of a batch."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify

from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.jobs.models import Job, JobState
from grassrota_web.orgs.views.exports import reader_language
from grassrota_web.postings.actions.publication import ask_for_letters
from grassrota_web.postings.letters import letter
from grassrota_web.postings.models import BatchRecord, LetterBundle, Posting
from grassrota_web.postings.views.reach import crumbs, the_list, to_list

_STATES = {
    JobState.WAITING: "todo",
    JobState.RUNNING: "doing",
    JobState.DONE: "done",
    JobState.FAILED: "failed",
    JobState.STOPPED: "failed",
}


@page(Right.READ_OWN)
def own(request: Request, posting: int) -> HttpResponse:
    """One's own letter, in the language of the page."""
    rows = visible(request.actor, Posting.objects.filter(person__code=request.actor.person, released_on=None))
    found = rows.select_related("person", "home_unit", "opening__place", "rotation")
    row = get_object_or_404(found, pk=posting, listed_on__isnull=False)
    record = get_object_or_404(BatchRecord, rotation=row.rotation, batch=row.batch)
    return _file(letter(row, record, reader_language()), "application/pdf", f"letter-{row.rotation.code}.pdf")


@page(Right.PUBLISH)
def letters(request: Request, record: int) -> HttpResponse:
    """All letters of a batch: asked for, made beside the pages, and fetched."""
    row = the_list(request, record, Right.PUBLISH)
    if request.method == "POST":
        ask_for_letters(request.actor, row)
        return redirect("postings:letters", row.pk)
    job = Job.objects.filter(task="postings.ask_for_letters", arguments__record=row.pk).first()
    bundles = visible(request.actor, LetterBundle.objects.defer("content"))
    context = {
        "record": row,
        "job": job,
        "status": _STATES[JobState(job.state)] if job else "",
        "bundle": bundles.filter(record=row).first(),
        "crumbs": crumbs(to_list(row)),
    }
    return render(request, "postings/letters.html", context)


@page(Right.PUBLISH)
def bundle(request: Request, record: int) -> HttpResponse:
    """All letters of a batch, as they were made last."""
    row = the_list(request, record, Right.PUBLISH)
    found = visible(request.actor, LetterBundle.objects.filter(record=row)).first()
    if found is None:
        raise Http404
    return _file(bytes(found.content), "application/zip", f"letters-{slugify(row.rotation.code)}-{row.batch}.zip")


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
