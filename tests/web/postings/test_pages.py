"""The pages of the room, by requests of those who use them and of those who should not."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from grassrota.posting.appeal import AppealKind
from grassrota.posting.concern import ConcernKind
from grassrota_web.access.actor import Actor
from grassrota_web.access.models import Account, Grant
from grassrota_web.access.rights import Role
from grassrota_web.jobs.models import Job, JobState
from grassrota_web.jobs.worker import work_once
from grassrota_web.postings.actions.discussion import speak
from grassrota_web.postings.actions.own import No, Request, Worry, Yes, see_to_own
from grassrota_web.postings.actions.publication import ask_for_letters, publish
from grassrota_web.postings.models import (
    Appeal,
    CoercionReport,
    Concern,
    Consent,
    Escort,
    Feed,
    Post,
    Posting,
    Question,
)
from grassrota_web.postings.queries import todo
from grassrota_web.postings.tasks import take_up_what_was_said
from tests.web.conftest import SignedIn
from tests.web.postings.conftest import Office


def client_of(signed_in: SignedIn, actor: Actor) -> Client:
    """Signs an actor's account in."""
    return signed_in(Account.objects.get(pk=actor.account))


def text_of(client: Client, name: str, *args: object, **more: object) -> str:
    """A page that must open."""
    answer: Any = client.get(reverse(f"postings:{name}", args=args), **more)  # type: ignore[arg-type]
    assert answer.status_code == 200, (name, answer.status_code)
    return str(answer.content.decode())


def send(client: Client, name: str, *args: object, **data: object) -> Any:
    """A form that is sent."""
    return client.post(reverse(f"postings:{name}", args=args), data)


def test_the_way_of_a_list_through_the_pages(office: Office, signed_in: SignedIn) -> None:
    """Open, discuss, approve, publish, brief, name an escort: each page leads on, and shows what it did."""
    plan, today = office.plan(), timezone.localdate()
    organiser = client_of(signed_in, office.organiser)
    assert reverse("postings:open", args=[plan.pk]) in text_of(organiser, "home")
    assert "those going and those staying" in text_of(organiser, "open", plan.pk).lower()
    assert send(organiser, "open", plan.pk, on=today).status_code == 302
    record = office.record
    staff = client_of(signed_in, office.staff("n1"))
    page = text_of(staff, "list", record.pk)
    assert "Person n2" in page
    assert "Person n1" not in page.split('id="content"')[1]
    assert "not needed" in text_of(staff, "list", record.pk, query_params={"show": "staying"})
    assert send(staff, "discussion", record.pk, text="Think of the clinic").status_code == 302
    assert "Think of the clinic" in text_of(client_of(signed_in, office.staff("n2")), "discussion", record.pk)
    assert send(organiser, "publish", plan.pk, on=today).status_code == 409
    office_approve(office, plan)
    assert reverse("postings:publish", args=[plan.pk]) in text_of(organiser, "home")
    assert "cannot be undone" in text_of(organiser, "publish", plan.pk)
    assert send(organiser, "publish", plan.pk, on=today).status_code == 302
    assert "Think of the clinic" not in text_of(staff, "discussion", record.pk)
    assert "Could go" in text_of(staff, "list", record.pk)
    assert send(organiser, "briefing", record.pk, on=today).status_code == 302
    named = send(organiser, "escort", record.pk, senior="n1", people=["n2", "n5"], on=office.departs)
    assert named.status_code == 302
    assert Escort.objects.get().senior.code == "n1"
    readiness = text_of(organiser, "readiness", record.pk)
    assert readiness.count("something of their own waits") == 2
    see_to_own(office.staff("n2"), office.rotation, Yes(1))
    assert text_of(organiser, "readiness", record.pk).count("something of their own waits") == 1


def office_approve(office: Office, plan: Any, on: date | None = None) -> None:
    """Approves a plan and skips what comes before the publication."""
    from grassrota_web.rotas.actions.lifecycle import approve
    from grassrota_web.rotas.actions.steps import process_of, skip_step

    plan.refresh_from_db()
    approve(office.organiser, plan)
    for step in process_of(office.rotation).to_do:
        if step == "publication":
            break
        skip_step(office.organiser, office.rotation, step, on or timezone.localdate(), "not needed")


def test_one_s_own_page_is_nobody_else_s(office: Office, signed_in: SignedIn) -> None:
    """R002-17: n2 says yes and then no on their own page; for others the address holds their own, or is not there."""
    office.published()
    own = client_of(signed_in, office.staff("n2"))
    assert send(own, "own", office.rotation.pk, batch=1, word="yes").status_code == 302
    assert "You said yes" in text_of(own, "own", office.rotation.pk)
    assert send(own, "own", office.rotation.pk, batch=1, word="no").status_code == 302
    assert "It stands until another round" in text_of(own, "own", office.rotation.pk)
    assert "You are on no list" in text_of(client_of(signed_in, office.staff("n1")), "own", office.rotation.pk)
    stranger = office.world.actor(Role.STAFF_MEMBER, office.world.units["south-office"], person="s1")
    for actor, status in ((office.organiser, 403), (office.officer, 403), (stranger, 404)):
        answer = client_of(signed_in, actor).get(reverse("postings:own", args=[office.rotation.pk]))
        assert answer.status_code == status
    assert send(own, "own", office.rotation.pk, batch="x", word="no").status_code == 404
    again = own.post(reverse("postings:own", args=[office.rotation.pk]), {"batch": 1, "word": "yes"}, follow=True)
    assert "has answered" in again.content.decode()


def test_no_page_and_no_file_tells_a_refusal_from_a_deferral(office: Office, signed_in: SignedIn) -> None:
    """R002-17: lists, readiness and exports say the same of n2, who refused, and n5, who was deferred."""
    office.published()
    for code in ("n2", "n5"):
        see_to_own(office.staff(code), office.rotation, Yes(1))
    see_to_own(office.staff("n2"), office.rotation, No(1))
    see_to_own(office.staff("n5"), office.rotation, Request(AppealKind.DEFERRAL, 1, "exams"))
    yesterday = timezone.localdate() - timedelta(days=1)
    officer = client_of(signed_in, office.officer)
    row = Appeal.objects.get()
    assert send(officer, "see_to", row.pk, outcome="granted", text="Yes").status_code == 302
    record, told = office.record, []
    for later in (False, True):
        if later:
            Consent.objects.filter(person__code="n2").update(
                asked_on=yesterday, given_on=yesterday, withdrawn_on=yesterday
            )
            Appeal.objects.update(filed_on=yesterday, decided_on=yesterday)
            take_up_what_was_said()
        for client in (client_of(signed_in, office.organiser), officer, client_of(signed_in, office.staff("n1"))):
            pages = [text_of(client, "home"), text_of(client, "list", record.pk)]
            if client is not officer:
                pages.append(client.get(reverse("postings:readiness", args=[record.pk])).content.decode())
                pages.append(_file(client, "export", record.pk, "csv"))
            told += [[page.count(name) for name in ("Person n2", "Person n5")] for page in pages]
    assert all(first == second for first, second in told)
    assert told.count([1, 1]) == 5
    assert told[len(told) // 2 :] == [[0, 0]] * (len(told) // 2)


def _file(client: Client, name: str, *args: object) -> str:
    answer: Any = client.get(reverse(f"postings:{name}", args=args))
    if answer.status_code == 403:
        return ""
    return str(answer.content.decode())


def test_the_worklist_is_the_officer_s_and_its_file_names_nobody(office: Office, signed_in: SignedIn) -> None:
    """R002-18, R002-20: read for a reason, answered, gone; class and state alone leave in a file."""
    see_to_own(office.staff("n3"), office.rotation, Worry(ConcernKind.DIFFICULTY, "My mother is ill"))
    row = Concern.objects.get()
    client = client_of(signed_in, office.officer)
    page = text_of(client, "worklist")
    assert "Person n3" in page
    assert "mother" not in page
    lines = list(csv.reader(io.StringIO(_file(client, "worklist_export", "csv"))))
    assert lines[1][:2] == ["Difficulty", "waits for an answer"]
    assert "n3" not in str(lines)
    assert _workbook(client).count("Person") == 0
    assert "mother" not in text_of(client, "see_to", row.pk)
    assert "mother" in send(client, "see_to", row.pk, reason="to help").content.decode()
    assert send(client, "see_to", row.pk, reason="").status_code == 422
    assert send(client, "see_to", row.pk, text="A nurse will come").status_code == 302
    assert "Person n3" not in text_of(client, "worklist")
    assert client.get(reverse("postings:see_to", args=[row.pk])).status_code == 404
    own = client_of(signed_in, office.staff("n3"))
    assert "A nurse will come" in send(own, "matter", office.rotation.pk, row.pk).content.decode()
    assert "A nurse" not in text_of(own, "matter", office.rotation.pk, row.pk)


def _workbook(client: Client) -> str:
    answer: Any = client.get(reverse("postings:worklist_export", args=["xlsx"]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist() if "sheet" in name)


def test_planners_and_other_units_have_no_worklist(office: Office, signed_in: SignedIn) -> None:
    """R002-17: the organiser opens none of it; the south's officer finds nothing of the north's."""
    see_to_own(office.staff("n3"), office.rotation, Worry(ConcernKind.DIFFICULTY, "ill"))
    row = Concern.objects.get()
    planner = client_of(signed_in, office.organiser)
    for name, args in (("worklist", ()), ("worklist_export", ("csv",)), ("see_to", (row.pk,))):
        assert planner.get(reverse(f"postings:{name}", args=args)).status_code == 403
    stranger = client_of(signed_in, office.world.actor(Role.UNIT_OFFICER, office.world.units["south-office"]))
    assert "Person n3" not in text_of(stranger, "worklist")
    assert stranger.get(reverse("postings:see_to", args=[row.pk])).status_code == 404


def test_a_hardship_is_seen_to_in_three_ways(office: Office, signed_in: SignedIn) -> None:
    """R002-20: days that a choice needs are asked for; arranged, resolved or postponed, each is kept."""
    office.published()
    officer, own = client_of(signed_in, office.officer), client_of(signed_in, office.staff("n5"))
    first, last = office.departs, office.departs + timedelta(days=60)
    answers: tuple[dict[str, Any], ...] = (
        {"how": "arranged", "first": first, "last": last, "text": ""},
        {"how": "resolved", "text": "Done"},
        {"how": "postponed", "until": last, "text": ""},
    )
    for said in answers:
        sent = send(own, "worry", office.rotation.pk, kind="hardship", need="childcare", text="")
        assert sent.status_code == 302
        row = Concern.objects.get(outcome="")
        assert send(officer, "see_to", row.pk, how=said["how"], text="").status_code in (302, 422)
        if Concern.objects.filter(pk=row.pk, outcome="").exists():
            assert send(officer, "see_to", row.pk, **said).status_code == 302
    outcomes = sorted(Concern.objects.values_list("outcome", flat=True))
    assert outcomes == ["postponed", "resolved", "resolved"]
    assert "Arranged at home: childcare" in text_of(own, "own", office.rotation.pk)


def test_what_is_late_is_flagged_for_its_officer(office: Office, signed_in: SignedIn) -> None:
    """A day that has passed shows on the worklist and on the first page; for others nothing is late."""
    see_to_own(office.staff("n3"), office.rotation, Worry(ConcernKind.QUESTION, "Which bus?"))
    Concern.objects.update(answer_by=timezone.localdate() - timedelta(days=1))
    (entry,) = todo(office.officer)
    assert (entry.count, entry.late) == (1, True)
    assert "late" in text_of(client_of(signed_in, office.officer), "worklist")
    assert todo(office.organiser) == []
    assert todo(office.staff("n3")) == []


def test_officers_write_down_what_they_are_told(office: Office, signed_in: SignedIn) -> None:
    """It is marked on the person's own page; somebody of another unit cannot be named."""
    officer = client_of(signed_in, office.officer)
    said = {"kind": "question", "text": "told me", "person": "n3"}
    assert send(officer, "write_down", office.rotation.pk, **said).status_code == 302
    assert "written down by your unit officer" in text_of(
        client_of(signed_in, office.staff("n3")), "own", office.rotation.pk
    )
    assert send(officer, "write_down", office.rotation.pk, **said | {"person": "s1"}).status_code == 422


def test_a_request_goes_further_to_somebody_else(office: Office, signed_in: SignedIn) -> None:
    """Declined, it can be taken further from one's own page; the first officer is told that they decided before."""
    office.discussed()
    own, officer = client_of(signed_in, office.staff("n5")), client_of(signed_in, office.officer)
    assert send(own, "request", office.rotation.pk, kind="appeal", batch=1, text="").status_code == 302
    row = Appeal.objects.get()
    assert send(officer, "see_to", row.pk, outcome="declined", text="We need you").status_code == 302
    assert send(own, "matter", office.rotation.pk, row.pk, further=1).status_code == 302
    again = Appeal.objects.get(outcome="")
    refused = send(officer, "see_to", again.pk, outcome="declined", text="No")
    assert refused.status_code == 422
    assert "decided about" in refused.content.decode()


def test_questions_and_answers_on_the_page(office: Office, signed_in: SignedIn) -> None:
    """R002-46: asked twice in other words, marked as the same, answered: everybody reads answer and day."""
    staff, organiser = client_of(signed_in, office.staff("n1")), client_of(signed_in, office.organiser)
    for text in ("Is travel paid?", "Who pays the train?"):
        assert send(staff, "questions", office.rotation.pk, text=text).status_code == 302
    assert "Is travel paid?" not in text_of(staff, "questions", office.rotation.pk)
    first, second = Question.objects.all()
    assert send(organiser, "answer", second.pk, answer="", same_as=first.pk).status_code == 302
    assert [entry.count for entry in todo(office.organiser)] == [1]
    assert send(organiser, "answer", first.pk, answer="Both ways.", same_as="").status_code == 302
    assert todo(office.organiser) == []
    assert "Both ways." in text_of(staff, "questions", office.rotation.pk)
    assert send(organiser, "answer", first.pk, answer="", same_as="").status_code == 422
    assert staff.get(reverse("postings:answer", args=[first.pk])).status_code == 403


def test_coercion_by_pages(office: Office, signed_in: SignedIn) -> None:
    """R002-17: filed, looked up by its code, taken up, answered, looked up again; others open none of it."""
    reviewer = office.world.actor(Role.REVIEWER, office.world.units["north"])
    staff = client_of(signed_in, office.staff("n1"))
    page = send(staff, "coercion", text="We had to sign")
    code = page.context["code"]
    assert code in page.content.decode()
    assert "received, not yet taken up" in send(staff, "coercion_state", code=code.upper()).content.decode()
    assert send(staff, "coercion_state", code="abcd").status_code == 422
    row = CoercionReport.objects.get()
    officer = client_of(signed_in, reviewer)
    assert "North Office" in text_of(officer, "reports")
    assert [entry.count for entry in todo(reviewer)] == [1]
    assert "had to sign" in send(officer, "coercion_report", row.pk, step="read", reason="to see").content.decode()
    assert send(officer, "coercion_report", row.pk, step="take_up").status_code == 302
    assert send(officer, "coercion_report", row.pk, step="pass_on").status_code == 422
    assert send(officer, "coercion_report", row.pk, step="answer", found="coerced").status_code == 302
    found = send(staff, "coercion_state", code=code).content.decode()
    assert "people were made to go" in found
    assert "North Office" not in found.split('id="content"')[1]
    for actor in (office.organiser, office.officer, office.staff("n1")):
        assert client_of(signed_in, actor).get(reverse("postings:reports")).status_code == 403
        assert client_of(signed_in, actor).get(reverse("postings:coercion_report", args=[row.pk])).status_code == 403


def test_a_published_list_as_a_file(office: Office, signed_in: SignedIn) -> None:
    """R002-37: names, units, places and days, in both formats; a draft is no file."""
    plan = office.approved()
    client = client_of(signed_in, office.organiser)
    assert client.get(reverse("postings:export", args=[office.record.pk, "csv"])).status_code == 404
    publish(office.organiser, plan, timezone.localdate())
    lines = list(csv.reader(io.StringIO(_file(client, "export", office.record.pk, "csv").lstrip("\ufeff"))))
    assert [line[0] for line in lines] == ["person", "Person n2", "Person n5"]
    assert lines[1][2] == "North Township"
    answer: Any = client.get(reverse("postings:export", args=[office.record.pk, "xlsx"]))
    assert answer.content.startswith(b"PK")
    assert client.get(reverse("postings:export", args=[office.record.pk, "pdf"])).status_code == 404


def test_letters_one_s_own_and_all_of_a_batch(office: Office, signed_in: SignedIn) -> None:
    """R002-37: a PDF of one's own in either language; all of the batch from a job, twice over the same bytes."""
    office.published()
    row = office.posting("n2")
    own = client_of(signed_in, office.staff("n2"))
    for language in ("en", "zh-hans"):
        answer = own.get(reverse("postings:letter", args=[row.pk]), headers={"Accept-Language": language})
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF")
    other = client_of(signed_in, office.staff("n5"))
    assert other.get(reverse("postings:letter", args=[row.pk])).status_code == 404
    organiser = client_of(signed_in, office.organiser)
    made = []
    for _turn in range(2):
        assert send(organiser, "letters", office.record.pk).status_code == 302
        assert work_once()
        answer = organiser.get(reverse("postings:bundle", args=[office.record.pk]))
        made.append(answer.content)
    assert made[0] == made[1]
    with zipfile.ZipFile(io.BytesIO(made[0])) as letters:
        assert letters.namelist() == [
            *("0001-n2-en.pdf", "0001-n2-zh.pdf", "0002-n5-en.pdf", "0002-n5-zh.pdf"),
        ]
    assert Job.objects.filter(state=JobState.DONE).count() == 2
    assert (
        client_of(signed_in, office.officer).get(reverse("postings:bundle", args=[office.record.pk])).status_code == 403
    )


def test_no_letters_of_a_draft(office: Office) -> None:
    """There is nothing to write before the list is published."""
    from grassrota.errors import Refused

    office.discussed()
    with pytest.raises(Refused) as refused:
        ask_for_letters(office.organiser, office.record)
    assert refused.value.code == "not_published"


def test_a_calendar_under_a_secret_address(office: Office, signed_in: SignedIn) -> None:
    """One's own turn with place and days, for whoever has the address; ended, replaced or unknown it leads nowhere."""
    office.published()
    own = client_of(signed_in, office.staff("n2"))
    address = send(own, "calendar", make=1).context["address"]
    assert address.rsplit("/", 1)[1].removesuffix(".ics") not in json.dumps(list(Feed.objects.values()), default=str)
    (event,) = Calendar.from_ical(Client().get(address).content).walk("VEVENT")
    row = office.posting("n2")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (row.first_day, row.last_day + timedelta(days=1))
    assert "North Township" in str(event["summary"])
    again = send(own, "calendar", make=1).context["address"]
    assert Client().get(address).status_code == 404
    see_to_own(office.staff("n2"), office.rotation, Worry(ConcernKind.HARDSHIP, "ill", need()))
    assert b"ill" not in Client().get(again).content
    Posting.objects.update(released_on=timezone.localdate())
    assert not Calendar.from_ical(Client().get(again).content).walk("VEVENT")
    assert send(own, "calendar", end=1).status_code == 302
    assert Client().get(again).status_code == 404
    assert Client().get(reverse("postings:feed", args=["guess"])).status_code == 404


def need() -> Any:
    """Any class of a need."""
    from grassrota.posting.hardship import Need

    return Need.HOUSING


def test_a_batch_s_calendar_names_nobody_and_ends_with_the_role(office: Office, signed_in: SignedIn) -> None:
    """The window and the briefing of the batch, as long as the account may step postings there."""
    office.published()
    organiser = client_of(signed_in, office.organiser)
    assert send(organiser, "briefing", office.record.pk, on=timezone.localdate()).status_code == 302
    address = send(organiser, "batch_calendar", office.record.pk, make=1).context["address"]
    body = Client().get(address).content
    assert len(Calendar.from_ical(body).walk("VEVENT")) == 2
    assert b"Person" not in body
    Grant.objects.filter(account__pk=office.organiser.account).update(until=timezone.localdate())
    assert Client().get(address).status_code == 404


def test_mail_says_that_there_is_news_and_no_more(office: Office, settings: Any) -> None:
    """Those listed who gave an address are told to sign in; neither place nor batch nor name is in the mail."""
    settings.MAIL_FROM = "rotation@example.org"
    plan = office.approved()
    office.staff("n2")
    office.staff("n1")
    Account.objects.filter(person__in=["n1", "n2"]).update(email="somebody@example.org")
    publish(office.organiser, plan, timezone.localdate())
    assert work_once()
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("There is news", ["somebody@example.org"])
    assert message.body == "There is news for you. Please sign in to read it."


def test_hosts_see_who_comes_once_the_list_is_published(office: Office, signed_in: SignedIn) -> None:
    """R002-40: nobody before; then those coming to the host's own places, with what to have ready."""
    plan = office.approved()
    host = client_of(signed_in, office.world.actor(Role.HOST, office.world.units["north-township"]))
    assert "Person n2" not in text_of(host, "arrivals")
    assert host.get(reverse("postings:list", args=[office.record.pk])).status_code == 403
    publish(office.organiser, plan, timezone.localdate())
    assert "Person n2" in text_of(host, "arrivals")
    stranger = client_of(signed_in, office.world.actor(Role.HOST, office.world.units["south-township"]))
    assert "Person n2" not in text_of(stranger, "arrivals")


def test_another_unit_opens_neither_list_nor_discussion(office: Office, signed_in: SignedIn) -> None:
    """R002-35: for the south's staff and officer the pages of the north's list do not exist."""
    office.discussed()
    speak(office.staff("n1"), office.record, "Among us")
    for role in (Role.STAFF_MEMBER, Role.UNIT_OFFICER):
        actor = office.world.actor(role, office.world.units["south-office"], person="s1")
        client = client_of(signed_in, actor)
        for name in ("list", "discussion"):
            assert client.get(reverse(f"postings:{name}", args=[office.record.pk])).status_code == 404
        assert client.get(reverse("postings:questions", args=[office.rotation.pk])).status_code == 404
        assert "North" not in text_of(client, "home").split('id="content"')[1]


def test_nothing_of_an_anonymous_post_is_in_the_session_or_the_answer(office: Office, signed_in: SignedIn) -> None:
    """After speaking without a name, neither cookies nor the session hold what was said, and the redirect is bare."""
    office.discussed()
    client = client_of(signed_in, office.staff("n1"))
    before = dict(client.session)
    answer = send(client, "discussion", office.record.pk, text="Secretly said")
    assert dict(client.session) == before
    assert "messages" not in answer.cookies
    assert Post.objects.get().author == ""
    assert send(client, "discussion", office.record.pk, text="").status_code == 422
