"""Opening and closing a rotation."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.actions.rotations import close_rotation, open_rotation
from grassrota_web.orgs.forms.fields import Ending
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.models import GradeScale, Rotation
from grassrota_web.orgs.views.asking import ask, entered
from grassrota_web.rotas.forms.call import CallForm


@page(Right.EDIT_POLICY)
def open_call(request: Request) -> HttpResponse:
    """Opens a rotation."""
    scales = visible(request.actor, GradeScale.objects.order_by("-valid_from"))
    initial = {"opened_on": timezone.localdate(), "scale": scales.first()}
    form = found_by(request.actor, CallForm(entered(request), scales=scales, initial=initial))
    if request.method == "POST" and form.is_valid():
        opened = attempt(form, lambda: open_rotation(request.actor, form.value()))
        if opened:
            return redirect("rotas:rotation", opened.pk)
    return ask(
        request,
        form,
        title=_("Open a rotation"),
        word=_("Open it"),
        back=reverse("rotas:home"),
        crumbs=[{"url": reverse("rotas:home"), "label": _("Rotations")}],
        lead=_("A rotation is a call for turns: the staff of one unit go to places below another."),
    )


@page(Right.EDIT_POLICY)
def close_call(request: Request, pk: int) -> HttpResponse:
    """Closes a rotation."""
    row = get_object_or_404(visible(request.actor, Rotation.objects.all()), pk=pk)
    form = Ending(entered(request), today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        closed = attempt(form, close_rotation, request.actor, row.pk, form.cleaned_data["day"])
        if closed:
            return redirect("rotas:rotation", row.pk)
    return ask(
        request,
        form,
        title=_("Close %(rotation)s") % {"rotation": row.title},
        word=_("Close it"),
        back=reverse("rotas:rotation", args=[row.pk]),
        lead=_("Nothing more is planned in a rotation that is closed; what was done in it stays."),
    )
