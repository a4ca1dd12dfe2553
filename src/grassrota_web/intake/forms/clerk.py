"""What a clerk is asked who writes an opinion down for somebody, and what of a list."""

from __future__ import annotations

from pathlib import Path

from django import forms
from django.utils.translation import gettext_lazy as _

from grassrota.opinions.opinion import Channel

LARGEST = 4 << 20


class TakingForm(forms.Form):
    """How somebody came, and that they want it passed on."""

    channel = forms.ChoiceField(
        label=_("How did they come?"),
        choices=[
            (Channel.PAPER.value, _("on paper")),
            (Channel.PHONE.value, _("by telephone")),
            (Channel.MEETING.value, _("in person")),
        ],
        widget=forms.RadioSelect,
    )
    consent = forms.BooleanField(
        label=_("They heard what is written here, and want it passed on"),
        error_messages={"required": _("Without their consent nothing is passed on.")},
    )


class ListForm(forms.Form):
    """A list, to be looked through or to be filed."""

    file = forms.FileField(label=_("List"), help_text=_("CSV or XLSX, 4 MB at most."))

    def clean_file(self) -> tuple[bytes, str]:
        """Its content, and what sort of file it is."""
        given = self.cleaned_data["file"]
        suffix = Path(given.name).suffix.lower()
        if suffix not in (".csv", ".xlsx") or given.size > LARGEST:
            raise forms.ValidationError(_("Give a CSV or XLSX file of 4 MB at most."))
        return given.read(), suffix
