"""Forms of the account pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grassrota_web.access.actor import Actor
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right, Role
from grassrota_web.access.scope import At, reached
from grassrota_web.access.words import ROLES
from grassrota_web.orgs.models import Person, Unit

SHOWN_UNITS = 20
"""So many units are offered; a search narrows them down."""


class Search(forms.Form):
    """Filters of the list."""

    q = forms.CharField(label=pgettext_lazy("person", "Name"), required=False, max_length=80)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("any")), *((role.value, ROLES[role]) for role in Role)]
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", pgettext_lazy("account", "open")),
            ("closed", pgettext_lazy("account", "closed")),
            ("all", _("all")),
        ],
    )


class Name(forms.Form):
    """What somebody is called."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        max_length=120,
        help_text=_("As it is to be shown and signed."),
        error_messages={"required": _("Enter a name.")},
    )


class Place(forms.Form):
    """One of the units that the actor may use a right at, found by name."""

    place = forms.ChoiceField(
        label=_("Unit"), widget=forms.RadioSelect, error_messages={"required": _("Choose a unit.")}
    )

    def __init__(self, actor: Actor, right: Right, sought: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = reached(actor, Unit.objects.all(), (At(right, "path"),))
        found = units.filter(name__icontains=sought) if sought else units.order_by("path")
        if units.count() > SHOWN_UNITS:
            self.fields["place"].help_text = _("Not all units are shown here. Find others by name above.")
        everywhere = [(EVERYWHERE, _("Everywhere"))] if actor.may(right, EVERYWHERE) else []
        choices = [*everywhere, *((unit.path, f"{unit.name} ({unit.code})") for unit in found[:SHOWN_UNITS])]
        chosen = self.data.get("place", "")
        if chosen and chosen not in dict(choices):
            # chosen before another search was made
            choices += [(unit.path, unit.name) for unit in units.filter(path=chosen)]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]


class NewAccount(Place, Name):
    """A new account."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=80,
        help_text=_("It cannot be changed later. With directory sign-in: the name that the directory gives."),
        error_messages={"required": _("Enter a sign-in name.")},
    )
    field_order = ("name", "username", "place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].label = _("Looked after by the administrators of")


class Given(Place):
    """A role at a unit."""

    role = forms.TypedChoiceField(
        label=_("Role"),
        coerce=Role,
        widget=forms.RadioSelect,
        choices=[(role.value, ROLES[role]) for role in Role],
        help_text=_("Inspectors and reviewers are proposed by you and confirmed by another administrator."),
        error_messages={"required": _("Choose a role.")},
    )
    outside = forms.BooleanField(
        label=_("For inspectors: they work at none of the units here"),
        required=False,
        help_text=_("Otherwise link the account to a member of staff: without either, nobody sends them to inspect."),
    )
    field_order = ("role", "place", "outside")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].label = _("At this unit and all below it")


class Link(forms.Form):
    """The member of staff that an account is."""

    person = forms.CharField(
        label=_("Code of the member of staff"),
        required=False,
        max_length=80,
        help_text=_("As in the list of people. Leave it empty to end the link."),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # administrators do not read lists of people: they may name one of the units they administer
        self.people = reached(actor, Person.objects.all(), (At(Right.MANAGE_ACCOUNTS, "unit__path"),))

    def clean_person(self) -> Person | None:
        """The person with this code."""
        code = self.cleaned_data["person"].strip()
        if not code:
            return None
        found = self.people.select_related("unit").filter(code=code).first()
        if found is None:
            raise forms.ValidationError(_("No member of staff of the units that you administer has this code."))
        return found
