"""The rotations one may see, and one of them: what is done, what comes next, and its plans."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grassrota.rota.part import shown
from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.jobs.models import Job, JobState
from grassrota_web.orgs.models import HostAnswer, Opening, Rotation
from grassrota_web.rotas.actions.plans import TASK
from grassrota_web.rotas.forms.plan import SolveForm
from grassrota_web.rotas.models import PUBLIC, Interest, Plan
from grassrota_web.rotas.views.reach import crumbs, latest_policy, the_rotation
from grassrota_web.rotas.words import STATE_TAGS, STATES


@page(Right.READ_ROTAS, Right.READ_OWN, Right.READ_HOSTED)
def home(request: Request) -> HttpResponse:
    """The rotations."""
    rows = visible(request.actor, Rotation.objects.select_related("home", "hosts"))
    context = {"rotations": rows, "plans": request.actor.holds(Right.EDIT_POLICY)}
    return render(request, "rotas/home.html", context)


@page(Right.READ_ROTAS, Right.READ_OWN, Right.READ_HOSTED)
def rotation(request: Request, pk: int) -> HttpResponse:
    """One rotation."""
    row = the_rotation(request, pk)
    planning = request.actor.may(Right.EDIT_PLAN, row.home.path)
    plans = visible(request.actor, Plan.objects.filter(rotation=row).select_related("made_from", "policy"))
    context: dict[str, Any] = {
        "rotation": row,
        "crumbs": crumbs(),
        "plans": [(plan, STATES[plan.state], STATE_TAGS[plan.state]) for plan in plans[:50]],
        "planning": planning,
        "mine": bool(request.actor.person) and request.actor.holds(Right.READ_OWN),
    }
    if planning:
        context["tasks"], context["interest"] = _tasks(row), _interest(row)
        context["solve"] = SolveForm() if latest_policy(row) else None
        context["job"] = _job_under_way(row)
    return render(request, "rotas/rotation.html", context)


def _tasks(row: Rotation) -> list[dict[str, Any]]:
    """What there is to do before a plan can be made, and how far each is."""
    policy, stages = latest_policy(row), row.stages.count()
    offered = Opening.objects.filter(rotation=row, withdrawn_on=None)
    agreed, asked = offered.filter(answer=HostAnswer.CONSENTED).count(), offered.filter(answer=HostAnswer.ASKED).count()
    pins = row.pins.count()
    to = {name: reverse(f"rotas:{name}", args=[row.pk]) for name in ("policy", "stages", "pins", "cases")}
    said = _("version %(number)s") % {"number": policy.number} if policy else ""
    hosts = reverse("orgs:agreed", args=[row.pk]) if asked else reverse("orgs:openings")
    agreement = ngettext(
        "%(agreed)s host has consented, %(asked)s not answered",
        "%(agreed)s hosts have consented, %(asked)s not answered",
        agreed,
    ) % {"agreed": agreed, "asked": asked}
    return [
        _task(_("Policy"), to["policy"], bool(policy), said or _("The rules by which people are sent.")),
        _task(_("Openings agreed with the hosts"), hosts, agreed > 0, agreement),
        _task(
            _("Stages and steps"), to["stages"], stages > 0, _("Which stage units are in, and what may not be skipped.")
        ),
        _task(
            _("Pins"),
            to["pins"],
            pins > 0,
            ngettext("%(n)s person is settled", "%(n)s people are settled", pins) % {"n": pins},
        ),
        _task(
            _("Open cases at home"), to["cases"], row.open_cases.exists(), _("So that enough handlers stay for them.")
        ),
    ]


def _task(title: str, url: str, done: bool, hint: str) -> dict[str, Any]:
    return {"title": title, "url": url, "hint": hint, "status": "done" if done else "todo"}


def _interest(row: Rotation) -> dict[str, int | None]:
    """People with wishes and people on the public list, apart; small counts are hidden, and nothing is told by unit."""
    wishing = Interest.objects.filter(rotation=row).aggregate(n=Count("person", distinct=True))["n"]
    public = Plan.objects.filter(rotation=row, state__in=PUBLIC).first()
    return {"wishing": shown(wishing), "listed": shown(public.assignments.count() if public else 0)}


def _job_under_way(row: Rotation) -> Job | None:
    jobs = Job.objects.filter(task=TASK, path=row.home.path, arguments__rotation=row.pk)
    return jobs.filter(state__in=[JobState.WAITING, JobState.RUNNING]).first()
