"""What is asked before a bulletin is issued, and what its template says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grassrota.figures.issue.periods import Every
from grassrota.figures.issue.template import LONGEST
from grassrota_web.orgs.forms.fields import Day
from grassrota_web.orgs.forms.named import Coded


class IssueForm(forms.Form):
    """Of which unit and day a bulletin is made, and for whom."""

    unit = Coded("unit", label=_("Unit"))
    day = Day(label=_("As of the end of"), help_text=_("A day that is over, whose figures were read."))
    public = forms.BooleanField(
        label=_("For everybody, without an account as well"),
        help_text=_("It stands on the public page of figures and in its feed, and cannot be taken back."),
        required=False,
    )


class CorrectForm(IssueForm):
    """What was wrong with the earlier one."""

    why = forms.CharField(
        label=_("What was wrong with it"), max_length=500, help_text=_("It stands in the bulletin. Name nobody.")
    )


class ScheduleForm(forms.Form):
    """When bulletins of a unit are issued by themselves, and for whom."""

    every = forms.ChoiceField(
        label=_("One for each"),
        choices=[
            (Every.MONTH.value, _("month")),
            (Every.QUARTER.value, _("quarter of a year")),
            (Every.WEEK.value, _("week, to Sunday")),
        ],
    )
    after_days = forms.IntegerField(
        label=_("Days after its end"),
        help_text=_("From 1: the last day must be over, and its figures read."),
        min_value=1,
        max_value=60,
        initial=3,
    )
    public = forms.BooleanField(label=_("For everybody, without an account as well"), required=False)


class TemplateForm(forms.Form):
    """What bulletins of a unit say."""

    english = forms.CharField(label=_("In English"), max_length=LONGEST)
    chinese = forms.CharField(label=_("In Chinese"), max_length=LONGEST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, language in (("english", "en"), ("chinese", "zh-Hans")):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 24, "lang": language, "spellcheck": "false"})
