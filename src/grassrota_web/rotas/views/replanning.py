"""After the list is public: who withdrew, the fewest changes that mend it, and a draft of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from grassrota.rota.problem import RotaProblem
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.spoken import spoken
from grassrota_web.jobs.models import Job, JobState
from grassrota_web.jobs.tasks import PAGES
from grassrota_web.rotas.actions import replanning
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.convert.since_public import as_published, changes
from grassrota_web.rotas.models import Plan
from grassrota_web.rotas.views.reach import crumbs, the_plan, the_rotation
from grassrota_web.rotas.views.solving import OVER, job_of, picture_of
from grassrota_web.rotas.words import RULES

PAGES[replanning.REPLAN] = lambda job: reverse("rotas:replanned", args=[job.arguments["rotation"], job.pk])


@page(Right.SOLVE)
def ask(request: Request, pk: int, number: int) -> HttpResponse:
    """Who cannot go any more; and the search for the fewest changes."""
    row = the_plan(request, pk, number, Right.SOLVE)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        form.is_valid()
        job = attempt(form, replanning.ask_to_replan, request.actor, row)
        if job is not None:
            return redirect("rotas:replanned", pk, job.pk)
    problem = problem_of(row.policy)
    happened = changes(row, problem, as_published(row, problem))
    context: dict[str, Any] = {"plan": row, "rotation": row.rotation, "crumbs": crumbs(row.rotation, row), "form": form}
    context["withdrew"] = [problem.person[who] for who in happened.withdrew]
    context["departed"] = len(happened.departed)
    return render(request, "rotas/replan.html", context)


@page(Right.SOLVE)
def replanned(request: Request, pk: int, key: uuid.UUID) -> HttpResponse:
    """How far the search is; and when it is done, who would be moved, and why."""
    rotation = the_rotation(request, pk, Right.SOLVE)
    job = job_of(rotation, key, replanning.REPLAN)
    context: dict[str, Any] = {"rotation": rotation, **picture_of(rotation, job)}
    context["job"] |= {"poll_url": request.path, "stop_url": "", "result_url": request.path}
    context["job"]["result_word"] = _("See who would be moved")
    if request.htmx:
        over = job.state not in (JobState.WAITING, JobState.RUNNING)
        return render(request, "rotas/solving_state.html", context | {"fragment": True}, status=OVER if over else 200)
    row = _plan_of(job)
    context |= {"plan": row, "crumbs": crumbs(rotation, row), "found": "moved" in job.result}
    if context["found"]:
        problem, result = problem_of(row.policy), job.result
        context |= {"moved": [_line(problem, one) for one in result["moved"]], "bound": result["bound"]}
    return render(request, "rotas/replanned.html", context)


@page(Right.EDIT_PLAN)
@require_POST
def take(request: Request, pk: int, key: uuid.UUID) -> HttpResponse:
    """Keeps the proposal as a draft, and goes there."""
    rotation = the_rotation(request, pk, Right.EDIT_PLAN)
    job = job_of(rotation, key, replanning.REPLAN)
    saved = replanning.take(request.actor, _plan_of(job), job)
    messages.info(request, _("Saved as plan %(number)s.") % {"number": saved.number})
    return redirect("rotas:plan", pk, saved.number)


def _plan_of(job: Job) -> Plan:
    return Plan.objects.select_related("policy__rotation__home", "rotation__home").get(pk=job.arguments["plan"])


def _line(problem: RotaProblem, one: dict[str, Any]) -> dict[str, Any]:
    """One moved person: from where to where, what they may be told, and what the organiser sees beside."""
    return {
        "person": problem.person.get(one["person"]),
        "was": _where(problem, one["was"]),
        "now": _where(problem, one["now"]),
        "told": _told(one),
        "broken": [spoken(words) for words in one["broken"]],
        "chain": [problem.person[who].name for who in one["chain"] if who in problem.person],
    }


def _told(one: dict[str, Any]) -> str:
    """What the person may be told: nobody's name, and nothing of who withdrew."""
    parts = [_("People withdrew after the list was public.")]
    if one["between"]:
        words = ngettext(
            "%(n)s other is moved between them and you.", "%(n)s others are moved between them and you.", one["between"]
        )
        parts.append(words % {"n": one["between"]})
    if one["rules"]:
        asked = _("; ").join(str(RULES.get(rule, rule)) for rule in one["rules"])
        parts.append(_("Had you alone been left where you were, this would not be kept: %(rules)s.") % {"rules": asked})
    return " ".join(parts)


def _where(problem: RotaProblem, entry: Sequence[Any] | None) -> str:
    if entry is None:
        return _("staying home")
    opening, batch = entry
    place = problem.tree[problem.opening[opening].place].name if opening in problem.opening else ""
    return _("%(place)s · %(opening)s in batch %(n)s") % {"place": place, "opening": opening, "n": batch}
