from __future__ import annotations

import hmac
from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.inspection.beacon import Beacon
from grassrota.inspection.chain import commit, round_key
from grassrota.inspection.claim import Claim
from grassrota.inspection.draw import draw, verify
from grassrota.inspection.flagged import Flagged, how_many, seal
from grassrota.inspection.round import Round
from grassrota.inspection.terms import Scheduled, Terms

DAY, SEED, SECRET = date(1957, 12, 15), bytes(range(32)), b"s" * 32
DICE = Beacon(1, "dice, 19 December", "4 1 6 6 2")
KEY, COMMITMENT = round_key(SEED, 12, 1), commit(SEED, 12)
TERMS = Terms(COMMITMENT, (Scheduled(1, DAY, DICE.name),), flagged=Fraction(1, 4), most_flagged=10)
CLAIM = Claim.of("u01", DAY, 80, (f"c{number:02}" for number in range(60)), terms=TERMS.hash)


@pytest.mark.parametrize(
    ("flagged", "drawn"), [(0, 0), (1, 1), (4, 1), (5, 2), (8, 2), (39, 10), (40, 10), (41, 10), (9999, 10)]
)
def test_a_quarter_at_least_one_and_at_most_ten_are_drawn(flagged: int, drawn: int) -> None:
    """By hand: a quarter of 5 is 1.25, so 2; of 41 it is 10.25, of which 10 are looked at; of none, none."""
    assert how_many(flagged, Fraction(1, 4), 10) == drawn


@given(st.integers(0, 10**6), st.fractions(0, 1), st.integers(1, 500))
def test_how_many_keeps_to_its_bounds_and_never_falls(flagged: int, share: Fraction, most: int) -> None:
    """Never more than there are or than the most; one if there is any; one more flagged takes no look away."""
    found = how_many(flagged, share, most)
    assert 0 <= found <= min(flagged, most)
    assert (found > 0) == (flagged > 0 and share > 0)
    assert found <= how_many(flagged + 1, share, most) <= found + 1
    assert found == most or not share or found - 1 < share * flagged <= found


def test_names_and_hash_are_the_documented_ones() -> None:
    """Worked by hand: a name is the HMAC of claim and id, the hash that of form, unit, claim and sorted names."""
    bound = b"64:" + CLAIM.list_hash.encode() + b",3:c07,"
    assert seal("c07", CLAIM, SECRET) == hmac.new(SECRET, bound, sha256).hexdigest()
    listed = Flagged.of(CLAIM, ["c07", "c03"], SECRET)
    names = sorted(seal(case, CLAIM, SECRET) for case in ("c03", "c07"))
    form = f"19:grassrota flagged 1,3:u01,64:{CLAIM.list_hash},64:{names[0]},64:{names[1]},"
    assert listed.list_hash == sha256(form.encode()).hexdigest()


@given(st.sets(st.sampled_from(CLAIM.cases), min_size=1), st.data())
def test_the_draw_rests_on_the_list_alone_and_repeats(cases: set[str], data: st.DataObject) -> None:
    """In whatever order cases are told the draw is one; a larger begins with a smaller; a stranger repeats it."""
    listed = Flagged.of(CLAIM, sorted(cases), SECRET)
    assert Flagged.of(CLAIM, sorted(cases, reverse=True), SECRET) == listed
    n = data.draw(st.integers(1, len(cases)))
    found = draw(listed, n, KEY, DICE)
    assert set(found.cases) <= {seal(case, CLAIM, SECRET) for case in cases}
    assert draw(listed, len(cases), KEY, DICE).cases[:n] == found.cases
    assert verify(found, listed, DICE, COMMITMENT) == ()
    other = Flagged.of(replace(CLAIM, received=81), sorted(cases), SECRET)
    assert {fault.column for fault in verify(found, other, DICE, COMMITMENT)} >= {"list_hash", "cases"}


def test_every_flagged_closure_is_drawn_as_often() -> None:
    """Over 3,000 throws each of twelve is the first 250 times on average: none is off by five standard deviations."""
    listed = Flagged.of(CLAIM, CLAIM.cases[:12], SECRET)
    throws = (replace(DICE, text=str(number)) for number in range(3000))
    counts = Counter(draw(listed, 1, KEY, dice).cases[0] for dice in throws)
    assert set(counts) == set(listed.population)
    assert all(abs(count - 250) < 5 * (3000 / 12 * 11 / 12) ** 0.5 for count in counts.values())


def test_what_is_flagged_leaves_the_sample_of_the_claim_as_it_is() -> None:
    """With all, some or none flagged the sample, its order and the design are the same."""
    first = Round((CLAIM,), TERMS, DICE, KEY)
    for cases in ((), CLAIM.cases[:7], CLAIM.cases):
        found = replace(first, flagged=(Flagged.of(CLAIM, cases, SECRET),))
        assert found.draw(CLAIM) == first.draw(CLAIM)
        assert found.next_visits(CLAIM) == first.next_visits(CLAIM)
        assert [len(one.cases) for one in found.draw_flagged()] == ([min(-(-len(cases) // 4), 10)] if cases else [])


def test_a_list_is_of_one_claim_and_of_terms_that_ask_for_it() -> None:
    """A case not claimed, a short seal, a list twice, of another claim, or under terms without a share is refused."""
    listed = Flagged.of(CLAIM, ["c01"], SECRET)
    for wrong in (
        lambda: Flagged.of(CLAIM, ["c60"], SECRET),
        lambda: Flagged.of(CLAIM, ["c01"], b"short"),
        lambda: replace(listed, population=("c01",)),
        lambda: replace(listed, population=listed.population * 2),
        lambda: Round((CLAIM,), TERMS, DICE, KEY, flagged=(listed, listed)),
        lambda: Round((CLAIM,), TERMS, DICE, KEY, flagged=(replace(listed, claim="0" * 64),)),
        lambda: replace(TERMS, most_flagged=0),
        lambda: replace(TERMS, flagged=Fraction(0)),
        lambda: replace(TERMS, flagged=Fraction(5, 4)),
    ):
        with pytest.raises(BadInput):
            wrong()
    bare = replace(TERMS, flagged=Fraction(0), most_flagged=0)
    other = replace(CLAIM, terms=bare.hash)
    with pytest.raises(BadInput):
        Round((other,), bare, DICE, KEY, flagged=(Flagged.of(other, ["c01"], SECRET),))
    with pytest.raises(Refused) as caught:
        Round((CLAIM,), TERMS, DICE, None, flagged=(listed,)).draw_flagged()
    assert caught.value.code == "key_unpublished"
