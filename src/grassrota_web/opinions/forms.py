"""What is asked in forms of this room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grassrota.opinions.entries import ClosingReason
from grassrota_web.opinions import heard, words
from grassrota_web.opinions.publishable import LONGEST
from grassrota_web.orgs.forms.fields import Day, Words
from grassrota_web.orgs.forms.named import Coded

ANY = ("", _("any"))
NONE = _("none")


def long_text(label: Any, rows: int = 4, **more: Any) -> forms.CharField:
    """Words of some length."""
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **more)


class TopicField(forms.ChoiceField):
    """A topic in use, each under the one above it."""

    def __init__(self, *, empty: str | Promise = NONE, **kwargs: Any) -> None:
        super().__init__(choices=lambda: [("", empty), *heard.topics()], required=False, **kwargs)


class FilterForm(forms.Form):
    """What a list of cases is narrowed to; it lives in the address."""

    unit = Coded("unit", label=_("Unit"), required=False, help_text="")
    state = forms.ChoiceField(label=_("Where it stands"), choices=[ANY, *words.STATES.items()], required=False)
    topic = TopicField(label=_("Topic"), empty=_("any"))
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


class JoinForm(forms.Form):
    """Who works on a case."""

    staff = Coded("person", label=_("Who works on it"))
    posted = forms.TypedChoiceField(
        label=_("As"),
        choices=[("no", _("somebody of the place")), ("yes", _("somebody posted there"))],
        coerce=lambda said: said == "yes",
    )


class LetGoForm(forms.Form):
    """Who works on a case no more."""

    staff = Coded("person", label=_("Who works on it no more"))


class HandOverForm(forms.Form):
    """Who takes over from a posted person who leaves."""

    leaving = Coded("person", label=_("Who leaves"))
    heir = Coded("person", label=_("Who comes after"), required=False, help_text=_("Empty: the people of the place."))


class ResponseForm(forms.Form):
    """What the leaders answer."""

    decision = forms.ChoiceField(label=_("Decision"), choices=list(words.DECISIONS.items()), widget=forms.RadioSelect)
    reason = long_text(_("Why something is not accepted"), 3, required=False)
    what = long_text(_("What will be done"), 2, required=False, help_text=_("Its raisers read this."))
    by = Day(label=_("By which day"), required=False)


class PublicForm(forms.Form):
    """What everybody reads of an opinion."""

    words = forms.CharField(
        label=_("What everybody reads"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "What is wrong, and where. No turn of phrase, number, day or name by which somebody could be known, and "
            "nobody to blame."
        ),
    )


class RedactForm(forms.Form):
    """The copy that handlers read."""

    text = long_text(
        _("What handlers read"), 8, help_text=_("Leave out what tells who raised it: names, dates, turns of phrase.")
    )


class DecideForm(forms.Form):
    """How an appeal is decided."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=list(words.OUTCOMES.items()), widget=forms.RadioSelect)
    why = long_text(_("Why"), 3, help_text=_("The raiser reads this."))


class NewTopicForm(forms.Form):
    """One more topic."""

    name = forms.CharField(label=_("Name"), max_length=200)
    parent = TopicField(label=_("Below"))


class RenameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("Name"), max_length=200)


class ParentForm(forms.Form):
    """Another place in the tree."""

    parent = TopicField(label=_("Below"))


class GoesOnForm(forms.Form):
    """The topic that goes on instead."""

    goes_on_as = forms.ChoiceField(label=_("The topic that goes on instead"), choices=heard.topics)


class RuleForm(forms.Form):
    """Where opinions go; what is empty holds for any."""

    topic = TopicField(label=_("Topic"))
    place = Coded("unit", label=_("Place"), required=False)
    organ = Coded("unit", label=_("Addressed to"), required=False)
    to = Coded("unit", label=_("Goes to"))


class IssueForm(forms.Form):
    """One big problem."""

    problem = forms.CharField(label=_("What the problem is"), max_length=200)
    owner = Coded("unit", label=_("Unit that owns it"))
    cases = long_text(_("Ids of its cases"), 4, help_text=_("One a line, or with semicolons between."))


class ForceForm(forms.Form):
    """Who works on a big problem."""

    members = Words(
        label=_("Ids of the people"), help_text=_("Nobody who is about to leave. Several with semicolons between.")
    )


class CloseIssueForm(forms.Form):
    """Why the same thing went wrong again and again."""

    cause = forms.ChoiceField(label=_("Where the cause lies"), choices=list(words.CAUSES.items()))
    why = long_text(_("Why it went wrong"), 3)
    shown_by = Words(label=_("What shows it"), help_text=_("Several with semicolons between."))


class OwnDayForm(forms.Form):
    """A day of the organisation's own."""

    day = Day(label=_("Day"))
    worked = forms.TypedChoiceField(
        label=_("That day"),
        choices=[("yes", _("is worked")), ("no", _("is not worked")), ("", _("is as the calendar says"))],
        coerce=lambda said: said == "yes",
        required=False,
        empty_value=None,
    )
