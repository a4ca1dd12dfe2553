"""Whoever is made to go can say so to somebody on whom nobody at home can lean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from grassrota.errors import BadInput, Refused
from grassrota.posting.coercion import CoercionAnswer
from grassrota_web.access.actor import Actor
from grassrota_web.access.models import Account, Grant, Sealed
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import Role
from grassrota_web.access.scope import visible
from grassrota_web.journal.models import Entry
from grassrota_web.postings.actions.coercion import (
    answer_report,
    pass_on_report,
    read_report,
    receipt_of,
    report_coercion,
    take_up_report,
)
from grassrota_web.postings.models import CoercionReport
from tests.web.postings.conftest import Office

TEXT = "We were told to sign, all of us"


@pytest.fixture
def reviewer(office: Office) -> Actor:
    """Somebody from outside, confirmed as reviewer of the north."""
    return office.world.actor(Role.REVIEWER, office.world.units["north"])


def report(office: Office, code: str = "n1") -> str:
    """Files a report about the north's office, and gives its code."""
    return report_coercion(office.staff(code), office.world.units["north-office"], TEXT)


def test_a_report_names_nobody_and_leaves_no_row_in_the_journal(office: Office, reviewer: Actor) -> None:
    """R002-17: the reporter is in no column; the words are sealed, about nobody, above the unit."""
    before = Entry.objects.count()
    code = report(office)
    row = CoercionReport.objects.get()
    assert Entry.objects.count() == before
    assert set(CoercionReport.objects.values().get()) == {
        *("id", "unit_id", "officer", "receipt", "filed_on", "answer_by", "taken_up_on", "answered_on", "answer"),
        "text_id",
    }
    assert (row.officer, row.text.person, row.text.path) == (reviewer.account, "", office.world.units["north"].path)
    assert row.receipt == receipt_of(code.upper().replace("-", " "))
    assert code.replace("-", "") not in str(CoercionReport.objects.values().get())


def test_only_its_officer_sees_a_report(office: Office, reviewer: Actor) -> None:
    """R002-17: unit officer, organiser, staff and another reviewer of the same place do not know that there is one."""
    report(office)
    other = office.world.account(Role.REVIEWER, office.world.units["north"], name="another reviewer")
    for actor in (office.officer, office.organiser, office.staff("n1"), actor_of(other, proven=True)):
        assert not visible(actor, CoercionReport.objects.all()).exists()
        with pytest.raises(Refused):
            read_report(actor, CoercionReport.objects.get(), "curious")
    assert not visible(office.officer, Sealed.objects.all()).exists()
    assert visible(reviewer, CoercionReport.objects.all()).count() == 1


def test_no_head_of_the_unit_or_above_receives_it(office: Office) -> None:
    """R002-17: a reviewer who heads the province or works in the office is passed over; without another, refused."""
    heads = {"head": "n9", "inside": "n1"}
    office.world.people["n9"] = person = type(office.world.people["n1"]).objects.create(
        code="n9", name="Governor", unit=office.world.units["north"], grade="director"
    )
    office.world.units["north"].headed_by.add(person)
    for name, code in heads.items():
        office.world.account(Role.REVIEWER, office.world.units["north"], name=name, person=code)
    with pytest.raises(Refused) as refused:
        report(office, "n2")
    assert refused.value.code == "no_independent_officer"
    outside = office.world.account(Role.REVIEWER, "/", name="outside")
    report(office, "n2")
    assert CoercionReport.objects.get().officer == str(outside.pk)


def test_it_is_taken_up_and_answered_in_turn(office: Office, reviewer: Actor) -> None:
    """R002-17: read for a reason, taken up, answered; the unit's own officers find none of it in the journal."""
    report(office)
    row, today = CoercionReport.objects.get(), timezone.localdate()
    with pytest.raises(Refused) as refused:
        answer_report(reviewer, row, CoercionAnswer.COERCED, today)
    assert refused.value.code == "not_taken_up"
    with pytest.raises(Refused) as refused:
        read_report(reviewer, row, "")
    assert refused.value.code == "no_reason"
    assert read_report(reviewer, row, "to look into it") == TEXT
    take_up_report(reviewer, row)
    answer_report(reviewer, row, CoercionAnswer.COERCED, today)
    row.refresh_from_db()
    assert (row.taken_up_on, row.answered_on, row.answer) == (today, today, CoercionAnswer.COERCED)
    below = office.world.units["north-office"].path
    assert not Entry.objects.filter(kind="coercion report", place__startswith=below).exists()


def test_an_officer_who_has_come_into_the_chain_passes_it_on(office: Office, reviewer: Actor) -> None:
    """R002-17: made head of the office, the reviewer neither takes it up nor answers; somebody else receives it."""
    report(office)
    row = CoercionReport.objects.get()
    Account.objects.filter(pk=reviewer.account).update(person="n3")
    office.world.units["north-office"].headed_by.add(office.world.people["n3"])
    with pytest.raises(Refused) as refused:
        take_up_report(reviewer, row)
    assert refused.value.code == "officer_in_chain"
    outside = office.world.account(Role.REVIEWER, "/", name="outside")
    pass_on_report(reviewer, row)
    row.refresh_from_db()
    assert row.officer == str(outside.pk)
    assert not visible(reviewer, CoercionReport.objects.all()).exists()


def test_it_has_words_and_a_day_for_the_answer(office: Office, reviewer: Actor) -> None:
    """Without words it is no report; an answer is due in thirty days."""
    with pytest.raises(BadInput):
        report_coercion(office.staff("n1"), office.world.units["north-office"], " ")
    with pytest.raises(Refused):
        report_coercion(office.staff("n1"), office.world.units["south-office"], TEXT)
    report(office)
    assert CoercionReport.objects.get().answer_by == timezone.localdate() + timedelta(days=30)


def test_a_reviewer_who_is_not_confirmed_or_no_longer_one_receives_nothing(office: Office, reviewer: Actor) -> None:
    """One person alone makes no reviewer, and a role that has ended is none."""
    Grant.objects.filter(account__pk=reviewer.account).update(confirmed_by="")
    with pytest.raises(Refused):
        report(office)
    Grant.objects.filter(account__pk=reviewer.account).update(confirmed_by="x", until=date(2000, 1, 1))
    with pytest.raises(Refused):
        report(office)
