"""Pages of cases through real requests: what is done there, found there, and found by nobody whom it concerns."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from grassrota.opinions.case import CaseState
from grassrota_web.access.actor import Actor
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Role
from grassrota_web.intake.models import Message, Opinion, Said
from grassrota_web.opinions.actions.issues import open_issue
from grassrota_web.opinions.bigrams import asked, grams
from grassrota_web.opinions.models import RoutingRule, Topic
from grassrota_web.opinions.queries.search import backlog, index_some, search
from tests.web.conftest import SignedIn
from tests.web.opinions.conftest import Now, Office

CANTEEN = "食堂的饭又冷又少"


def client_of(signed_in: SignedIn, actor: Actor) -> Client:
    """A client in which somebody is signed in."""
    return signed_in(Account.objects.get(pk=actor.account))


def text_of(answer: Any) -> str:
    """What an answer says, a file's content as well."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(body.decode())


def test_words_are_cut_so_that_two_chinese_characters_are_found() -> None:
    """食堂的 gives two grams, and a single character is the beginning of one; Latin words stay whole."""
    assert grams("食堂的 Mill") == ["食堂", "堂的", "mill"]
    assert asked("食堂") == (["食堂"], "")
    assert asked("mill 食") == (["mill"], "食")
    assert asked("the mi") == (["the"], "mi")


@pytest.mark.parametrize("words", ["食堂", "堂的", "食", "饭又冷", "well", "we", "the WELL"])
def test_a_case_is_found_as_one_types(office: Office, words: str) -> None:
    """By two Chinese characters, by one, by a part of a Latin word; what does not stand there finds nothing."""
    case = office.addressed(f"{CANTEEN}; the well is dry")
    office.addressed("another matter")
    assert (search(office.officer, words).cases, backlog()) == ([], 2)
    index_some()
    assert (search(office.officer, words).cases, backlog()) == ([case], 0)
    assert search(office.officer, "堂饭").cases == []


def test_whom_it_concerns_finds_it_by_no_search_file_count_or_first_page(office: Office, signed_in: SignedIn) -> None:
    """The officer of the office finds nothing of the case about the office; the unit above finds it everywhere."""
    case = office.addressed(CANTEEN, about="north-office")
    index_some()
    paths = ("search/?words=食堂", "export.csv", "figures/", "problems/", "appeals/", "")
    own, above = client_of(signed_in, office.officer), client_of(signed_in, office.above)
    for path in paths:
        said = text_of(own.get(f"/cases/{path}"))
        assert "食堂的" not in said, path
        assert str(case.pk) not in said, path
    assert "Cases in which" not in text_of(own.get("/"))
    assert "食堂的" in text_of(above.get("/cases/search/?words=食堂"))
    assert str(case.pk) in text_of(client_of(signed_in, office.organiser).get("/cases/export.csv"))


def test_a_case_goes_its_way_by_forms(office: Office, signed_in: SignedIn, now: Now) -> None:
    """Routed, looked into, claimed: each form leads back to the page, where both sides stand beside each other."""
    case = office.raised(CANTEEN)
    client_of(signed_in, office.organiser).post(f"/cases/{case.pk}/route/", {"to": "north-office", "topic": ""})
    client = client_of(signed_in, office.officer)
    address = f"/cases/{case.pk}/"
    assert client.post(f"{address}acknowledge/", {"words": ""}).status_code == 302
    assert client.post(f"{address}investigate/", {"found": "one cook is ill"}).status_code == 302
    bare = client.post(f"{address}claim/", {"reason": "fixed", "action": "a second cook"})
    assert (bare.status_code, "What shows it" in text_of(bare)) == (422, True)
    said = {"action": "a second cook", "changed_on": timezone.localdate().isoformat(), "evidence": "the roster"}
    assert client.post(f"{address}claim/", {"reason": "fixed", **said}).status_code == 302
    office.says(case, Said.NOT_FIXED, words="still cold")
    page = text_of(client.get(address))
    assert page.index("a second cook") < page.index("still cold")
    assert now(case).state == CaseState.REFUTED
    assert Message.objects.filter(opinion__raised__case=case).count() == 2


def test_topics_and_rules_send_what_comes_in_later(office: Office, signed_in: SignedIn) -> None:
    """A rule for a topic and a place sends an opinion that names no organ; a tie is refused."""
    client = client_of(signed_in, office.world.actor(Role.ORGANISER, "/"))
    client.post("/cases/topics/", {"name": "Food", "parent": ""})
    topic = Topic.objects.get()
    rule = {"topic": topic.code, "place": "north-township", "organ": "", "to": "north-office"}
    assert client.post("/cases/rules/", rule).status_code == 302
    assert client.post("/cases/rules/", {**rule, "to": "north"}).status_code == 422
    case = office.raised(CANTEEN, topic=topic.code)
    assert (case.owner, case.topic) == (office.world.units["north-office"], topic)
    client.post(f"/cases/topics/{topic.code}/rename/", {"name": "Canteens"})
    assert Topic.objects.get().former_names == ["Food"]
    client.post(f"/cases/rules/{RoutingRule.objects.get().pk}/drop/")
    assert office.raised(CANTEEN, topic=topic.code).owner is None


def test_of_a_redacted_opinion_neither_place_nor_suggestion_is_read(office: Office, signed_in: SignedIn) -> None:
    """Both are the raiser's words and may point to them: handlers read the unit's name, and the copy."""
    case = office.addressed("my own words", read_as="redacted", suggestion="I, Wang of desk 3, suggest")
    Opinion.objects.update(place_words="at my house, no 7")
    page = text_of(client_of(signed_in, office.officer).get(case.get_absolute_url()))
    assert [words in page for words in ("my own words", "no 7", "Wang of desk 3", "North Township")] == [
        *(False, False, False),
        True,
    ]


def test_a_big_problem_counts_what_the_reader_sees(office: Office, signed_in: SignedIn) -> None:
    """Of three cases one is about the reader's office: for them there are two, on the list as on its page."""
    units = office.world.units
    cases = [office.addressed(), office.addressed("3"), office.raised("them", about="north-office")]
    open_issue(office.above, "north-office", "wells and more", [case.pk for case in cases])
    reader = signed_in(office.world.account(Role.UNIT_OFFICER, units["north-office"]))
    page = text_of(reader.get("/cases/problems/"))
    assert ("2 cases" in page, "3 cases" in page) == (True, False)
