"""Enrolling a second factor, and showing it after the password."""

from __future__ import annotations

from typing import cast

import django_otp
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from grassrota_web.access import second_factor as factor
from grassrota_web.access.actions.second_factor import enrol, print_codes
from grassrota_web.access.forms import Code
from grassrota_web.access.models import Account, Authenticator
from grassrota_web.access.pages import Request, attempt, filled_in, page, password_shown
from grassrota_web.access.second_factor import Shown


@password_shown
def second_factor(request: Request) -> HttpResponse:
    """Asks for a code, from the app or printed."""
    account = cast(Account, request.user)
    onward = _onward(request)
    if request.actor.proven:
        return redirect(onward)
    if not factor.enrolled(account):
        return redirect("access:enrol")
    form = Code(filled_in(request))
    if request.method == "POST" and form.is_valid():
        shown = factor.show(account, form.cleaned_data["code"])
        if shown.device:
            _prove(request, shown)
            return redirect(onward)
        form.add_error("code", _fault(shown))
    return render(request, "access/second_factor.html", {"form": form, "next": onward})


@password_shown
def enrol_page(request: Request) -> HttpResponse:
    """Shows the secret of a new authenticator, and takes it into use when it gave the right code."""
    account = cast(Account, request.user)
    if factor.enrolled(account) and not request.actor.proven:
        return redirect("access:second_factor")
    device = factor.pending(account)
    form = Code(filled_in(request))
    if request.method == "POST" and form.is_valid():
        shown = factor.confirm(account, form.cleaned_data["code"])
        if not shown.device:
            form.add_error("code", _fault(shown))
        else:
            codes = attempt(form, enrol, request.actor, account, cast(Authenticator, shown.device))
            if codes:
                _prove(request, shown)
                return _printed(request, codes)
    shown_once = {"picture": factor.picture(device), "secret": factor.secret_text(device)}
    return render(request, "access/enrol.html", {"form": form, **shown_once})


@page()
@require_POST
def backup_codes(request: Request) -> HttpResponse:
    """Prints ten fresh codes in place of those before."""
    return _printed(request, print_codes(request.actor, cast(Account, request.user)))


def _prove(request: Request, shown: Shown) -> None:
    request.session.cycle_key()
    django_otp.login(request, shown.device)


def _printed(request: Request, codes: list[str]) -> HttpResponse:
    """The codes in the answer itself: they are kept nowhere from which a second page could fetch them."""
    return render(request, "access/backup_codes.html", {"codes": codes})


def _fault(shown: Shown) -> str:
    if shown.wait_seconds:
        return ngettext(
            "This code is not right, or it was used before. Wait %(wait)d second, then enter the next one.",
            "This code is not right, or it was used before. Wait %(wait)d seconds, then enter the next one.",
            shown.wait_seconds,
        ) % {"wait": shown.wait_seconds}
    return _("This code is not right, or it was used before. Enter the one that the app shows now.")


def _onward(request: Request) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    # a word without its stroke would be taken for the name of a page
    return asked if safe and asked.startswith("/") else "/"
