"""Roles: giving and proposing, confirming, ending."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from grassrota_web.access.actions import roles as act
from grassrota_web.access.models import Account, Grant
from grassrota_web.access.pages import Request, attempt, filled_in, page
from grassrota_web.access.rights import BY_TWO, Right, Role
from grassrota_web.access.scope import visible
from grassrota_web.access.words import ROLES
from grassrota_web.records.accounts.forms import Given
from grassrota_web.records.accounts.queries import placed


@page(Right.GRANT_ROLES)
def give(request: Request, account: uuid.UUID) -> HttpResponse:
    """Gives a role at a unit, or proposes one that takes two people."""
    seen = get_object_or_404(visible(request.actor, Account.objects.all()), pk=account)
    sought = request.GET.get("q", "")
    form = Given(request.actor, Right.GRANT_ROLES, sought, filled_in(request))
    if request.method == "POST" and form.is_valid():
        role, path = form.cleaned_data["role"], form.cleaned_data["place"]
        if role in BY_TWO:
            given = attempt(form, act.propose, request.actor, seen, role, path, form.cleaned_data["outside"])
        else:
            given = attempt(form, act.grant, request.actor, seen, role, path)
        if given:
            waits = _("The role is proposed. It counts when another administrator has confirmed it.")
            messages.success(request, waits if role in BY_TWO else _("The role is given."))
            return redirect("accounts:account", seen.pk)
    return render(request, "records/accounts/give.html", {"form": form, "account": seen, "sought": sought})


@page(Right.GRANT_ROLES)
def confirm(request: Request, grant: int) -> HttpResponse:
    """Confirms a role that another administrator proposed."""
    consequences = [
        _("Make sure that you know this person, and that the account is in nobody else's hands."),
        _("The journal keeps who proposed and who confirmed."),
    ]
    if Grant.objects.filter(pk=grant, outside=True).exists():
        consequences.insert(1, _("You confirm as well that they work at none of the units here."))
    asks = {"title": _("Confirm this role"), "word": _("Confirm role"), "done": _("The role is confirmed.")}
    return _do(request, grant, act.confirm, consequences, **asks)


@page(Right.GRANT_ROLES)
def end(request: Request, grant: int) -> HttpResponse:
    """Ends a role, or takes a proposal back."""
    consequences = [_("The account can do nothing by this role from now on. That it was held stays known.")]
    asks = {"title": _("End this role"), "word": _("End role"), "done": _("The role has ended.")}
    return _do(request, grant, act.end, consequences, **asks)


def _do(request: Request, key: int, verb: Any, consequences: list[str], done: str, **asks: str) -> HttpResponse:
    rows = visible(request.actor, Grant.objects.select_related("account")).filter(until=None)
    (grant,) = placed(request.actor, [get_object_or_404(rows, pk=key)])
    form = forms.Form(filled_in(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, verb, request.actor, grant)
        if not form.errors:
            messages.success(request, done)
            return redirect("accounts:accounts")
    context = {"account": grant.account, "grant": grant, "role": ROLES[Role(grant.role)], "form": form}
    return render(request, "records/accounts/confirm.html", {**context, "consequences": consequences, **asks})
