"""The labelling task: two opinions side by side, one pair at a time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grassrota.opinions.themes.answer import Answer
from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.access.typed import typed
from grassrota_web.intake.queries import words_for_handlers
from grassrota_web.opinions.models import Raised
from grassrota_web.themes.actions.judging import judge
from grassrota_web.themes.queries.pairs import following, unjudged
from grassrota_web.themes.views.themes import crumbs

ANSWERS = {
    Answer.SAME: gettext_lazy("The same grievance"),
    Answer.OTHER: gettext_lazy("Not the same"),
    Answer.UNSURE: gettext_lazy("I cannot tell"),
}


class AnswerForm(forms.Form):
    """What somebody says of a pair."""

    pair = forms.IntegerField(min_value=1, max_value=2**62)
    answer = forms.ChoiceField(choices=ANSWERS.items())


@page(Right.READ_CASES)
def pair(request: Request) -> HttpResponse:
    """The next pair, and what somebody says of it."""
    if request.method == "POST":
        form = AnswerForm(request.POST)
        if form.is_valid():
            judge(request.actor, form.cleaned_data["pair"], Answer(form.cleaned_data["answer"]))
            messages.success(request, _("It was noted."))
        return redirect("themes:pairs")
    row = following(request.actor, typed(request.GET.get("after", "")))
    said = {
        "pair": row,
        "sides": [_side(raised) for raised in (row.one, row.other)] if row else (),
        "answers": [
            {"value": answer.value, "word": word, "key": n} for n, (answer, word) in enumerate(ANSWERS.items(), 1)
        ],
        "left": unjudged(request.actor).count(),
        "crumbs": crumbs(),
    }
    return render(request, "themes/pair.html", said)


def _side(raised: Raised) -> dict[str, Any]:
    return {"words": words_for_handlers(raised.opinion) or "", "language": raised.opinion.language}
