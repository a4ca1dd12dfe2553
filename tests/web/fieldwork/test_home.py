"""Work covered at home, the post that is kept, the debrief; incidents, and who is back when all are called home."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from grassrota.errors import BadInput, Refused
from grassrota.posting.debrief import DebriefQuestion
from grassrota.posting.incident import IncidentKind
from grassrota.turns import Turn
from grassrota_web.access.models import Sealed
from grassrota_web.access.rights import Role
from grassrota_web.access.scope import visible
from grassrota_web.fieldwork import queries
from grassrota_web.fieldwork.actions.home import hand_over_work, hold_debrief, keep_post, take_on_work
from grassrota_web.fieldwork.actions.incidents import (
    close_incident,
    lift_recall,
    order_recall,
    report_incident,
    report_incident_there,
)
from grassrota_web.fieldwork.models import Debrief, Handover, HomePost, Incident, Recall
from grassrota_web.journal.models import Entry
from grassrota_web.postings.models import Posting
from grassrota_web.records.journal.queries import entries
from tests.web.conftest import SignedIn
from tests.web.fieldwork.conftest import FIRST, LAST, Field

HOME = LAST + timedelta(days=1)


def test_work_is_covered_once_a_colleague_has_taken_it_on(field: Field, signed_in: SignedIn) -> None:
    """Handed to n3 from 9 to 31 December: not taken on, the whole turn is open; taken on, January is."""
    Posting.objects.filter(pk=field.key("n3")).update(released_on=date(1957, 12, 6))
    row = hand_over_work(
        field.person("n1"), field.key("n1"), "Pay", "n3", Turn(FIRST, date(1957, 12, 31)), "In the safe"
    )
    officer = signed_in(field.world.account(Role.UNIT_OFFICER, field.world.units["north-office"]))
    page = f"/field/postings/{field.key('n1')}/"
    assert "Pay: nobody from Dec. 9, 1957 to Jan. 17, 1958" in officer.get(page).content.decode()
    colleague = signed_in(field.account("n3"))
    assert "Person n1 asks you to take on Pay" in colleague.get("/field/").content.decode()
    assert colleague.post(f"/field/handovers/{row.pk}/take-on/").status_code == 302
    assert "Pay: nobody from Jan. 1, 1958 to Jan. 17, 1958" in officer.get(page).content.decode()


def test_who_is_away_covers_nothing(field: Field, signed_in: SignedIn) -> None:
    """n3 takes the work on and goes with the same batch: all of the turn stays open."""
    row = hand_over_work(field.officer, field.key("n1"), "Pay", "n3", Turn(FIRST, LAST), "In the safe")
    take_on_work(field.person("n3"), row.pk)
    client = signed_in(field.account("n1"))
    assert "Pay: nobody from" in client.get(f"/field/postings/{field.key('n1')}/").content.decode()


def test_work_is_taken_on_by_whom_it_was_handed_to(field: Field) -> None:
    """n2 cannot take on what n3 was asked for, n3 can once; the south's people are not asked."""
    row = hand_over_work(field.person("n1"), field.key("n1"), "Pay", "n3", Turn(FIRST, LAST), "In the safe")
    with pytest.raises(Refused, match="right"):
        take_on_work(field.person("n2"), row.pk)
    take_on_work(field.person("n3"), row.pk)
    with pytest.raises(Refused, match="taken on"):
        take_on_work(field.person("n3"), row.pk)
    with pytest.raises(BadInput, match="within your reach"):
        hand_over_work(field.person("n1"), field.key("n1"), "Pay", "s1", Turn(FIRST, LAST), "In the safe")
    assert Handover.objects.count() == 1


def test_the_post_at_home_is_kept_until_the_return_at_least(field: Field) -> None:
    """Kept until the last day of the turn is too short; the day after is right, later is longer, earlier is refused."""
    with pytest.raises(Refused, match="due back"):
        keep_post(field.officer, field.key("n1"), "Head of section", LAST)
    keep_post(field.officer, field.key("n1"), "Head of section", HOME)
    keep_post(field.officer, field.key("n1"), "Head of section", HOME + timedelta(days=9))
    with pytest.raises(Refused, match="promised"):
        keep_post(field.officer, field.key("n1"), "Head of section", HOME)
    assert HomePost.objects.get().open_until == HOME + timedelta(days=9)


def test_the_debrief_asks_fixed_questions_and_each_may_be_left_out(field: Field, signed_in: SignedIn) -> None:
    """After the return two of eight are answered; a reader of postings does not see the answers."""
    field.away("n1")
    with pytest.raises(Refused, match="not returned"):
        hold_debrief(field.person("n1"), field.key("n1"), HOME, {})
    Posting.objects.filter(pk=field.key("n1")).update(returned_on=HOME)
    client = signed_in(field.account("n1"))
    page = client.get(f"/field/postings/{field.key('n1')}/debrief/")
    assert list(page.context["form"].fields) == ["on", *(question.value for question in DebriefQuestion)]
    sent = {"on": "1958-01-20", "journey": "By cart", "work": " ", "lodging": "Dry"}
    assert client.post(f"/field/postings/{field.key('n1')}/debrief/", sent).status_code == 302
    assert Debrief.objects.get().answers == {"journey": "By cart", "lodging": "Dry"}
    reader = signed_in(field.world.account(Role.READER, field.world.units["north"]))
    assert "By cart" not in reader.get(f"/field/postings/{field.key('n1')}/").content.decode()


def test_everybody_is_called_home_and_counted(field: Field, signed_in: SignedIn) -> None:
    """n1 and n2 are away when the flood comes; n1 is back by the day, n2 is not, n3 had not left."""
    field.away("n1", "n2")
    report = report_incident(
        field.host,
        field.world.rotations["north"].pk,
        "north-township",
        FIRST,
        IncidentKind.DISASTER,
        "The dam is cracked",
    )
    order = order_recall(
        field.organiser, field.world.rotations["north"].pk, timezone.localdate(), "north-township", 0, report.pk
    )
    today = timezone.localdate()
    Recall.objects.update(ordered_on=today - timedelta(days=2))
    Posting.objects.filter(pk=field.key("n1")).update(returned_on=today)
    [(row, state)] = queries.recall_states(field.organiser, field.world.rotations["north"], today)
    assert (row.incident, state.back, state.not_back, state.late) == (report, ("n1",), ("n2",), False)
    [(_row, later)] = queries.recall_states(field.organiser, field.world.rotations["north"], today + timedelta(days=1))
    assert later.late
    client = signed_in(field.world.account(Role.ORGANISER, field.world.units["north"]))
    page = client.get(f"/field/rotations/{field.world.rotations['north'].pk}/recalls/").content.decode()
    assert "not back:</strong> Person n2" in page
    assert "cracked" not in page
    assert b"cracked" not in bytes(Sealed.objects.get().ciphertext)
    assert client.post(f"/field/recalls/{order.pk}/lift/").status_code == 302
    assert client.post(f"/field/incidents/{report.pk}/close/").status_code == 302
    with pytest.raises(Refused, match="lifted"):
        lift_recall(field.organiser, order.pk)
    report.refresh_from_db()
    assert report.closed_on == today


def test_recalls_and_incidents_are_ordered_on_their_pages(field: Field, signed_in: SignedIn) -> None:
    """A posted person reports; the organiser calls home; a recall of nobody, and a place elsewhere, are refused."""
    field.away("n1")
    rotation = field.world.rotations["north"].pk
    person = signed_in(field.account("n1"))
    sent = {"place": "north-township", "day": "1957-12-12", "kind": "illness", "text": "Fever"}
    assert person.post(f"/field/rotations/{rotation}/incidents/new/", sent).status_code == 302
    organiser = signed_in(field.world.account(Role.ORGANISER, field.world.units["north"]))
    elsewhere = {**sent, "place": "south-township"}
    assert "a place below" in organiser.post(f"/field/rotations/{rotation}/incidents/new/", elsewhere).content.decode()
    assert Incident.objects.count() == 1
    address = f"/field/rotations/{rotation}/recalls/new/"
    assert "a place, a batch or both" in organiser.post(address, {"due_on": "2100-01-01", "batch": 0}).content.decode()
    assert organiser.post(address, {"due_on": "2100-01-01", "batch": 1}).status_code == 302
    assert Recall.objects.get().batch == 1
    assert person.post(address, {"due_on": "2100-01-01", "batch": 1}).status_code == 403


def test_who_reported_an_incident_is_nobody_s_to_read_at_home(field: Field, signed_in: SignedIn) -> None:
    """The posted person finds it in their own journal, the host's word is the host's; neither is told at home."""
    rotation = field.world.rotations["north"].pk
    sent = {"place": "north-township", "day": "1957-12-12", "kind": "illness"}
    signed_in(field.account("n1")).post(f"/field/rotations/{rotation}/incidents/new/", sent)
    report_incident(field.host, rotation, "north-township", FIRST, IncidentKind.OTHER)
    own, host = Entry.objects.order_by("number").filter(kind="incident")
    assert own in entries(field.person("n1"))
    assert host.place == field.world.units["north-township"].path
    officer = field.world.actor(Role.UNIT_OFFICER, field.world.units["north-office"])
    assert not entries(officer).filter(kind="incident").exists()
    assert not entries(field.organiser).filter(pk=own.pk).exists()
    assert visible(field.organiser, Incident.objects.all()).count() == 2


def test_incidents_are_reported_by_those_who_are_there_or_look_after_them(field: Field) -> None:
    """Whoever is posted elsewhere, and an officer who does not look after the rotation, report nothing here."""
    rotation = field.world.rotations["north"]
    report_incident_there(field.person("n1"), rotation.pk, "north-township", FIRST, IncidentKind.OTHER)
    outsiders = (field.person("s1"), field.world.actor(Role.UNIT_OFFICER, field.world.units["south-office"]))
    for actor in outsiders:
        for verb in (report_incident, report_incident_there):
            with pytest.raises(Refused) as refused:
                verb(actor, rotation.pk, "north-township", FIRST, IncidentKind.OTHER)
            assert refused.value.code == "not_permitted"
    with pytest.raises(BadInput, match="on or after"):
        close_incident(field.organiser, Incident.objects.get().pk, date(1957, 12, 1))
    assert not visible(outsiders[1], Incident.objects.all()).exists()
