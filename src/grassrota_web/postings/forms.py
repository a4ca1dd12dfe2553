"""What is asked for on the pages of this room."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format as localized
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grassrota.posting.appeal import AppealKind, AppealOutcome
from grassrota.posting.coercion import CoercionAnswer
from grassrota.posting.concern import ConcernKind
from grassrota.posting.hardship import Need
from grassrota.posting.swap import DECIDED
from grassrota_web.orgs.forms.fields import Day
from grassrota_web.orgs.forms.named import Coded
from grassrota_web.postings.list_days import list_days
from grassrota_web.postings.words import COERCION_ANSWERS, KINDS, NEEDS, OUTCOMES, SWAPS, Words

LONGEST = 4000
"""Characters of a text that somebody writes."""


class Text(forms.CharField):
    """Several lines."""

    def __init__(self, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def choices(of: Any, words: Words) -> list[tuple[str, str | Promise]]:
    """The words of an enumeration to choose from."""
    return [(word.value, words[word.value]) for word in of]


class PostForm(forms.Form):
    """Something to say in a discussion."""

    text = Text(label=_("What do you want to say?"))
    named = forms.BooleanField(
        required=False,
        label=_("Put my name to it"),
        help_text=_("Otherwise nobody knows who wrote it: the application does not keep it."),
    )


class QuestionForm(forms.Form):
    """A question about the rules."""

    text = Text(
        rows=3,
        label=_("What do you want to know about the rules?"),
        help_text=_("Who asks is not kept. What is asked twice is answered here for everybody."),
    )


class AnswerForm(forms.Form):
    """An answer for everybody; or another question that asks the same."""

    answer = Text(required=False, label=_("Answer"))
    same_as = forms.ChoiceField(
        required=False,
        label=_("Asks the same as"),
        help_text=_("Asked twice, in whatever words, a question goes to the public page."),
    )

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["same_as"].choices = [("", _("no other")), *others]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two, at least."""
        said: dict[str, Any] = super().clean() or {}
        if not (said.get("answer", "").strip() or said.get("same_as")):
            raise forms.ValidationError(_("Write an answer, or say which question asks the same."))
        return said


class WorryForm(forms.Form):
    """A question, difficulty or hardship."""

    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect, choices=choices(ConcernKind, KINDS))
    need = forms.ChoiceField(
        required=False,
        label=_("What is needed at home?"),
        choices=[("", _("say only for a hardship")), *choices(Need, NEEDS)],
        help_text=_("The class of the need is enough. Nobody asks which illness or whose debt it is."),
    )
    text = Text(
        label=_("In your own words"),
        help_text=_(
            "For a hardship its class is enough. Kept under seal: your unit officer reads it to answer it, and those "
            "who plan do not."
        ),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = self.data.get("kind") != ConcernKind.HARDSHIP

    past_officer = forms.BooleanField(
        required=False,
        label=_("Past my unit officer"),
        help_text=_("The officer above sees and answers it, and nobody in your own unit learns of it."),
    )

    def need_value(self) -> Need | None:
        """The class of the need, if one was chosen."""
        return Need(self.cleaned_data["need"]) if self.cleaned_data["need"] else None


class WorryForForm(WorryForm):
    """The same, written down for somebody else."""

    person = Coded("person", label=_("For whom"))
    past_officer = None  # type: ignore[assignment]  # so Django leaves a field of the form above out
    field_order = ("person", "kind", "need", "text")


class RequestForm(forms.Form):
    """An appeal, or a request to go later."""

    kind = forms.ChoiceField(
        label=_("What do you ask for?"), widget=forms.RadioSelect, choices=choices(AppealKind, KINDS)
    )
    batch = forms.TypedChoiceField(label=_("Which batch is it about?"), coerce=int)
    text = Text(
        required=False,
        label=_("Why?"),
        help_text=_("Kept under seal. It is decided by somebody who had no part in the list."),
    )
    past_officer = forms.BooleanField(
        required=False,
        label=_("Past my unit officer"),
        help_text=_("The officer above sees and answers it, and nobody in your own unit learns of it."),
    )

    def __init__(self, *args: Any, batches: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["batch"].choices = [(batch, batch) for batch in batches]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why something sealed is read."""

    reason = forms.CharField(
        label=_("Why do you read it?"), max_length=200, help_text=_("The reason is kept in the journal.")
    )


class ReplyForm(forms.Form):
    """An answer to a question or difficulty."""

    text = Text(label=_("Your answer"), help_text=_("Only the person reads it."))


class HardshipForm(forms.Form):
    """How a hardship ends: the need is met, or the departure waits."""

    how = forms.ChoiceField(
        label=_("How does it end?"),
        widget=forms.RadioSelect,
        choices=[
            ("arranged", _("An arrangement at home, for the whole turn")),
            ("resolved", _("The need is met otherwise")),
            ("postponed", _("The departure waits")),
        ],
    )
    first = Day(required=False, label=_("Arranged from"))
    last = Day(required=False, label=_("Arranged until"))
    until = Day(required=False, label=_("Departure not before"))
    text = Text(required=False, label=_("What to tell the person"))

    def clean(self) -> dict[str, Any]:
        """The days that the choice asks for."""
        said: dict[str, Any] = super().clean() or {}
        asked = {"arranged": ("first", "last"), "postponed": ("until",)}.get(said.get("how", ""), ())
        for name in asked:
            if not said.get(name):
                self.add_error(name, _("Give the day."))
        return said


class DecisionForm(forms.Form):
    """How an appeal is decided."""

    outcome = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect, choices=choices(AppealOutcome, OUTCOMES))
    text = Text(label=_("Reasons"), help_text=_("Only the person reads them. A declined request can go further."))


class SwapForm(forms.Form):
    """How a swap is decided."""

    outcome = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect, choices=choices(DECIDED, SWAPS))
    reason = Text(required=False, rows=3, label=_("Why not?"), help_text=_("Both of them read it, if you refuse."))


class DayForm(forms.Form):
    """A day."""

    on = Day(label=_("Day"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"on": today}, **kwargs})


class ListDayForm(DayForm):
    """On which day a list was shown to all staff: today, or a day of the last two weeks on which it was put up."""

    def __init__(self, *args: Any, today: date, since: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        first, last = self.between = list_days(today, since)
        said = {"first": localized(first), "last": localized(last)}
        day = self.fields["on"]
        day.help_text = _("From %(first)s to %(last)s, when the list was put up for everybody to read.") % said
        day.widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}

    def clean_on(self) -> date:
        """A day within these."""
        day: date = self.cleaned_data["on"]
        first, last = self.between
        if not first <= day <= last:
            said = {"first": localized(first), "last": localized(last), "day": localized(day)}
            raise forms.ValidationError(_("Give a day from %(first)s to %(last)s, not %(day)s.") % said)
        return day


class EscortForm(forms.Form):
    """Who goes along with whom."""

    senior = Coded("person", label=_("Who goes along"), help_text=_("Of a higher grade than everybody who leaves."))
    people = forms.MultipleChoiceField(label=_("With whom"), widget=forms.CheckboxSelectMultiple)
    on = Day(label=_("Day of departure"))

    def __init__(self, *args: Any, listed: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = listed  # type: ignore[attr-defined]


class EscortSearch(forms.Form):
    """Who of the batch is shown."""

    q = forms.CharField(label=_("Person, unit or place"), required=False, max_length=80)


class CoercionForm(forms.Form):
    """What happened."""

    text = Text(
        rows=8,
        label=_("What happened?"),
        help_text=_("Write your name only if you want to be asked. Nothing else tells who you are."),
    )


class CodeForm(forms.Form):
    """The code of a report."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class FindingForm(forms.Form):
    """What the officer found."""

    found = forms.ChoiceField(
        label=_("What did you find?"), widget=forms.RadioSelect, choices=choices(CoercionAnswer, COERCION_ANSWERS)
    )
