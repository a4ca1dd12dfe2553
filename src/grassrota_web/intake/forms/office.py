"""What inspectors are asked about the key of their office, and before contact details are read."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class KeyForm(forms.Form):
    """A public key, as ``grassrota intake key`` writes it."""

    public = forms.CharField(
        label=_("Public key"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("130 characters, from the file public that `grassrota intake key` wrote."),
    )

    def clean_public(self) -> bytes:
        """As bytes."""
        try:
            return bytes.fromhex(self.cleaned_data["public"].strip())
        except ValueError:
            raise forms.ValidationError(_("This is no public key.")) from None


class AskingForm(forms.Form):
    """Whose contact details, and why."""

    opinion = forms.UUIDField(label=_("Opinion"), help_text=_("Its id, as the case shows it."))
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("It is journaled.")
    )


class HalvesForm(forms.Form):
    """Both halves of the private key; each key-holder enters their own."""

    one = forms.CharField(
        label=_("Half of the first key-holder"),
        max_length=100,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    other = forms.CharField(
        label=_("Half of the second key-holder"),
        max_length=100,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
