"""Coming back with a receipt: the code is posted, never in an address, and each step carries it in its form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grassrota_web.access.actor import NOBODY
from grassrota_web.access.pages import attempt
from grassrota_web.intake import above, log, proof_of_work
from grassrota_web.intake.actions.guessing import count_guess, is_spent
from grassrota_web.intake.actions.saying import delete_contact, keep_private, say
from grassrota_web.intake.forms.raising import CodeForm
from grassrota_web.intake.found import Found, find
from grassrota_web.intake.models import PublicText, Said
from grassrota_web.intake.public import as_file, open_to_all

SAID: Mapping[Said, str | Promise] = {
    Said.FIXED: gettext_lazy("it is fixed"),
    Said.PARTLY: gettext_lazy("it is partly fixed"),
    Said.NOT_FIXED: gettext_lazy("it is not fixed"),
    Said.APPEAL: gettext_lazy("you appealed"),
    Said.WITHDRAWN: gettext_lazy("you asked to take it back"),
}


@open_to_all
def receipt(request: HttpRequest) -> HttpResponse:
    """Asks for a code, and shows where the opinion stands; takes what its holder says."""
    step = request.POST.get("step", "")
    form = CodeForm(request.POST if step else None)
    if not step or not form.is_valid():
        return _ask(request, form)
    if is_spent() and not proof_of_work.is_done(
        timezone.localdate(), request.POST.get("code", ""), request.POST.get("work", "")
    ):
        form.add_error(None, _("So many wrong codes were tried today that JavaScript is needed until tomorrow."))
        return _ask(request, form)
    found = find(form.cleaned_data["code"], form.cleaned_data["passphrase"])
    if found is None:
        count_guess(NOBODY)
        form.add_error("code", _("There is nothing under this code. Compare each group with what you noted."))
        return _ask(request, form)
    if found.locked and form.cleaned_data["passphrase"]:
        count_guess(NOBODY)
        form.add_error("passphrase", _("This is not the passphrase of this receipt."))
        return _ask(request, form)
    return STEPS.get(step, _said)(request, found, step)


def _ask(request: HttpRequest, form: CodeForm) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "here": "intake:receipt"}
    if is_spent():
        context |= {"challenge": proof_of_work.challenge(timezone.localdate()), "work": proof_of_work}
    return render(request, "intake/receipt.html", context, status=422 if form.errors else 200)


def _look(request: HttpRequest, found: Found, step: str) -> HttpResponse:
    return _status(request, found, forms.Form())


def _said(request: HttpRequest, found: Found, step: str) -> HttpResponse:
    """A message, or a word on the correction."""
    if step != "message" and step not in Said:
        return _status(request, found, forms.Form())
    standing = above.standing(found.row.opinion) if found.row else None
    asked = step in (Said.FIXED, Said.PARTLY, Said.NOT_FIXED)
    form = forms.Form(data={})
    if (asked and not (standing and standing.asks)) or (step == Said.APPEAL and not (standing and standing.appeals)):
        form.add_error(None, _("Nobody asks for this yet. Leave a message instead."))
    else:
        said = None if step == "message" else Said(step)
        attempt(form, say, NOBODY, found.receipt, said, request.POST.get("words", ""))
    done = "" if form.errors else _("It waits, and is passed on tomorrow.")
    return _status(request, _again(request, found), form, done)


def _delete_contact(request: HttpRequest, found: Found, step: str) -> HttpResponse:
    delete_contact(NOBODY, found.receipt)
    return _status(request, _again(request, found), forms.Form(), _("Your contact details are deleted."))


def _keep_private(request: HttpRequest, found: Found, step: str) -> HttpResponse:
    keep_private(NOBODY, found.receipt)
    done = _("Nothing of what you raised is made public any more.")
    return _status(request, _again(request, found), forms.Form(), done)


def _promise(request: HttpRequest, found: Found, step: str) -> HttpResponse:
    return as_file(log.promise(found.commitment), "promise.json")


def _proof(request: HttpRequest, found: Found, step: str) -> HttpResponse:
    proof = log.inclusion(found.row.leaf, found.commitment) if found.row else None
    if proof is None:
        return _status(request, found, forms.Form())
    return as_file(proof, "proof.json")


STEPS: Mapping[str, Callable[[HttpRequest, Found, str], HttpResponse]] = {
    "look": _look,
    "delete_contact": _delete_contact,
    "keep_private": _keep_private,
    "promise": _promise,
    "proof": _proof,
}
"""What a receipt opens, but for what its holder says."""


def _again(request: HttpRequest, found: Found) -> Found:
    """The same, with what was just said."""
    return find(str(found.receipt), request.POST.get("passphrase", "")) or found


def _status(request: HttpRequest, found: Found, form: forms.Form, done: str = "") -> HttpResponse:
    opinion = found.row.opinion if found.row else None
    standing = above.standing(opinion) if opinion else above.Standing(_("received; it is passed on tomorrow"))
    words = (opinion.words if opinion else found.filed.filing.words if found.filed else "") if found.opened else ""
    context = {
        "form": form,
        "done": done,
        "standing": standing,
        "opened": found.opened,
        "locked": found.locked,
        "words": words,
        "code": str(found.receipt),
        "passphrase": request.POST.get("passphrase", "") if found.opened else "",
        "talk": _talk(found),
        "said": _answers(found),
        "provable": found.row is not None,
        "has_contact": found.has_contact,
        "may_publish": opinion is not None and opinion.may_publish,
        "public": PublicText.objects.filter(opinion=opinion, withdrawn_on=None).first() if not found.locked else None,
        "here": "intake:receipt",
    }
    return render(request, "intake/status.html", context, status=422 if form.errors else 200)


def _talk(found: Found) -> list[dict[str, Any]]:
    """Messages both ways, in their order, and those that wait."""
    kept = found.row.opinion.messages.all() if found.row else ()
    lines = [{"from_raiser": row.from_raiser, "words": row.words, "day": row.day} for row in kept]
    waiting = [entry for entry in found.waiting if entry.said is None]
    return [*lines, *({"from_raiser": True, "words": entry.words, "waits": True} for entry in waiting)]


def _answers(found: Found) -> list[dict[str, Any]]:
    kept = found.row.opinion.answers.all() if found.row else ()
    lines = [{"said": SAID[Said(row.said)], "day": row.day} for row in kept]
    return [*lines, *({"said": SAID[entry.said], "waits": True} for entry in found.waiting if entry.said)]
