"""What is filled in to try something out: openings and people as one imagines them, or years to follow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grassrota.rota.pin import Pin
from grassrota.rota.policy import Policy
from grassrota.rota.what_if import Seats, WhatIf
from grassrota_web.orgs.forms.named import Coded

_SEATS = re.compile(r"(\S+)\s+(\d{1,6})\s*[-–]\s*(\d{1,6})")
_SEVERAL = re.compile(r"[\s,;，；]+")


class CodesField(forms.CharField):
    """Codes with commas or blanks between them."""

    def clean(self, value: Any) -> Any:
        """The codes, each once, in order."""
        return tuple(dict.fromkeys(word for word in _SEVERAL.split(str(super().clean(value))) if word))


class SeatsField(forms.CharField):
    """A line for each opening: its code, and a range."""

    def clean(self, value: Any) -> Any:
        """Seats by opening."""
        found: dict[str, Seats] = {}
        for line in str(super().clean(value)).splitlines():
            parts = _SEATS.fullmatch(line.strip())
            if line.strip() and parts is None:
                raise forms.ValidationError(_("Write a code and a range on each line, such as: o12 2-6"))
            if parts:
                found[parts[1]] = Seats(int(parts[2]), int(parts[3]))
        return found


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class WhatIfForm(forms.Form):
    """What of openings and people is imagined; the policy is a form of its own."""

    closed = CodesField(
        label=_("These openings are closed"), required=False, widget=_lines(1), max_length=4000,
        help_text=_("Codes of openings, with commas between them."),
    )  # fmt: skip
    seats = SeatsField(
        label=_("These openings have other headcounts"), required=False, widget=_lines(2), max_length=20_000,
        help_text=_("A line for each: the code, then the fewest and the most, such as: o12 2-6"),
    )  # fmt: skip
    staying = CodesField(
        label=_("These people stay"), required=False, widget=_lines(1), max_length=20_000,
        help_text=_("Codes of people, with commas between them."),
    )  # fmt: skip
    person = Coded("person", label=_("This person is settled"), required=False)
    opening = forms.CharField(
        label=_("Goes to the opening"), required=False, max_length=80, help_text=_("The opening's code; empty for any.")
    )
    batch = forms.IntegerField(label=_("Starts in batch"), required=False, min_value=1, help_text=_("Empty for any."))

    def clean(self) -> dict[str, Any]:
        """Whoever is settled goes somewhere or at some time, and stays not as well."""
        cleaned = super().clean() or {}
        who, somewhere = cleaned.get("person"), bool(cleaned.get("opening") or cleaned.get("batch"))
        if who and not somewhere:
            self.add_error("person", _("Say where this person goes, or when."))
        if somewhere and not who and "person" not in self.errors:
            self.add_error("person", _("Say who goes there."))
        if who and who in (cleaned.get("staying") or ()):
            self.add_error("person", _("This person cannot go and stay."))
        return cleaned

    def what_if(self, policy: Policy | None) -> WhatIf:
        """What is imagined, with a policy that differs from the present one."""
        given: Mapping[str, Any] = self.cleaned_data
        pins = [Pin(who, stays=True) for who in given["staying"]]
        if given["person"]:
            pins.append(Pin(given["person"], given["opening"], given["batch"]))
        return WhatIf(policy, given["closed"], given["seats"], pins=tuple(pins))


class YearsForm(forms.Form):
    """How long to follow a rotation, and how its staff changes."""

    years = forms.IntegerField(label=_("Years"), initial=10, min_value=1, max_value=20)
    leaving = forms.IntegerField(
        label=_("Percent of the staff that leave and are replaced each year"), initial=5, min_value=0, max_value=50
    )
    seed = forms.IntegerField(
        label=_("Seed"), initial=0, min_value=0, max_value=2**31 - 1,
        help_text=_("The same seed gives the same people leaving and coming."),
    )  # fmt: skip
