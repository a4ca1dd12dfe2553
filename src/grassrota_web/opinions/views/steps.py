"""Steps of a case, each a form on a page of its own: what is asked, the verb that follows, and when it is offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grassrota.errors import BadInput, Fault
from grassrota.opinions.case import CaseState
from grassrota.opinions.entries import ClosingReason
from grassrota.opinions.response import Action, Decision
from grassrota_web.access.actor import Actor
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.intake.models import Opinion
from grassrota_web.opinions import habits
from grassrota_web.opinions.actions import closing, handlers, merging, replies, responses, routing
from grassrota_web.opinions.forms import (
    AcknowledgeForm,
    AssignForm,
    CauseForm,
    ClaimForm,
    FoundForm,
    InterimForm,
    JoinForm,
    LetGoForm,
    NotOursForm,
    ResponseForm,
    RouteForm,
    TopicForm,
    WhyForm,
    WordsForm,
)
from grassrota_web.opinions.models import Case, Fact, FactKind, Response
from grassrota_web.opinions.queries.worklist import entries
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.views.asking import ask, entered

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Moment:
    """A case as somebody looks at it.

    Attributes:
        row: The case.
        kinds: The kinds of its facts.
        works: True if whoever looks may work on it.
        answers: True if they answer for the unit that is responsible, or was asked.
        answers_next: True if they answer for the unit that was asked or, if none was, for the responsible one.
        routes: True if they say where it goes.
        suggests: True if a raiser suggests how to fix it.
    """

    row: Case
    kinds: frozenset[str]
    works: bool
    answers: bool
    answers_next: bool
    routes: bool
    suggests: bool

    @property
    def routed(self) -> bool:
        """True once it was sent somewhere."""
        return bool(self.row.owner_id or self.row.outside)

    @property
    def stands(self) -> bool:
        """True if somebody still has to do something about it."""
        return self.routed and CaseState(self.row.state).stands


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        title: What is done; also the words of its link.
        word: Of the button.
        form: What is asked.
        verb: Called with the actor, the case's key and what the form gives.
        when: True where it makes sense; whether it is permitted, the verb says.
        lead: What one should know first.
        suggested: What may be taken by one click in place of filling in the form.
    """

    title: Words
    word: Words
    form: type[forms.Form]
    verb: Callable[..., Any]
    when: Callable[[Moment], bool]
    lead: Words = ""
    suggested: Callable[[Case], Sequence[Any]] | None = None


def _claim(actor: Actor, key: UUID, **given: Any) -> Case:
    return closing.claim(actor, key, ClosingReason(given.pop("reason")), **given)


def _respond(actor: Actor, key: UUID, **given: Any) -> Response:
    what, by = given["what"].strip(), given["by"]
    if bool(what) != (by is not None):
        raise BadInput([Fault("by", "what will be done, and by which day", "one without the other")])
    case = Case.objects.select_related("owner").get(pk=key)
    unit = case.owner.code if case.owner else ""
    actions = (Action(what, unit, by),) if what else ()
    return responses.respond(actor, key, Decision(given["decision"]), actions, given["reason"])


STEPS: Mapping[str, Step] = {
    "route": Step(
        gettext_lazy("Say where it goes"),
        gettext_lazy("Send it there"),
        RouteForm,
        routing.route,
        lambda now: now.routes and not now.routed,
        gettext_lazy("The unit is responsible until another one accepts. Whom it concerns, it never reaches."),
        habits.suggested,
    ),
    "accept": Step(
        gettext_lazy("Accept it"),
        gettext_lazy("Accept the case"),
        forms.Form,
        routing.accept,
        lambda now: now.answers_next and bool(now.row.asked_id or now.row.asks_outside),
        gettext_lazy("Your unit is responsible for it from then on."),
    ),
    "acknowledge": Step(
        gettext_lazy("Acknowledge it"),
        gettext_lazy("Tell the raiser"),
        AcknowledgeForm,
        replies.acknowledge,
        lambda now: now.works and now.stands and FactKind.ACKNOWLEDGED not in now.kinds,
    ),
    "investigate": Step(
        gettext_lazy("Note what was found"),
        gettext_lazy("Note it"),
        FoundForm,
        closing.investigate,
        lambda now: now.works and now.stands and now.row.investigated_on is None,
        gettext_lazy("Nothing counts as fixed before somebody has looked into it."),
    ),
    "claim": Step(
        gettext_lazy("Say what came of it"),
        gettext_lazy("Say so"),
        ClaimForm,
        _claim,
        lambda now: now.works and now.stands,
        gettext_lazy("This is what your unit says. Only the raiser can say that it is fixed."),
    ),
    "feedback": Step(
        gettext_lazy("Give feedback"),
        gettext_lazy("Tell the raiser"),
        WordsForm,
        replies.give_feedback,
        lambda now: now.works and now.stands,
        gettext_lazy("It closes nothing."),
    ),
    "interim": Step(
        gettext_lazy("Say why it takes longer"),
        gettext_lazy("Tell the raiser"),
        InterimForm,
        replies.reply_for_now,
        lambda now: now.works and now.stands,
    ),
    "ask": Step(
        gettext_lazy("Ask the raiser"),
        gettext_lazy("Leave the question"),
        WordsForm,
        replies.ask_raiser,
        lambda now: now.works and now.routed,
        gettext_lazy("They find it when they look with their receipt. Ask nothing that only they could answer."),
    ),
    "not-ours": Step(
        gettext_lazy("It is not ours"),
        gettext_lazy("Send it on"),
        NotOursForm,
        routing.not_ours,
        lambda now: now.answers_next and now.stands,
        gettext_lazy("It stays open, and whoever is responsible stays so until somebody else accepts."),
    ),
    "assign": Step(
        gettext_lazy("Say whose it is"),
        gettext_lazy("Assign it"),
        AssignForm,
        routing.assign,
        lambda now: now.answers_next and (now.row.outside or now.row.asks_outside or FactKind.NOT_OURS in now.kinds),
        gettext_lazy("That unit cannot send it on."),
    ),
    "topic": Step(
        gettext_lazy("File it under a topic"),
        gettext_lazy("File it"),
        TopicForm,
        routing.file_under,
        lambda now: now.works and now.routed,
    ),
    "cause": Step(
        gettext_lazy("Note the cause"),
        gettext_lazy("Note it"),
        CauseForm,
        closing.note_cause,
        lambda now: now.works and now.routed,
    ),
    "join": Step(
        gettext_lazy("Name somebody who works on it"),
        gettext_lazy("Name them"),
        JoinForm,
        handlers.join,
        lambda now: now.answers and now.routed,
        gettext_lazy("Who is posted fixes nothing without somebody of the place. Nobody whom it concerns is taken."),
    ),
    "let-go": Step(
        gettext_lazy("Let somebody go who works on it"),
        gettext_lazy("Let them go"),
        LetGoForm,
        handlers.let_go,
        lambda now: now.answers and FactKind.JOINED in now.kinds,
    ),
    "respond": Step(
        gettext_lazy("Answer for the leaders"),
        gettext_lazy("Answer"),
        ResponseForm,
        _respond,
        lambda now: now.answers and bool(now.row.owner_id),
        gettext_lazy("A decision, what will be done, and by when. It closes nothing."),
    ),
    "adopt": Step(
        gettext_lazy("Adopt what the raiser suggests"),
        gettext_lazy("Adopt it"),
        forms.Form,
        responses.adopt_suggestion,
        lambda now: now.works and now.suggests and FactKind.ADOPTED not in now.kinds,
    ),
    "split": Step(
        gettext_lazy("Take it apart"),
        gettext_lazy("Take it apart"),
        forms.Form,
        merging.split,
        lambda now: now.answers and now.row.merged,
        gettext_lazy("Each part is what it was, with what was done together since."),
    ),
    "close": Step(
        gettext_lazy("Close it"),
        gettext_lazy("Close the case"),
        forms.Form,
        closing.close,
        lambda now: (
            now.works
            and now.row.closed_on is None
            and now.row.state in (CaseState.CONFIRMED, CaseState.OTHERWISE_CLOSED)
        ),
        gettext_lazy("Nothing is left to do about it. Its raiser can open it again."),
    ),
    "reopen": Step(
        gettext_lazy("Open it again"),
        gettext_lazy("Open it again"),
        WhyForm,
        closing.reopen,
        lambda now: now.works and now.routed and not now.stands,
        gettext_lazy("Its raisers read why. What your unit claimed must be claimed anew."),
    ),
}
"""Every step by its name in the address, in the order in which they are offered."""


def offered(actor: Actor, row: Case, facts: Sequence[Fact]) -> list[dict[str, Any]]:
    """The steps that make sense for somebody now, as links."""
    if row.merged_into_id or row.dissolved_on:
        return []
    named = bool(actor.person) and row.handlers.filter(staff=actor.person, until=None).exists()
    reviews = (row.outside or row.asks_outside) and actor.holds(Right.REVIEW_CASES)
    units = [unit for unit in (row.owner, row.asked) if unit]
    answers = reviews or any(actor.may(Right.HANDLE_CASES, unit.path) for unit in units)
    answers_next = actor.may(Right.HANDLE_CASES, row.asked.path) if row.asked else answers
    routes = actor.may(Right.ROUTE_CASES, row.place.path if row.place else EVERYWHERE)
    suggests = Opinion.objects.filter(raised__case=row).exclude(suggestion="").exists()
    now = Moment(row, frozenset(fact.kind for fact in facts), named or answers, answers, answers_next, routes, suggests)
    found = [
        {"title": step.title, "url": reverse("opinions:step", args=[row.pk, name])}
        for name, step in STEPS.items()
        if step.when(now)
    ]
    if now.answers and now.stands:
        found.append({"title": _("Handle it together with others"), "url": reverse("opinions:merge", args=[row.pk])})
    return found


@page(Right.ROUTE_CASES, Right.HANDLE_CASES, Right.WORK_ON_CASES, Right.REVIEW_CASES)
def step(request: Request, key: UUID, name: str) -> HttpResponse:
    """One step of a case."""
    row = get_object_or_404(visible(request.actor, Case.objects.filter(dissolved_on=None)), pk=key)
    known = STEPS.get(name)
    if known is None:
        raise Http404
    form = found_by(request.actor, known.form(entered(request)))
    if request.method == "POST" and form.is_valid():
        attempt(form, known.verb, request.actor, row.pk, **form.cleaned_data)
        if not form.errors:
            messages.success(request, _("It was noted."))
            gone = not visible(request.actor, Case.objects.filter(pk=row.pk, dissolved_on=None)).exists()
            return redirect("opinions:home") if gone else redirect(row)
    entry = entries([row])[0]
    crumbs = [
        {"url": reverse("opinions:home"), "label": _("Cases")},
        {"url": row.get_absolute_url(), "label": entry.words},
    ]
    back, lead = row.get_absolute_url(), known.lead
    if known.suggested is None:
        return ask(request, form, title=known.title, word=known.word, back=back, crumbs=crumbs, lead=lead)
    asked = {"form": form, "title": known.title, "word": known.word, "back": back, "crumbs": crumbs, "lead": lead}
    said = {**asked, "entry": entry, "suggested": known.suggested(row)}
    return render(request, "opinions/route.html", said, status=422 if form.errors else 200)
