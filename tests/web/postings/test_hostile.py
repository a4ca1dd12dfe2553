"""What somebody could try who plans, or holds a copy of the store, to learn who said no, complained or was forced."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from grassrota.errors import Refused
from grassrota.posting.appeal import AppealKind
from grassrota.posting.concern import ConcernKind
from grassrota.posting.hardship import Need
from grassrota_web.access.actor import Application
from grassrota_web.access.models import Sealed
from grassrota_web.access.retention import RULES
from grassrota_web.access.rights import Role
from grassrota_web.access.scope import visible
from grassrota_web.journal.models import Entry
from grassrota_web.postings.actions.availability import take_up
from grassrota_web.postings.actions.coercion import report_coercion
from grassrota_web.postings.actions.own import No, Request, Worry, Yes, see_to_own
from grassrota_web.postings.actions.publication import publish
from grassrota_web.postings.models import Appeal, CoercionReport, Concern, Consent, Posting
from grassrota_web.records.person.queries import held
from grassrota_web.records.retention.actions import purge_some
from grassrota_web.rotas.models import NotAvailable
from tests.web.postings.conftest import Office

TODAY = timezone.localdate()


@pytest.mark.parametrize("ahead", [0, 1])
def test_nobody_takes_up_a_day_that_is_not_over(office: Office, ahead: int) -> None:
    """An organiser who asks again and again learns no minute: neither a name, nor that anything was said."""
    office.published()
    see_to_own(office.staff("n2"), office.rotation, Yes(1))
    see_to_own(office.staff("n2"), office.rotation, No(1))
    size = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        take_up(office.organiser, office.rotation, TODAY + timedelta(days=ahead))
    assert refused.value.code == "day_not_over"
    assert not NotAvailable.objects.exists()
    assert Entry.objects.count() == size
    take_up(office.organiser, office.rotation, TODAY - timedelta(days=1))
    assert not NotAvailable.objects.exists()


def test_a_list_that_is_dated_back_still_heeds_what_was_said_since(office: Office) -> None:
    """Published as of a week ago, the list would leave out every no since; it is refused as it is today."""
    plan = office.approved()
    see_to_own(office.staff("n2"), office.rotation, Yes(1))
    see_to_own(office.staff("n2"), office.rotation, No(1))
    yesterday = TODAY - timedelta(days=1)
    Consent.objects.filter(person__code="n2").update(asked_on=yesterday, given_on=None, withdrawn_on=yesterday)
    with pytest.raises(Refused) as refused:
        publish(office.organiser, plan, TODAY - timedelta(days=7))
    assert refused.value.code == "problem_changed"


def test_who_keeps_the_records_does_not_learn_who_raised_something(office: Office) -> None:
    """For somebody with a concern, a request and a no, an administrator gets the same kinds of rows as for another."""
    office.published()
    for word in (
        Yes(1),
        No(1),
        Worry(ConcernKind.HARDSHIP, "my child is ill", Need.CHILDCARE),
        Request(AppealKind.DEFERRAL, 1, "after the exams"),
    ):
        see_to_own(office.staff("n2"), office.rotation, word)
    see_to_own(office.staff("n5"), office.rotation, Yes(1))
    one, other = (held(code, private=False) for code in ("n2", "n5"))
    assert {label: len(rows) for label, rows in one.items()} == {label: len(rows) for label, rows in other.items()}
    assert "see_to_own" not in str(one)
    assert {"postings.Concern", "postings.Appeal", "postings.Consent"} <= set(held("n2", private=True))


def test_a_report_of_coercion_goes_when_its_words_go(office: Office) -> None:
    """Its sealed words are purged after their time, and do not stand in the way of purging anybody else's."""
    top = office.world.units["north"]
    office.world.account(Role.REVIEWER, top)
    report_coercion(office.staff("n2"), office.world.units["north-office"], "we were told to say yes")
    Sealed.objects.update(sealed_on=TODAY - timedelta(days=731))
    assert purge_some(office.world.actor(Role.ADMINISTRATOR, "/"), "sealed", TODAY) == 1
    assert not CoercionReport.objects.exists()


def test_what_people_said_goes_a_year_after_the_rotation(office: Office) -> None:
    """On the 365th day after it was closed all is there; on the next nothing, the sealed words included."""
    office.published()
    for word in (Yes(1), No(1), Worry(ConcernKind.QUESTION, "Which bus?"), Request(AppealKind.DEFERRAL, 1, "exams")):
        see_to_own(office.staff("n2"), office.rotation, word)
    take_up(Application(), office.rotation, TODAY)
    office.rotation.closed_on = date(1958, 1, 1)
    office.rotation.save()
    kinds = ("consents", "concerns", "requests", "not_available")
    assert not any(RULES[kind].due_on(date(1959, 1, 1)).exists() for kind in kinds)
    keeper = office.world.actor(Role.ADMINISTRATOR, "/")
    assert all(purge_some(keeper, kind, date(1959, 1, 2)) for kind in kinds)
    assert not any(model.objects.exists() for model in (Consent, Concern, Appeal, NotAvailable, Sealed))


def test_a_host_does_not_learn_who_was_taken_off(office: Office) -> None:
    """n2 and n5 are expected; when n2 is taken off, the host sees n5 alone, and the organiser both."""
    office.published()
    host = office.world.actor(Role.HOST, office.world.units["north-township"])
    assert {row.person.code for row in visible(host, Posting.objects.all())} == {"n2", "n5"}
    Posting.objects.filter(person__code="n2").update(released_on=TODAY)
    assert [row.person.code for row in visible(host, Posting.objects.all())] == ["n5"]
    assert visible(office.organiser, Posting.objects.all()).count() == 2
