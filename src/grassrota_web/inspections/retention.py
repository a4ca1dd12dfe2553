"""How long the names stay of those from among whom teams were drawn."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from grassrota_web.access.retention import Rule, delete, keep
from grassrota_web.inspections.models import Member

keep(
    Rule(
        "inspection_teams",
        _("Names of those from among whom the teams of a round were drawn"),
        _("the end of the round"),
        30,
        lambda day: Member.objects.filter(round__ended_on__lte=day).order_by("round__ended_on", "pk"),
        delete,
    )
)
