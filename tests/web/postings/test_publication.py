"""A list is published with its criteria, whole or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from grassrota.errors import BadInput, Refused
from grassrota_web.access.actor import Application
from grassrota_web.access.rights import Role
from grassrota_web.access.scope import visible
from grassrota_web.jobs.models import Job
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.models import Person
from grassrota_web.postings.actions.availability import take_up
from grassrota_web.postings.actions.batches import brief, name_escort
from grassrota_web.postings.actions.discussion import speak
from grassrota_web.postings.actions.own import No, see_to_own
from grassrota_web.postings.actions.publication import ask_for_letters, publish
from grassrota_web.postings.models import BatchRecord, Consent, Escort, Post, Posting
from grassrota_web.postings.readiness import holding
from grassrota_web.rotas.models import NotAvailable, PlanState, StepDone
from tests.web.postings.conftest import Office


def test_who_the_plan_sends_is_listed_with_days(office: Office) -> None:
    """R002-37: two postings listed today, of 40 days each, with the home post kept; the rotation's step is taken."""
    plan = office.published()
    rows = Posting.objects.order_by("person__code")
    today = timezone.localdate()
    assert [(row.person.code, row.listed_on, row.plan) for row in rows] == [("n2", today, plan), ("n5", today, plan)]
    assert {(row.last_day - row.first_day).days + 1 for row in rows} == {40}
    assert all(row.returns for row in rows)
    assert plan.state == PlanState.PUBLISHED
    assert StepDone.objects.filter(step="publication", skipped_by="").exists()
    assert (office.record.list_published_on, office.record.decided_by) == (today, [office.organiser.account])
    assert Entry.objects.latest("number").after == {"listed": {"1": 2}, "published_on": today.isoformat()}


def test_the_discussion_ends_with_the_publication(office: Office) -> None:
    """R002-35: what was said is gone once the list is published."""
    plan = office.approved()
    speak(office.staff("n1"), office.record, "Think of the clinic")
    publish(office.organiser, plan, timezone.localdate())
    assert not Post.objects.exists()


def test_nothing_is_published_that_was_not_discussed(office: Office) -> None:
    """R002-35: without an open discussion the list of a batch stays where it is, and so does everything else."""
    plan = office.approved()
    BatchRecord.objects.update(discussion_opened_on=None)
    _refused(office, plan, "discussion_not_open")


def test_somebody_who_said_no_yesterday_is_not_published(office: Office) -> None:
    """R002-17: what was said before today counts, also if nothing took it up so far; the plan must be made anew."""
    plan = office.approved()
    yesterday = timezone.localdate() - timedelta(days=1)
    see_to_own(office.staff("n2"), office.rotation, No(1))
    Consent.objects.filter(person__code="n2").update(asked_on=yesterday, withdrawn_on=yesterday)
    _refused(office, plan, "problem_changed")
    assert not NotAvailable.objects.exists()


@pytest.mark.parametrize("who", ["n2", "n5", ""])
def test_trying_to_publish_does_not_tell_who_says_no(office: Office, who: str) -> None:
    """R002-17: who tries all day gets the same answer whoever says no; tomorrow that person is off the list.

    They do not leave before that: something of their own stands against it, as it does for whoever said nothing yet.
    """
    plan = office.approved()
    if who:
        see_to_own(office.staff(who), office.rotation, No(1))
    publish(office.organiser, plan, timezone.localdate())
    told = [(row.person.code, row.listed_on, row.released_on) for row in Posting.objects.order_by("person__code")]
    today = timezone.localdate()
    assert told == [("n2", today, None), ("n5", today, None)]
    assert Entry.objects.latest("number").after == {"listed": {"1": 2}, "published_on": today.isoformat()}
    assert holding(list(Posting.objects.all()), today) == set(Posting.objects.values_list("pk", flat=True))
    take_up(Application(), office.rotation, today)
    assert {row.person.code for row in Posting.objects.exclude(released_on=None)} == ({who} if who else set())


def test_letters_and_escorts_are_for_those_still_on_the_list(office: Office) -> None:
    """What was said yesterday and nothing took up so far is taken up by the verb that writes to everybody listed."""
    office.published()
    yesterday = timezone.localdate() - timedelta(days=1)
    Consent.objects.filter(person__code="n2").update(asked_on=yesterday, withdrawn_on=yesterday)
    ask_for_letters(office.organiser, office.record)
    assert Posting.objects.get(released_on=None).person.code == "n5"


def test_a_plan_that_nobody_approved_is_not_published(office: Office) -> None:
    """An initial plan is not published, nor an approved one by whom it may not."""
    _refused(office, office.discussed(), "wrong_state")
    with pytest.raises(Refused) as refused:
        publish(office.officer, office.plan(), timezone.localdate())
    assert refused.value.code == "not_permitted"


def test_nobody_is_posted_twice_in_a_rotation(office: Office) -> None:
    """Somebody who has a posting already makes the publication impossible, and nothing of it remains."""
    plan = office.approved()
    Posting.objects.create(
        rotation=office.rotation,
        person=office.world.people["n2"],
        home_unit=office.world.units["north-office"],
        opening=office.rotation.openings.get(),
        batch=9,
        form="turn40",
        role="field_work",
        first_day=office.departs,
        last_day=office.departs,
    )
    with pytest.raises(Refused) as refused:
        publish(office.organiser, plan, timezone.localdate())
    assert refused.value.code == "posted_already"
    assert Posting.objects.count() == 1


def _refused(office: Office, plan: object, code: str) -> None:
    size = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        publish(office.organiser, plan, timezone.localdate())  # type: ignore[arg-type]
    assert refused.value.code == code
    assert not Posting.objects.exists()
    assert Entry.objects.count() == size


def test_the_mix_beside_the_list_tells_of_nobody(office: Office) -> None:
    """R002-37: of 2 listed of 6, one of them surplus staff, no number is shown that tells four or fewer apart."""
    Person.objects.filter(code="n2").update(surplus=True)
    office.published()
    (unit,) = office.record.mix
    assert unit == {
        "unit": "North Office",
        "listed": 2,
        "pool": 6,
        "surplus_listed": None,
        "surplus_pool": None,
        "key_listed": None,
        "key_pool": None,
    }


def test_numbers_of_five_and_more_are_shown(office: Office) -> None:
    """R002-37: of 16 in the office 6 are key staff: 6 and the 10 others are shown; of the 2 listed nothing is."""
    unit = office.world.units["north-office"]
    Person.objects.bulk_create(
        Person(code=f"m{number}", name=f"M {number}", unit=unit, grade="clerk", key_staff=number < 6)
        for number in range(10)
    )
    office.published()
    (told,) = office.record.mix
    assert (told["pool"], told["key_pool"], told["key_listed"], told["surplus_pool"]) == (16, 6, None, None)


def test_everybody_listed_is_asked_for_consent(office: Office) -> None:
    """R002-17: who goes has been asked, with no answer yet; nobody else has."""
    office.published()
    asked = Consent.objects.values_list("person__code", "given_on", "withdrawn_on")
    assert sorted(asked) == [("n2", None, None), ("n5", None, None)]


def test_mail_is_asked_for_only_where_a_sender_is_named(office: Office, settings: object) -> None:
    """Without a sender no job is made; with one, its arguments hold the plan and nobody's name."""
    plan = office.approved()
    settings.MAIL_FROM = "rotation@example.org"  # type: ignore[attr-defined]
    publish(office.organiser, plan, timezone.localdate())
    job = Job.objects.get(task="postings.publish")
    assert job.arguments == {"plan": plan.pk}


def test_no_job_without_a_sender(office: Office) -> None:
    """As installed, nothing is mailed."""
    office.published()
    assert not Job.objects.filter(task="postings.publish").exists()


def test_the_host_knows_nothing_before_the_publication(office: Office) -> None:
    """R002-40: the township sees nobody of the draft, and those coming to it once the list is published."""
    host = office.world.actor(Role.HOST, office.world.units["north-township"])
    plan = office.approved()
    assert not visible(host, Posting.objects.all()).exists()
    assert not visible(host, BatchRecord.objects.all()).exists()
    publish(office.organiser, plan, timezone.localdate())
    assert visible(host, Posting.objects.all()).count() == 2


def test_a_batch_is_briefed_after_its_list(office: Office) -> None:
    """R000-18: a briefing before the list, or by another unit's officer, is refused; then it is on record."""
    office.discussed()
    today = timezone.localdate()
    with pytest.raises(Refused) as refused:
        brief(office.organiser, office.record, today)
    assert refused.value.code == "not_published"
    record = office.record
    record.list_published_on = today
    record.save()
    with pytest.raises(Refused) as refused:
        brief(office.world.actor(Role.UNIT_OFFICER, office.world.units["south-office"]), record, today)
    assert refused.value.code == "not_permitted"
    brief(office.organiser, record, today + timedelta(days=1))
    assert office.record.briefing_on == today + timedelta(days=1)


def test_a_senior_goes_along(office: Office) -> None:
    """R002-39: a director is senior to the section chiefs who leave; a clerk is not; strangers are named."""
    office.published()
    record = office.record
    name_escort(office.organiser, record, "n1", ["n2", "n5"], office.departs)
    row = Escort.objects.get()
    assert (row.senior.code, row.people, row.departs_on) == ("n1", ["n2", "n5"], office.departs)
    with pytest.raises(Refused) as refused:
        name_escort(office.organiser, record, "n3", ["n2"], office.departs)
    assert refused.value.code == "not_senior"
    for senior, people in (("s1", ["n2"]), ("n1", ["n3"]), ("n1", [])):
        with pytest.raises(BadInput):
            name_escort(office.organiser, record, senior, people, office.departs)
    assert Escort.objects.count() == 1
