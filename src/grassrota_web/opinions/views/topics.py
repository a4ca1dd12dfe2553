"""Pages of the tree of topics, of the rules by which opinions are sent, and of the days by which is counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from grassrota_web.access.pages import Request, attempt, filled_in, page
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.opinions import trees
from grassrota_web.opinions.actions import topics as verbs
from grassrota_web.opinions.actions.calendar import set_day
from grassrota_web.opinions.forms import GoesOnForm, NewTopicForm, OwnDayForm, ParentForm, RenameForm, RuleForm
from grassrota_web.opinions.models import OwnDay, RoutingRule, Topic
from grassrota_web.opinions.views.lists import OPENS, crumbs
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.views.asking import ask

EDITS: Mapping[str, tuple[Any, type[forms.Form], Callable[..., Any]]] = {
    "rename": (gettext_lazy("Another name"), RenameForm, verbs.rename_topic),
    "move": (gettext_lazy("Another place in the tree"), ParentForm, verbs.move_topic),
    "merge": (
        gettext_lazy("Merge it with another one"),
        GoesOnForm,
        lambda actor, code, goes_on_as: verbs.merge_topics(actor, code, goes_on_as),
    ),
    "retire": (
        gettext_lazy("Take it out of use"),
        GoesOnForm,
        lambda actor, code, goes_on_as: verbs.retire_topic(actor, code, goes_on_as),
    ),
}
"""How a topic is edited: what it is called, what is asked, and the verb."""


@page(*OPENS)
def topics(request: Request) -> HttpResponse:
    """The tree of topics, and those that are out of use."""
    form = NewTopicForm(filled_in(request))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, verbs.add_topic, request.actor, form.cleaned_data["name"], form.cleaned_data["parent"])
        if made is not None:
            messages.success(request, _("%(topic)s was added.") % {"topic": made.name})
            return redirect("opinions:topics")
    tree = trees.all_topics()
    edits = request.actor.may(Right.ROUTE_CASES, EVERYWHERE)
    context = {
        "form": form,
        "lines": _lines(tree, "", 0),
        "retired": visible(request.actor, Topic.objects.exclude(retired_on=None).select_related("goes_on_as")),
        "edits": [(name, edit[0]) for name, edit in EDITS.items()] if edits else [],
        "crumbs": crumbs(),
    }
    return render(request, "opinions/topics.html", context, status=422 if form.errors else 200)


def _lines(tree: Any, parent: str, depth: int) -> list[dict[str, Any]]:
    found = []
    for topic in tree.children(parent):
        found.append({"topic": topic, "depth": depth})
        found += _lines(tree, topic.id, depth + 1)
    return found


@page(Right.ROUTE_CASES)
def edit_topic(request: Request, code: str, name: str) -> HttpResponse:
    """One edit of one topic."""
    if name not in EDITS:
        raise Http404
    row = get_object_or_404(visible(request.actor, Topic.objects.filter(retired_on=None)), code=code)
    title, form_class, verb = EDITS[name]
    form = form_class(filled_in(request), initial={"name": row.name})
    if request.method == "POST" and form.is_valid():
        attempt(form, verb, request.actor, code, **form.cleaned_data)
        if not form.errors:
            return redirect("opinions:topics")
    back = reverse("opinions:topics")
    way = crumbs((back, _("Topics")))
    return ask(request, form, title=f"{row.name}: {title}", word=_("Keep the change"), back=back, crumbs=way)


@page(Right.ROUTE_CASES)
def rules(request: Request) -> HttpResponse:
    """The rules by which opinions are sent: the one that says most decides."""
    form = found_by(request.actor, RuleForm(filled_in(request)))
    if request.method == "POST" and form.is_valid():
        attempt(form, verbs.add_rule, request.actor, **form.cleaned_data)
        if not form.errors:
            return redirect("opinions:rules")
    rows = visible(request.actor, RoutingRule.objects.select_related("to", "topic", "place", "organ").order_by("pk"))
    context = {"form": form, "rules": rows, "crumbs": crumbs()}
    return render(request, "opinions/rules.html", context, status=422 if form.errors else 200)


@page(Right.ROUTE_CASES)
@require_POST
def drop_rule(request: Request, key: int) -> HttpResponse:
    """Takes a rule away."""
    row = get_object_or_404(visible(request.actor, RoutingRule.objects.all()), pk=key)
    verbs.drop_rule(request.actor, row.pk)
    return redirect("opinions:rules")


@page(Right.ROUTE_CASES)
def calendar(request: Request) -> HttpResponse:
    """The organisation's own days, by which deadlines are counted beside the calendar's."""
    form = OwnDayForm(filled_in(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, set_day, request.actor, form.cleaned_data["day"], form.cleaned_data["worked"])
        if not form.errors:
            return redirect("opinions:calendar")
    days = visible(request.actor, OwnDay.objects.order_by("-day"))[:200]
    context = {"form": form, "days": days, "crumbs": crumbs()}
    return render(request, "opinions/calendar.html", context, status=422 if form.errors else 200)
