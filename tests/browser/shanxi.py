"""What the many do while a browser goes along with a few: each by the verb of the page, each as who they are.

Run as ``python -m tests.browser.shanxi ACT ARGS...`` within the store of a test.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

LEADER, WORRIED = "first-batch-p0001", "worried"


def load() -> None:
    """The roster of report 000 at rest, and an organiser."""
    from grassrota_web.config.commands.demonstrate import mark

    mark()
    from grassrota_web.config.commands.store import Store

    Store().migrate()
    from grassrota.cli import scenarios
    from grassrota_web.access.actions.roles import grant
    from grassrota_web.access.actor import Application
    from grassrota_web.access.rights import Role
    from grassrota_web.config.demo_accounts import _opened
    from grassrota_web.config.demonstration import load

    load(scenarios.find("000_first_batch"), None, print, at_rest=True)
    grant(Application(), _opened("organiser", "Organiser Wang"), Role.ORGANISER, "/")


def accounts() -> None:
    """An account for the first secretary, for one more who goes and one who stays, for their officer and a host."""
    from grassrota_web.access.actions.accounts import link_person
    from grassrota_web.access.actions.roles import grant
    from grassrota_web.access.actor import Application
    from grassrota_web.access.rights import Role
    from grassrota_web.config.demo_accounts import _opened
    from grassrota_web.rotas.models import Assignment, LeftOut

    going = Assignment.objects.filter(batch=1).select_related("person__unit", "opening__place")
    first = going.get(person__code=LEADER)
    home = first.person.unit
    worried = going.filter(person__unit=home).order_by("-person__code")[0].person
    staying = LeftOut.objects.filter(person__unit=home).select_related("person").order_by("person__code")[0].person
    for name, role, path, person in (
        ("officer", Role.UNIT_OFFICER, home.path, None),
        ("host", Role.HOST, first.opening.place.path, None),
        ("leader", Role.STAFF_MEMBER, home.path, first.person),
        ("worried", Role.STAFF_MEMBER, home.path, worried),
        ("staying", Role.STAFF_MEMBER, home.path, staying),
    ):
        account = _opened(name, person.name if person else name.capitalize())
        grant(Application(), account, role, path)
        if person:
            link_person(Application(), account, person.code, path)


def consent() -> None:
    """Everybody of the first batch who has not said so in a browser says yes: those of the office each for themself.

    The yes of thousands of others is written down as theirs would be, since it takes minutes to say it one by one.
    """
    from django.db import transaction
    from django.utils import timezone

    from grassrota_web.access.actor import Actor
    from grassrota_web.access.rights import Role
    from grassrota_web.orgs.models import Person, Rotation
    from grassrota_web.postings.actions.own import Yes, see_to_own
    from grassrota_web.postings.models import Consent

    rotation = Rotation.objects.select_related("home").get()
    home = Person.objects.get(code=LEADER).unit
    waiting = Consent.objects.filter(batch=1, given_on=None)
    with transaction.atomic():
        for asked in waiting.filter(person__unit=home).select_related("person__unit"):
            own = asked.person
            see_to_own(Actor("", own.name, own.code, ((Role.STAFF_MEMBER, own.unit.path),)), rotation, Yes(1))
        waiting.update(given_on=timezone.localdate())


def leave(*days: str) -> None:
    """On each of the days, with how many have left by then, as many more leave; who must wait until the 12th waits."""
    from grassrota_web.access.actor import Actor
    from grassrota_web.access.models import Account
    from grassrota_web.access.rights import Role
    from grassrota_web.fieldwork.actions.departure import depart
    from grassrota_web.postings.models import Posting

    officers = Actor("", "Officers", "", ((Role.UNIT_OFFICER, "/"),), True)
    for day, until in (told.split("=") for told in days):
        Path(os.environ["TODAY_FILE"]).write_text(day)
        held = [Account.objects.get(username=WORRIED).person] if day < "1957-12-12" else []
        missing = int(until) - Posting.objects.filter(batch=1).exclude(departed_on=None).count()
        waiting = Posting.objects.filter(batch=1, departed_on=None).exclude(person__code__in=held)
        going = waiting.order_by("first_day", "pk").values_list("pk", flat=True)[:missing]
        depart(officers, list(going), date.fromisoformat(day))


def come_home() -> None:
    """The office's others arrive, report, come back when their 40 days are over and are done; one stays on."""
    from django.db import transaction

    from grassrota.posting.field import FindingKind, PlanVerdict, Task, TaskReport
    from grassrota_web.access.actor import Actor
    from grassrota_web.access.models import Account
    from grassrota_web.access.rights import Role
    from grassrota_web.fieldwork.actions.stay import arrive, close, come_back
    from grassrota_web.fieldwork.actions.tasks import file_report
    from grassrota_web.orgs.models import Person
    from grassrota_web.postings.models import Posting

    home = Person.objects.get(code=LEADER).unit
    officer = Actor("", "Officer", "", ((Role.UNIT_OFFICER, home.path),), True)
    apart = [LEADER, Account.objects.get(username=WORRIED).person]
    due, filed = date(1958, 3, 1), date(1958, 1, 15)
    with transaction.atomic():
        for row in Posting.objects.filter(batch=1, home_unit=home).exclude(person__code__in=apart):
            assert row.departed_on
            arrive(officer, row.pk, row.departed_on)
            said = (row.person.code, filed, "The village", "The wells are far.", home.code, due)
            for task, finding, verdict in (
                (Task.PLAN_TEST, None, PlanVerdict.HOLDS),
                (Task.FINDINGS, FindingKind.PROBLEM, None),
                (Task.OPINIONS, None, None),
            ):
                report = TaskReport(said[0], task, *said[1:4], finding, verdict, *said[4:])
                file_report(officer, row.pk, report)
            come_back(officer, row.pk, row.departed_on + timedelta(days=40))
            close(officer, row.pk, date(1958, 1, 24))


ACTS: dict[str, Callable[..., None]] = {act.__name__: act for act in (load, accounts, consent, leave, come_home)}

if __name__ == "__main__":
    if sys.argv[1] != "load":
        from grassrota_web.config.commands.django_set_up import set_up

        set_up()
    ACTS[sys.argv[1]](*sys.argv[2:])
