"""Pages of exemptions, of what is sealed with them, and of their share in each unit."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from grassrota.staff import ExemptionReason
from grassrota_web.access.models import Sealed
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.seal import read_own, unseal
from grassrota_web.orgs.actions.exemptions import end_exemption, exempt
from grassrota_web.orgs.forms.fields import Ending
from grassrota_web.orgs.forms.people import ExemptForm, UnsealForm
from grassrota_web.orgs.models import Exemption, Person, Unit
from grassrota_web.orgs.queries.shares import Share, exemption_shares
from grassrota_web.orgs.queries.units import tops
from grassrota_web.orgs.views.asking import ask, crumbs_to, entered


@page(Right.EDIT_PEOPLE)
def add(request: Request, key: int) -> HttpResponse:
    """Exempts somebody."""
    row = get_object_or_404(visible(request.actor, Person.objects.select_related("unit")), pk=key)
    form = ExemptForm(entered(request), initial={"since": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"reason": ExemptionReason(form.cleaned_data["reason"])}
        attempt(form, lambda: exempt(request.actor, key, **said))
        if not form.errors:
            messages.success(request, _("%(person)s is exempt.") % {"person": row.name})
            return redirect(row)
    title = _("Exempt %(person)s") % {"person": row.name}
    crumbs = crumbs_to(request, row.unit)
    return ask(request, form, title=title, word=_("Exempt"), back=row.get_absolute_url(), crumbs=crumbs)


@page(Right.EDIT_PEOPLE)
def end(request: Request, key: int) -> HttpResponse:
    """Ends an exemption."""
    row = get_object_or_404(visible(request.actor, Exemption.objects.select_related("person__unit")), pk=key)
    form = Ending(entered(request), today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: end_exemption(request.actor, key, form.cleaned_data["day"]))
        if not form.errors:
            return redirect(row.person)
    title = _("End the exemption of %(person)s") % {"person": row.person.name}
    back, crumbs = row.person.get_absolute_url(), crumbs_to(request, row.person.unit)
    return ask(request, form, title=title, word=_("End it on this day"), back=back, crumbs=crumbs)


@page(Right.READ_SEALED, Right.READ_OWN)
def detail(request: Request, key: int) -> HttpResponse:
    """What is sealed with an exemption: for oneself, or with a reason that stays in the journal."""
    exemption = get_object_or_404(
        visible(request.actor, Exemption.objects.select_related("person__unit", "detail")), pk=key
    )
    own = request.actor.person == exemption.person.code
    sealed = exemption.detail
    if sealed is None or not (own or visible(request.actor, Sealed.objects.filter(pk=sealed.pk)).exists()):
        raise Http404
    person, form = exemption.person, UnsealForm(entered(request))
    if own:
        del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        said = {"person": person, "crumbs": crumbs_to(request, person.unit)}
        words = form.cleaned_data.get("reason", "")
        text = attempt(form, lambda: read_own(request.actor, sealed) if own else unseal(request.actor, sealed, words))
        if text is not None:
            return render(request, "orgs/sealed.html", said | {"text": text})
    title = _("Read what is sealed about %(person)s") % {"person": person.name}
    lead = _("That it was read, by whom and why, stays in the journal.")
    back, crumbs = person.get_absolute_url(), crumbs_to(request, person.unit)
    return ask(request, form, title=title, word=_("Read it"), back=back, crumbs=crumbs, lead=lead)


@page(Right.READ_PEOPLE, Right.READ_ROTAS)
def shares(request: Request) -> HttpResponse:
    """The share of exempt people in each unit, in the order of names."""
    units = visible(request.actor, Unit.objects.all())
    code = request.GET.get("unit", "")
    unit = get_object_or_404(units, code=code) if code else tops(request.actor).order_by("name", "pk").first()
    if unit is None:
        raise Http404
    *rows, whole = exemption_shares(request.actor, unit, timezone.localdate())
    said = {
        "unit": unit,
        "crumbs": crumbs_to(request, unit, itself=False),
        "rows": [_cells(row) for row in rows],
        "whole": _cells(whole),
        "columns": [
            {"label": _("Unit")},
            {"label": _("Staff"), "numeric": True},
            {"label": _("Exempt"), "numeric": True},
            {"label": _("Share"), "numeric": True},
        ],
        "hidden": any(row.part is None for row in (*rows, whole)),
        "day": timezone.localdate(),
    }
    return render(request, "orgs/shares.html", said)


def _cells(row: Share) -> list[dict[str, object]]:
    part = row.part
    share = "–" if part is None else _("unknown") if part.share is None else f"{float(part.share):.1%}"
    name = _("%(unit)s itself") % {"unit": row.unit.name} if row.own else row.unit.name
    url = "" if row.own else f"?unit={row.unit.code}"
    return [
        {"text": name, "url": url},
        {"text": "–" if row.staff is None else number_format(row.staff, force_grouping=True), "numeric": True},
        {"text": "–" if row.exempt is None else number_format(row.exempt, force_grouping=True), "numeric": True},
        {"text": share, "numeric": True},
    ]
