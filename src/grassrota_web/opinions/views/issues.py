"""Pages of big problems, with the small cases behind them that stay open."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grassrota.errors import BadInput, Fault
from grassrota.opinions.systemic import CauseKind
from grassrota_web.access.actor import Actor
from grassrota_web.access.pages import Request, attempt, filled_in, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.opinions.actions import issues as verbs
from grassrota_web.opinions.forms import CloseIssueForm, ForceForm, IssueForm, long_text
from grassrota_web.opinions.models import Case, Issue
from grassrota_web.opinions.queries.worklist import entries
from grassrota_web.opinions.views.lists import COLUMNS, OPENS, crumbs
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.views.asking import ask


class LinkForm(forms.Form):
    """More small cases."""

    cases = long_text(
        gettext_lazy("Ids of cases"), 4, help_text=gettext_lazy("One a line, or with semicolons between.")
    )


@page(*OPENS)
def issues(request: Request) -> HttpResponse:
    """Big problems, those that are open first."""
    rows = visible(request.actor, Issue.objects.select_related("owner")).order_by("closed_on", "-opened_on", "pk")
    cases = visible(request.actor, Case.objects.filter(dissolved_on=None))
    shown = [{"row": row, "cases": cases.filter(issues__issue=row).count()} for row in rows[:200]]
    return render(request, "opinions/issues.html", {"issues": shown, "crumbs": crumbs()})


@page(Right.HANDLE_CASES)
def open_issue(request: Request) -> HttpResponse:
    """One big problem is opened for several small cases."""
    form = found_by(request.actor, IssueForm(filled_in(request)))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = attempt(form, _opened, request.actor, said["owner"], said["problem"], said["cases"])
        if made is not None:
            return redirect(made)
    lead = _("The small cases stay open beside it; each raiser is answered.")
    way = crumbs((reverse("opinions:issues"), _("Big problems")))
    back = reverse("opinions:issues")
    return ask(request, form, title=_("Open a big problem"), word=_("Open it"), back=back, crumbs=way, lead=lead)


@page(*OPENS)
def issue(request: Request, key: UUID) -> HttpResponse:
    """One big problem: who works on it, and the small cases behind it that one may read."""
    row = get_object_or_404(visible(request.actor, Issue.objects.select_related("owner")), pk=key)
    cases = visible(
        request.actor, Case.objects.filter(issues__issue=row, dissolved_on=None).select_related("owner", "asked")
    )
    context = {
        "issue": row,
        "entries": entries(cases.order_by("opened_on", "pk")[:200]),
        "columns": COLUMNS,
        "members": row.members.order_by("pk"),
        "works": request.actor.may(Right.HANDLE_CASES, row.owner.path) and row.closed_on is None,
        "crumbs": crumbs((reverse("opinions:issues"), _("Big problems"))),
    }
    return render(request, "opinions/issue.html", context)


@page(Right.HANDLE_CASES)
def issue_step(request: Request, key: UUID, name: str) -> HttpResponse:
    """More cases are linked, a task force is named, or the problem is closed."""
    row = get_object_or_404(visible(request.actor, Issue.objects.all()), pk=key)
    if name not in STEPS:
        raise Http404
    title, form_class, act = STEPS[name]
    form = form_class(filled_in(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, act, request.actor, row.pk, form.cleaned_data)
        if not form.errors:
            return redirect(row)
    way = crumbs((reverse("opinions:issues"), _("Big problems")), (row.get_absolute_url(), row.problem))
    return ask(request, form, title=title, word=title, back=row.get_absolute_url(), crumbs=way)


def _opened(actor: Actor, owner: str, problem: str, cases: str) -> Issue:
    return verbs.open_issue(actor, owner, problem, _keys(cases))


def _link(actor: Actor, key: UUID, said: dict[str, str]) -> Issue:
    return verbs.link_cases(actor, key, _keys(said["cases"]))


def _force(actor: Actor, key: UUID, said: dict[str, tuple[str, ...]]) -> Issue:
    return verbs.name_force(actor, key, said["members"])


def _close(actor: Actor, key: UUID, said: dict[str, str]) -> Issue:
    return verbs.close_issue(actor, key, CauseKind(said["cause"]), said["why"], tuple(said["shown_by"]))


def _keys(text: str) -> list[UUID]:
    """The ids that somebody wrote, each once."""
    found = [part for part in re.split(r"[\s;,；，]+", text) if part]
    try:
        return list(dict.fromkeys(UUID(part) for part in found))
    except ValueError:
        raise BadInput([Fault("cases", "ids of cases", text[:80])]) from None


STEPS: Mapping[str, tuple[Any, type[forms.Form], Callable[..., Issue]]] = {
    "link": (gettext_lazy("Link more cases"), LinkForm, _link),
    "force": (gettext_lazy("Name the task force"), ForceForm, _force),
    "close": (gettext_lazy("Close it with its cause"), CloseIssueForm, _close),
}
