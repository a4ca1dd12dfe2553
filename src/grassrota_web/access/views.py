"""Signing in and out, the second factor, accounts."""

from __future__ import annotations

from django.contrib.auth import logout
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from grassrota_web.access.models import Account
from grassrota_web.access.pages import Request, page, public
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible


class SignIn(LoginView):
    """The one page that everybody may open."""

    template_name = "access/sign_in.html"
    redirect_authenticated_user = True
    rights = None


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session."""
    logout(request)
    return redirect("access:sign_in")


@public
def second_factor(request: Request) -> HttpResponse:
    """Asks for the second factor."""
    return render(request, "access/second_factor.html")


@page(Right.MANAGE_ACCOUNTS)
def accounts(request: Request) -> HttpResponse:
    """The accounts."""
    return render(request, "access/accounts.html", {"accounts": visible(request.actor, Account.objects.all())})
