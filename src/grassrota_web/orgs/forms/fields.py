"""Fields that several forms have: a day; several words."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class Day(forms.DateField):
    """A day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class Words(forms.CharField):
    """Several words in one field, with semicolons or commas between."""

    def clean(self, value: Any) -> Any:
        """The words, each once, in order."""
        text = super().clean(value)
        parts = (part.strip() for part in re.split(r"[;；,，\n]", text))
        return tuple(dict.fromkeys(part for part in parts if part))

    def prepare_value(self, value: Any) -> Any:
        """As it is written into the field."""
        return value if isinstance(value, str) or value is None else "; ".join(str(part) for part in value)


class Ending(forms.Form):
    """The day on which something ends."""

    day = Day(label=_("Day"))

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"day": today}, **kwargs})


WORDS_HINT = _("Several with semicolons between.")
