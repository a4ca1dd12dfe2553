"""What is learned from settled cases, and suggested where the next one is routed."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings

from grassrota_web.intake.models import ReadAs
from grassrota_web.opinions import habits
from grassrota_web.opinions.actions.replies import acknowledge
from grassrota_web.opinions.actions.routing import file_under
from grassrota_web.opinions.models import Case, Topic
from tests.web.conftest import SignedIn
from tests.web.opinions.conftest import Now, Office
from tests.web.opinions.test_pages import client_of, text_of

WELLS = ("the well is dry", "the pump of the well broke", "no water in the well")
FOOD = ("食堂的饭又冷又少", "the canteen is cold", "食堂关门了")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: LazySettings) -> None:
    """What is learned in a test is learned in no other."""
    settings.DATA = tmp_path


@pytest.fixture
def taken(office: Office) -> list[Case]:
    """Three wells that the office took, and three canteens that the township took."""
    for code in ("water", "food"):
        Topic.objects.create(code=code, name=code.title())
    cases = [office.addressed(words) for words in WELLS]
    cases += [office.addressed(words, addressed=office.world.units["north-township"]) for words in FOOD]
    for case in cases:
        acknowledge(office.above, case.pk)
    for number, case in enumerate(cases):
        file_under(office.above, case.pk, "water" if number < len(WELLS) else "food")
    return cases


def test_a_suggestion_is_shown_with_its_reason_and_taken_by_one_click(
    office: Office, taken: list[Case], signed_in: SignedIn, now: Now
) -> None:
    """Nothing is sent before the click; the click sends it by the same verb as the form."""
    habits.learn()
    case = office.raised("our well has no water")
    first, *others = habits.suggested(case)
    assert (first.unit.code, first.because[0], others) == ("north-office", "well", others)
    assert first.percent > 50
    assert first.topic == Topic.objects.get(code="water")
    assert now(case).owner is None
    client = client_of(signed_in, office.organiser)
    page = text_of(client.get(f"/cases/{case.pk}/route/"))
    assert f"North Office ({first.percent} %)" in page
    assert 'name="topic" value="water"' in page
    assert page.index("<q>well</q>") < page.index("Or say so yourself")
    assert client.post(f"/cases/{case.pk}/route/", {"to": "north-office", "topic": "water"}).status_code == 302
    assert (now(case).owner, now(case).topic) == (office.world.units["north-office"], first.topic)


def test_whom_it_concerns_is_never_suggested(office: Office, taken: list[Case]) -> None:
    """The unit to which such cases went is not named where it is in the chain of this one; no topic depends on that."""
    habits.learn()
    case = office.raised("our well has no water")
    case.chained.create(unit=office.world.units["north-office"])
    assert [one.unit.code for one in habits.suggested(case)] == ["north-township"]
    case.chained.create(unit=office.world.units["north"])
    assert habits.suggested(case) == []


def test_what_was_not_settled_or_may_not_be_read_teaches_nothing(office: Office, taken: list[Case]) -> None:
    """Cases that no unit took are passed over, and a redacted copy has to be there; without enough, nothing is said."""
    case = office.raised("our well has no water", read_as=ReadAs.REDACTED)
    assert habits.suggested(case) == []
    habits.learn()
    assert habits.suggested(case) == []
    Case.objects.filter(pk__in=[one.pk for one in taken[1:]]).update(asked=office.world.units["north"])
    habits.learn()
    assert habits.suggested(office.raised("our well has no water")) == []
    assert list((Path(habits._file("x")).parent).glob("*")) == []
