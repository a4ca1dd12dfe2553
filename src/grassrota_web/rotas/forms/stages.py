"""What is filled in about stages, steps, verified correcting, open cases, and restructuring."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grassrota.forms import STANDARD_FORMS
from grassrota_web.access.spoken import spoken_lazy
from grassrota_web.access.typed import typed
from grassrota_web.orgs.models import Unit
from grassrota_web.rotas.actions.wishes import MOST


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, as browsers ask for one."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


class NewStageForm(forms.Form):
    """A further stage."""

    name = forms.CharField(label=_("Name of the stage"), max_length=120)


class StageForm(forms.Form):
    """What will be done in a stage, by whom, from when."""

    name = forms.CharField(label=_("Name of the stage"), max_length=120)
    plan = forms.CharField(label=_("What will be done"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    takes_up = forms.CharField(
        label=_("What it takes up from the stage before"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which results of the groups are acted on now; the first stage has none."),
    )
    owner = forms.CharField(
        label=_("Who answers for it"), required=False, max_length=80, help_text=_("The person's code.")
    )
    begins_on = day_field(_("It begins on"), required=False)
    batches = forms.CharField(
        label=_("Batches in which units in this stage may send people"),
        required=False,
        help_text=_("Numbers with commas between them. A batch that no stage names is free to all."),
    )

    def clean_batches(self) -> list[int]:
        """Numbers from 1 on."""
        words = [word.strip() for word in self.cleaned_data["batches"].split(",") if word.strip()]
        numbers = {typed(word) or 0 for word in words}
        if 0 in numbers:
            raise forms.ValidationError(_("Enter numbers such as 1, 2."))
        return sorted(numbers)


class DayForm(forms.Form):
    """The day on which something was done."""

    on = day_field(_("On"), initial=timezone.localdate)


class SkipForm(DayForm):
    """Why a step is skipped."""

    reason = forms.CharField(label=_("Why it is skipped"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class UnitStageForm(forms.Form):
    """The stage that a unit is in."""

    unit = forms.CharField(label=_("Unit"), max_length=80, help_text=_("The unit's code; those below are meant too."))
    stage = forms.TypedChoiceField(label=_("Is in stage"), coerce=int)
    since = day_field(_("Since"), initial=timezone.localdate)

    def __init__(self, *args: Any, stages: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["stage"] = forms.TypedChoiceField(label=_("Is in stage"), coerce=int, choices=stages)


class VerifiedForm(forms.Form):
    """A verified lower bound: never what was reported."""

    unit = forms.CharField(
        label=_("Unit"),
        max_length=80,
        required=False,
        help_text=_("The unit's code; those below that have no figure of their own are meant too. Empty for the home."),
    )
    fixed = forms.IntegerField(label=_("At least so many opinions verified as fixed"), min_value=0)
    received = forms.IntegerField(label=_("Of so many received"), min_value=0)
    source = forms.CharField(label=_("Who verified it, and how"), max_length=300)
    on = day_field(_("Verified on"), initial=timezone.localdate)


class CasesForm(forms.Form):
    """How many cases of a unit are open."""

    unit = forms.CharField(label=_("Unit"), max_length=80, help_text=_("The unit's code."))
    count = forms.IntegerField(label=_("Open cases"), min_value=0)
    on = day_field(_("Counted on"), initial=timezone.localdate)


class WishesForm(forms.Form):
    """One's own wishes, the dearest first."""

    def __init__(self, *args: Any, places: QuerySet[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        for rank in range(1, MOST + 1):
            self.fields[f"place_{rank}"] = forms.ModelChoiceField(
                places, label=_("Wish %(rank)s") % {"rank": rank}, required=False, empty_label=_("no wish")
            )

    def places(self) -> list[Unit]:
        """The places named, in order."""
        named = (self.cleaned_data[name] for name in self.fields)
        return [place for place in named if place is not None]


class RestructureForm(forms.Form):
    """A restructuring plan by the route of labour law."""

    unit = forms.CharField(label=_("Unit"), max_length=80, help_text=_("The unit's code."))
    title = forms.CharField(label=_("Title"), max_length=200)
    form = forms.ChoiceField(
        label=_("Form"),
        choices=[(form.id, spoken_lazy(form.name)) for form in STANDARD_FORMS.values()],
        initial="transfer",
        help_text=_("Only a form of restructuring will do: a rotation is no way to make a unit smaller."),
    )
    legal_basis = forms.CharField(label=_("Legal basis"), widget=forms.Textarea(attrs={"rows": 2}))
    consulted_with = forms.CharField(
        label=_("Talked over with"), max_length=200, help_text=_("Who speaks for the staff.")
    )
    consulted_from = day_field(_("Talks began on"))
    consulted_until = day_field(_("Talks ended on"))
    notice_on = day_field(_("Notice given on"))
    notice_days = forms.IntegerField(label=_("Days of notice"), min_value=1, max_value=3650)
    effective_on = day_field(_("Takes effect on"))
