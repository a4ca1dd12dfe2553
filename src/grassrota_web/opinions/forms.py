"""What is asked in forms of this room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grassrota.opinions.entries import ClosingReason
from grassrota_web.opinions import heard, words
from grassrota_web.orgs.forms.fields import Coded, Day, Words

ANY = ("", _("any"))


def long_text(label: Any, rows: int = 4, **more: Any) -> forms.CharField:
    """Words of some length."""
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **more)


class TopicField(forms.ChoiceField):
    """A topic in use, each under the one above it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=lambda: [("", _("none")), *heard.topics()], required=False, **kwargs)


class FilterForm(forms.Form):
    """What a list of cases is narrowed to; it lives in the address."""

    unit = Coded("unit", label=_("Unit"), required=False)
    state = forms.ChoiceField(label=_("Where it stands"), choices=[ANY, *words.STATES.items()], required=False)
    topic = TopicField(label=_("Topic"))
    late = forms.ChoiceField(label=_("Late"), choices=[ANY, ("yes", _("yes"))], required=False)
    mine = forms.ChoiceField(label=_("On which I work"), choices=[ANY, ("yes", _("yes"))], required=False)
    closed = forms.ChoiceField(label=_("Closed"), choices=[("", _("no")), ("yes", _("yes"))], required=False)


class RouteForm(forms.Form):
    """Where a case goes first."""

    to = Coded("unit", label=_("Unit that receives it"))
    topic = TopicField(label=_("What it is about"))


class WordsForm(forms.Form):
    """Something that raisers read."""

    words = long_text(_("What its raisers read"), help_text=_("Everybody who raised it reads this. Name nobody."))


class AcknowledgeForm(forms.Form):
    """What raisers read when somebody begins."""

    words = long_text(
        _("What its raisers read"), required=False, help_text=_("Empty: that it arrived, and somebody works on it.")
    )


class InterimForm(WordsForm):
    """Why it takes longer, and until when."""

    expected_on = Day(label=_("When they may expect more"))
    field_order = ("words", "expected_on")


class FoundForm(forms.Form):
    """What somebody found."""

    found = long_text(_("What was found"))


class ClaimForm(forms.Form):
    """Why a unit is done with a case."""

    reason = forms.ChoiceField(
        label=_("Why you are done with it"),
        choices=[(one.value, words.REASONS[one]) for one in ClosingReason if one != ClosingReason.NOT_OURS],
        widget=forms.RadioSelect,
    )
    action = long_text(
        _("What was changed, or why it cannot be"), required=False, help_text=_("Its raisers read this. Name nobody.")
    )
    changed_on = Day(label=_("From which day it is different"), required=False)
    evidence = Words(
        label=_("What shows it"),
        required=False,
        help_text=_("A photograph, a measurement, a signed paper. Several with semicolons between."),
    )
    left = long_text(_("What is still to do"), 2, required=False, help_text=_("For what is partly fixed."))
    duplicate_of = forms.UUIDField(
        label=_("The case that goes on for it"), required=False, help_text=_("Its id, for a duplicate.")
    )


class WhyForm(forms.Form):
    """Why something is done."""

    why = long_text(_("Why"), 3)


class NotOursForm(WhyForm):
    """Why a case is not ours, and whose it may be."""

    better = Coded("unit", label=_("Whose it is"), required=False, help_text=_("Empty: the unit above says."))


class AssignForm(WhyForm):
    """Whose a case is."""

    to = Coded("unit", label=_("Unit whose case it is"))
    field_order = ("to", "why")


class TopicForm(forms.Form):
    """What a case is about."""

    topic = forms.ChoiceField(label=_("Topic"), choices=heard.topics)


class CauseForm(forms.Form):
    """Why it went wrong."""

    cause = long_text(
        _("Why it went wrong"), help_text=_("A rule, a procedure, means, staffing; never somebody's mind.")
    )
