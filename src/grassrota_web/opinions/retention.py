"""When a case has ended, so that what could lead to its raiser goes: see ``intake.retention``."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from grassrota.opinions.case import CaseState
from grassrota_web.intake.models import Opinion
from grassrota_web.intake.retention import ENDED
from grassrota_web.opinions.models import Appeal, Case, Fact, Raised, Withdrawal

SILENT = timedelta(days=365)
"""Where nobody has closed a case on which nothing is left to do, it has ended when so long nothing happened."""


def ended(day: date) -> QuerySet[Opinion]:
    """The opinions of cases that ended by a day: closed, or left alone so long; an appeal keeps a case open."""
    rows = Case.objects.filter(merged_into=None).exclude(state__in=[CaseState.OPEN, CaseState.REFUTED])
    rows = rows.filter(~Exists(Appeal.objects.filter(case=OuterRef("pk"), outcome="")))
    lately = Fact.objects.filter(case=OuterRef("pk"), on__gt=day - SILENT)
    cases: QuerySet[Case] = rows.filter(Q(closed_on__lte=day) | (Q(closed_on=None) & ~Exists(lately)))
    within = Q()
    while cases.exists():
        within |= Q(case__in=cases.values("pk"))
        cases = Case.objects.filter(merged_into__in=cases.values("pk"))
    asked = Withdrawal.objects.filter(raised=OuterRef("pk"), confirmed=None)
    raised = Raised.objects.filter(within or Q(pk__in=()), ~Exists(asked))
    return Opinion.objects.filter(pk__in=raised.values("pk"))


ENDED.append(ended)
