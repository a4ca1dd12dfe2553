from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from grassrota.errors import Refused
from grassrota.opinions.case import Case
from grassrota.opinions.chain import Chain
from grassrota.opinions.entries import ClosingReason, UnitClaim
from grassrota.opinions.handling import has_access, join, leave_to, out_of_chain

OPENED = date(1957, 12, 2)
CHAIN = Chain(frozenset({"canteen"}), frozenset({"cook"}), "hq")
CASE = Case("c1", ("o1",), "office", OPENED, posted_handlers=("p1", "p2"), local_handlers=("l1",))
ALONE = Case("c2", ("o2",), "office", OPENED, posted_handlers=("p1",))
CHAINS = {"c1": CHAIN, "c2": CHAIN}


def test_posted_and_local_people_handle_a_case_together() -> None:
    """Each is there once, beside those who were there before."""
    case = join(join(ALONE, CHAIN, "l1", ["township"], posted=False), CHAIN, "p2", [], posted=True)
    assert (case.posted_handlers, case.local_handlers) == (("p1", "p2"), ("l1",))
    assert join(case, CHAIN, "p2", [], posted=True) == case


@pytest.mark.parametrize(("person", "works_in"), [("cook", []), ("l1", ["canteen"])])
def test_nobody_of_the_chain_joins(person: str, works_in: list[str]) -> None:
    """Neither a head nor a colleague, as posted or as local."""
    for posted in (True, False):
        with pytest.raises(Refused) as caught:
            join(CASE, CHAIN, person, works_in, posted=posted)
        assert caught.value.code == "in_chain"


def test_access_ends_at_once_with_the_chain() -> None:
    """Handlers and the owner's people read a case until they are found in its chain, and nobody else ever does."""
    assert has_access(CASE, CHAIN, "l1", ["township"])
    assert has_access(CASE, CHAIN, "clerk", ["office"])
    assert not has_access(CASE, CHAIN, "clerk", ["elsewhere"])
    assert not has_access(CASE, replace(CHAIN, units=frozenset({"township"})), "l1", ["township"])
    assert not has_access(CASE, replace(CHAIN, people=frozenset({"clerk"})), "clerk", ["office"])


def test_who_comes_after_takes_over_old_cases() -> None:
    """The heir stands where the posted person stood; other cases, owners and local people stay as they are."""
    other = replace(ALONE, id="c3", posted_handlers=("p9",))
    assert leave_to([CASE, ALONE, other], "p1", "p3", CHAINS, []) == (
        replace(CASE, posted_handlers=("p2", "p3")),
        replace(ALONE, posted_handlers=("p3",)),
        other,
    )


def test_the_people_of_the_place_may_go_on_alone() -> None:
    """Without an heir a case needs somebody who stays; all those that nobody would handle are named."""
    assert leave_to([CASE], "p1", "", CHAINS, []) == (replace(CASE, posted_handlers=("p2",)),)
    with pytest.raises(Refused) as caught:
        leave_to([CASE, ALONE, replace(ALONE, id="c4")], "p1", "", CHAINS, [])
    assert (caught.value.code, caught.value.data["cases"]) == ("nobody_left", ("c2", "c4"))


def test_no_old_case_is_handed_to_somebody_whom_it_concerns() -> None:
    """The heir of the posting may be of the chain: then somebody else takes the case."""
    with pytest.raises(Refused, match="cook is of the chain"):
        leave_to([CASE], "p1", "cook", CHAINS, [])


def test_whoever_is_found_in_the_chain_loses_the_case() -> None:
    """Owner and handlers of the chain are gone; who is free stays, and the free organ above owns it."""
    units_of = {"p1": ["canteen"], "p2": [], "l1": ["township"]}
    assert out_of_chain(CASE, CHAIN, units_of) == replace(CASE, posted_handlers=("p2",))
    owned = replace(CASE, owner="canteen")
    assert out_of_chain(owned, CHAIN, units_of) == replace(owned, owner="hq", posted_handlers=("p2",))
    assert out_of_chain(CASE, Chain(), units_of) == CASE


def test_a_claimed_fix_does_not_keep_somebody_of_the_chain() -> None:
    """With nobody of the place left the posted let go too, since a fix of theirs alone would be none."""
    fixed = replace(CASE, investigated_on=OPENED, claims=(UnitClaim(OPENED, ClosingReason.FIXED, "a new stove"),))
    left = out_of_chain(fixed, CHAIN, {"p1": [], "p2": [], "l1": ["canteen"]})
    assert (left.posted_handlers, left.local_handlers, left.claims) == ((), (), fixed.claims)
