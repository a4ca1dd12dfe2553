from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.org import Level, Unit, UnitKind, UnitTree
from grassrota.posting.discussion import Discussion, Post, close, read, say
from grassrota.staff import Person

OPENED, SAID, PUBLISHED = date(1957, 11, 25), date(1957, 11, 26), date(1957, 12, 5)
TREE = UnitTree(
    (
        Unit("province", "Province", Level.PROVINCE, UnitKind.ORGAN),
        Unit("bureau", "Bureau", Level.PREFECTURE, UnitKind.ORGAN, "province"),
        Unit("section", "Section", Level.COUNTY, UnitKind.ORGAN, "bureau"),
        Unit("school", "School", Level.PREFECTURE, UnitKind.INSTITUTION, "province"),
    )
)
GOES, STAYS = Person("p1", "Li", "bureau", "g1"), Person("p2", "Wu", "section", "g1")
OPEN = Discussion("bureau", 1, OPENED)


def test_those_who_stay_take_part() -> None:
    """Everybody of the unit and below reads and writes; being on the list is not even asked for."""
    heard = say(say(OPEN, GOES, TREE, "Who covers for me?", SAID, named=True), STAYS, TREE, "I do.", SAID)
    assert read(heard, GOES, TREE) == read(heard, STAYS, TREE)
    assert [post.text for post in heard.posts] == ["I do.", "Who covers for me?"]


@pytest.mark.parametrize("unit", ["school", "province"])
def test_others_take_no_part(unit: str) -> None:
    """Neither the unit beside nor the unit above reads or writes."""
    other = Person("p3", "Bo", unit, "g1")
    with pytest.raises(Refused) as reads:
        read(OPEN, other, TREE)
    with pytest.raises(Refused) as writes:
        say(OPEN, other, TREE, "Well?", SAID)
    assert reads.value.code == writes.value.code == "not_of_the_unit"


def test_a_post_has_no_name_unless_its_author_wants_it() -> None:
    """Without a name two people who say the same leave the same value; with it the id is there."""
    assert say(OPEN, GOES, TREE, "Why us?", SAID) == say(OPEN, STAYS, TREE, "Why us?", SAID)
    assert say(OPEN, GOES, TREE, "Why us?", SAID, named=True).posts == (Post(SAID, "Why us?", "p1"),)


def test_the_order_within_a_day_betrays_nobody() -> None:
    """Whoever speaks first, the discussion of that day is the same."""
    one = say(say(OPEN, GOES, TREE, "B", SAID), STAYS, TREE, "A", SAID)
    assert one == say(say(OPEN, STAYS, TREE, "A", SAID), GOES, TREE, "B", SAID)
    with pytest.raises(BadInput):
        Discussion("bureau", 1, OPENED, tuple(reversed(one.posts)))


def test_publication_purges_the_discussion() -> None:
    """Nothing that was said is left, nothing more can be said, and a closed discussion with posts cannot exist."""
    closed = close(say(OPEN, GOES, TREE, "Why us?", SAID, named=True), PUBLISHED)
    assert closed == Discussion("bureau", 1, OPENED, (), PUBLISHED)
    with pytest.raises(Refused) as late:
        say(closed, GOES, TREE, "More.", PUBLISHED)
    with pytest.raises(Refused) as twice:
        close(closed, PUBLISHED)
    assert late.value.code == twice.value.code == "discussion_closed"
    with pytest.raises(BadInput) as caught:
        Discussion("bureau", 1, OPENED, (Post(SAID, "Why us?"),), PUBLISHED)
    assert [fault.column for fault in caught.value.faults] == ["posts"]


def test_nobody_is_counted() -> None:
    """There is no field for readers, speakers or numbers, and none for an hour."""
    assert {field.name for field in fields(Discussion)} == {"unit", "batch", "opened_on", "posts", "closed_on"}
    assert {field.name for field in fields(Post)} == {"day", "text", "author"}


def test_every_fault_of_a_discussion_is_told() -> None:
    """A unit, a batch, days in their order, nothing said before it was opened, and no empty post."""
    with pytest.raises(BadInput) as caught:
        Discussion("", 0, PUBLISHED, (), OPENED)
    assert [fault.column for fault in caught.value.faults] == ["unit", "batch", "closed_on"]
    with pytest.raises(BadInput) as early:
        Discussion("bureau", 1, SAID, (Post(OPENED, "Why us?"),))
    assert [fault.column for fault in early.value.faults] == ["posts"]
    with pytest.raises(BadInput):
        Post(SAID, " ")
