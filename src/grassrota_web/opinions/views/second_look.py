"""Pages on which somebody else looks again: appeals, withdrawals, redacted copies, and cases of those who leave."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grassrota.opinions.appeal import AppealOutcome
from grassrota_web.access.pages import Request, attempt, filled_in, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.intake.models import Opinion, ReadAs
from grassrota_web.intake.queries import words_for_handlers
from grassrota_web.opinions import words
from grassrota_web.opinions.actions.appeals import ask_about_withdrawal, decide_appeal, settle_withdrawal
from grassrota_web.opinions.actions.handlers import hand_over, leavers
from grassrota_web.opinions.actions.responses import redact as make_copy
from grassrota_web.opinions.forms import DecideForm, HandOverForm, RedactForm
from grassrota_web.opinions.models import Appeal, Handler, Raised, Withdrawal
from grassrota_web.opinions.queries.flags import grouped
from grassrota_web.opinions.queries.worklist import entries
from grassrota_web.opinions.standing import calendar, decided_by
from grassrota_web.opinions.views.lists import crumbs
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.views.asking import ask


@page(Right.HANDLE_CASES, Right.REVIEW_CASES)
def appeals(request: Request) -> HttpResponse:
    """Appeals that are open, the oldest first."""
    rows = Appeal.objects.filter(outcome="", case__dissolved_on=None).select_related("case__owner", "case__asked", "to")
    found = list(visible(request.actor, rows).order_by("filed_on", "pk")[:200])
    worked, today = calendar(), timezone.localdate()
    shown = [
        {"row": row, "entry": entry, "by": (by := decided_by(row.filed_on, worked)), "late": by < today}
        for row, entry in zip(found, entries([row.case for row in found]), strict=True)
    ]
    return render(request, "opinions/appeals.html", {"appeals": shown, "crumbs": crumbs()})


@page(Right.HANDLE_CASES, Right.REVIEW_CASES)
def decide(request: Request, key: int) -> HttpResponse:
    """One appeal is decided."""
    row = get_object_or_404(visible(request.actor, Appeal.objects.select_related("case")), pk=key)
    form = DecideForm(filled_in(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        attempt(form, decide_appeal, request.actor, row.pk, AppealOutcome(said["outcome"]), said["why"])
        if not form.errors:
            messages.success(
                request, _("The appeal was decided: %(outcome)s.") % {"outcome": words.OUTCOMES[said["outcome"]]}
            )
            return redirect("opinions:appeals")
    back = row.case.get_absolute_url()
    lead = row.words or _("The raiser gives no reason.")
    return ask(request, form, title=_("Decide an appeal"), word=_("Decide"), back=back, crumbs=crumbs(), lead=lead)


@page(Right.CHECK_CASES)
def withdrawals(request: Request) -> HttpResponse:
    """Opinions that somebody takes back: each raiser is asked apart, on another day."""
    form = forms.Form(filled_in(request))
    if request.method == "POST":
        row = get_object_or_404(visible(request.actor, Withdrawal.objects.all()), pk=request.POST.get("withdrawal"))
        step = request.POST.get("step")
        if step == "ask":
            attempt(form, ask_about_withdrawal, request.actor, row.pk)
        elif step in ("yes", "no"):
            attempt(form, settle_withdrawal, request.actor, row.pk, step == "yes")
        else:
            raise Http404
        if not form.errors:
            return redirect("opinions:withdrawals")
    rows = visible(request.actor, Withdrawal.objects.filter(confirmed=None).select_related("raised__opinion"))
    shown = []
    for row in rows.order_by("requested_on", "pk")[:200]:
        talk = list(row.raised.opinion.messages.filter(day__gte=row.requested_on, from_raiser=True))
        answered = row.asked_on is not None and any(message.day >= row.asked_on for message in talk)
        words_read = words_for_handlers(row.raised.opinion)
        shown.append({"row": row, "words": words_read, "talk": talk, "answered": answered})
    context = {"form": form, "withdrawals": shown, "crumbs": crumbs()}
    return render(request, "opinions/withdrawals.html", context, status=422 if form.errors else 200)


@page(Right.CHECK_CASES)
def unredacted(request: Request) -> HttpResponse:
    """Opinions whose raisers let handlers read a redacted copy only, that has still to be made."""
    waiting = {"opinion__read_as": ReadAs.REDACTED, "opinion__redacted": None}
    rows = visible(request.actor, Raised.objects.filter(**waiting).select_related("opinion"))
    return render(
        request, "opinions/unredacted.html", {"waiting": rows.order_by("opinion__day", "pk")[:200], "crumbs": crumbs()}
    )


@page(Right.CHECK_CASES)
def redact(request: Request, opinion: UUID) -> HttpResponse:
    """The redacted copy of one opinion is made, with the original beside it."""
    raised = Raised.objects.filter(opinion__read_as=ReadAs.REDACTED).select_related("case", "opinion")
    row = get_object_or_404(visible(request.actor, raised), pk=opinion)
    original: Opinion = row.opinion
    whole = "\n".join(filter(None, (original.words, original.suggestion)))
    form = RedactForm(filled_in(request), initial={"text": original.redacted or whole})
    if request.method == "POST" and form.is_valid():
        attempt(form, make_copy, request.actor, row.case_id, opinion, form.cleaned_data["text"])
        if not form.errors:
            return redirect("opinions:unredacted")
    context = {"form": form, "opinion": original, "crumbs": crumbs()}
    return render(request, "opinions/redact.html", context, status=422 if form.errors else 200)


@page(Right.CHECK_CASES)
def flags(request: Request) -> HttpResponse:
    """Closures for inspectors to look at, those that were seen together beside each other, each with its reason."""
    found = grouped(request.actor)
    return render(request, "opinions/flags.html", {"groups": found, "crumbs": crumbs()})


@page(Right.HANDLE_CASES)
def leaving(request: Request) -> HttpResponse:
    """Cases of posted people who leave are handed over."""
    form = found_by(request.actor, HandOverForm(filled_in(request)))
    if request.method == "POST" and form.is_valid():
        count = attempt(form, hand_over, request.actor, form.cleaned_data["leaving"], form.cleaned_data["heir"])
        if count is not None:
            told = ngettext("{count} case was handed over.", "{count} cases were handed over.", count)
            messages.success(request, told.format(count=count))
            return redirect("opinions:leaving")
    gone = leavers(visible(request.actor, Handler.objects.filter(posted=True, until=None)))
    context = {"form": form, "leavers": gone.items(), "crumbs": crumbs()}
    return render(request, "opinions/leaving.html", context, status=422 if form.errors else 200)
