"""Accounts: the list, one of them, and what is done to it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from grassrota_web.access import second_factor as factor
from grassrota_web.access.actions import accounts as act
from grassrota_web.access.actions.passwords import make_link
from grassrota_web.access.actions.second_factor import reset
from grassrota_web.access.models import Account
from grassrota_web.access.pages import Request, attempt, filled_in, page
from grassrota_web.access.rights import BY_TWO, Right, Role
from grassrota_web.access.scope import visible
from grassrota_web.records.accounts import forms as form_of
from grassrota_web.records.accounts.queries import PAGE, found, grants_of, waiting


@page(Right.MANAGE_ACCOUNTS)
def accounts(request: Request) -> HttpResponse:
    """The accounts that one looks after."""
    search = form_of.Search(request.GET)
    asked = {name: request.GET.get(name, "") for name in search.fields}
    rows = found(request.actor, asked["q"], asked["role"], asked["state"])
    after = request.GET.get("after", "")
    shown = list(rows.filter(username__gt=after)[: PAGE + 1])
    onward = {name: value for name, value in asked.items() if value}
    pager: dict[str, Any] = {"shown": min(len(shown), PAGE), "total": rows.count()}
    if len(shown) > PAGE:
        pager["next_url"] = "?" + urlencode(onward | {"after": shown[PAGE - 1].username})
    if after:
        pager["previous_url"] = "?" + urlencode(onward)
    grants = grants_of(request.actor, shown[:PAGE])
    context = {
        "search": search,
        "rows": [(account, grants.get(account.pk, [])) for account in shown[:PAGE]],
        "page": pager,
        "waiting": waiting(request.actor),
    }
    return render(request, "records/accounts/accounts.html", context)


@page(Right.MANAGE_ACCOUNTS)
def new(request: Request) -> HttpResponse:
    """Opens an account."""
    sought = request.GET.get("q", "")
    form = form_of.NewAccount(request.actor, Right.MANAGE_ACCOUNTS, sought, filled_in(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        opened = attempt(form, act.open_account, request.actor, given["username"], given["name"], given["place"])
        if opened:
            messages.success(request, _("The account is open. Give it a role, and its owner a link for a password."))
            return redirect("accounts:account", opened.pk)
    return render(request, "records/accounts/new.html", {"form": form, "sought": sought})


@page(Right.MANAGE_ACCOUNTS)
def account(request: Request, account: uuid.UUID) -> HttpResponse:
    """One account: who it is, what it may do, how its owner signs in."""
    seen = _seen(request, account)
    grants = grants_of(request.actor, [seen]).get(seen.pk, [])
    context = {"account": seen, "grants": grants, "enrolled": factor.enrolled(seen)}
    return render(request, "records/accounts/account.html", context)


@page(Right.MANAGE_ACCOUNTS)
def name(request: Request, account: uuid.UUID) -> HttpResponse:
    """Changes what somebody is called."""
    seen = _seen(request, account)
    form = form_of.Name(filled_in(request), initial={"name": seen.name})
    if request.method == "POST" and form.is_valid():
        attempt(form, act.rename, request.actor, seen, form.cleaned_data["name"])
        if not form.errors:
            return _done(request, seen, _("The name is changed."))
    asks = {"title": _("Change the name"), "word": _("Change name")}
    asks["text"] = _("What was signed so far keeps the name that it was signed with.")
    return render(request, "records/accounts/ask.html", {"form": form, "account": seen, **asks})


@page(Right.MANAGE_ACCOUNTS)
def person(request: Request, account: uuid.UUID) -> HttpResponse:
    """Links an account to a member of staff."""
    seen = _seen(request, account)
    form = form_of.Link(request.actor, filled_in(request), initial={"person": seen.person})
    if request.method == "POST" and form.is_valid():
        linked = form.cleaned_data["person"]
        code, path = (linked.code, linked.unit.path) if linked else ("", "")
        attempt(form, act.link_person, request.actor, seen, code, path)
        if not form.errors:
            return _done(request, seen, _("The link is changed."))
    asks = {"title": _("Link to a member of staff"), "word": _("Save")}
    asks["text"] = _("Whoever signs in with this account then sees and does what is this person's own.")
    return render(request, "records/accounts/ask.html", {"form": form, "account": seen, **asks})


@page(Right.MANAGE_ACCOUNTS)
def password_link(request: Request, account: uuid.UUID) -> HttpResponse:
    """Makes the link with which the owner sets a password, and shows it once."""
    seen, form = _seen(request, account), forms.Form(filled_in(request))
    if request.method == "POST" and form.is_valid():
        token = attempt(form, make_link, request.actor, seen)
        if token:
            url = request.build_absolute_uri(reverse("access:first_password", args=[seen.pk, token]))
            return render(request, "records/accounts/link_made.html", {"account": seen, "url": url})
    consequences = [
        _("You see the link once. Hand it to the owner yourself; it works for a day, and once."),
        _("The password so far stays good until a new one is set."),
        *_by_two(seen),
    ]
    asks = {"title": _("Make a link that sets the password"), "word": _("Make link")}
    return _confirm(request, seen, form, consequences, **asks)


@page(Right.MANAGE_ACCOUNTS)
def second_factor(request: Request, account: uuid.UUID) -> HttpResponse:
    """Takes the second factor away, for an owner who lost it."""
    consequences = [
        _("The owner sets up a new second factor at the next sign-in."),
        _("All tokens and calendar addresses of the account end."),
    ]
    return _do(
        request,
        account,
        reset,
        _("The second factor is reset."),
        consequences,
        title=_("Reset the second factor"),
        word=_("Reset"),
    )


@page(Right.MANAGE_ACCOUNTS)
def close(request: Request, account: uuid.UUID) -> HttpResponse:
    """Closes an account."""
    consequences = [
        _("Nobody signs in with it, and its tokens open nothing."),
        _("What its owner did stays in the journal under the owner's name."),
    ]
    done = _("The account is closed.")
    return _do(request, account, act.close, done, consequences, title=_("Close this account"), word=_("Close account"))


@page(Right.MANAGE_ACCOUNTS)
def reopen(request: Request, account: uuid.UUID) -> HttpResponse:
    """Opens a closed account again."""
    consequences = [_("Its owner signs in as before, with the roles that were not ended.")]
    done = _("The account is open again.")
    return _do(
        request, account, act.reopen, done, consequences, title=_("Open this account again"), word=_("Open account")
    )


def _seen(request: Request, account: uuid.UUID) -> Account:
    return get_object_or_404(visible(request.actor, Account.objects.all()), pk=account)


def _do(
    request: Request,
    key: uuid.UUID,
    verb: Callable[..., None],
    done: str,
    consequences: list[str],
    **asks: str,
) -> HttpResponse:
    """Asks whether a verb is to be done to an account, and does it."""
    seen, form = _seen(request, key), forms.Form(filled_in(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, verb, request.actor, seen)
        if not form.errors:
            return _done(request, seen, done)
    if verb is reset:
        consequences = [*consequences, *_by_two(seen)]
    return _confirm(request, seen, form, consequences, **asks)


def _confirm(request: Request, seen: Account, form: forms.Form, consequences: list[str], **asks: Any) -> HttpResponse:
    context = {"account": seen, "form": form, "consequences": consequences, **asks}
    return render(request, "records/accounts/confirm.html", context)


def _done(request: Request, seen: Account, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("accounts:account", seen.pk)


def _by_two(account: Account) -> list[str]:
    held = {Role(role) for role in account.grants.filter(until=None).values_list("role", flat=True)}
    if not held & BY_TWO:
        return []
    return [_("The role of inspector or reviewer waits until another administrator confirms it again.")]
