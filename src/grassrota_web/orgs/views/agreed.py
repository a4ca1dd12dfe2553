"""Entering what hosts agreed to outside."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.actions.agreed import record_agreement
from grassrota_web.orgs.forms.fields import Day
from grassrota_web.orgs.models import Rotation
from grassrota_web.orgs.views.asking import ask, entered


class AgreedForm(forms.Form):
    """When hosts agreed, and where that is written."""

    agreed_on = Day(label=gettext_lazy("Agreed on"))
    where = forms.CharField(
        label=gettext_lazy("Where it is written"),
        max_length=200,
        help_text=gettext_lazy("A letter with its number, the record of a meeting."),
    )


@page(Right.EDIT_OPENINGS)
def agreed(request: Request, key: int) -> HttpResponse:
    """Records that the hosts who have not answered agreed outside."""
    row = get_object_or_404(visible(request.actor, Rotation.objects.all()), pk=key)
    form = AgreedForm(entered(request), initial={"agreed_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        count = attempt(form, record_agreement, request.actor, row, **form.cleaned_data)
        if count:
            said = ngettext("%(count)d opening is agreed.", "%(count)d openings are agreed.", count)
            messages.success(request, said % {"count": count})
            return redirect("orgs:openings")
    return ask(
        request,
        form,
        title=_("What hosts agreed to outside"),
        word=_("Record it"),
        back=reverse("orgs:openings"),
        lead=_(
            "This holds for every opening of the rotation that nobody has answered yet. A host can answer otherwise."
        ),
    )
