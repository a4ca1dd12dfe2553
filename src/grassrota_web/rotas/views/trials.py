"""Trying out: what if, beside a plan there is; and fairness over the years."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grassrota.rota.policy import Policy as PolicyValue
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.spoken import spoken
from grassrota_web.access.typed import typed
from grassrota_web.jobs.models import Job, JobState
from grassrota_web.jobs.tasks import PAGES
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas.actions import trials
from grassrota_web.rotas.convert import policy as convert
from grassrota_web.rotas.convert.fairness import fairness_of
from grassrota_web.rotas.convert.policy import text_of
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.convert.what_if import what_if_of
from grassrota_web.rotas.forms.policy import Batches, PolicyForm, batches_of
from grassrota_web.rotas.forms.trials import WhatIfForm, YearsForm
from grassrota_web.rotas.models import Plan, Policy
from grassrota_web.rotas.queries import side_by_side
from grassrota_web.rotas.queries.fairness_pictures import facts, pictures
from grassrota_web.rotas.queries.versions import differences
from grassrota_web.rotas.views.reach import crumbs, latest_policy, plan_name, the_rotation
from grassrota_web.rotas.views.solving import OVER, job_of, picture_of

UNCHANGED = ("title", "form", "event_day", "purposes", "evidence", "further_rounds", "first")
"""Fields of a policy that no what-if asks for; they are sent along as they are."""

PAGES[trials.WHAT_IF] = lambda job: reverse("rotas:what_if", args=[job.arguments["rotation"], job.pk])
PAGES[trials.FAIRNESS] = lambda job: reverse("rotas:fairness", args=[job.arguments["rotation"], job.pk])


@page(Right.SOLVE)
def ask_what_if(request: Request, pk: int) -> HttpResponse:
    """What is imagined: the policy, openings and people; and beside which plan it is to be shown."""
    rotation = the_rotation(request, pk, Right.SOLVE)
    version, plans = _policy_of(rotation), _plans(request, rotation)
    if not plans:
        raise Http404
    base, data = convert.policy(version), request.POST if request.method == "POST" else None
    form, batches = PolicyForm(data, base=base), Batches(data, initial=batches_of(base), prefix="batches")
    more = found_by(request.actor, WhatIfForm(data))
    named = typed((data or request.GET).get("plan", ""))
    plan = next((row for row in plans if row.number == named), plans[0])
    if data is not None and all([form.is_valid(), batches.is_valid(), more.is_valid()]):
        policy = attempt(form, lambda: _otherwise(base, form.policy(batches.cleaned_data)))
        if not form.errors:
            what_if = attempt(more, lambda: more.what_if(policy))
            job = attempt(more, trials.ask_what_if, request.actor, version, plan, what_if) if what_if else None
            if job is not None:
                return redirect("rotas:what_if", rotation.pk, job.pk)
    context: dict[str, Any] = {"rotation": rotation, "crumbs": crumbs(rotation), "form": form, "batches": batches}
    context |= {"more": more, "plans": [(row, plan_name(row)) for row in plans], "chosen": plan.number}
    context["unchanged"] = [form[name].as_hidden() for name in UNCHANGED]
    context["errors"] = [*_faults(more), *(one for row in batches.forms for one in _faults(row))]
    return render(request, "rotas/what_if_form.html", context)


@page(Right.SOLVE)
def what_if(request: Request, pk: int, key: uuid.UUID) -> HttpResponse:
    """How far it is; and when it is done, what would be, beside the plan there is."""
    rotation = the_rotation(request, pk, Right.SOLVE)
    job = job_of(rotation, key, trials.WHAT_IF)
    context: dict[str, Any] = {"rotation": rotation, "crumbs": crumbs(rotation), **picture_of(rotation, job)}
    context["job"] |= {"poll_url": request.path, "result_url": request.path, "result_word": _("See what would be")}
    if request.htmx:
        return _fragment(request, job, "rotas/solving_state.html", context)
    version = Policy.objects.get(pk=job.arguments["policy"])
    version.rotation = rotation
    imagined = what_if_of(job.arguments)
    context["said"] = list(_imagined(version, job))
    if "comparison" in job.result:
        plan = Plan.objects.get(pk=job.arguments["plan"])
        names = [plan_name(plan), _("Imagined")]
        context["side"] = side_by_side.shown(job.result["comparison"], problem_of(version), names)
        gap = job.result.get("gap")
        context |= {"gap": None if gap is None else f"{100 * gap:.2f} %"}
        context["adopts"] = not (imagined.closed or imagined.seats)
    return render(request, "rotas/what_if.html", context)


@page(Right.SOLVE)
@require_POST
def adopt(request: Request, pk: int, key: uuid.UUID) -> HttpResponse:
    """Decides what was imagined, and goes to the search for its plan."""
    rotation = the_rotation(request, pk, Right.SOLVE)
    job = job_of(rotation, key, trials.WHAT_IF)
    return redirect("rotas:solving", rotation.pk, trials.adopt(request.actor, rotation, job).pk)


@page(Right.SOLVE)
def ask_fairness(request: Request, pk: int) -> HttpResponse:
    """Asks for years to be followed; and those that were."""
    rotation = the_rotation(request, pk, Right.SOLVE)
    version, form = _policy_of(rotation), YearsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        more = {"years": given["years"], "seed": given["seed"], "leaving_per_cent": given["leaving"]}
        job = attempt(form, trials.ask_for_fairness, request.actor, version, **more)
        if job is not None:
            return redirect("rotas:fairness", rotation.pk, job.pk)
    jobs = Job.objects.filter(task=trials.FAIRNESS, path=rotation.home.path, arguments__rotation=rotation.pk)
    context: dict[str, Any] = {"rotation": rotation, "crumbs": crumbs(rotation), "form": form, "earlier": jobs[:10]}
    context |= {"most": f"{trials.MOST_PEOPLE:,}", "too_many": len(problem_of(version).people) > trials.MOST_PEOPLE}
    return render(request, "rotas/fairness_form.html", context)


@page(Right.SOLVE)
def fairness(request: Request, pk: int, key: uuid.UUID) -> HttpResponse:
    """How far the years are; and when they are done, what came of them in pictures."""
    rotation = the_rotation(request, pk, Right.SOLVE)
    job = job_of(rotation, key, trials.FAIRNESS)
    context: dict[str, Any] = {"rotation": rotation, "crumbs": crumbs(rotation), **picture_of(rotation, job)}
    context["job"] |= {"poll_url": request.path, "result_url": request.path, "result_word": _("See the years")}
    context["job"] |= {"done": job.progress.get("done"), "total": job.progress.get("total"), "facts": []}
    context["job"]["said"] = spoken(str(job.result.get("said", ""))) or ("" if job.result else context["job"]["said"])
    if request.htmx:
        return _fragment(request, job, "components/progress_state.html", context)
    if job.result.get("years"):
        version = Policy.objects.get(pk=job.arguments["policy"])
        version.rotation = rotation
        found = fairness_of(job.result["years"])
        context |= {"facts": facts(found), "years": len(found.fair), "charts": pictures(problem_of(version), found)}
    return render(request, "rotas/fairness.html", context)


def _fragment(request: Request, job: Job, template: str, context: dict[str, Any]) -> HttpResponse:
    """The part of a page that is fetched anew, until the job is over."""
    over = job.state not in (JobState.WAITING, JobState.RUNNING)
    return render(request, template, context | {"fragment": True}, status=OVER if over else 200)


def _policy_of(rotation: Rotation) -> Policy:
    version = latest_policy(rotation)
    if version is None:
        raise Http404
    return version


def _plans(request: Request, rotation: Rotation) -> list[Plan]:
    """Plans that something may be set beside, the latest first."""
    return list(visible(request.actor, Plan.objects.filter(rotation=rotation))[:100])


def _otherwise(base: PolicyValue, policy: PolicyValue) -> PolicyValue | None:
    """The policy, if it says anything else than the present one."""
    return policy if differences(text_of(base), text_of(policy)) else None


def _faults(form: Any) -> list[dict[str, str]]:
    """The faults of a form for the summary, each with its field."""
    told = [{"href": "", "text": str(text)} for text in form.non_field_errors()]
    return told + [
        {"href": f"#{field.auto_id}", "text": f"{field.label}: {text}"} for field in form for text in field.errors
    ]


def _imagined(version: Policy, job: Job) -> Iterator[str]:
    """What is imagined otherwise, one line each."""
    found = what_if_of(job.arguments)
    if found.policy:
        for one in differences(version.text, job.arguments["text"]):
            yield _("%(key)s: %(after)s instead of %(before)s") % {
                "key": one.key.replace("_", " ").replace(".", ": "),
                "after": one.after or _("nothing"),
                "before": one.before or _("nothing"),
            }
    for opening in found.closed:
        yield _("The opening %(opening)s is closed.") % {"opening": opening}
    for opening, seats in found.seats.items():
        given = {"opening": opening, "low": seats.low, "high": seats.high}
        yield _("The opening %(opening)s takes %(low)s to %(high)s people in each batch.") % given
    for pin in found.pins:
        if pin.stays:
            yield _("%(person)s stays.") % {"person": pin.person}
        elif pin.opening:
            where = f"{pin.opening}, {_('batch')} {pin.batch}" if pin.batch else pin.opening
            yield _("%(person)s goes to %(where)s.") % {"person": pin.person, "where": where}
        else:
            yield _("%(person)s goes in batch %(batch)s.") % {"person": pin.person, "batch": pin.batch}
