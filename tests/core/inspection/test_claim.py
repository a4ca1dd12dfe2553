from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.inspection.claim import Claim

DAY = date(1957, 12, 15)
ids = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)
lists = st.lists(ids, min_size=1, max_size=12, unique=True)


def test_the_hash_is_that_of_the_documented_form() -> None:
    """Written out by hand: length, colon, bytes, comma for each field, then SHA-256; 意 is three bytes."""
    form = b"17:grassrota claim 2,3:u01,10:1957-12-15,2:ab,1:5,1:3,2:c1,3:\xe6\x84\x8f,"
    assert Claim.of("u01", DAY, 5, ["意", "c1"], 3, "ab").list_hash == sha256(form).hexdigest()


def test_the_rate_is_exact_and_nothing_of_nothing_is_unknown() -> None:
    """Three of five is 3/5; a unit that received nothing has no rate."""
    assert Claim.of("u01", DAY, 5, ["a", "b", "c"]).rate == Fraction(3, 5)
    assert Claim.of("u01", DAY, 0, []).rate is None


def test_order_of_arrival_plays_no_part() -> None:
    """The same ids in any order are one claim with one hash."""
    hashes = {Claim.of("u01", DAY, 9, order).list_hash for order in permutations(["a", "b", "c"])}
    assert len(hashes) == 1


@settings(deadline=None)
@given(lists, st.data())
def test_one_dropped_or_added_case_changes_the_hash(cases: list[str], data: st.DataObject) -> None:
    """Dropping any listed id, or adding any other, gives another hash, though the count claimed stays the same."""
    claim = Claim.of("u01", DAY, 50, cases, claimed=40)
    dropped = data.draw(st.sampled_from(cases))
    added = data.draw(ids.filter(lambda case: case not in cases))
    fewer, more = [case for case in cases if case != dropped], [*cases, added]
    assert Claim.of("u01", DAY, 50, fewer, claimed=40).list_hash != claim.list_hash
    assert Claim.of("u01", DAY, 50, more, claimed=40).list_hash != claim.list_hash


@settings(deadline=None)
@given(lists)
def test_every_field_is_bound_by_the_hash(cases: list[str]) -> None:
    """Another unit, day, number received or number claimed is another claim."""
    claim = Claim.of("u01", DAY, 50, cases, claimed=40)
    others = (
        replace(claim, unit="u02"),
        replace(claim, as_of=DAY + timedelta(days=1)),
        replace(claim, received=51),
        replace(claim, claimed=41),
    )
    assert claim.list_hash not in {other.list_hash for other in others}


def test_neighbouring_ids_cannot_be_run_together() -> None:
    """The ids ab and c are not the ids a and bc."""
    assert Claim.of("u", DAY, 2, ["ab", "c"]).list_hash != Claim.of("u", DAY, 2, ["a", "bc"]).list_hash


def test_claimed_but_unlisted_cases_stand_in_the_draw() -> None:
    """Five claimed and two listed leave three stand-ins, so that the draw is of five."""
    claim = Claim.of("u01", DAY, 9, ["a", "b"], claimed=5)
    assert claim.population == ("a", "b", "unlisted:1", "unlisted:2", "unlisted:3")


def test_all_faults_are_named_at_once() -> None:
    """A repeated id, a control character, a stand-in's name and too many claimed: four faults, one message."""
    with pytest.raises(BadInput) as caught:
        Claim.of("u01", DAY, 2, ["a", "a", "b\n", "unlisted:1"])
    assert [fault.column for fault in caught.value.faults] == ["case", "case", "case", "received"]


def test_a_list_longer_than_the_claim_or_out_of_order_is_refused() -> None:
    """A unit cannot claim fewer than it lists; a claim made by hand must be sorted."""
    with pytest.raises(BadInput, match="at least the 2 cases listed"):
        Claim.of("u01", DAY, 9, ["a", "b"], claimed=1)
    with pytest.raises(BadInput, match="sorted ids"):
        Claim("u01", DAY, 9, ("b", "a"), 2)
