"""One's own turn: consent, worries, requests, and the answers; nobody else opens these pages."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.posting.appeal import AppealKind
from grassrota.posting.concern import ConcernKind
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.typed import typed
from grassrota_web.orgs.models import Rotation
from grassrota_web.orgs.views.asking import ask
from grassrota_web.postings.actions import own as verbs
from grassrota_web.postings.forms import RequestForm, WorryForm
from grassrota_web.postings.models import Appeal, Concern, Consent, FamilyArrangement, Posting
from grassrota_web.postings.queries import lists
from grassrota_web.postings.views.reach import crumbs, own_rotation
from grassrota_web.postings.views.swaps import own_swaps, turn_of
from grassrota_web.postings.words import KINDS, NEEDS, OUTCOMES


@page(Right.READ_OWN)
def own(request: Request, rotation: int) -> HttpResponse:
    """One's own turn, what one said about it, and what came of it."""
    row, _person = own_rotation(request, rotation)
    if request.method == "POST":
        return _said(request, row)
    consents = visible(request.actor, Consent.objects.filter(rotation=row)).order_by("batch")
    postings = visible(request.actor, Posting.objects.filter(rotation=row, person__code=request.actor.person))
    matters: list[Concern | Appeal] = [
        *visible(request.actor, Concern.objects.filter(rotation=row, person__code=request.actor.person)),
        *visible(request.actor, Appeal.objects.filter(rotation=row, person__code=request.actor.person)),
    ]
    arranged = visible(request.actor, FamilyArrangement.objects.filter(concern__rotation=row))
    said = {
        "rotation": row,
        "consents": consents,
        "postings": postings.filter(released_on=None).select_related("opening__place", "home_unit"),
        "matters": [_matter(one) for one in sorted(matters, key=_raised)],
        "swaps": own_swaps(request.actor, row),
        "may_swap": turn_of(request.actor, row) is not None,
        "arranged": [{"need": NEEDS[one.need], "row": one} for one in arranged],
        "records": lists(request.actor).filter(rotation=row),
        "crumbs": crumbs(),
    }
    return render(request, "postings/own.html", said)


def _said(request: Request, rotation: Rotation) -> HttpResponse:
    """A yes or a no."""
    batch, word = request.POST.get("batch", ""), request.POST.get("word", "")
    number = typed(batch)
    if word not in ("yes", "no") or number is None or number > 9999:
        raise Http404
    say: verbs.Word = verbs.Yes(number) if word == "yes" else verbs.No(number)
    try:
        verbs.see_to_own(request.actor, rotation, say)
    except Refused as refusal:
        if refusal.code == "not_permitted":
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Your word is kept. Only you see it here."))
    return redirect("postings:own", rotation.pk)


def _raised(row: Concern | Appeal) -> Any:
    return row.raised_on if isinstance(row, Concern) else row.filed_on


def _matter(row: Concern | Appeal) -> dict[str, Any]:
    return {
        "row": row,
        "kind": KINDS[row.kind],
        "need": NEEDS[row.need] if isinstance(row, Concern) and row.need else "",
        "raised_on": _raised(row),
        "raised_for": isinstance(row, Concern) and row.raised_for,
        "status": "done" if row.outcome else "doing",
        "outcome": OUTCOMES[row.outcome],
        "until": row.until if isinstance(row, Concern) else None,
    }


@page(Right.ACT_FOR_ONESELF)
def worry(request: Request, rotation: int) -> HttpResponse:
    """Raises a question, difficulty or hardship."""
    row, _person = own_rotation(request, rotation)
    form = WorryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        word = verbs.Worry(ConcernKind(said["kind"]), said["text"], form.need_value(), said["past_officer"])
        attempt(form, verbs.see_to_own, request.actor, row, word)
        if not form.errors:
            messages.success(request, _("It was kept. Nobody leaves before it is answered."))
            return redirect("postings:own", row.pk)
    lead = _("Your unit officer answers it. Those who plan learn at most that something of yours still waits.")
    return ask(request, form, title=_("What weighs on you?"), word=_("Raise it"), lead=lead, **_back(row))


@page(Right.ACT_FOR_ONESELF)
def request(request: Request, rotation: int) -> HttpResponse:
    """Asks to be taken off a batch, or to go later."""
    row, _person = own_rotation(request, rotation)
    batches = sorted(lists(request.actor).filter(rotation=row).values_list("batch", flat=True))
    form = RequestForm(request.POST or None, batches=batches)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        word = verbs.Request(AppealKind(said["kind"]), said["batch"], said["text"], said["past_officer"])
        attempt(form, verbs.see_to_own, request.actor, row, word)
        if not form.errors:
            messages.success(request, _("It was kept, and has a day by which it is answered."))
            return redirect("postings:own", row.pk)
    lead = _("You need no reason to say no: that is on the page before. This is for asking to go another time.")
    return ask(request, form, title=_("Ask for another decision"), word=_("Ask"), lead=lead, **_back(row))


@page(Right.ACT_FOR_ONESELF)
def matter(request: Request, rotation: int, matter: uuid.UUID) -> HttpResponse:
    """One thing of one's own: reads its answer, or takes a declined request further."""
    row, person = own_rotation(request, rotation)
    found = (kind.objects.filter(rotation=row, person=person, pk=matter).first() for kind in (Concern, Appeal))
    one = next((candidate for candidate in found if candidate is not None), None)
    if one is None:
        raise Http404
    text = ""
    if request.method == "POST":
        further = "further" in request.POST
        word: verbs.Word = verbs.Further(matter) if further else verbs.ReadReply(matter)
        text = verbs.see_to_own(request.actor, row, word)
        if further:
            messages.success(request, _("It goes to somebody who had no part in it."))
            return redirect("postings:own", row.pk)
    declined = isinstance(one, Appeal) and one.outcome == "declined"
    back = _back(row)
    context = {"matter": _matter(one), "text": text, "declined": declined, "rotation": row, "crumbs": back["crumbs"]}
    return render(request, "postings/matter.html", context)


def _back(rotation: Rotation) -> dict[str, Any]:
    url = reverse("postings:own", args=[rotation.pk])
    return {"back": url, "crumbs": crumbs((url, _("Your own turn")))}
