"""Forms of the steps of a posting; the rules themselves are the core's, and their no appears above the form."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grassrota_web.fieldwork import words
from grassrota_web.orgs.forms.named import Coded


class Day(forms.DateField):
    """A day: picked from a calendar on a phone, typed as YYYY-MM-DD elsewhere."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def today() -> date:
    """What a day is unless somebody says otherwise."""
    return timezone.localdate()


class OnDay(forms.Form):
    """When something happened."""

    on = Day(label=_("Day"), initial=today)


class Leaving(OnDay):
    """Who leaves when, and who goes along."""

    senior = Coded(
        "person",
        label=_("Who goes along"),
        required=False,
        help_text=_("Name or code of a senior who hands the people over to the host."),
    )


class LeavingTogether(Leaving):
    """The same for many of a batch."""

    everybody = forms.BooleanField(
        label=_("Everybody on this page who is ready"), required=False, help_text=_("Else those chosen above.")
    )


class Welcome(forms.Form):
    """The host's checklist of an arrival."""

    confirmed_on = Day(label=_("Day of the arrival, or of your word on it"), initial=today)
    met = forms.BooleanField(label=_("Was met"), required=False)
    briefed = forms.BooleanField(label=_("Was told of the place"), required=False)
    lodging_ready = forms.BooleanField(label=_("There is a place to stay"), required=False)
    lodging_paid = forms.BooleanField(label=_("The lodging is paid for"), required=False)
    lodging_agreed = forms.BooleanField(
        label=_("Who lodges the person has agreed to it"),
        required=False,
        help_text=_("One of the two is needed: no household owes anybody a reception."),
    )


class AsOf(forms.Form):
    """The day as known on which something is counted."""

    on = Day(label=_("As of"), initial=today, required=False)


class FieldDayForm(forms.Form):
    """A day in the field. It asks for no hour and no position."""

    day = Day(label=_("Day"), initial=today)
    kind = forms.ChoiceField(label=_("What for"), choices=words.choices(words.KINDS))
    place = forms.CharField(label=_("Place"), max_length=200, help_text=_("Its name, as people there say it."))
    contacts = forms.IntegerField(
        label=_("How many people did you talk with?"), min_value=0, max_value=10_000, initial=0
    )


class ExcuseForm(forms.Form):
    """A field day that is missed or moved."""

    day = Day(label=_("Field day"))
    reason = forms.ChoiceField(label=_("Reason"), choices=words.choices(words.REASONS))
    swapped_to = Day(label=_("Day taken instead"), required=False)


class TaskForm(forms.Form):
    """A task with its output."""

    output = forms.CharField(
        label=_("What will be there when it is done"),
        max_length=300,
        help_text=_("Something that the host can look at, such as a duty roster for the clinic."),
    )
    purpose = forms.ChoiceField(label=_("What it is for"), choices=words.choices(words.PURPOSES))
    priority = forms.CharField(
        label=_("The host's priority, in the host's words"),
        max_length=300,
        required=False,
        help_text=_("Exactly for help with the host's current priority."),
    )


class ReportForm(forms.Form):
    """A report on conditions and services."""

    task = forms.ChoiceField(label=_("On what"), choices=words.choices(words.TASKS))
    filed_on = Day(label=_("Day"), initial=today)
    place = forms.CharField(label=_("Place"), max_length=200)
    text = forms.CharField(
        label=_("What you found"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Conditions and services. Nobody's opinions, and nothing about what kind of people they are."),
    )
    finding = forms.ChoiceField(
        label=_("If it is a finding: of what kind"), required=False, choices=words.choices(words.FINDINGS, empty="–")
    )
    verdict = forms.ChoiceField(
        label=_("If it is about the plan: your verdict"),
        required=False,
        choices=words.choices(words.VERDICTS, empty="–"),
    )
    owner = Coded("unit", label=_("Who at headquarters has to act on it"), required=False)
    due_on = Day(label=_("By when they answer"), required=False)


class LodgingForm(forms.Form):
    """Where somebody stays; nothing in it is about how they live."""

    first = Day(label=_("First night"))
    last = Day(label=_("Last night"))
    agreed = forms.BooleanField(label=_("Who lodges the person has agreed to it"), required=False)
    cost = forms.DecimalField(label=_("Cost in all"), min_value=0, max_digits=12, decimal_places=2, initial=0)
    contribution = forms.DecimalField(
        label=_("Of that, paid by the person"), min_value=0, max_digits=12, decimal_places=2, initial=0
    )
    currency = forms.RegexField("^[A-Z]{3}$", label=_("Currency"), initial="CNY", max_length=3)
    payer = forms.ChoiceField(label=_("Who pays the rest"), choices=words.choices(words.PAYERS))
    household = forms.CharField(
        label=_("Reference of the household"), max_length=80, required=False, help_text=_("A number, not a name.")
    )


class CostForm(forms.Form):
    """A line of the ledger."""

    kind = forms.ChoiceField(label=_("What for"), choices=words.choices(words.COSTS))
    amount = forms.DecimalField(label=_("Amount"), min_value=0, max_digits=12, decimal_places=2)
    currency = forms.RegexField("^[A-Z]{3}$", label=_("Currency"), initial="CNY", max_length=3)
    payer = forms.ChoiceField(label=_("Who paid"), choices=words.choices(words.PAYERS))
    paid_on = Day(label=_("Day"), initial=today)


class HandoverForm(forms.Form):
    """A piece of work for a colleague who stays."""

    work = forms.CharField(label=_("Which work"), max_length=200)
    to = Coded("person", label=_("Who takes it over"))
    first = Day(label=_("From"))
    last = Day(label=_("Until"))
    note = forms.CharField(label=_("What one must know for it"), widget=forms.Textarea(attrs={"rows": 4}))


class HomePostForm(forms.Form):
    """The post that is kept open."""

    post = forms.CharField(label=_("Post"), max_length=120)
    open_until = Day(label=_("Kept open until"))


class GrievanceForm(forms.Form):
    """A host's word that a lodging is not right."""

    kind = forms.ChoiceField(label=_("What is not right"), choices=words.choices(words.GRIEVANCES))
    text = forms.CharField(
        label=_("In your words"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(forms.Form):
    """An answer in words."""

    answer = forms.CharField(label=_("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class IncidentForm(forms.Form):
    """What happened where."""

    place = Coded("unit", label=_("Where"))
    day = Day(label=_("Day"), initial=today)
    kind = forms.ChoiceField(label=_("What happened"), choices=words.choices(words.INCIDENTS))
    text = forms.CharField(
        label=_("What there is to know"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kept under seal for those who look after people at home."),
    )


class RecallForm(forms.Form):
    """Whom to call home by when."""

    place = Coded("unit", label=_("From where"), required=False, help_text=_("Name or code; empty for all places."))
    batch = forms.IntegerField(
        label=_("Which batch"), min_value=0, max_value=10_000, initial=0, help_text=_("0 for all batches.")
    )
    due_on = Day(label=_("At home by"))


class DebriefForm(forms.Form):
    """The fixed questions after a return; each may be left out."""

    on = Day(label=_("Day"), initial=today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question, asked in words.QUESTIONS.items():
            box = forms.Textarea(attrs={"rows": 2})
            self.fields[question.value] = forms.CharField(label=str(asked), required=False, max_length=4000, widget=box)
