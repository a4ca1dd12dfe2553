"""Nobody leaves before everything is settled; who leaves is noted for one or many at once."""

from __future__ import annotations

from datetime import date

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.posting.concern import ConcernKind
from grassrota_web.access.rights import Role
from grassrota_web.fieldwork.actions.departure import depart, release
from grassrota_web.fieldwork.actions.incidents import lift_recall, order_recall
from grassrota_web.fieldwork.departing import OPEN
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.models import Person
from grassrota_web.postings.models import BatchRecord, Concern, Consent, Escort
from tests.web.conftest import SignedIn
from tests.web.fieldwork.conftest import FIRST, Field


def test_a_batch_leaves_together_with_one_row(field: Field) -> None:
    """Two people leave on one day by one verb: both have left, and the journal has one row that names both."""
    depart(field.officer, [field.key("n2"), field.key("n3")], FIRST)
    assert [field.now(code).departed_on for code in ("n1", "n2", "n3")] == [None, FIRST, FIRST]
    entry = Entry.objects.get()
    assert entry.after == {
        "departed_on": "1957-12-09",
        "people": ["n2", "n3"],
        "senior": "",
        "last_days": ["1958-01-17"],
    }
    assert entry.place == field.world.units["north-office"].path


def test_a_senior_goes_along_and_an_equal_does_not(field: Field) -> None:
    """The director n1 escorts the clerk n3; the clerk n3 does not escort the section chief n2, who stays (R002-39)."""
    depart(field.officer, [field.key("n3")], FIRST, senior="n1")
    escort = Escort.objects.get()
    assert (escort.senior.code, escort.people, escort.departs_on) == ("n1", ["n3"], FIRST)
    with pytest.raises(Refused, match="not senior"):
        depart(field.officer, [field.key("n2")], FIRST, senior="n3")
    assert field.now("n2").departed_on is None


def test_one_who_may_not_leave_holds_the_others_back(field: Field) -> None:
    """With an open hardship of n2 neither n2 nor n3 leaves, and the refusal names n2 alone."""
    Concern.objects.create(
        rotation=field.world.rotations["north"],
        person=Person.objects.get(code="n2"),
        kind=ConcernKind.HARDSHIP,
        raised_on=date(1957, 12, 6),
    )
    with pytest.raises(Refused) as refused:
        depart(field.officer, [field.key("n2"), field.key("n3")], FIRST)
    assert refused.value.data["objections"] == (f"Person n2: {OPEN}",)
    assert field.now("n3").departed_on is None


def test_concern_and_missing_consent_are_one_word(field: Field) -> None:
    """Whoever sends people cannot tell an open concern from a consent that was not given or was taken back."""
    said = set()
    consents = Consent.objects.filter(person__code="n1")
    for change in ({"given_on": None}, {"given_on": FIRST, "withdrawn_on": FIRST}):
        consents.update(**change)
        with pytest.raises(Refused) as refused:
            depart(field.officer, [field.key("n1")], FIRST)
        said.add(refused.value.message)
    consents.update(given_on=date(1957, 12, 5), withdrawn_on=None)
    Concern.objects.create(
        rotation=field.world.rotations["north"],
        person=Person.objects.get(code="n1"),
        kind=ConcernKind.QUESTION,
        raised_on=date(1957, 12, 6),
    )
    with pytest.raises(Refused) as refused:
        depart(field.officer, [field.key("n1")], FIRST)
    assert said == {refused.value.message}


def test_the_briefing_comes_first(field: Field) -> None:
    """A batch that was not briefed does not leave (R000-18)."""
    BatchRecord.objects.update(briefing_on=None)
    with pytest.raises(Refused, match="not briefed"):
        depart(field.officer, [field.key("n1")], FIRST)


def test_nobody_leaves_into_a_recall(field: Field) -> None:
    """While people are called home from the township nobody leaves for it; afterwards they may."""
    order = order_recall(field.organiser, field.world.rotations["north"].pk, date(2100, 1, 1), "north-township")
    type(order).objects.update(ordered_on=date(1957, 12, 1))
    with pytest.raises(Refused, match="recalled"):
        depart(field.officer, [field.key("n1")], FIRST)
    lift_recall(field.organiser, order.pk)
    type(order).objects.update(lifted_on=date(1957, 12, 2))
    depart(field.officer, [field.key("n1")], FIRST)
    assert field.now("n1").departed_on == FIRST


def test_a_day_to_come_and_nobody_are_refused(field: Field) -> None:
    """What has not happened is not written down, and a departure of nobody is none."""
    with pytest.raises(BadInput, match="a day up to"):
        depart(field.officer, [field.key("n1")], date(2900, 1, 1))
    with pytest.raises(Refused, match="Choose"):
        depart(field.officer, [], FIRST)


def test_whoever_has_left_is_not_taken_off(field: Field) -> None:
    """Before the departure somebody is taken off without a reason; after it no more."""
    release(field.officer, field.key("n1"), FIRST)
    assert field.now("n1").released_on == FIRST
    assert "reason" not in str(Entry.objects.get().after)
    depart(field.officer, [field.key("n2")], FIRST)
    with pytest.raises(Refused, match="departed"):
        release(field.officer, field.key("n2"), FIRST)


def test_another_s_people_are_sent_by_nobody_else(field: Field) -> None:
    """The officer of the north sends nobody of the south, and a host sends nobody at all."""
    for actor, code in ((field.officer, "s1"), (field.host, "n1"), (field.person("n1"), "n1")):
        with pytest.raises(Refused, match="right"):
            depart(actor, [field.key(code)], FIRST)
    assert not Entry.objects.exists()


def test_the_batch_page_sends_those_chosen(field: Field, signed_in: SignedIn) -> None:
    """On the page of the batch each person's objections stand beside them, and those chosen leave."""
    Consent.objects.filter(person__code="n2").update(given_on=None)
    client = signed_in(field.world.account(Role.UNIT_OFFICER, field.world.units["north-office"]))
    address = f"/field/rotations/{field.world.rotations['north'].pk}/batches/1/?on=1957-12-09"
    shown = client.get(address).content.decode()
    assert shown.count('name="people"') == 2
    assert OPEN in shown
    sent = {"people": [field.key("n1"), field.key("n3"), field.key("s1")], "on": "1957-12-09", "senior": ""}
    assert client.post(address, sent).status_code == 302
    assert [field.now(code).departed_on for code in ("n1", "n2", "n3", "s1")] == [FIRST, None, FIRST, None]


def test_a_refused_batch_says_why_on_its_page(field: Field, signed_in: SignedIn) -> None:
    """Who was chosen stays chosen, and the reason stands above."""
    client = signed_in(field.world.account(Role.UNIT_OFFICER, field.world.units["north-office"]))
    address = f"/field/rotations/{field.world.rotations['north'].pk}/batches/1/?on=1957-12-09"
    answer = client.post(address, {"people": [field.key("n1")], "on": "1957-12-06"})
    assert "the batch was not briefed by Dec. 6, 1957" in answer.content.decode()
    assert " checked" in answer.content.decode()
