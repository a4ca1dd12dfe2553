"""The steps of one posting, each on a page of its own: what it asks, who may take it, and the verb it calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grassrota.forms import Purpose
from grassrota.posting.cost import CostKind, Money, Payer
from grassrota.posting.debrief import DebriefQuestion
from grassrota.posting.field import FindingKind, PlanVerdict, Task, TaskReport
from grassrota.posting.host import HostChecklist
from grassrota.posting.steps import PostingState as State
from grassrota.turns import Turn
from grassrota_web.access.actor import Actor
from grassrota_web.access.pages import Request, attempt, filled_in, page
from grassrota_web.access.rights import Right
from grassrota_web.fieldwork import convert, forms, queries
from grassrota_web.fieldwork.actions import costs, departure, home, lodging, stay, tasks
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.postings.models import Posting

Given = Mapping[str, Any]
AWAY = (State.DEPARTED, State.ARRIVED)
AFTER_LEAVING = (*AWAY, State.RETURNED)


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        title: What is done.
        form: What is asked for.
        act: The verb, called with who acts, the posting and the answers.
        by: Who may take it: ``home``, ``host``, ``person``.
        states: In which states of the posting.
        lead: A sentence above the form.
    """

    title: str | Promise
    form: type[django_forms.Form]
    act: Callable[[Actor, Posting, Given], object]
    by: tuple[str, ...]
    states: tuple[State, ...]
    lead: str | Promise = ""

    def open_to(self, actor: Actor, row: Posting) -> bool:
        """True if the step can be taken now, and by this actor."""
        ways = {
            "home": actor.may(Right.STEP_POSTING, row.home_unit.path),
            "host": actor.may(Right.RECEIVE, row.opening.place.path),
            "person": actor.person == row.person.code and actor.holds(Right.ACT_FOR_ONESELF),
        }
        return convert.posting(row).state in self.states and any(ways[way] for way in self.by)


def _minor(amount: Any) -> int:
    return int(amount * 100)


def _report(actor: Actor, row: Posting, given: Given) -> object:
    value = TaskReport(
        row.person.code,
        Task(given["task"]),
        given["filed_on"],
        given["place"],
        given["text"],
        FindingKind(given["finding"]) if given["finding"] else None,
        PlanVerdict(given["verdict"]) if given["verdict"] else None,
        given["owner"],
        given["due_on"],
    )
    return tasks.file_report(actor, row.pk, value)


def _lodge(actor: Actor, row: Posting, given: Given) -> object:
    money = Money(_minor(given["cost"]), given["currency"])
    nights, payer = Turn(given["first"], given["last"]), Payer(given["payer"])
    part, household = _minor(given["contribution"]), given["household"]
    return lodging.arrange_lodging(actor, row.pk, nights, given["agreed"], money, part, payer, household)


def _cost(actor: Actor, row: Posting, given: Given) -> object:
    money = Money(_minor(given["amount"]), given["currency"])
    return costs.add_cost(actor, row.pk, CostKind(given["kind"]), money, Payer(given["payer"]), given["paid_on"])


def _hand_over(actor: Actor, row: Posting, given: Given) -> object:
    days = Turn(given["first"], given["last"])
    return home.hand_over_work(actor, row.pk, given["work"], given["to"], days, given["note"])


def _debrief(actor: Actor, row: Posting, given: Given) -> object:
    answers = {question: given[question.value] for question in DebriefQuestion}
    return home.hold_debrief(actor, row.pk, given["on"], answers)


STEPS: Mapping[str, Step] = {
    "leave": Step(
        _("Note the departure"),
        forms.Leaving,
        lambda actor, row, given: departure.depart(actor, [row.pk], **given),
        ("home",),
        (State.LISTED,),
    ),
    "take-off": Step(
        _("Take this person off"),
        forms.OnDay,
        lambda actor, row, given: departure.release(actor, row.pk, given["on"]),
        ("home",),
        (State.PLANNED, State.LISTED),
        _("The person stays at home. Nobody is asked why, and no reason is kept."),
    ),
    "arrive": Step(
        _("Note the arrival"),
        forms.OnDay,
        lambda actor, row, given: stay.arrive(actor, row.pk, given["on"]),
        ("home", "host"),
        (State.DEPARTED,),
    ),
    "receive": Step(
        _("Confirm the arrival"),
        forms.Welcome,
        lambda actor, row, given: stay.receive(actor, row.pk, HostChecklist(**given)),
        ("host",),
        AFTER_LEAVING,
        _("Your word as the host. It can be given again when something is mended."),
    ),
    "lodging": Step(
        _("Arrange a lodging"),
        forms.LodgingForm,
        _lodge,
        ("home", "host"),
        (State.LISTED, *AWAY),
        _("It is paid for, or who lodges the person agreed to it. Nobody owes anybody a reception."),
    ),
    "task": Step(
        _("Agree on a task"),
        forms.TaskForm,
        lambda actor, row, given: tasks.set_task(
            actor, row.pk, given["output"], Purpose(given["purpose"]), given["priority"]
        ),
        ("home", "host"),
        (State.LISTED, *AWAY),
    ),
    "report": Step(_("File a report"), forms.ReportForm, _report, ("person", "home"), AFTER_LEAVING),
    "hand-over": Step(
        _("Hand work over"),
        forms.HandoverForm,
        _hand_over,
        ("person", "home"),
        (State.LISTED, *AWAY),
        _("It covers nothing before the colleague has taken it on."),
    ),
    "home-post": Step(
        _("Keep the post at home open"),
        forms.HomePostForm,
        lambda actor, row, given: home.keep_post(actor, row.pk, given["post"], given["open_until"]),
        ("home",),
        (State.LISTED, *AWAY, State.RETURNED),
    ),
    "cost": Step(_("Enter a cost"), forms.CostForm, _cost, ("home",), (State.LISTED, *AFTER_LEAVING, State.CLOSED)),
    "programme": Step(
        _("End with the host's programme"),
        django_forms.Form,
        lambda actor, row, given: stay.end_with_programme(actor, row.pk),
        ("home",),
        (State.LISTED, *AWAY),
        _("The planned end moves to the last day of the programme that this opening serves."),
    ),
    "return": Step(
        _("Note the return"),
        forms.OnDay,
        lambda actor, row, given: stay.come_back(actor, row.pk, given["on"]),
        ("home",),
        (State.ARRIVED,),
    ),
    "debrief": Step(
        _("Debrief"),
        forms.DebriefForm,
        _debrief,
        ("person", "home"),
        (State.RETURNED, State.CLOSED),
        _("Questions about arrangements and work. Each may be left out, and nobody has to say why."),
    ),
    "close": Step(
        _("Close the posting"),
        forms.OnDay,
        lambda actor, row, given: stay.close(actor, row.pk, given["on"]),
        ("home",),
        (State.ARRIVED, State.RETURNED),
        _("It closes once the reports on plan, findings and opinions are there."),
    ),
}
"""Every step, in the order in which they come up."""


ANSWERED_WITHIN = timedelta(days=30)
"""What is proposed as the time for the owner at headquarters to answer a report."""


def open_steps(actor: Actor, row: Posting) -> list[dict[str, Any]]:
    """The steps that this actor can take now."""
    return [
        {"name": name, "title": step.title, "url": reverse("fieldwork:step", args=(row.pk, name))}
        for name, step in STEPS.items()
        if step.open_to(actor, row)
        and (name != "programme" or row.opening.programme is not None)
        and (name != "close" or not row.returns or row.returned_on is not None)
        and (name != "return" or row.returns)
    ]


@page(Right.STEP_POSTING, Right.RECEIVE, Right.ACT_FOR_ONESELF)
def step(request: Request, key: int, name: str) -> HttpResponse:
    """One step of a posting."""
    row = get_object_or_404(queries.postings(request.actor), pk=key)
    found = STEPS.get(name)
    if found is None or not found.open_to(request.actor, row):
        raise Http404("no such step now")
    asked = request.method == "POST"
    form = found_by(request.actor, found.form(filled_in(request), initial=None if asked else _initial(name, row)))
    if asked and form.is_valid():
        attempt(form, found.act, request.actor, row, form.cleaned_data)
        if not form.errors:
            return redirect("fieldwork:posting", row.pk)
    back = reverse("fieldwork:posting", args=(row.pk,))
    context = {
        "title": found.title,
        "lead": found.lead,
        "form": form,
        "about": row,
        "cancel_url": back,
        "crumbs": [
            {"url": reverse("fieldwork:home"), "label": _("In the field")},
            {"url": back, "label": row.person.name},
        ],
    }
    return render(request, "fieldwork/step.html", context)


def _initial(name: str, row: Posting) -> dict[str, Any]:
    """What is known already, so that nobody types it."""
    turn: dict[str, Any] = {"first": row.first_day, "last": row.last_day}
    known: dict[str, dict[str, Any]] = {
        "lodging": turn,
        "hand-over": turn,
        "report": {
            "place": row.opening.place.name,
            "owner": row.home_unit.code,
            "due_on": forms.today() + ANSWERED_WITHIN,
        },
        "home-post": {"post": row.person.home_post, "open_until": convert.posting(row).turn.due_back},
    }
    return known.get(name, {})
