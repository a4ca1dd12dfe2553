"""Having a plan made: asked for, watched, stopped."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.jobs.models import Job, JobState
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas.actions.plans import TASK, ask_for_plan, stop_solving
from grassrota_web.rotas.actions.trials import FAIRNESS, WHAT_IF
from grassrota_web.rotas.forms.plan import SolveForm
from grassrota_web.rotas.models import Plan
from grassrota_web.rotas.queries.pictures import search
from grassrota_web.rotas.views.reach import crumbs, latest_policy, the_rotation
from grassrota_web.rotas.words import REMEDIES, RULES

OVER = 286
"""The status by which htmx stops asking."""

_STATUS = {
    JobState.WAITING: "todo",
    JobState.RUNNING: "doing",
    JobState.DONE: "done",
    JobState.STOPPED: "done",
    JobState.FAILED: "failed",
}


@page(Right.SOLVE)
def ask(request: Request, pk: int) -> HttpResponse:
    """Asks for a plan."""
    rotation = the_rotation(request, pk, Right.SOLVE)
    policy = latest_policy(rotation)
    if policy is None:
        raise Http404
    form = SolveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        job = attempt(
            form,
            ask_for_plan,
            request.actor,
            policy,
            seed=given["seed"],
            gap_per_mille=given["gap"],
            seconds=given["seconds"],
        )
        if job is not None:
            return redirect("rotas:solving", rotation.pk, job.pk)
    return render(request, "rotas/ask.html", {"form": form, "rotation": rotation, "crumbs": crumbs(rotation)})


@page(Right.SOLVE)
def watch(request: Request, pk: int, key: uuid.UUID) -> HttpResponse:
    """How far the search is: a page, or the part of it that changes."""
    rotation = the_rotation(request, pk, Right.SOLVE)
    job = job_of(rotation, key, TASK)
    context = {"rotation": rotation, "crumbs": crumbs(rotation), **picture_of(rotation, job)}
    if not request.htmx:
        return render(request, "rotas/solving.html", context)
    over = job.state not in (JobState.WAITING, JobState.RUNNING)
    return render(request, "rotas/solving_state.html", context | {"fragment": True}, status=OVER if over else 200)


@page(Right.SOLVE)
@require_POST
def stop(request: Request, pk: int, key: uuid.UUID) -> HttpResponse:
    """Stops a search, or what is tried out, and keeps what there is."""
    rotation = the_rotation(request, pk, Right.SOLVE)
    job = job_of(rotation, key, TASK, WHAT_IF, FAIRNESS)
    stop_solving(request.actor, job)
    return redirect({WHAT_IF: "rotas:what_if", FAIRNESS: "rotas:fairness"}.get(job.task, "rotas:solving"), pk, key)


def job_of(rotation: Rotation, key: uuid.UUID, *tasks: str) -> Job:
    """A job of the rotation that does one of these; else there is no such page."""
    return get_object_or_404(Job, pk=key, task__in=tasks, path=rotation.home.path, arguments__rotation=rotation.pk)


def picture_of(rotation: Rotation, job: Job) -> dict[str, Any]:
    """A job as ``progress.html`` shows it, with the picture of its search, and the rules that clash."""
    progress, plan = job.progress, Plan.objects.filter(rotation=rotation, job=job.pk).first()
    clash = job.result.get("clash")
    gap = progress.get("gap")
    facts = [
        (_("Seconds"), progress.get("seconds")),
        (_("Cost of the best plan"), progress.get("objective")),
        (_("No plan can cost less than"), None if progress.get("bound") is None else round(progress["bound"])),
        (_("Gap"), None if gap is None else f"{100 * gap:.2f} %"),
        (_("Rules broken"), progress.get("violations")),
    ]
    status = "failed" if clash else _STATUS[JobState(job.state)]
    shown = {
        "id": str(job.pk),
        "title": job.title,
        "said": _said(job, plan),
        "status": status,
        "facts": [{"label": label, "value": value} for label, value in facts if value is not None],
        "poll_url": reverse("rotas:solving", args=[rotation.pk, job.pk]),
        "stop_url": "" if job.stop_asked else reverse("rotas:stop", args=[rotation.pk, job.pk]),
        "result_url": reverse("rotas:plan", args=[rotation.pk, plan.number]) if plan else "",
        "result_word": _("Look at the plan"),
    }
    rules = [(RULES.get(rule, rule), REMEDIES.get(rule, "")) for rule in clash["rules"]] if clash else []
    return {"job": shown, "picture": search(progress.get("points", [])), "clash": clash, "rules": rules}


def _said(job: Job, plan: Plan | None) -> str:
    """The last thing worth saying."""
    if plan:
        return _("There is a plan: number %(number)s, which keeps every rule.") % {"number": plan.number}
    if job.result.get("clash"):
        return _("There is no plan: some rules clash.")
    match job.state:
        case JobState.WAITING:
            return _("It waits for a worker.")
        case JobState.RUNNING:
            if job.stop_asked:
                return _("Stopping, and keeping what there is.")
            return _("Following the years.") if job.task == FAIRNESS else _("Looking for a plan.")
        case JobState.FAILED:
            return str(job.result.get("error", ""))
        case JobState.DONE:
            return _("It is done.")
        case _:
            return _("It was stopped before there was a plan that keeps every rule.")
