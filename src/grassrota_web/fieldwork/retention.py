"""How long words that somebody in the field wants passed on wait for an intake that takes them over."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from grassrota_web.access.retention import Rule, delete, keep
from grassrota_web.fieldwork.models import OpinionDraft

keep(
    Rule(
        "opinion_drafts",
        _("Words of people in the field that nothing has taken over"),
        _("the day on which they were raised"),
        365,
        lambda day: OpinionDraft.objects.filter(raised_on__lte=day).order_by("raised_on", "pk"),
        delete,
    )
)
