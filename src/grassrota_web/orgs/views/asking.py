"""The two pages on which something is asked before it is done: a form, and a look at what will follow."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise

from grassrota_web.access.pages import Request
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.queries.units import above
from grassrota_web.orgs.words import Word

Crumb = dict[str, str]


def ask(
    request: Request,
    form: forms.Form,
    *,
    title: str | Promise,
    word: Word,
    back: str,
    crumbs: Sequence[Crumb] = (),
    lead: Word = "",
) -> HttpResponse:
    """A form on a page of its own.

    Args:
        request: Who is asked.
        form: What is asked; its faults are shown above it.
        title: What will be done.
        word: Of the button.
        back: Where one goes without doing it.
        crumbs: The way up.
        lead: What one should know first.
    """
    said = {"form": form, "title": title, "word": word, "back": back, "crumbs": crumbs, "lead": lead}
    return render(request, "orgs/form.html", said, status=422 if form.errors else 200)


def entered(request: Request) -> QueryDict | None:
    """What was sent with a form; None if the form is only shown."""
    return request.POST if request.method == "POST" else None


def confirm(
    request: Request,
    *,
    title: str | Promise,
    word: Word,
    back: str,
    consequences: Sequence[Word],
    crumbs: Sequence[Crumb] = (),
) -> HttpResponse:
    """A look at what will follow, without anything to fill in."""
    said = {"title": title, "word": word, "back": back, "consequences": consequences, "crumbs": crumbs}
    return render(request, "orgs/confirm.html", said)


def crumbs_to(request: Request, unit: Unit, *, itself: bool = True) -> list[Crumb]:
    """The way from the top to a unit."""
    units = [*above(request.actor, unit), *([unit] if itself else [])]
    return [{"url": one.get_absolute_url(), "label": one.name} for one in units]
