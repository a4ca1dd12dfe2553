"""Forms of people, exemptions and couples, and the filter of a list of people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grassrota import staff
from grassrota.staff import ExemptionReason
from grassrota_web.orgs.forms.fields import WORDS_HINT, Day, Words
from grassrota_web.orgs.forms.named import Coded
from grassrota_web.orgs.reach import grade_titles, scale_in_force
from grassrota_web.orgs.words import REASONS, choices

EITHER = [("", _("both")), ("yes", _("yes")), ("no", _("no"))]


def grades(day: date, empty: str | None = None) -> list[tuple[str, Any]]:
    """The grades of the scale in force, the highest first; behind an empty choice if there is a word for it."""
    row = scale_in_force(day)
    known = [(grade.code, ", ".join(grade.titles) or grade.code) for grade in row.grades.all()] if row else []
    return known if empty is None else [("", empty), *known]


class PersonForm(forms.Form):
    """A person; without ``id`` and ``unit`` when what is kept about them is changed."""

    id = forms.CharField(label=_("Code"), max_length=80, help_text=_("Such as the staff number; it cannot be changed."))
    name = forms.CharField(
        label=pgettext_lazy("person", "Name"), max_length=120, help_text=_("As it is published on the list.")
    )
    unit = Coded("unit", label=_("Home unit"))
    grade = forms.CharField(label=_("Grade"), max_length=80)
    tenure_years = forms.IntegerField(label=_("Years in the home unit"), initial=0, min_value=0, max_value=70)
    field_years = forms.IntegerField(label=_("Years of earlier field work"), initial=0, min_value=0, max_value=70)
    turns_served = forms.IntegerField(label=_("Postings finished so far"), initial=0, min_value=0)
    last_returned = Day(label=_("Returned last on"), required=False)
    previous_post = forms.CharField(label=_("Post before the present one"), max_length=120, required=False)
    home_post = forms.CharField(label=_("Post that is kept open"), max_length=120, required=False)
    skills = Words(label=_("Skills"), required=False, help_text=WORDS_HINT)
    site = Coded("unit", label=_("Where the family lives"), required=False)
    surplus = forms.BooleanField(label=_("Above the unit's authorised headcount"), required=False)
    key_staff = forms.BooleanField(label=_("Among those the unit least wants to lose"), required=False)

    def __init__(self, *args: Any, today: date, of: staff.Person | None = None, **kwargs: Any) -> None:
        if of:
            kwargs["initial"] = {name: getattr(of, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        known = grades(today)
        if known:
            kept = [] if of is None or of.grade in dict(known) else [(of.grade, grade_titles().get(of.grade, of.grade))]
            self.fields["grade"] = forms.ChoiceField(label=_("Grade"), choices=[*kept, *known])
        if of:
            del self.fields["id"], self.fields["unit"]
        self.of = of

    def value(self) -> staff.Person:
        """The person as entered; raises ``BadInput``."""
        said = dict(self.cleaned_data, skills=frozenset(self.cleaned_data["skills"]))
        if self.of:
            said |= {"id": self.of.id, "unit": self.of.unit}
        return staff.Person(**said)


class MovePerson(forms.Form):
    """The unit to which somebody goes."""

    unit = Coded("unit", label=_("Home unit from now on"))


class PairForm(forms.Form):
    """The other one of a couple."""

    second = Coded("person", label=_("Who may not be away at the same time"))


class ExemptForm(forms.Form):
    """An exemption: a class, and what only a few may read."""

    reason = forms.ChoiceField(
        label=_("Class of the reason"), choices=choices(REASONS, ExemptionReason), widget=forms.RadioSelect
    )
    since = Day(label=_("Since"))
    until = Day(label=_("Until"), required=False, help_text=_("The first day on which it no longer holds."))
    detail = forms.CharField(
        label=_("Detail"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is sealed: officers of the unit read it only with a reason, and each reading is journaled."),
    )


class UnsealForm(forms.Form):
    """Why somebody reads what is sealed."""

    reason = forms.CharField(label=_("Why you read it"), max_length=300, help_text=_("Kept in the journal."))


class PeopleFilterForm(forms.Form):
    """Filters of the list of people."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=80)
    unit = Coded("unit", label=_("Unit and all below it"), required=False)
    grade = forms.ChoiceField(label=_("Grade"), required=False)
    exempt = forms.ChoiceField(label=_("Exempt"), required=False, choices=EITHER)
    surplus = forms.ChoiceField(label=_("Surplus"), required=False, choices=EITHER)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"] = forms.ChoiceField(label=_("Grade"), required=False, choices=grades(today, str(_("all"))))
