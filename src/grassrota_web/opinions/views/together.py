"""The page on which cases are merged, with what each raiser will be told."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grassrota.opinions.case import CaseState
from grassrota_web.access.pages import Request, attempt, filled_in, page
from grassrota_web.access.rights import Right
from grassrota_web.opinions.actions.merging import merge, together
from grassrota_web.opinions.models import Case
from grassrota_web.opinions.queries.worklist import CaseFilter, cases, entries
from grassrota_web.opinions.views.cases import found
from grassrota_web.opinions.views.lists import crumbs

MOST = 30
"""Cases that are offered."""


class MergeForm(forms.Form):
    """Which cases are handled together with this one."""

    others = forms.MultipleChoiceField(label=gettext_lazy("Together with"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["others"].choices = choices  # type: ignore[attr-defined]


@page(Right.HANDLE_CASES, Right.REVIEW_CASES)
def together_with(request: Request, key: UUID) -> HttpResponse:
    """Cases of the same unit that nobody has answered yet, about the same topic or place."""
    row = found(request, key)
    rows = _alike(request, row)
    choices = [(str(entry.row.pk), entry.words) for entry in entries(rows)]
    form = MergeForm(filled_in(request), choices=choices)
    if request.method == "POST" and form.is_valid():
        keys = [row.pk, *(UUID(other) for other in form.cleaned_data["others"])]
        merged = attempt(form, merge, request.actor, keys)
        if merged is not None:
            messages.success(request, _("They are handled together from now on."))
            return redirect(merged)
    entry = entries([row])[0]
    said = {
        "form": form,
        "case": row,
        "entry": entry,
        "any": bool(choices),
        "told": together(),
        "crumbs": crumbs((row.get_absolute_url(), entry.words)),
    }
    return render(request, "opinions/merge.html", said, status=422 if form.errors else 200)


def _alike(request: Request, row: Case) -> list[Case]:
    rows = cases(request.actor, CaseFilter(state=CaseState.OPEN)).filter(owner=row.owner, asked=None).exclude(pk=row.pk)
    near = Q(place=row.place_id) if row.place_id else Q()
    about = Q(topic=row.topic_id) if row.topic_id else Q()
    return list(rows.filter(near | about).order_by("opened_on", "pk")[:MOST])
