"""Pages of themes: the list, one theme with its cases, and the big problem that it may be."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.opinions.queries.worklist import entries
from grassrota_web.opinions.views.lists import COLUMNS
from grassrota_web.opinions.views.lists import crumbs as case_crumbs
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.keyset import page_of
from grassrota_web.orgs.views.asking import ask, entered
from grassrota_web.themes.actions.finding import find_anew
from grassrota_web.themes.actions.problems import open_problem
from grassrota_web.themes.cases import cases, standing
from grassrota_web.themes.forms import FilterForm, FindForm, ProblemForm
from grassrota_web.themes.models import Learned
from grassrota_web.themes.picture import growth
from grassrota_web.themes.queries import one
from grassrota_web.themes.queries.copies import OPENS
from grassrota_web.themes.queries.pairs import unjudged
from grassrota_web.themes.queries.seen import Seen, looked_into, narrowed

PAGE = 30
"""Themes on a page."""
LISTED = (
    {"label": gettext_lazy("Theme")},
    {"label": gettext_lazy("Opinions"), "numeric": True},
    {"label": gettext_lazy("Last four weeks"), "numeric": True},
    {"label": gettext_lazy("Four weeks before"), "numeric": True},
    {"label": gettext_lazy("Places"), "numeric": True},
    {"label": gettext_lazy("Pairs that people call the same")},
)


def crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    """The way up from a page of this room."""
    return case_crumbs((reverse("themes:home"), _("Themes")), *more)


@page(*OPENS)
def home(request: Request) -> HttpResponse:
    """The themes of which the reader sees five opinions or more, the largest first."""
    form = found_by(request.actor, FilterForm(request.GET))
    form.is_valid()
    asked = form.cleaned_data
    found, within = narrowed(
        request.actor, asked.get("place", ""), grows=bool(asked.get("grows")), piles=bool(asked.get("piles"))
    )
    shown, following = _page(found, request.GET)
    said = {
        "form": form,
        "filtered": any(request.GET.get(name) for name in form.fields),
        "columns": LISTED,
        "themes": looked_into(request.actor, shown, within),
        "following": following,
        "count": len(found),
        "learned": Learned.objects.defer("content").first(),
        "pairs": unjudged(request.actor).exists() if request.actor.holds(Right.READ_CASES) else False,
        "finds": request.actor.may(Right.ROUTE_CASES, EVERYWHERE),
        "crumbs": case_crumbs(),
    }
    return render(request, "themes/home.html", said)


def _page(found: Sequence[Seen], asked: QueryDict) -> tuple[Sequence[Seen], str]:
    """The page after the theme that the address names, and the address of the next one; empty if there is none."""
    keys = [str(seen.row.pk) for seen in found]
    after = asked.get("after", "")
    begin = keys.index(after) + 1 if after in keys else 0
    shown = found[begin : begin + PAGE]
    if begin + PAGE >= len(found):
        return shown, ""
    query = asked.copy()
    query["after"] = str(shown[-1].row.pk)
    return shown, f"?{query.urlencode()}"


@page(*OPENS)
def theme(request: Request, key: UUID) -> HttpResponse:
    """One theme: how it grew, where, how sure it is, and those of its cases that the reader sees."""
    actor, seen = request.actor, one.theme(request.actor, key)
    found = page_of(request, cases(actor, seen.row), "opened_on")
    large, others = one.places(actor, seen.row)
    said = {
        "theme": seen,
        "chart": growth(one.weeks(actor, seen.row), timezone.localdate()),
        "places": large,
        "others": others,
        "page": found,
        "entries": entries(found.rows),
        "columns": COLUMNS,
        "problems": one.problems(actor, seen.row),
        "proposes": actor.holds(Right.HANDLE_CASES) and seen.piles,
        "crumbs": crumbs(),
    }
    return render(request, "themes/theme.html", said)


@page(Right.HANDLE_CASES)
def problem(request: Request, key: UUID) -> HttpResponse:
    """A big problem is opened for a theme that piles up, with the people who work on it."""
    seen = one.theme(request.actor, key)
    form = found_by(request.actor, ProblemForm(entered(request), initial={"problem": " ".join(seen.words)}))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = attempt(form, open_problem, request.actor, key, said["owner"], said["problem"], said["members"])
        if made is not None:
            messages.success(request, _("The big problem is open. Its small cases stay open beside it."))
            return redirect(made)
    lead = _("%(count)s cases of this theme are open. They stay open and linked; each raiser is answered.") % {
        "count": standing(request.actor, seen.row).count()
    }
    back = seen.row.get_absolute_url()
    way = crumbs((back, seen.name))
    return ask(request, form, title=_("Open a big problem"), word=_("Open it"), back=back, crumbs=way, lead=lead)


@page(Right.ROUTE_CASES)
def find(request: Request) -> HttpResponse:
    """Themes are to be found from scratch, as a job."""
    form = FindForm(entered(request))
    if request.method == "POST" and form.is_valid():
        job = attempt(form, find_anew, request.actor, learn=form.cleaned_data["learn"])
        if job is not None:
            return redirect("records:job", job.pk)
    lead = _("New opinions are placed each day. Learned anew, themes that are new appear, and pairs are drawn anew.")
    back = reverse("themes:home")
    return ask(
        request, form, title=_("Find themes from scratch"), word=_("Begin"), back=back, crumbs=crumbs(), lead=lead
    )
