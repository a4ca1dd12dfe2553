"""One's own account: what it may do, its password, its tokens."""

from __future__ import annotations

import uuid
from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grassrota_web.access import second_factor as factor
from grassrota_web.access.actions.passwords import set_password
from grassrota_web.access.actions.tokens import end, make
from grassrota_web.access.forms import NewPassword, NewToken
from grassrota_web.access.models import Account, Token
from grassrota_web.access.pages import Request, attempt, filled_in, page
from grassrota_web.access.words import ROLES


@page()
def own(request: Request) -> HttpResponse:
    """Who one is here, and how one signs in."""
    account = cast(Account, request.user)
    context = {
        "account": account,
        "role_words": [ROLES[role] for role in dict.fromkeys(role for role, _path in request.actor.roles)],
        "enrolled": factor.enrolled(account),
        "codes_left": factor.codes_left(account),
        "tokens": Token.objects.filter(account=account, ended_on=None).count(),
    }
    return render(request, "access/own.html", context)


@page()
def password(request: Request) -> HttpResponse:
    """Changes one's password; other sessions, the tokens and the calendar addresses of the account end."""
    account = cast(Account, request.user)
    form = NewPassword(account, filled_in(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, set_password, request.actor, account, form.cleaned_data["new_password1"])
        account.refresh_from_db()
        update_session_auth_hash(request, account)
        messages.success(
            request, _("Your password is changed. You are signed out everywhere else; tokens and calendars have ended.")
        )
        return redirect("access:own")
    return render(request, "access/password.html", {"form": form})


@page()
def tokens(request: Request) -> HttpResponse:
    """The tokens of one's programs, and a form for one more."""
    form = NewToken(request.actor, filled_in(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = attempt(form, make, request.actor, request.user, given["label"], given["rights"], given["expires_on"])
        if made:
            return render(request, "access/token_made.html", {"token": made, "label": given["label"]})
    mine = Token.objects.filter(account=cast(Account, request.user), ended_on=None).order_by("expires_on", "pk")
    return render(request, "access/tokens.html", {"form": form, "tokens": mine})


@page()
@require_POST
def end_token(request: Request, token: uuid.UUID) -> HttpResponse:
    """Ends one of one's tokens."""
    mine = get_object_or_404(Token, pk=token, account=cast(Account, request.user))
    end(request.actor, mine)
    messages.success(request, _("The token has ended: it opens nothing any more."))
    return redirect("access:tokens")
