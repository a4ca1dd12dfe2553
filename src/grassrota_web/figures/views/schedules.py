"""Pages of schedules: setting one for a unit, and ending it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from grassrota.figures.issue.periods import Every
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.figures.actions.schedules import end_schedule, set_schedule
from grassrota_web.figures.issue_forms import ScheduleForm
from grassrota_web.figures.models import BulletinSchedule
from grassrota_web.figures.views.bulletins import crumbs
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.views.asking import ask, confirm, entered


@page(Right.PUBLISH)
def begin(request: Request, unit: int) -> HttpResponse:
    """Bulletins of a unit are issued by themselves from now on."""
    row = get_object_or_404(visible(request.actor, Unit.objects.all()), pk=unit)
    form = ScheduleForm(entered(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        args = (row, Every(given["every"]), given["after_days"], given["public"])
        attempt(form, set_schedule, request.actor, *args)
        if not form.errors:
            messages.success(request, _("The first one comes after the end of the period that today lies in."))
            return redirect("figures:bulletins")
    lead = _(
        "It is issued and signed by itself in your name, as long as you may publish at this unit, and as soon as the "
        "figures of the last day of the period are closed. What the data do not support is not said, as ever."
    )
    title, back = _("Issue bulletins of %(unit)s on a schedule") % {"unit": row.name}, reverse("figures:bulletins")
    return ask(request, form, title=title, word=_("Set it"), back=back, crumbs=crumbs(), lead=lead)


@page(Right.PUBLISH)
def end(request: Request, key: int) -> HttpResponse:
    """A schedule ends."""
    row = get_object_or_404(visible(request.actor, BulletinSchedule.objects.select_related("unit")), pk=key)
    back = reverse("figures:bulletins")
    if request.method == "POST":
        end_schedule(request.actor, row)
        messages.success(request, _("No bulletin is issued by itself any more."))
        return redirect(back)
    consequences = [
        _("What was issued stays."),
        _("Bulletins of %(unit)s are issued by hand.") % {"unit": row.unit.name},
    ]
    return confirm(
        request, title=_("End this schedule"), word=_("End it"), back=back, consequences=consequences, crumbs=crumbs()
    )
