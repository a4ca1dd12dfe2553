"""What is asked in forms of this room."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grassrota_web.inspections import words
from grassrota_web.inspections.actions.rounds import MOST_FLAGGED
from grassrota_web.opinions.forms import long_text
from grassrota_web.orgs.forms.fields import Day
from grassrota_web.orgs.forms.named import Coded

YES_NO = [("yes", _("yes")), ("no", _("no"))]


class Percent(forms.DecimalField):
    """A share, written in percent."""

    def __init__(self, percent: str, **kwargs: Any) -> None:
        super().__init__(max_digits=5, decimal_places=2, min_value=0, max_value=100, initial=Decimal(percent), **kwargs)

    def clean(self, value: Any) -> Any:
        """The share itself."""
        percent = super().clean(value)
        return None if percent is None else Fraction(percent) / 100


class BindForm(forms.Form):
    """For which place keys are made."""

    place = Coded("unit", label=_("Unit at and below which you inspect"))


class Pieces(forms.CharField):
    """Several pieces of evidence, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(max_length=4000, widget=widget, required=False, help_text=_("One thing a line."), **kwargs)

    def clean(self, value: Any) -> Any:
        """The lines with words."""
        lines = (line.strip() for line in super().clean(value).splitlines())
        return tuple(line for line in lines if line)


class SurveyForm(forms.Form):
    """One look at a place."""

    place = Coded("unit", label=_("Place that was looked at"))
    on = Day(label=_("Day of the survey"))
    seen = Pieces(label=_("What was seen there; name nobody"))
    representative = forms.BooleanField(label=_("It is said to be representative of others"), required=False)
    rule = forms.CharField(
        label=_("By which rule it was chosen"),
        max_length=300,
        required=False,
        help_text=_("Such as: every tenth township of the list, from the third on. Without one, drop the word."),
    )


class MethodForm(forms.Form):
    """Words of a finding, cleared of persons."""

    words = long_text(_("How it was fixed, naming neither persons nor places"))


class PlanForm(forms.Form):
    """All that is fixed before anybody knows anything."""

    place = Coded("unit", label=_("Unit at and below which it is inspected"))
    as_of = Day(label=_("Day of the lists"), help_text=_("On that day the list of each unit is frozen as it stands."))
    source = forms.CharField(
        label=_("Where chance comes from"),
        max_length=200,
        help_text=_(
            "Something that everybody can see and nobody can choose: dice thrown in public at an hour you name."
        ),
    )
    chance_on = Day(
        label=_("Day on which chance speaks"),
        help_text=_("Not before the lists are frozen. On the same day, name an hour by which they are."),
    )
    tolerance = Percent("5", label=_("Tolerance in percent of all opinions received"))
    grace = Percent("2", label=_("Percent of its list that an honest unit may have wrong"))
    alpha = Percent("5", label=_("Risk, in percent, of confirming a false claim"))
    beta = Percent("5", label=_("Risk, in percent, of refuting an honest one"))
    failed = Percent(
        "0",
        label=_("Percent of the fixed cases that may stay without an answer after the visit"),
        help_text=_(
            "Silence counts as not fixed. Where you expect some, say so here, or honest units are not confirmed."
        ),
    )
    passed = Percent("0", label=_("Percent of the cases not fixed that inspectors may wrongly take as fixed"))
    second = Percent("10", label=_("Percent of the sample that a second team looks at blindly"))
    decoys = Percent("20", label=_("Visits to places of which nothing was drawn, in percent of the visits to cases"))
    flagged = Percent(
        "25",
        label=_("Percent of the closures that looked odd that are looked at besides"),
        help_text=_(
            "Such as nearly the same words, or many within a minute. They are drawn by lot and visited as others are; "
            "no rate follows from them. With 0 none are."
        ),
    )
    most_flagged = forms.IntegerField(
        label=_("Of one unit at most so many of these"), min_value=1, max_value=MOST_FLAGGED, initial=10
    )


class MemberForm(forms.Form):
    """Somebody from among whom teams are drawn."""

    side = forms.ChoiceField(
        label=_("Side"), choices=[(side.value, word) for side, word in words.SIDES.items()], widget=forms.RadioSelect
    )
    called = forms.CharField(label=_("What they are called"), max_length=120)
    unit = Coded("unit", label=_("Unit where they work or live"), required=False)


class DrawForm(forms.Form):
    """What chance said, and the office's key."""

    chance = forms.CharField(
        label=_("What chance said"), max_length=500, help_text=_("As announced; spaces do not count.")
    )
    secret = forms.CharField(
        label=_("The office's key of this round"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class Asked(forms.Field):
    """An answer that is asked for, and may be missing where nothing could be found out: the core says which is."""

    def validate(self, value: Any) -> None:
        """Lets nothing pass as an answer to be looked at later."""
        if value not in self.empty_values:
            super().validate(value)


class YesNo(Asked, forms.ChoiceField):
    """Yes, no, or nothing yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=YES_NO, widget=forms.RadioSelect, **kwargs)

    def clean(self, value: Any) -> Any:
        """True, False or None."""
        return {"yes": True, "no": False}.get(super().clean(value))


class How(Asked, forms.CharField):
    """In words."""


class FindingForm(forms.Form):
    """The three answers with what they rest on, or why there are none."""

    unresolved = forms.ChoiceField(
        label=_("Could it be found out?"),
        choices=[("", _("yes")), *((one.value, word) for one, word in words.UNRESOLVED.items())],
        required=False,
    )
    really_changed = YesNo(label=_("Was it really changed?"))
    how_changed = How(
        label=_("How was it changed?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Also if nothing was. Name nobody."),
    )
    small_problem_solved = YesNo(label=_("Is the small problem solved?"))
    at_the_place = Pieces(label=_("What you saw at the place"))
    in_records = Pieces(label=_("What records show"))
    disagreement = long_text(_("What somebody of the team saw otherwise"), 2, required=False)
