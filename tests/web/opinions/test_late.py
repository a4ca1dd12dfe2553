"""What is late goes higher by itself, and closures that look like none are marked for those who check."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone

from grassrota.errors import Refused
from grassrota.opinions.closures import FlagKind
from grassrota.opinions.entries import ClosingReason
from grassrota_web.access.scope import visible
from grassrota_web.journal.models import Entry
from grassrota_web.opinions.actions.closing import claim, reopen
from grassrota_web.opinions.actions.replies import acknowledge, give_feedback
from grassrota_web.opinions.escalating import escalate_all
from grassrota_web.opinions.flagging import flag_all
from grassrota_web.opinions.models import Case, FactKind, Flag
from tests.web.conftest import SignedIn
from tests.web.opinions.conftest import Now, Office
from tests.web.opinions.test_pages import client_of, text_of

REPLY = "您反映的问题已转有关部门研究处理，感谢您的支持。"


@pytest.fixture(autouse=True)
def _five_days_a_week(settings: LazySettings) -> None:
    """Days are counted alike whenever these tests run."""
    settings.WORK_CALENDAR = "weekdays"


def days_ago(days: int) -> Any:
    """A day."""
    return timezone.localdate() - timedelta(days=days)


def test_a_late_case_goes_higher_step_by_step_and_ends_with_the_outside_reviewer(
    office: Office, now: Now, signed_in: SignedIn
) -> None:
    """Unacknowledged for 8, 26 and 40 days: late alone; ten working days later with the province; then the reviewer."""
    late, higher, top = (office.addressed(f"opinion {days}", day=days_ago(days)) for days in (8, 26, 40))
    assert not visible(office.reviewer, Case.objects.all()).exists()
    escalate_all()
    north = office.world.units["north"]
    assert [(now(case).above, now(case).above_outside) for case in (late, higher, top)] == [
        (None, False),
        (north, False),
        (None, True),
    ]
    assert {now(case).owner for case in (late, higher, top)} == {office.world.units["north-office"]}
    assert [fact.unit for fact in top.facts.filter(kind=FactKind.ESCALATED)] == [north, None]
    assert list(visible(office.reviewer, Case.objects.all())) == [top]
    before = top.facts.count()
    escalate_all()
    assert top.facts.count() == before
    client = client_of(signed_in, office.above)
    listed = text_of(client.get("/cases/late/?above=yes"))
    assert ("opinion 26" in listed, "opinion 8" in listed) == (True, False)
    assert "North sees to it" in listed
    assert "Late, so it was taken above: North" in text_of(client.get(f"/cases/{top.pk}/"))


def test_what_was_owed_and_is_done_is_with_nobody_above(office: Office, now: Now) -> None:
    """The officer acknowledges and answers: the case is off the list, and the facts stay."""
    case = office.addressed(day=days_ago(26))
    escalate_all()
    acknowledge(office.officer, case.pk)
    assert (now(case).above, case.facts.filter(kind=FactKind.ESCALATED).count()) == (None, 1)


def test_what_is_late_is_taken_to_nobody_whom_it_concerns(office: Office, now: Now) -> None:
    """A case that the township has and that concerns whoever heads the province passes the province over."""
    office.world.units["north"].headed_by.add(office.world.people["n1"])
    case = office.addressed(day=days_ago(26))
    case.chained.create(unit=office.world.units["north"])
    Case.objects.filter(pk=case.pk).update(owner=office.world.units["south-office"])
    case.chained.create(unit=office.world.units["south"])
    escalate_all()
    assert (now(case).above, now(case).above_outside) == (None, True)


def test_an_interim_reply_comes_to_be_owed_without_anybody_writing(office: Office, now: Now) -> None:
    """Acknowledged and then forgotten for 128 days: the day's work finds that feedback is late, and takes it above."""
    case = office.addressed(day=days_ago(130))
    case.facts.create(number=2, on=days_ago(128), kind=FactKind.ACKNOWLEDGED, words="It has arrived.")
    Case.objects.filter(pk=case.pk).update(owed="feedback", due_on=days_ago(38), above_on=days_ago(24))
    escalate_all()
    assert now(case).above is not None or now(case).above_outside
    give_feedback(office.officer, case.pk, "The well is being dug.")
    assert (now(case).above, now(case).above_outside) == (None, False)


def test_a_word_of_thanks_does_not_stop_the_clock(office: Office, now: Now) -> None:
    """Thanked 200 days ago and forgotten since: feedback is owed again, late, and with the reviewer by now."""
    case = office.addressed(day=days_ago(201))
    case.facts.create(number=2, on=days_ago(200), kind=FactKind.FEEDBACK, words="Thank you.")
    Case.objects.filter(pk=case.pk).update(owed="feedback", due_on=days_ago(108), above_on=days_ago(94))
    escalate_all()
    assert (now(case).owed, now(case).above_outside) == ("feedback", True)
    give_feedback(office.officer, case.pk, "The well is being dug.")
    assert now(case).due_on > timezone.localdate()


def test_what_nobody_sends_anywhere_goes_above_its_place(office: Office, now: Now) -> None:
    """26 days unrouted at the township: the province above sees it; without a place the outside reviewer does."""
    here, nowhere, fresh = office.raised(day=days_ago(26)), office.raised(day=days_ago(26), place=None), office.raised()
    assert not visible(office.above, Case.objects.all()).exists()
    escalate_all()
    north = office.world.units["north"]
    assert [(now(case).owner, now(case).above, now(case).above_outside) for case in (here, nowhere, fresh)] == [
        (None, north, False),
        (None, None, True),
        (None, None, False),
    ]
    assert list(visible(office.above, Case.objects.all())) == [here]
    assert list(visible(office.reviewer, Case.objects.all())) == [nowhere]


@pytest.fixture
def copied(office: Office) -> list[Case]:
    """Three cases that the office closed with one sentence, and one with words of its own."""
    cases = [office.addressed(f"opinion {number}") for number in range(4)]
    for number, case in enumerate(cases):
        claim(
            office.officer, case.pk, ClosingReason.CANNOT, "the county has no mason until May" if number == 3 else REPLY
        )
    return cases


def test_template_replies_are_marked_for_those_who_check_and_for_nobody_else(
    office: Office, copied: list[Case], signed_in: SignedIn
) -> None:
    """The inspector reads the reason on a page and on the case; the officer of the unit opens neither."""
    flag_all()
    alike = Flag.objects.filter(kind=FlagKind.TEMPLATE)
    assert set(alike.values_list("case", flat=True)) == {case.pk for case in copied[:3]}
    Flag.objects.exclude(pk__in=alike).delete()
    inspector, officer = client_of(signed_in, office.inspector), client_of(signed_in, office.officer)
    reason = "3 cases were closed with nearly the same words."
    page = text_of(inspector.get("/cases/flags/"))
    assert reason in page
    assert (str(copied[0].pk) in page, str(copied[3].pk) in page) == (True, False)
    assert reason in text_of(inspector.get(f"/cases/{copied[0].pk}/"))
    assert officer.get("/cases/flags/").status_code == 403
    assert reason not in text_of(officer.get(f"/cases/{copied[0].pk}/"))


def test_a_mark_keeps_its_day_and_goes_when_its_reason_goes(office: Office, copied: list[Case]) -> None:
    """Marked yesterday and still so: since yesterday. Once one of three has other words, no mark is left."""
    flag_all()
    Flag.objects.update(since=days_ago(1))
    flag_all()
    assert set(Flag.objects.values_list("since", flat=True)) == {days_ago(1)}
    copied[0].facts.filter(kind=FactKind.CLAIMED).update(words="the bridge was measured on Monday")
    flag_all()
    assert not Flag.objects.filter(kind=FlagKind.TEMPLATE).exists()


def test_closures_within_a_minute_are_marked(office: Office, copied: list[Case], signed_in: SignedIn) -> None:
    """Four claimed by one hand in one minute; the same four, as the journal tells an hour apart, are not."""
    flag_all()
    assert Flag.objects.filter(kind=FlagKind.AT_ONCE).count() == 4
    inspector = client_of(signed_in, office.inspector)
    assert "4 cases were closed within one minute." in text_of(inspector.get("/cases/flags/"))
    for hours, entry in enumerate(Entry.objects.filter(verb="opinions.claim")):
        Entry.objects.filter(pk=entry.pk).update(recorded_at=entry.recorded_at - timedelta(hours=hours))
    flag_all()
    assert not Flag.objects.filter(kind=FlagKind.AT_ONCE).exists()


def test_many_closures_on_one_day_are_marked_and_counted_by_what_the_reader_sees(
    office: Office, signed_in: SignedIn
) -> None:
    """Twelve on one day: all are marked; for an inspector whom two of them concern there are ten."""
    cases = [office.addressed(f"opinion {number}") for number in range(12)]
    for number, case in enumerate(cases):
        claim(office.officer, case.pk, ClosingReason.CANNOT, f"{chr(97 + number) * 9} {chr(110 + number) * 9}")
    flag_all()
    assert Flag.objects.filter(kind=FlagKind.BULK).count() == 12
    for case in cases[:2]:
        case.chained.create(staff="@inspection")
    page = text_of(client_of(signed_in, office.inspector).get("/cases/flags/"))
    assert "10 closed on" in page
    assert "12 closed on" not in page
    with pytest.raises(Refused):
        reopen(office.inspector, cases[2].pk, "why")
