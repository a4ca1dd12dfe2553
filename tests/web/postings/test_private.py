"""What somebody says about their own turn stays theirs: nobody who plans can tell a refusal from a deferral."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from grassrota.errors import BadInput, Refused
from grassrota.posting.appeal import AppealKind, AppealOutcome
from grassrota.posting.concern import ConcernKind
from grassrota.posting.hardship import Need
from grassrota.turns import Turn
from grassrota_web.access.actions.accounts import open_account
from grassrota_web.access.actor import Actor, Application
from grassrota_web.access.models import Account, Grant, Sealed
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import Right, Role
from grassrota_web.access.scope import visible
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.models import Unit
from grassrota_web.postings.actions.availability import take_up, take_up_what_is_due
from grassrota_web.postings.actions.matters import (
    Decide,
    Postpone,
    ReadDetail,
    Reply,
    Resolve,
    raise_for,
    see_to_matter,
)
from grassrota_web.postings.actions.own import Further, No, ReadReply, Request, Word, Worry, Yes, see_to_own
from grassrota_web.postings.models import Appeal, BatchRecord, Concern, Consent, FamilyArrangement, Posting
from grassrota_web.postings.queries import worklist
from grassrota_web.postings.readiness import depart, readiness
from grassrota_web.records.journal.queries import entries
from grassrota_web.rotas.models import NotAvailable
from tests.web.postings.conftest import Office


@pytest.fixture
def listed(office: Office) -> Office:
    """The office with its list published: n2 and n5 are to go, and have said yes."""
    office.published()
    for code in ("n2", "n5"):
        see_to_own(office.staff(code), office.rotation, Yes(1))
    return office


def second_officer(office: Office) -> Actor:
    """An officer of the province, who had no part in anything so far."""
    return office.world.actor(Role.UNIT_OFFICER, office.world.units["north"])


def refuse(office: Office, code: str) -> None:
    """Says no."""
    see_to_own(office.staff(code), office.rotation, No(1))


def be_deferred(office: Office, code: str) -> None:
    """Asks to go later, which is granted."""
    see_to_own(office.staff(code), office.rotation, Request(AppealKind.DEFERRAL, 1, "After the exams"))
    row = Appeal.objects.get(person__code=code)
    see_to_matter(office.officer, row, Decide(AppealOutcome.GRANTED, "Of course"))


def be_postponed(office: Office, code: str) -> None:
    """Tells of a hardship, for which the departure waits until long after the batch has left."""
    see_to_own(office.staff(code), office.rotation, Worry(ConcernKind.HARDSHIP, "", Need.CHILDCARE))
    row = Concern.objects.get(person__code=code)
    see_to_matter(office.officer, row, Postpone(office.departs + timedelta(days=30), ""))


def next_day(office: Office) -> None:
    """Takes up what was said until today, as happens on the next day."""
    take_up(Application(), office.rotation, timezone.localdate())


def seen_by(actor: Actor, office: Office, code: str) -> dict[str, object]:
    """Everything a planner can get at that is about one person, with n2 and n5 not told apart and without moments."""
    journal = Entry.objects.filter(place__startswith=office.world.units["north"].path).order_by("number")
    rows = [
        [entry.verb, entry.kind, entry.subject, entry.before, entry.after]
        for entry in journal
        if code in json.dumps([entry.subject, entry.person, entry.before, entry.after])
    ]
    state = readiness(Posting.objects.filter(person__code=code).select_related(*POSTING), timezone.localdate())
    return {
        "journal": re.sub(r"\bn[25]\b", "somebody", json.dumps(rows)),
        "not available": [row.batches for row in visible(actor, NotAvailable.objects.filter(person__code=code))],
        "postings": list(visible(actor, Posting.objects.filter(person__code=code)).values_list("batch", "released_on")),
        "concerns": visible(actor, Concern.objects.all()).count(),
        "appeals": visible(actor, Appeal.objects.all()).count(),
        "consents": visible(actor, Consent.objects.all()).count(),
        "arrangements": visible(actor, FamilyArrangement.objects.all()).count(),
        "sealed": visible(actor, Sealed.objects.all()).count(),
        "ready": [entry.own for entry in state],
    }


POSTING = ("person", "home_unit", "opening", "rotation")


@pytest.mark.parametrize("otherwise", [be_deferred, be_postponed])
def test_a_refusal_looks_like_a_deferral_to_whoever_plans(listed: Office, otherwise: object) -> None:
    """R002-17: n2 says no, n5 has a reason; today and tomorrow a planner sees the same of both."""
    planner = listed.organiser
    before = seen_by(planner, listed, "n2")
    assert before == seen_by(planner, listed, "n5")
    refuse(listed, "n2")
    otherwise(listed, "n5")  # type: ignore[operator]
    at_once = seen_by(planner, listed, "n2")
    assert at_once == seen_by(planner, listed, "n5")
    assert at_once["ready"] == [True]
    next_day(listed)
    then = seen_by(planner, listed, "n2")
    assert then == seen_by(planner, listed, "n5")
    assert then["not available"] == [[1]]
    assert then["postings"] == [(1, timezone.localdate())]


def test_no_count_changes_when_somebody_says_no(listed: Office) -> None:
    """R002-17: before and after a refusal the planner counts the same rows of every sort, until the next day."""
    planner = listed.organiser
    before = {name: value for name, value in seen_by(planner, listed, "n2").items() if name != "ready"}
    refuse(listed, "n2")
    assert {name: value for name, value in seen_by(planner, listed, "n2").items() if name != "ready"} == before


def test_the_journal_has_one_row_for_every_word_of_one_s_own(listed: Office) -> None:
    """A yes, a no, a worry and a request leave rows that differ in number, moment and a random id alone."""
    first = Entry.objects.count()
    staff = listed.staff("n5")
    words: tuple[Word, ...] = (
        Worry(ConcernKind.QUESTION, "Is there a school?"),
        Request(AppealKind.APPEAL, 1, "Not I"),
        No(1),
    )
    for word in words:
        see_to_own(staff, listed.rotation, word)
    rows = Entry.objects.filter(number__gte=first)
    assert {(row.verb, row.kind, row.person, row.place) for row in rows} == {
        ("postings.see_to_own", "own matter", "n5", "")
    }
    assert {(row.before, row.after) for row in rows} == {(None, None)}
    assert len({row.subject for row in rows}) == 3


def test_an_answer_leaves_no_name_in_the_journal(listed: Office) -> None:
    """The officer's row says that somebody's matter was seen to, and neither whose nor how it ended."""
    first = Entry.objects.count()
    be_deferred(listed, "n5")
    row = Entry.objects.filter(number__gte=first).latest("number")
    assert (row.verb, row.person, row.place, row.before, row.after) == ("postings.see_to_matter", "", "", None, None)
    assert not Entry.objects.filter(subject=str(Appeal.objects.get().pk)).exists()


def test_consent_is_one_s_own_word(listed: Office) -> None:
    """R002-17: nobody answers for n2, and nobody but n2 reads the answer; a no stands."""
    with pytest.raises(Refused) as refused:
        see_to_own(listed.officer, listed.rotation, Yes(1))
    assert refused.value.code == "not_permitted"
    for actor in (listed.officer, listed.organiser, listed.staff("n5")):
        assert not visible(actor, Consent.objects.filter(person__code="n2")).exists()
    assert visible(listed.staff("n2"), Consent.objects.all()).get().given_on == timezone.localdate()
    refuse(listed, "n2")
    with pytest.raises(Refused) as refused:
        see_to_own(listed.staff("n2"), listed.rotation, Yes(1))
    assert refused.value.code == "consent_answered"


def test_consent_is_revocable_until_the_departure(listed: Office) -> None:
    """R002-17: who has left comes back by a return, and no longer by a no."""
    row = listed.posting("n2")
    row.departed_on = listed.departs
    row.save()
    with pytest.raises(Refused) as refused:
        refuse(listed, "n2")
    assert refused.value.code == "wrong_state"


def test_who_said_no_is_off_the_list_for_good_and_may_go_another_time(listed: Office) -> None:
    """R002-17: the posting is released, nothing else about the person changes, and another posting is possible."""
    row = listed.posting("n2")
    person = {name: value for name, value in vars(row.person).items() if not name.startswith("_")}
    refuse(listed, "n2")
    next_day(listed)
    row.refresh_from_db()
    after = {name: value for name, value in vars(listed.posting("n2").person).items() if not name.startswith("_")}
    assert (row.released_on, after) == (timezone.localdate(), person)
    again = listed.posting("n2")
    again.pk, again.released_on, again.batch = None, None, 2
    again.save(force_insert=True)


def test_what_was_said_today_is_taken_up_tomorrow_and_once(listed: Office) -> None:
    """What was said today waits; what was said yesterday is taken up by the daily work, and not a second time."""
    refuse(listed, "n2")
    take_up_what_is_due(listed.rotation)
    assert not NotAvailable.objects.exists()
    yesterday = timezone.localdate() - timedelta(days=1)
    Consent.objects.filter(person__code="n2").update(asked_on=yesterday, given_on=None, withdrawn_on=yesterday)
    take_up_what_is_due(listed.rotation)
    assert [(row.person.code, row.batches) for row in NotAvailable.objects.all()] == [("n2", [1])]
    size = Entry.objects.count()
    take_up_what_is_due(listed.rotation)
    assert Entry.objects.count() == size


def test_the_whole_round_stays_the_whole_round(listed: Office) -> None:
    """Somebody the planners know not to be available at all does not become available for other batches by a no."""
    NotAvailable.objects.create(rotation=listed.rotation, person=listed.world.people["n2"], batches=[])
    refuse(listed, "n2")
    next_day(listed)
    assert NotAvailable.objects.get().batches == []
    assert listed.posting("n2").released_on == timezone.localdate()


def test_a_hardship_is_resolved_or_the_departure_waits(listed: Office) -> None:
    """R002-20: with a hardship open n5 does not leave; postponed within the window they leave on that day."""
    see_to_own(listed.staff("n5"), listed.rotation, Worry(ConcernKind.HARDSHIP, "", Need.HOUSING))
    row, record, day = listed.posting("n5"), brief(listed), listed.departs + timedelta(days=2)
    with pytest.raises(Refused) as refused:
        depart(row, record, day)
    assert refused.value.code == "not_ready"
    concern = Concern.objects.get()
    with pytest.raises(BadInput):
        see_to_matter(listed.officer, concern, Reply("Noted"))
    see_to_matter(listed.officer, concern, Postpone(day, "Two days later"))
    with pytest.raises(Refused):
        depart(row, record, day - timedelta(days=1))
    assert depart(row, record, day).departed_on == day


def brief(office: Office) -> BatchRecord:
    """The batch's record, once it was briefed."""
    record = office.record
    record.briefing_on = timezone.localdate()
    record.save()
    return record


def test_an_arrangement_lasts_for_the_whole_turn(listed: Office) -> None:
    """R002-20: childcare for half of the turn is refused; for all of it the hardship is resolved, by need alone."""
    see_to_own(listed.staff("n5"), listed.rotation, Worry(ConcernKind.HARDSHIP, "", Need.CHILDCARE))
    concern, row = Concern.objects.get(), listed.posting("n5")
    half = Turn(row.first_day, row.first_day + timedelta(days=20))
    with pytest.raises(Refused) as refused:
        see_to_matter(listed.officer, concern, Resolve("", half))
    assert refused.value.code == "arrangement_too_short"
    see_to_matter(listed.officer, concern, Resolve("", Turn(row.first_day, row.last_day)))
    kept = FamilyArrangement.objects.values().get()
    assert {name for name in kept if not name.endswith("id")} == {"need", "first_day", "last_day"}
    assert kept["need"] == Need.CHILDCARE
    assert depart(row, brief(listed), listed.departs).departed_on == listed.departs


def test_an_answer_is_due_before_the_departure(listed: Office) -> None:
    """Fourteen days, or the eve of the departure if that is nearer."""
    today = timezone.localdate()
    see_to_own(listed.staff("n5"), listed.rotation, Worry(ConcernKind.QUESTION, "Which bus?"))
    assert Concern.objects.get().answer_by == today + timedelta(days=14)
    Posting.objects.filter(person__code="n5").update(first_day=today + timedelta(days=4))
    see_to_own(listed.staff("n5"), listed.rotation, Worry(ConcernKind.QUESTION, "Which shoes?"))
    assert Concern.objects.latest("answer_by").answer_by == today + timedelta(days=14)
    assert Concern.objects.earliest("answer_by").answer_by == today + timedelta(days=3)


def test_words_are_sealed_and_read_for_a_reason(listed: Office) -> None:
    """The officer of the unit reads them with a reason in the journal, the planner and another officer do not."""
    see_to_own(listed.staff("n5"), listed.rotation, Worry(ConcernKind.DIFFICULTY, "My mother is ill"))
    concern = Concern.objects.get()
    assert concern.detail is not None
    assert b"mother" not in bytes(concern.detail.ciphertext)
    with pytest.raises(Refused) as refused:
        see_to_matter(listed.officer, concern, ReadDetail(" "))
    assert refused.value.code == "no_reason"
    assert see_to_matter(listed.officer, concern, ReadDetail("to answer it")) == "My mother is ill"
    assert Entry.objects.latest("number").after == {"reason": "to answer it"}
    strange = listed.world.actor(Role.UNIT_OFFICER, listed.world.units["south-office"])
    for actor in (listed.organiser, strange):
        assert not visible(actor, Concern.objects.all()).exists()
        with pytest.raises(Refused) as refused:
            see_to_matter(actor, concern, ReadDetail("curious"))
        assert refused.value.code == "not_permitted"


def test_the_answer_is_read_by_the_person_alone(listed: Office) -> None:
    """Once answered, a matter is out of the officers' sight; n5 reads the reply, n2 cannot."""
    see_to_own(listed.staff("n5"), listed.rotation, Worry(ConcernKind.QUESTION, "Which bus?"))
    concern = Concern.objects.get()
    see_to_matter(listed.officer, concern, Reply("The first one"))
    assert not visible(listed.officer, Concern.objects.all()).exists()
    with pytest.raises(Refused) as refused:
        see_to_matter(listed.officer, concern, Reply("Or the second"))
    assert refused.value.code == "answered_already"
    assert see_to_own(listed.staff("n5"), listed.rotation, ReadReply(concern.pk)) == "The first one"
    with pytest.raises(Refused) as refused:
        see_to_own(listed.staff("n2"), listed.rotation, ReadReply(concern.pk))
    assert refused.value.code == "no_reply"


def test_an_officer_writes_down_what_somebody_told_and_says_so(listed: Office) -> None:
    """It is marked, the person sees it, and the journal does not tell whose it is; other units' people are refused."""
    person = listed.world.people["n5"]
    row = raise_for(listed.officer, listed.rotation, person, ConcernKind.HARDSHIP, "told on the phone", Need.OTHER)
    assert row.raised_for
    assert visible(listed.staff("n5"), Concern.objects.all()).get() == row
    assert Entry.objects.latest("number").person == ""
    with pytest.raises(Refused):
        raise_for(listed.officer, listed.rotation, listed.world.people["s1"], ConcernKind.QUESTION, "x")


def test_an_appeal_is_decided_by_somebody_who_had_no_part_in_it(listed: Office) -> None:
    """Neither who listed n5 nor n5 decides, and a second time neither the first officer nor an account of that one."""
    see_to_own(listed.staff("n5"), listed.rotation, Request(AppealKind.APPEAL, 1, "Not I"))
    row = Appeal.objects.get()
    assert row.earlier == [listed.organiser.account]
    own = listed.world.actor(Role.UNIT_OFFICER, listed.world.units["north-office"], person="n5")
    with pytest.raises(Refused) as refused:
        see_to_matter(own, row, Decide(AppealOutcome.GRANTED, ""))
    assert refused.value.code == "own_case"
    see_to_matter(listed.officer, row, Decide(AppealOutcome.DECLINED, "We need you"))
    see_to_own(listed.staff("n5"), listed.rotation, Further(row.pk))
    again = Appeal.objects.get(outcome="")
    with pytest.raises(Refused) as refused:
        see_to_matter(listed.officer, again, Decide(AppealOutcome.DECLINED, ""))
    assert refused.value.code == "decided_before"
    of_first = Account.objects.get(pk=listed.officer.account)
    Grant.objects.create(account=of_first, role=Role.ADMINISTRATOR, path="/", since="1957-01-01")
    open_account(actor_of(of_first, True), "creature", "Creature", "/")
    creature = Account.objects.get(username="creature")
    Grant.objects.create(account=creature, role=Role.UNIT_OFFICER, path="/", since="1957-01-01")
    with pytest.raises(Refused) as refused:
        see_to_matter(actor_of(creature, True), again, Decide(AppealOutcome.DECLINED, ""))
    assert refused.value.code == "decided_before"
    see_to_matter(second_officer(listed), again, Decide(AppealOutcome.GRANTED, "You stay"))
    next_day(listed)
    assert NotAvailable.objects.get().person.code == "n5"


def seen_by_officer(office: Office) -> list[object]:
    """Everything the officer of the office can get at, without moments and without the ids that come by chance."""
    officer = office.officer
    rows = entries(officer).values_list("verb", "kind", "place", "person", "before", "after")
    return [
        list(rows),
        [list(visible(officer, rows.objects.all())) for rows in (Concern, Appeal, Consent, Sealed)],
        worklist(officer),
        [(row.posting.pk, row.own) for row in readiness(visible(officer, Posting.objects.all()), timezone.localdate())],
        list(visible(officer, Posting.objects.all()).values_list("person__code", "released_on").order_by("pk")),
        list(visible(officer, NotAvailable.objects.all()).values_list("person__code", "batches")),
    ]


def test_an_officer_cannot_count_off_who_said_no(office: Office) -> None:
    """R002-17: somebody who says no looks to their unit officer as somebody whose request was granted above them."""
    office.published()
    above = office.world.actor(Role.UNIT_OFFICER, office.world.units["north"])
    try:
        with transaction.atomic():
            refuse(office, "n2")
            next_day(office)
            said_no = seen_by_officer(office)
            raise _Undone
    except _Undone:
        pass
    see_to_own(office.staff("n2"), office.rotation, Request(AppealKind.APPEAL, 1, "Not I", past_officer=True))
    row = Appeal.objects.get()
    assert worklist(office.officer) == []
    assert not visible(office.officer, Sealed.objects.all()).exists()
    with pytest.raises(Refused) as refused:
        see_to_matter(office.officer, row, Decide(AppealOutcome.GRANTED, ""))
    assert refused.value.code == "not_permitted"
    assert worklist(above) == [row]
    see_to_matter(above, row, Decide(AppealOutcome.GRANTED, "You stay"))
    next_day(office)
    assert seen_by_officer(office) == said_no
    assert NotAvailable.objects.get().person.code == "n2"


def test_nobody_is_above_the_topmost_unit(office: Office) -> None:
    """A worry past the officer of a unit that has none above is refused."""
    office.published()
    person = office.world.people["n2"]
    see_to_own(office.staff("n2"), office.rotation, Worry(ConcernKind.QUESTION, "Why me?", None, past_officer=True))
    assert Concern.objects.get().past_officer
    Unit.objects.filter(pk=person.unit_id).update(parent=None)
    with pytest.raises(Refused) as refused:
        see_to_own(office.staff("n2"), office.rotation, Worry(ConcernKind.QUESTION, "Why?", None, past_officer=True))
    assert refused.value.code == "nobody_above"


class _Undone(Exception):
    """Ends what is looked at and then undone."""


def test_one_request_at_a_time_and_only_against_a_list(office: Office) -> None:
    """Without a list there is nothing to appeal; a second request waits for the answer to the first."""
    request = Request(AppealKind.DEFERRAL, 1, "")
    with pytest.raises(Refused) as refused:
        see_to_own(office.staff("n5"), office.rotation, request)
    assert refused.value.code == "no_list"
    office.discussed()
    see_to_own(office.staff("n5"), office.rotation, request)
    with pytest.raises(Refused) as refused:
        see_to_own(office.staff("n5"), office.rotation, request)
    assert refused.value.code == "asked_already"


def test_an_open_request_holds_the_departure_like_anything_of_one_s_own(listed: Office) -> None:
    """A planner reads that something of n5's own waits, in the same words as for n2, who took the yes back."""
    record = brief(listed)
    see_to_own(listed.staff("n5"), listed.rotation, Request(AppealKind.DEFERRAL, 1, ""))
    refuse(listed, "n2")
    said: list[object] = []
    for code in ("n2", "n5"):
        with pytest.raises(Refused) as refused:
            depart(listed.posting(code), record, listed.departs)
        said.append(refused.value.data["objections"])
    assert said == [("something of this person's own still waits",)] * 2


def test_a_departure_needs_the_list_the_discussion_and_the_briefing(listed: Office) -> None:
    """What stands against it for the batch as a whole is named."""
    with pytest.raises(Refused) as refused:
        depart(listed.posting("n5"), listed.record, listed.departs)
    assert refused.value.data["objections"] == (f"the batch was not briefed by {listed.departs}",)


def test_a_worry_needs_words_or_the_class_of_a_need(office: Office) -> None:
    """A hardship without its class and a question without words are refused; which illness it is, nobody is asked."""
    for word in (Worry(ConcernKind.HARDSHIP, "ill"), Worry(ConcernKind.QUESTION, " ")):
        with pytest.raises(BadInput):
            see_to_own(office.staff("n5"), office.rotation, word)
    stranger = office.world.actor(Role.STAFF_MEMBER, office.world.units["south-office"], person="s1")
    with pytest.raises(Refused):
        see_to_own(stranger, office.rotation, Yes(1))


def test_wrong_answers_are_refused(listed: Office) -> None:
    """A question is not postponed, an appeal not replied to, and who plans does not hold the right to either."""
    assert not listed.organiser.holds(Right.READ_SEALED)
    see_to_own(listed.staff("n5"), listed.rotation, Worry(ConcernKind.QUESTION, "Which bus?"))
    see_to_own(listed.staff("n5"), listed.rotation, Request(AppealKind.APPEAL, 1, ""))
    with pytest.raises(Refused) as refused:
        see_to_matter(listed.officer, Concern.objects.get(), Postpone(date(2100, 1, 1), ""))
    assert refused.value.code == "wrong_answer"
    with pytest.raises(Refused) as refused:
        see_to_matter(listed.officer, Appeal.objects.get(), Reply(""))
    assert refused.value.code == "wrong_answer"
