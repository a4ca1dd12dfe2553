"""Two people swap their turns: one asks, the other answers, whoever publishes decides."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grassrota.errors import Refused
from grassrota.posting.swap import OPEN, SwapState
from grassrota_web.access.actor import Actor
from grassrota_web.access.pages import Request, attempt, filled_in, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.spoken import spoken
from grassrota_web.orgs.models import Rotation
from grassrota_web.orgs.views.asking import confirm
from grassrota_web.postings import convert
from grassrota_web.postings.actions.own import see_to_own
from grassrota_web.postings.actions.swap_words import (
    AgreeToSwap,
    AskToSwap,
    DeclineSwap,
    SwapAnswer,
    SwapWord,
    TakeBackSwap,
    stands_against,
)
from grassrota_web.postings.actions.swaps import decide_swap
from grassrota_web.postings.forms import SwapForm
from grassrota_web.postings.models import Posting, Swap
from grassrota_web.postings.queries import on_lists, swaps, swaps_to_decide
from grassrota_web.postings.views.reach import crumbs, own_rotation
from grassrota_web.postings.words import SWAPS

ANSWERS: Mapping[str, type[SwapAnswer]] = {"agree": AgreeToSwap, "decline": DeclineSwap, "take_back": TakeBackSwap}


def turn_of(actor: Actor, rotation: Rotation) -> Posting | None:
    """The turn that somebody could swap: one that they are listed for and have not left for."""
    rows = visible(actor, Posting.objects.filter(rotation=rotation, departed_on=None, released_on=None))
    return rows.filter(person__code=actor.person or "-").select_related("opening__place").first()


def own_swaps(actor: Actor, rotation: Rotation) -> list[dict[str, Any]]:
    """What somebody said and was asked about swapping, each beside the line of the other."""
    rows = swaps(actor).filter(rotation=rotation)
    return [_own_line(actor, row) for row in rows if actor.person in (row.first.person.code, row.second.person.code)]


def _own_line(actor: Actor, row: Swap) -> dict[str, Any]:
    state, asks = convert.swap(row).state, row.first.person.code == actor.person
    status = "todo" if state == SwapState.ASKED and not asks else "doing" if state in OPEN else "done"
    return {
        "row": row,
        "other": row.second if asks else row.first,
        "asks": asks,
        "word": SWAPS[state],
        "status": status,
        "to_answer": state == SwapState.ASKED and not asks,
        "to_take_back": state == SwapState.AGREED or (state == SwapState.ASKED and asks),
        "told": state == SwapState.AGREED,
        "lapsed": state == SwapState.LAPSED,
    }


@page(Right.ACT_FOR_ONESELF)
def ask(request: Request, rotation: int, person: str) -> HttpResponse:
    """Asks somebody on a list for their turn, after a look at both."""
    row, _own = own_rotation(request, rotation)
    mine = turn_of(request.actor, row)
    theirs = on_lists(request.actor, row).filter(person__code=person).first()
    if mine is None or theirs is None or theirs.pk == mine.pk:
        raise Http404
    if request.method == "POST":
        return _said(request, row, AskToSwap(person), _("It is asked. You see here what becomes of it."))
    turns = {"name": theirs.person.name, "mine": _turn(mine), "theirs": _turn(theirs)}
    back = reverse("postings:own", args=[row.pk])
    return confirm(
        request,
        title=_("Ask %(name)s to swap turns?") % turns,
        word=_("Ask"),
        back=back,
        consequences=[
            _("You would go to %(theirs)s, and %(name)s to %(mine)s.") % turns,
            _("%(name)s sees that you ask, and says yes or no without a reason. Nobody else learns of a no.") % turns,
            _("If you both want it, the rules are checked, and whoever plans decides."),
            _("Once it is approved you are both asked again whether you go."),
        ],
        crumbs=crumbs((back, _("Your own turn"))),
    )


def _turn(line: Posting) -> str:
    told = _("%(place)s in batch %(batch)s")
    return told % {"place": line.opening.place.name, "batch": line.batch}


@page(Right.ACT_FOR_ONESELF)
@require_POST
def answer(request: Request, rotation: int, swap: uuid.UUID) -> HttpResponse:
    """Agrees to a swap, declines it, or takes it back."""
    row, _own = own_rotation(request, rotation)
    get_object_or_404(swaps(request.actor).filter(rotation=row), pk=swap)
    word = ANSWERS.get(request.POST.get("word", ""))
    if word is None:
        raise Http404
    return _said(request, row, word(swap), _("Your word is kept."))


def _said(request: Request, rotation: Rotation, word: SwapWord, done: str) -> HttpResponse:
    try:
        see_to_own(request.actor, rotation, word)
    except Refused as refusal:
        if refusal.code == "not_permitted":
            raise
        messages.error(request, spoken(refusal.message))
    else:
        messages.success(request, done)
    return redirect("postings:own", rotation.pk)


@page(Right.PUBLISH)
def waiting(request: Request) -> HttpResponse:
    """The swaps that two people want and that wait for a decision."""
    return render(request, "postings/swaps.html", {"rows": swaps_to_decide(request.actor), "crumbs": crumbs()})


@page(Right.PUBLISH)
def decide(request: Request, swap: uuid.UUID) -> HttpResponse:
    """One of them: who would go where, what the rules say today, and the decision."""
    row = next((one for one in swaps_to_decide(request.actor) if one.pk == swap), None)
    if row is None:
        raise Http404
    form = SwapForm(filled_in(request))
    if request.method == "POST" and form.is_valid():
        approved = form.cleaned_data["outcome"] == SwapState.APPROVED
        attempt(form, decide_swap, request.actor, row, approved=approved, reason=form.cleaned_data["reason"])
        if not form.errors:
            messages.success(request, _("It is decided, and both of them see it."))
            return redirect("postings:swaps")
    way = crumbs((reverse("postings:swaps"), _("Swaps that wait for a decision")))
    against = [spoken(words) for words in stands_against(row)]
    context = {"row": row, "lines": (row.first, row.second), "against": against, "form": form, "crumbs": way}
    return render(request, "postings/swap.html", context, status=422 if form.errors else 200)
