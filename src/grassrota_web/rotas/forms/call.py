"""The form of a call for turns: who goes, to which places, by which scale."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grassrota_web.orgs.actions.rotations import Call
from grassrota_web.orgs.forms.fields import Day
from grassrota_web.orgs.forms.named import Coded
from grassrota_web.orgs.models import GradeScale


class CallForm(forms.Form):
    """A rotation to be opened."""

    title = forms.CharField(label=_("What people call it"), max_length=200)
    code = forms.SlugField(label=_("Code"), max_length=80, help_text=_("Short, unique, never changed: turns-2027."))
    home = Coded("unit", label=_("Staff of"), help_text=_("A unit; everybody below it is in scope."))
    hosts = Coded("unit", label=_("Go to places in"), help_text=_("A unit; every place below it can ask for people."))
    scale = forms.ModelChoiceField(label=_("Grade scale"), queryset=GradeScale.objects.none(), to_field_name="version")
    opened_on = Day(label=_("Opened on"))

    def __init__(self, *args: Any, scales: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scale"].queryset = scales  # type: ignore[attr-defined]

    def value(self) -> Call:
        """The call as entered; raises ``BadInput``."""
        said = self.cleaned_data
        return Call(said["code"], said["title"], said["home"], said["hosts"], said["scale"].version, said["opened_on"])
