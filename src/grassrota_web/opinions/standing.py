"""What long lists repeat of a case: where it stands, what is owed next, and from when the organ above has to see."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from grassrota.opinions import case as core
from grassrota.opinions.deadlines import Terms, duties, to_decide
from grassrota.opinions.workdays import WEEKDAYS, WorkCalendar, china, with_own_days
from grassrota_web.journal.prepared import prepared
from grassrota_web.opinions.models import NOTHING_OWED, Case, OwnDay

TERMS = Terms()
REPEATED = ("state", "owed", "due_on", "above_on", "above_id", "above_outside")
"""The columns that ``repeat`` writes."""


def calendar() -> WorkCalendar:
    """The working days of this installation."""
    days = dict(_own_days())
    known = china() if settings.WORK_CALENDAR == "china" else WEEKDAYS
    if not days:
        return known
    return with_own_days(known, (day for day in days if not days[day]), (day for day in days if days[day]))


def decided_by(filed_on: date, worked: WorkCalendar) -> date:
    """The last day for the decision of an appeal."""
    return to_decide("", filed_on, terms=TERMS, calendar=worked).by.on


def repeat(row: Case, value: core.Case, worked: WorkCalendar) -> None:
    """Writes into a row, without saving it, what the core makes of its facts."""
    today = timezone.localdate()
    row.state = value.state.value
    owed = [duty for duty in duties([value], today, TERMS, worked) if duty.met_on is None]
    if row.closed_on is not None:
        owed = []
    if row.appealed_on is not None:
        # whoever hears it owes its decision, even of a case that was put away
        owed.append(to_decide(value.id, row.appealed_on, terms=TERMS, calendar=worked))
    first = min(owed, key=lambda duty: (duty.by.on, duty.kind), default=None)
    if first is None:
        row.due_on = row.above_on = NOTHING_OWED
    else:
        row.owed, row.due_on = first.kind.value, first.by.on
        row.above_on = min(duty.above_from.on for duty in owed)
    if row.above_on > today:
        row.above, row.above_outside = None, False


@prepared
def _own_days() -> QuerySet[OwnDay, tuple[date, bool]]:
    return OwnDay.objects.values_list("day", "worked")
