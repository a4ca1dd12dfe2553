"""Days in the field are kept once and only once, whoever is away keeps them, and topics are tied to nobody."""

from __future__ import annotations

import json
import secrets
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.posting.attendance import ExcuseReason, FieldDayExcuse
from grassrota.posting.sync import Receipt
from grassrota_web.access.rights import Role
from grassrota_web.fieldwork import queries
from grassrota_web.fieldwork.actions.field_days import MOST_ENTRIES, excuse, set_field_days, sync
from grassrota_web.fieldwork.models import FieldDayExcuse as ExcuseRow
from grassrota_web.fieldwork.models import FieldEntry
from grassrota_web.journal.models import Entry
from tests.web.conftest import SignedIn
from tests.web.fieldwork.conftest import Field
from tests.web.leaks import body_of

THURSDAY = date(1957, 12, 12)


def entry(**more: object) -> dict[str, object]:
    """A day as a device sends it."""
    said = {"day": "1957-12-12", "kind": "labour", "place": "Ridge", "contacts": 4}
    return {"id": secrets.token_hex(16), **said, **more}


def post(client: Client, address: str, body: object) -> Any:
    """What a device gets for JSON."""
    return client.post(address, json.dumps(body), content_type="application/json")


def standing() -> list[tuple[str, date | None, str]]:
    """The days that stand."""
    rows = FieldEntry.objects.filter(replaced=False, day__isnull=False).order_by("person__code", "day", "place")
    return list(rows.values_list("person__code", "day", "place"))


def test_sent_twice_it_is_kept_once(field: Field) -> None:
    """A device that got no answer sends again: known, and kept once."""
    person, sent = field.person("n1"), [entry()]
    assert [one.receipt for one in sync(person, sent, "n1")] == [Receipt.ACCEPTED]
    assert [one.receipt for one in sync(person, sent, "n1")] == [Receipt.ALREADY_KNOWN]
    assert standing() == [("n1", THURSDAY, "Ridge")]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(3)), again=st.lists(st.integers(0, 2), max_size=4))
def test_versions_come_in_any_order_and_any_number(field: Field, order: list[int], again: list[int]) -> None:
    """A day, its correction, and the correction struck out: whatever comes first, nothing stands in the end."""
    from grassrota.posting.field_version import read_version

    FieldEntry.objects.all().delete()
    first = entry()
    second = {**first, "place": "Valley", "replaces": [read_version(first, "n1", THURSDAY).digest]}
    struck = {"id": first["id"], "struck": True, "replaces": [read_version(second, "n1", THURSDAY).digest]}
    versions = [first, second, struck]
    for place in [*order, *again]:
        sync(field.person("n1"), [versions[place]], "n1")
    assert standing() == []
    assert FieldEntry.objects.count() == 3


def test_a_bad_entry_holds_up_no_other(field: Field) -> None:
    """A place too long, a clock time, no entry at all: each is refused by itself, in the order sent."""
    sent = [
        entry(place="x" * 201),
        entry(),
        entry(time="08:30"),
        "nonsense",
        entry(place="a\nb"),
        entry(contacts=10**9),
    ]
    receipts = [one.receipt.value for one in sync(field.person("n1"), sent, "n1")]
    assert receipts == ["refused", "accepted", "refused", "refused", "refused", "refused"]
    assert len(standing()) == 1
    assert "08:30" not in str(Entry.objects.get().after)


def test_too_many_and_somebody_else_s_are_refused_whole(field: Field) -> None:
    """Nothing is kept of a list that is too long, or that the device says is another person's."""
    with pytest.raises(BadInput, match="at most"):
        sync(field.person("n1"), [entry()] * (MOST_ENTRIES + 1), "n1")
    with pytest.raises(BadInput, match="somebody else"):
        sync(field.person("n1"), [entry()], "n2")
    assert standing() == []


def test_the_same_id_of_two_people_is_two_days(field: Field) -> None:
    """Ids are random, but one that is the same by accident or guess takes nobody's day away."""
    same = entry()
    for code in ("n1", "n2"):
        sync(field.person(code), [same], code)
    assert [code for code, *_rest in standing()] == ["n1", "n2"]


def test_what_the_address_answers(field: Field, signed_in: SignedIn) -> None:
    """Receipts by id for the device; 422 for nonsense or the wrong account; to sign in for whoever is signed out."""
    client, sent = signed_in(field.account("n1")), entry()
    answer = post(client, "/field/sync/", {"for": "n1", "entries": [sent]})
    assert answer.json() == {"results": [{"id": sent["id"], "receipt": "accepted", "faults": []}]}
    for body in ({"for": "n2", "entries": [sent]}, {"for": "n1"}, [1], "x"):
        assert post(client, "/field/sync/", body).status_code == 422
    assert post(Client(), "/field/sync/", {"for": "n1", "entries": [sent]}).status_code == 302


def test_without_javascript_a_day_is_one_form(field: Field, signed_in: SignedIn) -> None:
    """The form sent twice, as by an impatient thumb, keeps one day; a day to come is refused at its field."""
    client = signed_in(field.account("n1"))
    page = client.get("/field/log/")
    sent = {"day": "1957-12-12", "kind": "labour", "place": "Ridge", "contacts": "4", "id": page.context["fresh_id"]}
    assert [client.post("/field/log/", sent).status_code for _ in range(2)] == [302, 302]
    assert len(standing()) == 1
    assert "a day up to" in client.post("/field/log/", {**sent, "day": "2900-01-01"}).content.decode()


def test_a_day_is_struck_out_by_its_person_alone(field: Field, signed_in: SignedIn) -> None:
    """n2 does not find n1's day; n1 strikes it out, and it stands no more."""
    sync(field.person("n1"), [entry()], "n1")
    address = f"/field/log/{FieldEntry.objects.get().pk}/strike/"
    assert signed_in(field.account("n2")).post(address).status_code == 404
    assert signed_in(field.account("n1")).post(address).status_code == 302
    assert standing() == []


def test_attended_over_in_scope_with_excuses(field: Field) -> None:
    """Of a chief and a director one was there and one was not available; a clerk was there as well (R004-07)."""
    rotation = field.world.rotations["north"]
    set_field_days(field.organiser, rotation.pk, "FREQ=WEEKLY;BYDAY=TH", ["director", "section_chief"])
    for code in ("n1", "n3"):
        sync(field.person(code), [entry()], code)
    excuse(field.person("n2"), "n2", FieldDayExcuse("n2", THURSDAY, ExcuseReason.NOT_AVAILABLE))
    days = queries.attendance_on(field.organiser, rotation, THURSDAY, THURSDAY)
    assert [(one.attended, one.excused, one.in_scope, one.outside) for one in days] == [(("n1",), ("n2",), 2, ("n3",))]


def test_a_field_day_is_swapped_with_one_undivided_reason(field: Field, signed_in: SignedIn) -> None:
    """A day is moved to another; the form knows two reasons and has no room for more (R004-06)."""
    client = signed_in(field.account("n1"))
    page = client.get("/field/log/miss/")
    assert [key for key, _word in page.context["form"].fields["reason"].choices] == ["other_duty", "not_available"]
    sent = {"day": "1957-12-12", "reason": "not_available", "swapped_to": "1957-12-13"}
    assert client.post("/field/log/miss/", sent).status_code == 302
    row = ExcuseRow.objects.get()
    assert (row.day, row.swapped_to) == (THURSDAY, date(1957, 12, 13))
    with pytest.raises(Refused, match="right"):
        excuse(field.person("n2"), "n1", FieldDayExcuse("n1", THURSDAY, ExcuseReason.OTHER_DUTY))


def test_a_rule_is_one_of_whole_days_and_known_grades(field: Field) -> None:
    """A rule with hours, an unknown grade or none is refused, and so is anybody but the organiser."""
    key = field.world.rotations["north"].pk
    for rule, grades in (("FREQ=HOURLY", ["clerk"]), ("FREQ=WEEKLY;BYDAY=TH", ["king"]), ("FREQ=WEEKLY;BYDAY=TH", [])):
        with pytest.raises(BadInput):
            set_field_days(field.organiser, key, rule, grades)
    with pytest.raises(Refused, match="right"):
        set_field_days(field.officer, key, "FREQ=WEEKLY;BYDAY=TH", ["clerk"])


def test_a_leader_s_days_are_seen_like_anyone_s(field: Field, signed_in: SignedIn) -> None:
    """The director's day stands on the page and in the file beside the clerk's; the south's does not (R003-12)."""
    for code in ("n1", "n3", "s1"):
        sync(field.person(code), [entry()], code)
    client = signed_in(field.world.account(Role.ORGANISER, field.world.units["north"]))
    key = field.world.rotations["north"].pk
    page = client.get(f"/field/rotations/{key}/days/?on=1957-12-31").content.decode()
    answer = client.get(f"/field/rotations/{key}/days.csv?on=1957-12-31")
    file = body_of(answer).decode()
    for text in (page, file):
        assert ("Person n1" in text, "Person n3" in text, "Person s1" in text) == (True, True, False)


def test_no_hour_and_no_position_is_asked_for(field: Field, signed_in: SignedIn) -> None:
    """The log has fields for a day, a kind, a place by name and a count, and nothing else (R000-13)."""
    page = signed_in(field.account("n1")).get("/field/log/")
    assert list(page.context["form"].fields) == ["day", "kind", "place", "contacts"]
    script = (queries.__file__).replace("queries.py", "static/fieldwork/field-log.js")
    with open(script, encoding="utf-8") as stream:
        text = stream.read()
    assert not [word for word in ("geolocation", "Date()", "new Date;", "getTime", "Date.now") if word in text]


def test_what_a_device_keeps_without_a_network_names_nobody(field: Field, signed_in: SignedIn) -> None:
    """The page that stays on the device, and the worker, hold no name, no code and no day of whoever opened it."""
    sync(field.person("n1"), [entry(place="Hidden Ridge")], "n1")
    client = signed_in(field.account("n1"))
    for address in ("/field/log/offline/", "/field/log/worker.js"):
        text = client.get(address).content.decode()
        assert not [word for word in ("Person n1", "n1-", "Hidden Ridge", "csrfmiddlewaretoken") if word in text]
