"""A program files: into a tray as by hand, with a token that leads to the random id from the next day on."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.conf import LazySettings

from grassrota_web.intake import trays
from grassrota_web.intake.entries import Filed
from grassrota_web.intake.found import find
from grassrota_web.intake.models import Contact, OfficeKey, Opinion, ReadAs
from grassrota_web.intake.queries import whom
from grassrota_web.intake.sealed_box import opened
from grassrota_web.journal.models import Entry
from grassrota_web.open311.tokens import digest_in
from grassrota_web.opinions.models import Case
from grassrota_web.orgs.models import Unit
from tests.web.conftest import World
from tests.web.open311.conftest import KEY, NextDay, Place

PERSONAL = {
    "email": "MARK-MAIL",
    "phone": "MARK-PHONE",
    "first_name": "MARK-FIRST",
    "last_name": "MARK-LAST",
    "account_id": "MARK-ACCOUNT",
}


def _waiting() -> list[Filed]:
    entries = [entry for number in range(trays.TRAYS) for entry in trays.waiting(number)]
    return [entry for entry in entries if isinstance(entry, Filed)]


def test_a_token_leads_to_the_id_from_the_next_day_on(place: Place, next_day: NextDay) -> None:
    """Until then it waits; the notice holds the receipt, the token opens nothing; who should answer has the case."""
    (told,) = place.post(**{"attribute[addressed]": "North Office"}).json()
    token = told["token"]
    assert "service_request_id" not in told
    assert place.get(f"tokens/{token}.json").json() == [{"service_request_id": None, "token": token}]
    code = re.search(r"\w{4}(-\w{4}){4}", told["service_notice"])
    assert code is not None
    assert find(code[0]) is not None
    assert find(token) is None
    assert not Opinion.objects.exists()
    today = next_day()
    assert place.get(f"tokens/{token}.json").json()[0]["service_request_id"] is None
    place.published(today)
    (found,) = place.get(f"tokens/{token}.json").json()
    opinion = Opinion.objects.get()
    assert Case.objects.get().owner == place.world.units["north-office"]
    assert found == {"service_request_id": str(opinion.pk), "token": token}
    (one,) = place.get(f"requests/{opinion.pk}.json").json()
    assert (one["status"], one["service_code"]) == ("open", "roads")
    assert (opinion.words, opinion.topic, opinion.place, opinion.read_as) == (
        "A hole.",
        "roads",
        place.township,
        ReadAs.REDACTED,
    )


def test_it_is_filed_in_xml_as_well(place: Place) -> None:
    """With the same parts; what there is not is left out."""
    answer = place.post("xml")
    (request,) = ElementTree.fromstring(answer.content)
    assert [child.tag for child in request] == ["token", "service_notice"]
    assert digest_in(request.findtext("token", "")) is not None
    token = request.findtext("token")
    waits = ElementTree.fromstring(place.get(f"tokens/{token}.xml").content)
    assert [child.tag for child in waits[0]] == ["token"]


def test_nothing_tells_which_program_filed(place: Place, next_day: NextDay) -> None:
    """One filing by hand and one by a program have the same columns; no row holds the key, the device or the point."""
    place.post(device_id="MARK-DEVICE", lat="30.222222222", long="120.2949")
    place.client.post("/open311/v2/requests.json?device_id=MARK-DEVICE", {"api_key": "MARK-NO-KEY"})
    next_day()
    place.published()
    rows = "\n".join(str(values) for model in apps.get_models() for values in model._default_manager.values())
    assert [mark for mark in ("MARK", KEY, "30.2222", "open311 ") if mark in rows] == []
    assert Opinion.objects.get().channel == "web"
    assert [entry.verb for entry in Entry.objects.all()] == ["intake.append_filings"]


def test_who_it_is_goes_into_the_sealed_box(
    place: Place, key_halves: tuple[str, str], next_day: NextDay, caplog: pytest.LogCaptureFixture
) -> None:
    """Name, address, telephone and account together; two inspectors with both halves read it, and nobody else."""
    place.post(**PERSONAL)
    next_day()
    rows = "\n".join(str(values) for model in apps.get_models() for values in model._default_manager.values())
    assert "MARK" not in rows + caplog.text
    box = Contact.objects.get()
    assert not box.sealed_by_browser
    text = opened(bytes(box.box), *key_halves, bytes(OfficeKey.objects.get().public))
    assert all(f"{name}: {mark}" in text.replace("\\n", "\n") for name, mark in PERSONAL.items())


def test_without_a_key_of_the_office_nothing_personal_is_taken(place: Place) -> None:
    """It is refused rather than dropped: nobody is to believe that they can be reached."""
    answer = place.post(**PERSONAL)
    assert answer.status_code == 400
    assert "Leave them out" in answer.json()[0]["description"]
    assert _waiting() == []


@pytest.mark.parametrize("key", ["", "another-key-of-this-length", KEY[:-1], "²"])
def test_who_shows_no_key_that_was_given_out_files_nothing(place: Place, key: str) -> None:
    """403 in both forms, before anything else is looked at; the key counts in the form alone."""
    for form in ("json", "xml"):
        assert place.post(form, api_key=key, service_code="nothing").status_code == 403
    assert place.client.post(f"/open311/v2/requests.json?api_key={KEY}", {}).status_code == 403
    assert _waiting() == []


def test_without_a_list_of_keys_nobody_files(place: Place, settings: LazySettings) -> None:
    """An empty key is no key."""
    settings.OPEN311_KEYS = ()
    assert place.post(api_key="").status_code == 403


def test_a_day_has_room_for_so_many(place: Place, settings: LazySettings) -> None:
    """Shared by all programs, as a key that got about could fill the trays."""
    settings.OPEN311_A_DAY = 1
    assert place.post().status_code == 200
    assert place.post().status_code == 429
    assert len(_waiting()) == 1


@pytest.mark.parametrize(
    ("given", "status", "named"),
    [
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "nothing"}, 404, "service"),
        ({"description": " "}, 400, "description"),
        ({"description": "x" * 4001}, 400, "description"),
        ({"description": "a\0b"}, 400, "description"),
        ({"address_id": ""}, 400, "address_id"),
        ({"address_id": "nowhere"}, 400, "address_id"),
        ({"address_id": "", "address_string": "x" * 201}, 400, "address_string"),
        ({"address_id": "", "lat": "30.2"}, 400, "lat"),
        ({"address_id": "", "lat": "nan", "long": "120"}, 400, "lat"),
        ({"address_id": "", "lat": "91", "long": "120"}, 400, "lat"),
        ({"address_id": "", "lat": "-30", "long": "120"}, 400, "address_id"),
        ({"media_url": "http://pictures.example/1.jpg"}, 400, "media_url"),
        ({"attribute[units][]": ["a\0b", "north"]}, 400, "attribute[units]"),
        ({"attribute[colour]": "red"}, 400, "attribute[colour]"),
        ({"attribute[addressed]": "The bureau of wells"}, 400, "attribute[addressed]"),
        ({"attribute[read_as]": "aloud"}, 400, "attribute[read_as]"),
        ({"attribute[named]": "Person n1"}, 400, "attribute[units]"),
        ({"attribute[suggestion]": "x" * 4001}, 400, "attribute[suggestion]"),
    ],
)
def test_what_cannot_be_taken_is_named(place: Place, given: dict[str, Any], status: int, named: str) -> None:
    """With what to do about it, and nothing is filed."""
    answer = place.post(**given)
    (error,) = answer.json()
    assert (answer.status_code, error["code"]) == (status, status)
    assert named in error["description"]
    assert _waiting() == []


def test_all_that_is_wrong_is_told_at_once(place: Place) -> None:
    """Four faults, four errors."""
    answer = place.post(description="", address_id="", media_url="x", **{"attribute[colour]": "red"})
    assert len(answer.json()) == 4


def test_without_degrees_a_point_is_refused_by_name(place: Place, settings: LazySettings) -> None:
    """Where no place has any; with an address it is passed over."""
    settings.OPEN311_ORIGIN = ""
    answer = place.post(address_id=None, lat="30.22", long="120.29")
    assert answer.status_code == 400
    assert "address_id" in answer.json()[0]["description"]
    assert place.post(address_id=None, address_string="the mill", lat="30.22", long="120.29").status_code == 200


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ({"lat": "30.23", "long": "120.3"}, "north-township", "North Township"),
        ({"address_string": "the mill", "lat": "30.23", "long": "120.3"}, "north-township", "the mill"),
        ({"address_string": "South Township", "lat": "30.23", "long": "120.3"}, "south-township", "South Township"),
        ({"address_id": "south", "lat": "30.23", "long": "120.3"}, "south", "South"),
        ({"address_string": "the mill"}, None, "the mill"),
    ],
)
def test_where_it_is(place: Place, given: dict[str, str], code: str | None, words: str) -> None:
    """A code goes before words, and words that name a unit before the cell in which a point falls."""
    sent: dict[str, Any] = {"address_id": None, **given}
    place.post(**sent)
    (filed,) = _waiting()
    expected = Unit.objects.get(code=code).pk if code else None
    assert (filed.filing.place, filed.filing.place_words) == (expected, words)


def test_attributes_say_whom_it_concerns_and_what_may_be_read(place: Place, world: World, next_day: NextDay) -> None:
    """Units by code or name, several values or lines; a line that names none makes it unclear who may receive it."""
    said: dict[str, Any] = {
        "attribute[units][]": ["north-office", "South Office"],
        "attribute[named]": "Person n1\nNobody Known",
        "attribute[read_as]": "original",
        "attribute[suggestion]": "Fill it.",
        "attribute[credit]": "Wang",
        "attribute[may_visit]": "yes",
        "attribute[inspection]": "no",
        "attribute[addressed]": "north",
    }
    place.post(service_code="other", **said)
    next_day()
    opinion = Opinion.objects.get()
    found = whom(opinion)
    assert (found.units, found.people, found.unclear) == (("north-office", "south-office"), ("n1",), False)
    assert (opinion.topic, opinion.read_as, opinion.suggestion, opinion.credit) == ("", "original", "Fill it.", "Wang")
    assert (opinion.may_visit, opinion.addressed) == (True, world.units["north"])
    place.post(**{"attribute[units]": "Some Office", "attribute[addressed]": "South Office"})
    (filed,) = _waiting()
    assert (filed.filing.units, filed.filing.unclear) == ((), True)
    assert filed.filing.addressed == world.units["south-office"].pk


@pytest.mark.parametrize(("asked", "language"), [("zh-CN,zh;q=0.9", "zh-hans"), ("fr", "en")])
def test_the_language_is_that_of_the_program(place: Place, asked: str, language: str) -> None:
    """By its Accept-Language; errors and services speak it as well."""
    place.client.defaults["HTTP_ACCEPT_LANGUAGE"] = asked
    place.post()
    assert [entry.filing.language for entry in _waiting()] == [language]
