from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.forms import Role
from grassrota.posting.escort import Escort, escort, hand_over
from grassrota.posting.steps import Posting
from grassrota.staff import Grade, GradeScale, Person
from grassrota.turns import Turn

LEFT, ARRIVED = date(1957, 12, 9), date(1957, 12, 11)
SCALE = GradeScale("1957", date(1957, 1, 1), (Grade("clerk", 1), Grade("chief", 2), Grade("vice_minister", 5)))
MINISTER = Person("m", "Chen", "ministry", "vice_minister")
STAFF = (Person("p2", "Wu", "ministry", "chief"), Person("p1", "Li", "ministry", "clerk"))


def _posting(person: str, batch: int = 1, left: date | None = LEFT) -> Posting:
    turn = Turn(LEFT, date(1958, 12, 8))
    return Posting(
        person, "ministry", "o1", batch, "leadership", Role.FIELD_WORK, turn, "ministry", "", LEFT, departed_on=left
    )


POSTINGS = [_posting("p1"), _posting("p2"), _posting("other", 2)]


def test_a_senior_escorts_a_departure_and_hands_over_at_the_host() -> None:
    """A vice minister takes two people to Hebei: who, whom, when, to whom, and the postings stay as they were."""
    gone = escort(MINISTER, STAFF, POSTINGS, SCALE)
    assert gone == Escort("m", 1, ("p1", "p2"), LEFT)
    assert hand_over(gone, "hebei", ARRIVED) == Escort("m", 1, ("p1", "p2"), LEFT, "hebei", ARRIVED)
    with pytest.raises(Refused) as refused:
        hand_over(hand_over(gone, "hebei", ARRIVED), "hebei", ARRIVED)
    assert refused.value.code == "handed_over"


def test_an_escort_is_senior_to_everybody() -> None:
    """A chief escorts a clerk and not another chief."""
    chief = Person("c", "Bo", "ministry", "chief")
    assert escort(chief, STAFF[1:], POSTINGS, SCALE).people == ("p1",)
    with pytest.raises(Refused) as refused:
        escort(chief, STAFF, POSTINGS, SCALE)
    assert (refused.value.code, refused.value.data["people"]) == ("not_senior", ("p2",))


@pytest.mark.parametrize(
    "postings",
    [
        [],
        [_posting("p1")],
        [_posting("p1"), _posting("p2", left=None)],
        [_posting("p1"), _posting("p2", left=ARRIVED)],
        [_posting("p1"), _posting("p2", batch=2)],
    ],
)
def test_those_escorted_departed_together(postings: list[Posting]) -> None:
    """All of them, in one batch, on one day."""
    with pytest.raises(Refused) as refused:
        escort(MINISTER, STAFF, postings, SCALE)
    assert refused.value.code == "not_departed"


def test_every_fault_of_an_escort_is_told() -> None:
    """Somebody, with others than themselves, and a host exactly with a day."""
    with pytest.raises(BadInput) as caught:
        Escort("", 0, (), LEFT, "hebei")
    assert [fault.column for fault in caught.value.faults] == ["escort", "batch", "people", "handed_to"]
    with pytest.raises(BadInput):
        Escort("m", 1, ("m",), LEFT)
    with pytest.raises(BadInput):
        replace(Escort("m", 1, ("p1",), ARRIVED), handed_to="hebei", handed_over_on=LEFT)
