"""What counts as what, by hand: as one would count on paper."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grassrota.errors import Refused
from grassrota.figures.counting import (
    Cell,
    PostedTurn,
    Room,
    StandingOpinion,
    own_counts,
    townships,
    with_units_above,
)
from grassrota.figures.definitions import DEFINITIONS, Dimension
from grassrota.figures.ledger import changes, digest
from grassrota.figures.wording import parse
from grassrota.opinions.case import CaseState
from grassrota.org import Level, Unit, UnitKind, UnitTree

DAY = date(1958, 3, 1)
TREE = UnitTree(
    (
        Unit("province", "Province", Level.PROVINCE, UnitKind.ORGAN),
        Unit("office", "Office", Level.COUNTY, UnitKind.ORGAN, "province"),
        Unit("mill", "Mill township", Level.TOWNSHIP, UnitKind.PLACE, "province"),
        Unit("ford", "Ford township", Level.TOWNSHIP, UnitKind.PLACE, "province"),
        Unit("shop", "Shop at the mill", Level.SITE, UnitKind.PLACE, "mill"),
    )
)
CELLS = st.dictionaries(
    st.builds(Cell, st.sampled_from(["raised", "open"]), st.sampled_from(["a", "b"]), st.sampled_from(["", "topic:x"])),
    st.integers(1, 9),
)


def test_a_turn_counts_step_by_step_and_not_once_it_is_taken_off() -> None:
    """Listed in January, gone in February, back in April; taken off it is nowhere."""
    turn = PostedTurn(
        "office",
        "mill",
        {Dimension.GRADE: "clerk", Dimension.SECTOR: "rural"},
        date(1958, 1, 5),
        date(1958, 2, 1),
        date(1958, 2, 2),
        date(1958, 4, 1),
    )
    found = {day: {one[0] for one in turn.counts(day)} for day in (date(1957, 12, 31), date(1958, 1, 5), DAY)}
    assert found == {
        date(1957, 12, 31): set(),
        date(1958, 1, 5): {"listed"},
        DAY: {"listed", "departed", "arrived", "away", "present"},
    }
    back = {one[0]: one[1] for one in turn.counts(date(1958, 4, 1))}
    assert back == dict.fromkeys(("listed", "departed", "arrived", "returned"), "office")
    off = PostedTurn("office", "mill", {}, date(1958, 1, 5), released_on=date(1958, 1, 9))
    assert not list(off.counts(date(1958, 1, 9)))
    assert list(off.counts(date(1958, 1, 8)))


def test_an_opinion_is_reported_fixed_whatever_its_raiser_says_and_confirmed_only_by_them() -> None:
    """Ten opinions of one organ: the unit says seven are fixed; two raisers agree, one does not, one was asked."""
    states = (
        [(CaseState.OPEN, False)] * 2
        + [(CaseState.CLAIMED, False)] * 3
        + [(CaseState.CLAIMED, True)]
        + [(CaseState.CONFIRMED, False)] * 2
        + [(CaseState.REFUTED, True), (CaseState.OTHERWISE_CLOSED, False)]
    )
    things = [StandingOpinion("office", {Dimension.TOPIC: "water"}, state, True, asked) for state, asked in states]
    found = own_counts(things, DAY)
    assert {cell.figure: count for cell, count in found.items() if not cell.part} == {
        "raised": 10,
        "acknowledged": 10,
        "open": 2,
        "reported_fixed": 7,
        "confirmed": 2,
        "refuted": 1,
        "unasked": 3,
        "otherwise_closed": 1,
    }
    assert found[Cell("raised", "office", "topic:water")] == 10


def test_room_is_vacant_until_somebody_is_listed_and_again_when_they_are_taken_off() -> None:
    """A host agreed to take three; one is listed, one was taken off."""
    room = Room("mill", {}, 3, DAY, None, ((DAY, None), (date(1958, 2, 1), DAY)))
    assert list(room.counts(DAY)) == [("room", "mill", 3), ("vacant", "mill", 2)]
    assert not list(room.counts(date(1958, 2, 28)))
    assert not list(Room("mill", {}, 3, None).counts(DAY))


def test_a_township_is_reached_through_any_place_below_it() -> None:
    """Two townships; somebody departed for the shop at the mill: one of two is reached, in the province too."""
    own = own_counts(townships(TREE, {"shop": DAY, "office": DAY}), DAY)
    found = with_units_above(own, TREE)
    assert (found[Cell("townships", "province")], found[Cell("covered", "province")]) == (2, 1)
    assert found[Cell("covered", "mill")] == 1
    assert Cell("covered", "ford") not in found
    with pytest.raises(Refused):
        with_units_above(Counter({Cell("raised", "nowhere"): 1}), TREE)


def test_every_part_is_a_part_of_something_that_is_defined() -> None:
    """A denominator is a figure counted at the same kind of unit, or there is none and no share."""
    for definition in DEFINITIONS.values():
        assert not definition.of or DEFINITIONS[definition.of].at == definition.at


@given(before=CELLS, now=CELLS)
def test_changes_lead_from_one_reading_to_the_next_and_the_hash_binds_each(
    before: dict[Cell, int], now: dict[Cell, int]
) -> None:
    """Applied to the reading before, changes give the one after; none is 0; another day or number hashes otherwise."""
    made = changes(before, now)
    after = Counter(before)
    for change in made:
        after[change.cell] += change.amount
    assert +after == now
    assert all(change.amount and change.total == now.get(change.cell, 0) for change in made)
    assert digest(DAY, made) != digest(date(1958, 3, 2), made)
    for place, change in enumerate(made):
        bent = (*made[:place], change._replace(total=change.total + 1), *made[place + 1 :])
        assert digest(DAY, bent) != digest(DAY, made)


def test_the_opinions_of_the_report_roll_up_at_once() -> None:
    """1,040,000 opinions of 4,435 units of 24 provinces, 645,840 of them reported fixed: 62.1 % (report 002)."""
    units = [Unit("centre", "Centre", Level.CENTRE, UnitKind.ORGAN)]
    units += [Unit(f"p{one}", f"p{one}", Level.PROVINCE, UnitKind.ORGAN, "centre") for one in range(24)]
    units += [Unit(f"u{one}", f"u{one}", Level.COUNTY, UnitKind.ORGAN, f"p{one % 24}") for one in range(4_435)]

    def shared_out(total: int, state: CaseState) -> list[StandingOpinion]:
        """As even as may be, the first units having one more."""
        each, more = divmod(total, 4_435)
        return [StandingOpinion(f"u{one}", {}, state, opinions=each + (one < more)) for one in range(4_435)]

    things = [*shared_out(645_840, CaseState.CLAIMED), *shared_out(394_160, CaseState.OPEN)]
    found = with_units_above(own_counts(things, DAY), UnitTree(tuple(units)))
    raised, fixed = found[Cell("raised", "centre")], found[Cell("reported_fixed", "centre")]
    assert (raised, fixed) == (1_040_000, 645_840)
    assert Fraction(fixed, raised) in parse("62.1 %").interval
    assert sum(found[Cell("raised", f"p{one}")] for one in range(24)) == raised
