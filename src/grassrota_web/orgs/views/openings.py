"""Pages of openings, and of the host who answers for them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs import columns, convert
from grassrota_web.orgs.actions.openings import add_opening, answer_as_host, change_opening, withdraw_opening
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.forms.openings import OpeningFilterForm, OpeningForm
from grassrota_web.orgs.keyset import page_of
from grassrota_web.orgs.models import Opening, Rotation, Unit
from grassrota_web.orgs.queries import openings as queries
from grassrota_web.orgs.reach import grade_titles
from grassrota_web.orgs.views.asking import ask, confirm, crumbs_to, entered
from grassrota_web.orgs.words import ANSWER_STATUS, ANSWERS, SECTORS, WORK


def narrowed(request: Request) -> tuple[OpeningFilterForm, queries.OpeningFilter]:
    """The filter that the address holds; a unit that is not there, or not told apart, leaves nothing."""
    form = found_by(
        request.actor, OpeningFilterForm(request.GET, rotations=visible(request.actor, Rotation.objects.all()))
    )
    form.is_valid()
    said = form.cleaned_data
    code, unit = said.get("unit", "?"), None
    if code:
        unit = visible(request.actor, Unit.objects.all()).filter(code=code).first() or Unit(path="none")
    narrow = (said.get(name, "") for name in ("sector", "answer", "q"))
    return form, queries.OpeningFilter(said.get("rotation", ""), unit, *narrow)


@page(Right.READ_OPENINGS)
def openings(request: Request) -> HttpResponse:
    """The openings within reach, narrowed by what the address says."""
    form, only = narrowed(request)
    found = page_of(request, queries.openings(request.actor, only), "code")
    for row in found.rows:
        _worded(row)
    filtered = any(request.GET.get(name) for name in form.fields)
    edits = request.actor.holds(Right.EDIT_OPENINGS)
    said = {"form": form, "page": found, "filtered": filtered, "edits": edits, "columns": columns.OPENINGS}
    return render(request, "orgs/openings.html", said)


@page(Right.READ_OPENINGS)
def opening(request: Request, key: int) -> HttpResponse:
    """One opening: who is wanted there, and what the host says."""
    row = _worded(_opening(request, key))
    actor = request.actor
    said = {
        "opening": row,
        "titles": grade_titles(),
        "crumbs": crumbs_to(request, row.place),
        "edits": actor.may(Right.EDIT_OPENINGS, row.place.path) and row.withdrawn_on is None,
        "answers": actor.may(Right.CONSENT_AS_HOST, row.place.path) and row.withdrawn_on is None,
    }
    return render(request, "orgs/opening.html", said)


@page(Right.CONSENT_AS_HOST)
def hosting(request: Request) -> HttpResponse:
    """The host's page: what is asked of one's places, what waits for an answer first."""
    rows = queries.hosted(request.actor)
    waiting = [_worded(row) for row in queries.unanswered(request.actor).order_by("code", "pk")[:100]]
    found = page_of(request, rows, "code")
    for row in found.rows:
        _worded(row)
    said = {"waiting": waiting, "page": found, "columns": columns.OPENINGS}
    return render(request, "orgs/hosting.html", said)


@page(Right.CONSENT_AS_HOST)
@require_POST
def answer(request: Request, key: int) -> HttpResponse:
    """The host's word."""
    row = _opening(request, key)
    consents = request.POST.get("answer") == "consent"
    answer_as_host(request.actor, row.pk, consents)
    words = _("You consented to %(opening)s.") if consents else _("You declined %(opening)s.")
    messages.success(request, words % {"opening": row.code})
    return redirect("orgs:hosting")


@page(Right.EDIT_OPENINGS)
def add(request: Request) -> HttpResponse:
    """A new opening."""
    form = found_by(
        request.actor,
        OpeningForm(
            entered(request),
            rotations=queries.open_rotations(request.actor),
            programmes=queries.programmes(request.actor),
            initial={"place": request.GET.get("place", "")},
        ),
    )
    if request.method == "POST" and form.is_valid():
        rotation = form.cleaned_data["rotation"].pk
        made = attempt(form, lambda: add_opening(request.actor, rotation, form.value(), form.programme_key))
        if made:
            messages.success(request, _("The opening was added, and the host is asked."))
            return redirect(made)
    title, back = _("Add an opening"), reverse("orgs:openings")
    return ask(request, form, title=title, word=_("Add the opening"), back=back)


@page(Right.EDIT_OPENINGS)
def edit(request: Request, key: int) -> HttpResponse:
    """Changes of an opening."""
    row = _opening(request, key)
    form = found_by(
        request.actor,
        OpeningForm(
            entered(request),
            rotations=Rotation.objects.none(),
            programmes=queries.programmes(request.actor),
            of=convert.opening(row),
            initial={"programme": row.programme_id},
        ),
    )
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: change_opening(request.actor, key, form.value(), form.programme_key))
        if not form.errors:
            messages.success(request, _("The change was kept, and the host is asked again."))
            return redirect(row)
    title, lead = _("Change opening %(code)s") % {"code": row.code}, _("The host is asked again about what you change.")
    back, crumbs = row.get_absolute_url(), crumbs_to(request, row.place)
    return ask(request, form, title=title, word=_("Keep the change"), back=back, crumbs=crumbs, lead=lead)


@page(Right.EDIT_OPENINGS)
def withdraw(request: Request, key: int) -> HttpResponse:
    """Withdraws an opening."""
    row = _opening(request, key)
    if request.method == "POST":
        withdraw_opening(request.actor, key)
        messages.success(request, _("%(code)s was withdrawn.") % {"code": row.code})
        return redirect("orgs:openings")
    consequences = [_("Nobody is planned for it any more."), _("Who is there already stays to the end of their turn.")]
    title = _("Withdraw opening %(code)s?") % {"code": row.code}
    back, crumbs = row.get_absolute_url(), crumbs_to(request, row.place)
    return confirm(request, title=title, word=_("Withdraw"), back=back, consequences=consequences, crumbs=crumbs)


def _opening(request: Request, key: int) -> Opening:
    rows = Opening.objects.select_related("place", "rotation", "programme")
    return get_object_or_404(visible(request.actor, rows), pk=key)


def _worded(row: Opening) -> Opening:
    """The row with the words that pages show for its codes."""
    row.words = {  # type: ignore[attr-defined]
        "sector": SECTORS[row.sector],
        "work": WORK[row.role],
        "answer": ANSWERS[row.answer],
        "status": ANSWER_STATUS[row.answer],  # type: ignore[index]
        "people": str(row.high) if row.low == row.high else f"{row.low}–{row.high}",
    }
    return row
