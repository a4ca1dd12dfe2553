"""A draft list is discussed by those going and those staying, and nobody can tell who said what."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from grassrota.errors import Refused
from grassrota_web.access.rights import Role
from grassrota_web.access.scope import visible
from grassrota_web.journal.models import Entry
from grassrota_web.postings.actions.discussion import open_discussion, speak
from grassrota_web.postings.actions.questions import answer_question, ask, mark_same
from grassrota_web.postings.models import BatchRecord, Consent, Post, Question
from grassrota_web.postings.queries import public_questions
from tests.web.postings.conftest import Office


def test_those_going_and_those_staying_take_part(office: Office) -> None:
    """R002-35: n2 goes and n1 stays; both read what both have said."""
    office.discussed()
    for code, text in (("n2", "I go"), ("n1", "I stay")):
        speak(office.staff(code), office.record, text)
    for code in ("n1", "n2"):
        read = visible(office.staff(code), Post.objects.all())
        assert {post.text for post in read} == {"I go", "I stay"}


def test_nobody_of_another_unit_takes_part(office: Office) -> None:
    """R002-35: staff of the south neither read nor write in the north's discussion."""
    office.discussed()
    speak(office.staff("n1"), office.record, "Among us")
    stranger = office.world.actor(Role.STAFF_MEMBER, office.world.units["south-office"], person="s1")
    assert not visible(stranger, Post.objects.all()).exists()
    assert not visible(stranger, BatchRecord.objects.all()).exists()
    with pytest.raises(Refused) as refused:
        speak(stranger, office.record, "Let me in")
    assert refused.value.code == "not_of_the_unit"


def test_an_account_that_is_nobody_of_the_staff_does_not_speak(office: Office) -> None:
    """An organiser who is on no roster reads, and says nothing."""
    office.discussed()
    with pytest.raises(Refused) as refused:
        speak(office.organiser, office.record, "From above")
    assert refused.value.code == "not_of_the_unit"


def test_a_post_without_a_name_leaves_no_trace_of_its_author(office: Office) -> None:
    """Neither the row nor the journal nor any other column of the store names n1; the day is the finest time."""
    office.discussed()
    before = Entry.objects.count()
    speak(office.staff("n1"), office.record, "The township has no doctor")
    row = Post.objects.values().get()
    assert (row["author"], row["day"]) == ("", timezone.localdate())
    assert set(row) == {"id", "record_id", "day", "text", "author"}
    assert Entry.objects.count() == before


def test_who_wants_to_be_named_is(office: Office) -> None:
    """A name stands with a post only if its author says so."""
    office.discussed()
    speak(office.staff("n1"), office.record, "Signed", named=True)
    assert Post.objects.get().author == "Person n1"


def test_the_order_in_the_store_is_not_the_order_of_speaking(office: Office) -> None:
    """Of 12 posts of a day, neither the ids nor the order in which the store holds them is that of speaking.

    Each of the three orders looked at comes by chance once in 12!, fewer than once in 10^8.
    """
    office.discussed()
    speaker, record = office.staff("n1"), office.record
    spoken = [f"post {number:02}" for number in range(12)]
    for text in spoken:
        speak(speaker, record, text)
    stored = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT text FROM postings_post ORDER BY {stored}")
        kept = [text for (text,) in cursor.fetchall()]
    assert sorted(kept) == spoken
    assert kept != spoken
    shown = list(Post.objects.order_by("-day", "id").values_list("text", flat=True))
    assert shown not in (spoken, spoken[::-1])


def test_nothing_is_said_before_or_after(office: Office) -> None:
    """The discussion has a beginning; with the publication it is over, and what was said is gone."""
    record = BatchRecord.objects.create(rotation=office.rotation, batch=1)
    with pytest.raises(Refused) as refused:
        speak(office.staff("n1"), record, "Too early")
    assert refused.value.code == "discussion_not_open"
    office.discussed()
    speak(office.staff("n1"), office.record, "In time")
    record = office.record
    record.list_published_on = timezone.localdate()
    record.save()
    with pytest.raises(Refused) as refused:
        speak(office.staff("n1"), office.record, "Too late")
    assert refused.value.code == "discussion_closed"


def test_only_a_plan_that_was_drawn_up_is_discussed_and_by_whom_it_may(office: Office) -> None:
    """A draft is nobody's business yet; a unit officer does not put a list up."""
    plan = office.plan()
    with pytest.raises(Refused) as refused:
        open_discussion(office.officer, plan, timezone.localdate())
    assert refused.value.code == "not_permitted"
    plan.state = "draft"
    plan.save()
    with pytest.raises(Refused) as refused:
        open_discussion(office.organiser, plan, timezone.localdate())
    assert refused.value.code == "wrong_state"


def test_another_plan_takes_the_place_of_the_first_and_the_day_stays(office: Office) -> None:
    """Who goes by either list is asked for consent once; the discussion goes on."""
    office.discussed()
    other = office.plan(("n2", "n3"))
    open_discussion(office.organiser, other, timezone.localdate() + timedelta(days=2))
    assert (office.record.plan, office.record.discussion_opened_on) == (other, timezone.localdate())
    asked = Consent.objects.values_list("person__code", flat=True)
    assert sorted(asked) == ["n2", "n3", "n5"]


def test_a_question_asked_twice_is_answered_for_everybody(office: Office) -> None:
    """R002-46: two people ask the same in other letters; the answer stands on the public page with its day."""
    today = timezone.localdate()
    ask(office.staff("n1"), office.rotation, "Is travel paid?")
    assert public_questions(office.rotation, today) == ()
    ask(office.staff("n2"), office.rotation, "is TRAVEL paid")
    answer_question(office.organiser, Question.objects.order_by("id")[0], "Yes, both ways.", today)
    (entry,) = public_questions(office.rotation, today)
    assert (entry.asked, entry.answer, entry.answered_on) == (2, "Yes, both ways.", today)


def test_a_question_in_other_words_is_marked_as_the_same(office: Office) -> None:
    """R002-46: marked as the same, it counts as asked twice; questions of another rotation do not mix."""
    ask(office.staff("n1"), office.rotation, "Is travel paid?")
    ask(office.staff("n2"), office.rotation, "Who pays for the train?")
    first, second = Question.objects.all()
    mark_same(office.organiser, second, first)
    (entry,) = public_questions(office.rotation, timezone.localdate())
    assert entry.asked == 2
    strange = Question.objects.create(
        id=uuid.uuid4(), rotation=office.world.rotations["south"], text="?a", asked_on=timezone.localdate()
    )
    with pytest.raises(Refused) as refused:
        mark_same(office.organiser, first, strange)
    assert refused.value.code == "another_rotation"


def test_who_asked_is_kept_nowhere(office: Office) -> None:
    """A question has words and days; the journal has no row of its being asked."""
    before = Entry.objects.count()
    ask(office.staff("n1"), office.rotation, "Is travel paid?")
    assert set(Question.objects.values().get()) == {
        *("id", "rotation_id", "text", "asked_on", "same_as_id", "answer", "answered_on")
    }
    assert Entry.objects.count() == before
    stranger = office.world.actor(Role.STAFF_MEMBER, office.world.units["south-office"], person="s1")
    with pytest.raises(Refused):
        ask(stranger, office.rotation, "May I?")
