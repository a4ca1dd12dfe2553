"""What the rooms below call, and what is done each day."""

from __future__ import annotations

from django.db import transaction

# first, so that what was filed is appended before the rest of the day's work
from grassrota_web.intake import above, tasks  # noqa: F401
from grassrota_web.jobs.daily import daily
from grassrota_web.opinions.escalating import escalate_all
from grassrota_web.opinions.flagging import flag_all
from grassrota_web.opinions.heard import hear, standing, topics
from grassrota_web.opinions.opening import open_cases
from grassrota_web.opinions.queries.search import index_some
from grassrota_web.opinions.rechecking import recheck_all

above.APPENDED.append(open_cases)
above.ANSWERED.append(hear)
above.STANDING.append(standing)
above.TOPICS.append(topics)


@daily
def recheck_chains() -> None:
    """Finds out anew whom every case concerns, whatever changed."""
    recheck_all()


@daily
def make_searchable() -> None:
    """Makes searchable what was appended, and redacted copies made since."""
    made = 1
    while made:
        with transaction.atomic():
            made = index_some()


@daily
def learn_where_cases_go() -> None:
    """Learns from cases that units took as their own, so that the next ones' receivers can be suggested."""
    from grassrota_web.opinions import habits  # what learns takes long to load, and only workers do

    habits.learn()


@daily
def take_late_cases_above() -> None:
    """Takes what is late a step higher on its day."""
    escalate_all()


@daily
def mark_closures() -> None:
    """Marks closures that the inspection office is to look at."""
    flag_all()
