"""Days to a claimed fix before and after somebody arrived."""

from __future__ import annotations

from datetime import date

from grassrota.forms import Role
from grassrota.opinions.case import Case
from grassrota.opinions.entries import ClosingReason, UnitClaim
from grassrota.opinions.opinion import Channel, Opinion
from grassrota.org import Sector
from grassrota.play.before_after import places_compared
from grassrota.posting.opening import Opening
from grassrota.posting.steps import Posting
from grassrota.turns import Turn

ARRIVED = date(1957, 8, 22)
OPENINGS = {
    "o1": Opening("o1", "ningyi", Sector.RURAL, Role.FIELD_WORK_AND_LEADERSHIP, 1, 1),
    "o2": Opening("o2", "elsewhere", Sector.RURAL, Role.FIELD_WORK_AND_LEADERSHIP, 1, 1),
}


def posting(person: str, opening: str, arrived_on: date | None) -> Posting:
    """A posting to an opening; without an arrival it is only listed."""
    gone = arrived_on and ARRIVED
    turn = Turn(ARRIVED, date(1958, 3, 1))
    role = Role.FIELD_WORK_AND_LEADERSHIP
    listed = date(1957, 8, 1)
    return Posting(person, "county", opening, 1, "leadership", role, turn, "county", "", listed, gone, arrived_on)


DAY = date(1958, 3, 1)


def case(number: int, opened_on: date, fixed_on: date | None) -> Case:
    """One opinion, looked into on the day it was taken up."""
    claims = (UnitClaim(fixed_on, ClosingReason.FIXED, "settled with the old accounts"),) if fixed_on else ()
    return Case(f"c{number}", (f"o-{number}",), "county", opened_on, investigated_on=opened_on, claims=claims)


def opinion(number: int, place: str = "ningyi") -> Opinion:
    """What was said at a place."""
    return Opinion(f"o-{number}", "", date(1957, 1, 1), place, "county", "grain", "口粮账没有公布", Channel.MEETING)


def test_before_and_after_the_first_arrival() -> None:
    """Before: 10 and 231 days, so half within 10; after: 5 days. The case that took 231 days was handed over."""
    cases = [
        case(1, date(1957, 1, 10), date(1957, 1, 20)),
        case(2, date(1957, 1, 10), date(1957, 8, 29)),
        case(3, date(1957, 8, 28), date(1957, 9, 2)),
    ]
    people = [posting("later", "o1", date(1957, 9, 1)), posting("first", "o1", ARRIVED)]
    (found,) = places_compared(people, OPENINGS, [opinion(1), opinion(2), opinion(3)], cases, DAY)
    assert (found.place, found.arrived_on, found.handed_over) == ("ningyi", ARRIVED, 1)
    assert (found.compared.before.half.days, found.compared.after.half.days) == (10, 5)
    assert "no cause is shown" in found.compared.caution


def test_a_place_without_an_arrival_or_without_both_groups_is_not_compared() -> None:
    """Nothing can be said where nobody arrived, nor where all cases lie on one side of the arrival."""
    cases = [case(1, date(1957, 1, 10), None), case(2, date(1957, 9, 10), None)]
    opinions = [opinion(1), opinion(2)]
    assert places_compared([posting("p", "o1", None)], OPENINGS, opinions, cases, DAY) == ()
    assert places_compared([posting("p", "o1", ARRIVED)], OPENINGS, opinions[:1], cases[:1], DAY) == ()
    assert places_compared([posting("p", "o2", ARRIVED)], OPENINGS, opinions, cases, DAY) == ()
