"""What is asked of a posted person who writes down what somebody said in a talk: what everybody who raises is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grassrota_web.intake.forms.raising import OpinionForm


class FieldForm(OpinionForm):
    """The questions of a raiser, and whether they want it passed on."""

    consent = forms.BooleanField(
        label=_("They want it passed on"), required=False, help_text=_("Without this it is kept nowhere.")
    )

    @classmethod
    def of_device(cls, given: dict[str, Any]) -> FieldForm:
        """As a device sent it, perhaps days after it was written; what is no answer is read as none."""
        answers = {name: "on" if value is True else value for name, value in given.items()}
        return cls({name: value if isinstance(value, str) else "" for name, value in answers.items()}, asks=False)
