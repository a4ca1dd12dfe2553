"""How long it is kept who was not available, and who wished for what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from grassrota_web.access.retention import Rule, delete, keep
from grassrota_web.rotas.models import Interest, NotAvailable

CLOSED = _("the day on which the rotation was closed")

keep(
    Rule(
        "not_available",
        _("Who was not available, in which batches"),
        CLOSED,
        365,
        lambda day: NotAvailable.objects.filter(rotation__closed_on__lte=day).order_by("pk"),
        delete,
    )
)
keep(
    Rule(
        "wishes",
        _("Wishes for places"),
        CLOSED,
        365,
        lambda day: Interest.objects.filter(rotation__closed_on__lte=day).order_by("pk"),
        delete,
    )
)
