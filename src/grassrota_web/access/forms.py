"""Forms of the room."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grassrota_web.access.actions.tokens import LONGEST
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.words import RIGHTS

PASSWORD_HINT = _("Twelve characters or more. Three or four words that do not belong together are easy to remember.")


class Credentials(AuthenticationForm):
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = _(
            "No open account has this sign-in name and password. After five wrong passwords nobody signs in with the "
            "name for an hour."
        )
        self.error_messages = {**self.error_messages, "invalid_login": told}
        self.fields["username"].label = _("Sign-in name")
        self.fields["username"].error_messages["required"] = _("Enter your sign-in name.")
        self.fields["password"].error_messages["required"] = _("Enter your password.")


class FirstPassword(SetPasswordForm):  # type: ignore[type-arg]  # generic for the checker alone
    """A password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = PASSWORD_HINT
        self.fields["new_password2"].help_text = ""


class NewPassword(PasswordChangeForm):
    """The password so far, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = PASSWORD_HINT
        self.fields["new_password2"].help_text = ""


class Code(forms.Form):
    """A code of the second factor."""

    code = forms.CharField(
        label=pgettext_lazy("second factor", "Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"}),
        error_messages={"required": _("Enter the code.")},
    )


class NewToken(forms.Form):
    """A token: what for, with which rights, and until when."""

    label = forms.CharField(
        label=_("What it is for"),
        max_length=80,
        help_text=_("Such as “nightly export to the personnel system”."),
        error_messages={"required": _("Say what the token is for.")},
    )
    rights = forms.TypedMultipleChoiceField(
        label=_("What it may do"),
        coerce=Right,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Give it no more than it needs."),
        error_messages={"required": _("Choose one right or more.")},
    )
    expires_on = forms.DateField(
        label=_("Last day"),
        help_text=_("A year from now at the latest."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rights"].choices = [(right, RIGHTS[right]) for right in Right if actor.holds(right)]  # type: ignore[attr-defined]
        today = timezone.localdate()
        self.fields["expires_on"].initial = today + timedelta(days=90)
        self.fields["expires_on"].widget.attrs |= {"min": str(today), "max": str(today + LONGEST)}
