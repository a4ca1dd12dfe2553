"""Who may open a page, said at the page itself, and verbs called from a form."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from grassrota.errors import BadInput, Refused
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.spoken import spoken, spoken_fault

Given = ParamSpec("Given")
Result = TypeVar("Result")
View = Callable[Concatenate[HttpRequest, Given], HttpResponse]


class Request(HttpRequest):
    """A request as it arrives at a page: with its actor."""

    actor: Actor
    htmx: Any


def page(*rights: Right) -> Callable[[Callable[Concatenate[Request, Given], HttpResponse]], View[Given]]:
    """A page for whoever holds one of the rights somewhere; which rows it shows, ``visible`` decides.

    Whoever has not signed in is asked to, and whoever decides is asked for the second factor first.
    """

    def wrap(function: Callable[Concatenate[Request, Given], HttpResponse]) -> View[Given]:
        @wraps(function)
        def view(request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
            asked = cast(Request, request)
            actor = asked.actor
            if any("\0" in text for texts in (request.GET.values(), map(str, kwargs.values())) for text in texts):
                raise Http404  # nothing is called so, and one of the stores takes offence at it
            if not actor.account:
                return _first(asked, "access:sign_in")
            if actor.decides and not actor.proven:
                return _first(asked, "access:second_factor")
            if rights and not actor.holds(*rights):
                raise Refused("not_permitted", "Your roles do not open this page.", rights=rights)
            return function(asked, *args, **kwargs)

        view.rights = rights  # type: ignore[attr-defined]
        return view

    return wrap


def password_shown(function: Callable[Concatenate[Request, Given], HttpResponse]) -> View[Given]:
    """A page for whoever gave a password, before the second factor was shown: those on which it is."""

    @wraps(function)
    def view(request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        asked = cast(Request, request)
        return function(asked, *args, **kwargs) if asked.actor.account else _first(asked, "access:sign_in")

    view.rights, view.unproven = (), True  # type: ignore[attr-defined]
    return view


def public(function: Callable[Concatenate[Any, Given], HttpResponseBase]) -> View[Given]:
    """A page that anybody may open without signing in; the list of them is tested."""
    view = cast(Any, function)
    view.rights = None
    return cast(View[Given], view)


def filled_in(request: HttpRequest) -> QueryDict | None:
    """What a form was filled in with; None where it is shown for the first time."""
    return request.POST if request.method == "POST" else None


def attempt(form: forms.Form, act: Callable[..., Result], *args: Any, **kwargs: Any) -> Result | None:
    """Calls a verb for a form that is valid; a rule's no becomes an error of the form, and the answer is None.

    A verb that returns nothing is told apart by ``form.errors``.
    """
    try:
        return act(*args, **kwargs)
    except Refused as refusal:
        if refusal.code == "not_permitted":
            raise
        form.add_error(None, spoken(refusal.message))
    except BadInput as error:
        for fault in error.faults:
            shown = fault.column in form.fields
            form.add_error(fault.column if shown else None, spoken_fault(fault, placed=not shown))
    return None


def _first(request: Request, route: str) -> HttpResponse:
    """To another page first; a part of a page that was asked for takes the whole page there."""
    back = request.htmx.current_url_abs_path if request.htmx else request.get_full_path()
    url = f"{reverse(route)}?{urlencode({'next': back or '/'})}"
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
