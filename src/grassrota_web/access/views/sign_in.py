"""Signing in and out, the link that sets a password, and the language."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from grassrota.errors import Refused
from grassrota_web.access.actions.passwords import ONCE, prefer_language, set_password
from grassrota_web.access.forms import Credentials, FirstPassword
from grassrota_web.access.models import Account
from grassrota_web.access.pages import Request, attempt, filled_in, public
from grassrota_web.access.queries import actor_of


class SignIn(LoginView):
    """Asks for name and password."""

    template_name = "access/sign_in.html"
    authentication_form = Credentials
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the way through the directory, where there is one."""
        return super().get_context_data(**kwargs) | {"directory": bool(settings.OIDC_ISSUER)}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Signs in, in the language of the account."""
        answer = super().form_valid(form)
        language = form.get_user().language
        if language:
            answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=settings.HTTPS)
        return answer


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session."""
    logout(request)
    messages.success(request, _("You have signed out."))
    return redirect("access:sign_in")


@public
def first_password(request: Request, account: uuid.UUID, token: str) -> HttpResponse:
    """Where a link of an administrator leads: the owner of an account sets its password, once."""
    owner = get_object_or_404(Account, pk=account, is_active=True)
    if not ONCE.check_token(owner, token):
        raise Refused("link_used", _("This link was used, or is older than a day. Ask for a new one."))
    form = FirstPassword(owner, filled_in(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, set_password, actor_of(owner, False), owner, form.cleaned_data["new_password1"], token)
        if not form.errors:
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("access:sign_in")
    return render(request, "access/first_password.html", {"form": form, "owner": owner})


@public
def language(request: Request) -> HttpResponse:
    """Changes the language, and keeps it with the account of whoever signed in."""
    chosen = request.POST.get("language", "")
    if request.actor.account and check_for_language(chosen) and chosen in dict(settings.LANGUAGES):
        prefer_language(request.actor, cast(Account, request.user), chosen)
    return set_language(request)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answers a form that did not come from a page of this application, or from one that is too old."""
    message = _(
        "This page was open for too long, or the form came from elsewhere. Go back, load it anew and try again."
    )
    return render(request, "access/refused.html", {"refusal": {"message": message}}, status=403)


def locked(request: HttpRequest, answer: HttpResponse | None, credentials: object) -> HttpResponse:
    """Answers whoever tries a name that was tried too often."""
    return render(request, "access/locked.html", {"limit": settings.AXES_FAILURE_LIMIT}, status=429)
