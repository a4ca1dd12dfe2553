"""What is asked in forms of this room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from grassrota.opinions.opinion import Channel
from grassrota_web.opinions.forms import ANY, ForceForm
from grassrota_web.orgs.forms.fields import Day, Words
from grassrota_web.orgs.forms.named import Coded

CHANNELS = {
    Channel.WEB: _("on the web"),
    Channel.PAPER: _("on paper"),
    Channel.PHONE: _("by telephone"),
    Channel.FIELD: _("to somebody who is posted there"),
    Channel.MEETING: _("at a meeting"),
}


class FilterForm(forms.Form):
    """What the list of themes is narrowed to; it lives in the address."""

    place = Coded("unit", label=_("Place"), required=False, help_text="")
    grows = forms.ChoiceField(label=_("Growing"), choices=[ANY, ("yes", _("yes"))], required=False)
    piles = forms.ChoiceField(label=_("Piling up"), choices=[ANY, ("yes", _("yes"))], required=False)


class ProblemForm(ForceForm):
    """A big problem for a theme, with the people who work on it."""

    problem = forms.CharField(label=_("What the problem is"), max_length=200)
    owner = Coded("unit", label=_("Unit that owns it"), help_text=_("Its cases of this theme, and those below it."))
    field_order = ("problem", "owner", "members")


class FindForm(forms.Form):
    """How themes are found from scratch."""

    learn = forms.BooleanField(label=_("Learn anew what themes there are"), required=False, initial=True)


class AdvertiseForm(forms.Form):
    """That the channel was opened again, and how people were told."""

    told_at = Words(
        label=_("Where people read or hear of it"),
        help_text=_("Such as the notice board, the village broadcast. Several with semicolons between."),
    )
    channels = forms.MultipleChoiceField(
        label=_("How they can speak"),
        choices=CHANNELS.items(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At least one apart from a meeting: nobody should have to speak before others."),
    )
    first = Day(label=_("From"))
    last = Day(label=_("Until"))
