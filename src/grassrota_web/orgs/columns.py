"""The columns of the lists on pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Columns = Sequence[dict[str, Any]]

PEOPLE: Columns = (
    {"label": pgettext_lazy("person", "Name")},
    {"label": _("Code")},
    {"label": _("Home unit")},
    {"label": _("Grade")},
    {"label": _("Years there"), "numeric": True},
    {"label": _("Postings"), "numeric": True},
    {"label": _("Surplus")},
)
OPENINGS: Columns = (
    {"label": _("Code")},
    {"label": _("Place")},
    {"label": _("Rotation")},
    {"label": _("Sector")},
    {"label": _("People"), "numeric": True},
    {"label": _("Host")},
)
PROGRAMMES: Columns = (
    {"label": _("Name")},
    {"label": _("Place")},
    {"label": _("First day")},
    {"label": _("Last day")},
)
