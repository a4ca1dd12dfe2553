"""How long the names of people who left are kept, and what lists that were brought in said of people."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grassrota_web.access.models import Sealed
from grassrota_web.access.retention import Rule, delete, keep
from grassrota_web.orgs.models import Couple, Exemption, ImportBatch, Person


def _left(day: date) -> QuerySet[Any]:
    # whose name is the code was purged before
    return Person.objects.filter(left_on__lte=day).exclude(name=F("code")).order_by("left_on", "pk")


def _forget(rows: QuerySet[Any]) -> int:
    """Leaves of each the code, which turns and the journal refer to, with the unit and the grade that are counted."""
    exempt = Exemption.objects.filter(person__in=rows)
    Sealed.objects.filter(pk__in=list(exempt.exclude(detail=None).values_list("detail", flat=True))).delete()
    exempt.delete()
    Couple.objects.filter(Q(first__in=rows) | Q(second__in=rows)).delete()
    blank: dict[str, Any] = {"previous_post": "", "home_post": "", "skills": [], "site": None}
    return rows.update(name=F("code"), surplus=False, key_staff=False, **blank)


def _brought_in(day: date) -> QuerySet[Any]:
    end = timezone.make_aware(datetime.combine(day, time.max))
    return ImportBatch.objects.filter(uploaded_at__lte=end).order_by("uploaded_at", "pk")


keep(
    Rule(
        "people",
        _("Names and details of people who left the staff; the code, with their turns, stays"),
        _("the day on which they left"),
        730,
        _left,
        _forget,
    )
)
keep(
    Rule(
        "imports",
        _("Lists that were brought in, with what each row changed; they cannot be undone any more"),
        _("the day on which the list was sent"),
        90,
        _brought_in,
        delete,
    )
)
