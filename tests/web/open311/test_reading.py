"""What anybody reads of opinions: topic, about where, the day, and how it stands; in both forms, and no more."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from grassrota.opinions.case import CaseState
from grassrota_web.access.rights import Role
from grassrota_web.intake.models import Said
from grassrota_web.open311.models import Request, Update
from grassrota_web.open311.publish import publish
from grassrota_web.open311.records import BULK
from grassrota_web.opinions.actions.merging import merge
from grassrota_web.opinions.actions.texts import approve_text, withdraw_text
from grassrota_web.opinions.actions.topics import merge_topics
from grassrota_web.opinions.models import Case, Topic
from tests.web.open311.conftest import Place
from tests.web.opinions.conftest import Office


def _texts(body: bytes, name: str) -> list[dict[str, str | None]]:
    """Elements of this name as their children's texts."""
    return [{child.tag: child.text for child in one} for one in ElementTree.fromstring(body).iter(name)]


def test_discovery_says_where_and_whom_to_ask(place: Place) -> None:
    """In both forms, without a charset, as the specification has it."""
    answer = place.client.get("/open311/discovery.json")
    assert answer["Content-Type"] == "application/json"
    said = answer.json()
    assert said["endpoints"][0]["url"] == "http://testserver/open311/v2"
    assert said["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    assert all(said[name] for name in ("changeset", "contact", "key_service"))
    as_xml = place.get("discovery.xml")
    assert as_xml["Content-Type"] == "text/xml"
    root = ElementTree.fromstring(as_xml.content)
    assert [one.text for one in root.findall("endpoints/endpoint/formats/format")] == ["text/xml", "application/json"]


def test_topics_are_services(place: Place) -> None:
    """Each in use, and one for the rest; a topic out of use is none."""
    merge_topics(place.world.actor(Role.ORGANISER, "/"), "wells", "roads")
    services = place.get("services.json").json()
    assert [one["service_code"] for one in services] == ["roads", "other"]
    assert {(one["metadata"], one["type"]) for one in services} == {(True, "batch")}
    assert place.get("services.xml")["Content-Type"] == "text/xml; charset=utf-8"
    listed = _texts(place.get("services.xml").content, "service")
    assert [(one["service_code"], one["metadata"]) for one in listed] == [("roads", "true"), ("other", "true")]
    assert "keywords" not in listed[0]


def test_a_service_says_what_may_be_said(place: Place) -> None:
    """Who should answer, whom it concerns, what may be read, a visit: none is required; numbered; in both forms."""
    said = place.get("services/roads.json").json()
    codes = ["addressed", "units", "named", "inspection", "read_as", "suggestion", "credit", "may_visit"]
    assert [one["code"] for one in said["attributes"]] == codes
    assert [one["order"] for one in said["attributes"]] == list(range(1, 9))
    assert [one["key"] for one in said["attributes"][4]["values"]] == ["redacted", "original"]
    keys = [one["key"] for one in _texts(place.get("services/roads.xml").content, "value")]
    assert keys == ["yes", "no", "redacted", "original", "yes", "no"]


def test_only_topic_place_day_and_state_are_told(place: Place) -> None:
    """Five opinions of one topic and place: by name and degrees of the place; no words, no unit that has the case."""
    rows = place.raised(5)
    place.published()
    answer = place.get("requests.json")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    day = f"{rows[0].day.isoformat()}T00:00:00Z"
    told = answer.json()
    assert sorted(one.pop("service_request_id") for one in told) == sorted(str(row.pk) for row in rows)
    assert told[0] == {
        "status": "open",
        "status_notes": None,
        "service_name": "Roads",
        "service_code": "roads",
        "description": None,
        "agency_responsible": None,
        "service_notice": None,
        "requested_datetime": day,
        "updated_datetime": day,
        "expected_datetime": None,
        "address": "North Township, North",
        "address_id": "north-township",
        "zipcode": None,
        # 30.25 - 3 / 111.195, and 120.17 + 12 / (111.195 * 0.864072), the cosine of the latitude
        "lat": 30.22302,
        "long": 120.2949,
        "media_url": None,
    }
    in_xml = _texts(place.get("requests.xml").content, "request")
    assert set(in_xml[0]) == {name for name, value in told[0].items() if value is not None} | {"service_request_id"}
    for address in ("requests.json", "requests.xml", "bulk.csv", f"requests/{rows[0].pk}.json"):
        answer = place.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"SECRET" not in body
        assert b"office" not in body.lower()


def test_few_opinions_of_a_place_are_named_by_a_larger_one(place: Place) -> None:
    """Four at the township and one at the province are five of the province; four alone are nowhere."""
    place.raised(4)
    place.published()
    assert {(one["address"], one["lat"]) for one in place.get("requests.json").json()} == {(None, None)}
    place.raised(1, place=place.world.units["north"])
    place.published()
    assert [one["address"] for one in place.get("requests.json").json()] == ["North"] * 5


@pytest.mark.parametrize("known", [{"inspection": True}, {"unclear": True}, {"about": "north-township"}])
def test_what_concerns_somebody_is_not_listed(place: Place, office: Office, known: dict[str, Any]) -> None:
    """Whoever is in a chain reads the list too; who knows the random id is told topic, day and state, and no place."""
    place.raised(5)
    case = office.raised(topic="roads", place=place.township, **known)
    key = str(case.raised.get().pk)
    place.published()
    for address in ("requests.json", "bulk.json", "bulk.csv", "bulk.xml"):
        answer = place.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert key.encode() not in body
    for asked in (place.get(f"requests/{key}.json"), place.get("requests.json", service_request_id=key)):
        (one,) = asked.json()
        assert (one["service_code"], one["status"]) == ("roads", "open")
        assert (one["address"], one["address_id"], one["lat"], one["description"]) == (None, None, None, None)


def test_a_case_that_comes_to_concern_somebody_goes_from_the_list(place: Place, office: Office) -> None:
    """With the next day's work; so does what comes before the outside reviewer."""
    rows = place.raised(7)
    place.published()
    one, other = (Case.objects.get(raised__opinion=row) for row in rows[:2])
    one.chained.create(unit=place.world.units["north-office"])
    Case.objects.filter(pk=other.pk).update(appealed_outside=True)
    place.published()
    listed = {one["service_request_id"] for one in place.get("requests.json").json()}
    assert listed == {str(row.pk) for row in rows[2:]}


def test_words_are_told_once_a_reviewer_approved_them(place: Place) -> None:
    """The approved ones, from then until they are withdrawn, which counts at once."""
    row = place.raised(5)[0]
    place.published()
    reviewer = place.world.actor(Role.REVIEWER, "/")
    row.may_publish = True
    row.save(update_fields=["may_publish"])
    text = approve_text(reviewer, row.pk, "A hole at the\x0b mill")
    assert place.get(f"requests/{row.pk}.json").json()[0]["description"] == "A hole at the\x0b mill"
    (in_xml,) = _texts(place.get(f"requests/{row.pk}.xml").content, "request")
    assert in_xml["description"] == "A hole at the mill"
    withdraw_text(reviewer, text.pk)
    assert place.get(f"requests/{row.pk}.json").json()[0]["description"] is None


def test_closed_is_what_the_raiser_confirms(place: Place, office: Office) -> None:
    """Claimed by the unit it is open; each change is an update of the day on which it was written."""
    today = timezone.localdate()
    key = place.raised()[0].pk
    place.published(today)
    assert not Update.objects.exists()
    case = Case.objects.get(raised__opinion=key)
    done: list[Callable[[], object]] = [lambda: office.fixed(case), lambda: office.says(case, Said.FIXED)]
    steps = []
    for number, step in enumerate(done, start=1):
        step()
        place.published(today + timedelta(days=number))
        (one,) = place.get(f"requests/{key}.json").json()
        steps.append((one["status"], one["status_notes"], one["updated_datetime"]))
    days = [f"{today + timedelta(days=number)}T00:00:00Z" for number in (1, 2)]
    words = ["unit says fixed, raiser silent", "fixed, the raiser says"]
    assert steps == [("open", words[0], days[0]), ("closed", words[1], days[1])]
    later = f"{today + timedelta(days=3)}T00:00:00Z"
    told = place.get("servicerequestupdates.json", end_date=later).json()
    assert [(one["status"], one["updated_datetime"]) for one in told] == [("closed", days[1]), ("open", days[0])]
    assert {one["service_request_id"] for one in told} == {str(key)}
    in_xml = _texts(place.get("servicerequestupdates.xml", end_date=later).content, "request_update")
    assert [one["update_id"] for one in in_xml] == [one["update_id"] for one in told]


def test_an_update_of_what_is_not_listed_is_not_told(place: Place, office: Office) -> None:
    """Although it is kept, for when it comes to be listed."""
    case = office.raised(about="south-office", addressed=place.world.units["north-office"])
    publish(timezone.localdate())
    office.fixed(case, office.above)
    publish(timezone.localdate())
    assert Update.objects.count() == 1
    assert place.get("servicerequestupdates.json").json() == []


def test_each_opinion_of_a_merged_case_stands_where_its_own_raiser_puts_it(place: Place, office: Office) -> None:
    """One says fixed, the other says nothing: one is closed, one is open."""
    rows = place.raised(2)
    cases = [Case.objects.get(raised__opinion=row) for row in rows]
    whole = merge(office.officer, [case.pk for case in cases])
    office.fixed(whole)
    office.says(cases[0], Said.FIXED)
    place.published()
    told = {one["service_request_id"]: one["status"] for one in place.get("requests.json").json()}
    assert told == {str(rows[0].pk): "closed", str(rows[1].pk): "open"}
    whole.chained.create(unit=place.world.units["north-office"])
    place.published()
    assert place.get("requests.json").json() == []


def test_the_list_is_narrowed(place: Place) -> None:
    """By days, service, status, and by ids in the order asked for, which override all else."""
    old, new = place.raised(1, day=timezone.localdate() - timedelta(days=80))[0], place.raised(1)[0]
    other = place.raised(1, topic="")[0]
    ancient = place.raised(1, day=timezone.localdate() - timedelta(days=91))[0]
    place.published()
    Request.objects.filter(pk=new.pk).update(state=CaseState.CONFIRMED)

    def keys(**asked: str) -> list[str]:
        return [one["service_request_id"] for one in place.get("requests.json", **asked).json()]

    assert set(keys()) == {str(row.pk) for row in (old, new, other)}
    assert keys()[-1] == str(old.pk)
    assert keys(service_code="other") == [str(other.pk)]
    assert set(keys(service_code="roads, other,nothing")) == set(keys())
    assert keys(service_code="nothing") == []
    assert keys(status="closed") == [str(new.pk)]
    assert set(keys(status="open,closed", service_code="")) == set(keys())
    assert keys(start_date=f"{new.day}T00:00:01Z") == []
    assert set(keys(start_date=f"{new.day}T00:00:00Z")) == {str(new.pk), str(other.pk)}
    assert keys(end_date=f"{old.day}T00:00:00Z") == [str(old.pk), str(ancient.pk)]
    assert keys(updated_before=f"{old.day}T00:00:00Z") == [str(old.pk)]
    ids = f"{other.pk},nothing,{uuid.UUID(int=1)}, {old.pk},{other.pk}"
    assert keys(service_request_id=ids, status="closed", page="x") == [str(other.pk), str(old.pk)]
    assert keys(page_size="2") + keys(page_size="2", page="2") == keys()


def test_a_topic_that_goes_on_as_another_is_told_as_that_one(place: Place) -> None:
    """From the next day's work on, and in what counts as few of a place."""
    place.raised(3)
    place.raised(2, topic="wells")
    merge_topics(place.world.actor(Role.ORGANISER, "/"), "wells", "roads")
    place.published()
    told = place.get("requests.json", service_code="roads").json()
    assert {(one["service_name"], one["address_id"]) for one in told} == {("Roads", "north-township")}
    assert len(told) == 5


def test_everything_that_is_listed_is_exported(place: Place) -> None:
    """However long ago, in three forms with the columns of the bulk specification; no cell is run by a spreadsheet."""
    place.raised(4)
    place.raised(1, day=timezone.localdate() - timedelta(days=400))
    Topic.objects.filter(code="roads").update(name="=1+1")
    place.published()
    body = {form: b"".join(place.get(f"bulk.{form}").streaming_content) for form in ("csv", "json", "xml")}
    rows = list(csv.DictReader(io.StringIO(body["csv"].decode())))
    assert tuple(rows[0]) == BULK
    assert {(row["service_name"], row["lat"]) for row in rows} == {("'=1+1", "30.22302")}
    ids = [row["service_request_id"] for row in rows]
    assert len(ids) == 5
    assert [one["service_request_id"] for one in json.loads(body["json"])] == ids
    assert [one["service_request_id"] for one in _texts(body["xml"], "request")] == ids


def test_nothing_is_an_empty_list(place: Place) -> None:
    """In every form, without a place of degrees set either."""
    assert place.get("requests.json").json() == []
    assert ElementTree.fromstring(place.get("requests.xml").content).tag == "service_requests"
    assert b"".join(place.get("bulk.json").streaming_content) == b"[]"
    assert ElementTree.fromstring(b"".join(place.get("bulk.xml").streaming_content)).tag == "service_requests"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("services/nothing", 404),
        (f"requests/{uuid.UUID(int=1)}", 404),
        ("requests/12", 404),
        ("tokens/123", 404),
        (f"tokens/{'A' * 64}", 404),
        (f"tokens/{'²' * 64}", 404),
    ],
)
def test_what_there_is_not_is_told_as_an_error(place: Place, address: str, status: int) -> None:
    """With its code and words, in the form that was asked for."""
    (error,) = place.get(f"{address}.json").json()
    assert error["code"] == status
    assert error["description"]
    answer = place.get(f"{address}.xml")
    assert answer.status_code == status
    assert ElementTree.fromstring(answer.content).tag == "errors"
    assert _texts(answer.content, "error") == [{"code": str(status), "description": error["description"]}]


def test_every_fault_of_an_address_is_told(place: Place) -> None:
    """Two faults, two errors; other forms and methods are refused."""
    answer = place.get("requests.json", start_date="x", status="y")
    assert (answer.status_code, [one["code"] for one in answer.json()]) == (400, [400, 400])
    assert place.get("requests.yaml").status_code == place.get("bulk.yaml").status_code == 404
    assert place.client.post("/open311/v2/services.json").status_code == 405
    assert place.client.delete("/open311/v2/requests.json").status_code == 405
    assert place.client.post("/open311/v2/bulk.csv").status_code == 405


def test_nobody_is_told_apart_by_reading(place: Place) -> None:
    """No cookie, no cache, and pages of every site may ask."""
    for address in ("services.json", "requests.xml", "bulk.csv"):
        answer = place.get(address)
        assert not answer.cookies
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_writing_again_what_is_as_it_was_changes_nothing(place: Place, django_assert_max_num_queries: Any) -> None:
    """The rows stay, with the day on which they came to stand there."""
    place.raised(3)
    place.published(timezone.localdate() - timedelta(days=1))
    before = list(Request.objects.order_by("pk").values())
    with django_assert_max_num_queries(20):
        place.published()
    assert list(Request.objects.order_by("pk").values()) == before
