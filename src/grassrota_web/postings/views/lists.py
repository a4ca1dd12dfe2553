"""Lists: the draft that is discussed, the publication, and the list as everybody may read and take it along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grassrota.errors import BadInput, Refused
from grassrota.files.columns import Column
from grassrota.files.parse import day, text, whole
from grassrota_web.access.actor import Actor
from grassrota_web.access.pages import Request, filled_in, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.spoken import spoken
from grassrota_web.orgs.keyset import page_of
from grassrota_web.postings.actions.discussion import open_discussion
from grassrota_web.postings.actions.publication import publish
from grassrota_web.postings.export import table
from grassrota_web.postings.forms import ListDayForm
from grassrota_web.postings.models import BatchRecord
from grassrota_web.postings.queries import drafted, listed, staying
from grassrota_web.postings.views.reach import crumbs
from grassrota_web.postings.views.reach import the_list as reached_list
from grassrota_web.postings.views.swaps import turn_of
from grassrota_web.rotas.actions.lifecycle import publishable
from grassrota_web.rotas.convert.policy import policy_of_text
from grassrota_web.rotas.models import Plan
from grassrota_web.rotas.queries.meaning import meaning
from grassrota_web.rotas.words import EVIDENCE, PURPOSES, REASONS

ALL_STAFF = (Right.READ_POSTINGS, Right.DISCUSS)
LIST = (
    Column("person", text, chinese="人员"),
    Column("home_unit", text, chinese="原单位"),
    Column("place", text, chinese="去处"),
    Column("batch", whole(1), chinese="批次"),
    Column("first_day", day, chinese="第一天"),
    Column("last_day", day, chinese="最后一天"),
)


@page(*ALL_STAFF)
def the_list(request: Request, record: int) -> HttpResponse:
    """A list: who goes, who stays with the published reason, by which criteria."""
    row = reached_list(request, record)
    published = row.list_published_on is not None
    going = listed(request.actor, row) if published else drafted(request.actor, row)
    who = request.GET.get("show") == "staying"
    rows = page_of(request, staying(request.actor, row) if who else going, "person__name")
    for entry in rows.rows if who else ():
        entry.words = REASONS[entry.reason]  # type: ignore[attr-defined]
    policy = policy_of_text(row.plan.policy.text) if row.plan else None
    home = row.rotation.home.path
    said = {
        "record": row,
        "published": published,
        "show_staying": who,
        "page": rows,
        "criteria": meaning(row.rotation, policy) if policy else [],
        "purposes": [PURPOSES[one] for one in policy.purposes] if policy else [],
        "evidence": [EVIDENCE[one] for one in policy.evidence] if policy else [],
        "organises": request.actor.may(Right.STEP_POSTING, home),
        "exports": request.actor.holds(Right.EXPORT),
        "decides": request.actor.may(Right.PUBLISH, home),
        "turn": turn_of(request.actor, row.rotation) if published else None,
        "crumbs": crumbs(),
    }
    return render(request, "postings/list.html", said)


@page(Right.EXPORT)
def export(request: Request, record: int, suffix: str) -> HttpResponse:
    """A published list as a file: names, units, places and days, and no reason of anybody's."""
    row = reached_list(request, record)
    if row.list_published_on is None:
        raise Http404
    lines = (
        {
            "person": entry.person.name,
            "home_unit": entry.home_unit.name,
            "place": entry.opening.place.name,
            "batch": entry.batch,
            "first_day": entry.first_day,
            "last_day": entry.last_day,
        }
        for entry in listed(request.actor, row).order_by("person__name", "pk")
    )
    return table(request, f"list-{row.rotation.code}-{row.batch}", suffix, LIST, lines)


@page(Right.EDIT_PLAN)
def open_plan(request: Request, plan: int) -> HttpResponse:
    """Opens the draft list of a plan to all staff, after a look at what follows."""
    row = _plan(request, plan, Right.EDIT_PLAN)
    return _step(
        request,
        row,
        open_discussion,
        ListDayForm(filled_in(request), today=timezone.localdate()),
        title=_("Open the draft list to all staff?"),
        word=_("Open the draft list"),
        consequences=[
            _("Everybody of %(home)s sees who goes and who stays, with the published reasons.")
            % {"home": row.rotation.home.name},
            _("Those going and those staying discuss it, without a name if they like."),
            _("Those who go are asked whether they consent. Only they see what they answer."),
        ],
    )


@page(Right.PUBLISH)
def publish_plan(request: Request, plan: int) -> HttpResponse:
    """Publishes the list of a plan, after a look at what follows and at what stands against it."""
    row = _plan(request, plan, Right.PUBLISH)
    objections: list[str] = []
    if request.method != "POST":
        try:
            publishable(row)
        except (Refused, BadInput) as refusal:
            objections = _told(refusal)
    number = row.assignments.count()
    opened = BatchRecord.objects.filter(plan=row).aggregate(day=Max("discussion_opened_on"))["day"]
    return _step(
        request,
        row,
        publish,
        ListDayForm(filled_in(request), today=timezone.localdate(), since=opened),
        title=_("Publish the list?"),
        word=_("Publish the list"),
        objections=objections,
        irreversible=True,
        consequences=[
            ngettext(
                "%(number)s person is listed, and all staff reads the list with its criteria.",
                "%(number)s people are listed, and all staff reads the list with its criteria.",
                number,
            )
            % {"number": number},
            _("The discussion is over, and what was said in it is deleted."),
            _("Hosts see who comes to them. Nobody leaves before each concern of theirs is answered."),
        ],
    )


def _plan(request: Request, key: int, right: Right) -> Plan:
    row = get_object_or_404(visible(request.actor, Plan.objects.select_related("rotation__home", "policy")), pk=key)
    row.policy.rotation = row.rotation
    if not request.actor.may(right, row.rotation.home.path):
        raise Http404
    return row


def _step(
    request: Request,
    row: Plan,
    verb: Callable[[Actor, Plan, date], object],
    form: ListDayForm,
    *,
    objections: Sequence[str] = (),
    **said: object,
) -> HttpResponse:
    """Asks for the day and shows what follows; once it is done, the list as everybody sees it."""
    found = list(objections)
    if request.method == "POST" and form.is_valid():
        try:
            verb(request.actor, row, form.cleaned_data["on"])
        except (Refused, BadInput) as refusal:
            found = _told(refusal)
        else:
            record = BatchRecord.objects.filter(plan=row).order_by("batch").first()
            messages.success(request, _("This is what everybody sees."))
            return redirect("postings:list", record.pk) if record else redirect("postings:home")
    context = {
        "errors": [{"href": "", "text": one} for one in found],
        "form": form,
        "action": request.path,
        "cancel_url": reverse("rotas:plan", args=[row.rotation_id, row.number]),
        "crumbs": crumbs(),
        "plan": row,
    }
    status = 422 if form.errors else 409 if found and request.method == "POST" else 200
    return render(request, "postings/step.html", context | said, status=status)


def _told(refusal: Refused | BadInput) -> list[str]:
    if isinstance(refusal, BadInput):
        return [str(fault) for fault in refusal.faults]
    if refusal.code == "not_permitted":
        raise refusal
    told = refusal.data.get("objections")
    return [spoken(str(one)) for one in (told if isinstance(told, tuple) else (refusal.message,))]
