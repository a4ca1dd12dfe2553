from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.opinions.chain import OUTSIDE, Chain, Whom, chain_of, require_free
from grassrota.org import Level, Unit, UnitKind, UnitTree


def _unit(unit_id: str, level: Level, parent: str = "", *heads: str) -> Unit:
    return Unit(unit_id, unit_id, level, UnitKind.ORGAN, parent, headed_by=heads)


TREE = UnitTree(
    (
        _unit("zhejiang", Level.PROVINCE, "", "an"),
        _unit("office", Level.COUNTY, "zhejiang", "ou"),
        _unit("wenzhou", Level.PREFECTURE, "zhejiang", "bo"),
        _unit("ruian", Level.COUNTY, "wenzhou", "chen"),
        _unit("yongjia", Level.COUNTY, "wenzhou", "deng"),
        _unit("township", Level.TOWNSHIP, "ruian", "fan"),
    )
)
PEOPLE = [f"p{number}" for number in range(5)]


@st.composite
def _trees(draw: st.DrawFn) -> UnitTree:
    """Trees of up to twelve units; anybody may head any number of them, alone or together."""
    units: list[Unit] = []
    for number in range(draw(st.integers(1, 12))):
        level = draw(st.sampled_from(list(Level)))
        above = [unit.id for unit in units if unit.level.depth < level.depth]
        heads = draw(st.lists(st.sampled_from(PEOPLE), max_size=2))
        units.append(_unit(f"u{number}", level, draw(st.sampled_from(["", *above])), *heads))
    return UnitTree(tuple(units))


@st.composite
def _named(draw: st.DrawFn) -> tuple[UnitTree, Whom]:
    tree = draw(_trees())
    units = draw(st.lists(st.sampled_from([unit.id for unit in tree.units]), min_size=1, max_size=3))
    return tree, Whom(tuple(units), tuple(draw(st.lists(st.sampled_from(PEOPLE), max_size=2))))


def _closed_by_hand(tree: UnitTree, whom: Whom) -> tuple[set[str], set[str]]:
    """The same set, found by adding whatever is missing until nothing is."""
    units, people = set(whom.units), set(whom.people)
    while True:
        more = {unit.id for unit in tree.units if unit.parent in units or people & set(unit.headed_by)} - units
        heads = {head for unit in tree.units if unit.id in units for head in unit.headed_by} - people
        if not more and not heads:
            return units, people
        units |= more
        people |= heads


@given(_named())
@settings(max_examples=25)
def test_the_chain_is_closed_and_no_larger(named: tuple[UnitTree, Whom]) -> None:
    """Named, below, heads, and all that they head: exactly that, whoever heads two units or one unit with another."""
    tree, whom = named
    chain = chain_of(whom, tree)
    assert (set(chain.units), set(chain.people)) == _closed_by_hand(tree, whom)


@given(_named())
@settings(max_examples=25)
def test_the_receiver_is_the_nearest_free_organ_above(named: tuple[UnitTree, Whom]) -> None:
    """It is above all that is concerned, headed by and below nobody of the chain, and nothing nearer is free."""
    tree, whom = named
    chain = chain_of(whom, tree)
    common = [
        above.id
        for above in tree.ancestors(whom.units[0])
        if all(above.id in {one.id for one in tree.ancestors(unit)} for unit in whom.units)
    ]
    free = [unit for unit in common if unit not in chain.units]
    assert chain.receiver == (free[0] if free else OUTSIDE)
    for above in (tree[chain.receiver], *tree.ancestors(chain.receiver)) if free else ():
        assert not chain.people & set(above.headed_by)


@given(_named(), st.sampled_from(PEOPLE))
@settings(max_examples=15)
def test_naming_one_more_only_adds_to_the_chain(named: tuple[UnitTree, Whom], person: str) -> None:
    """Whoever was of the chain stays of it."""
    tree, whom = named
    before, after = chain_of(whom, tree), chain_of(Whom(whom.units, (*whom.people, person)), tree)
    assert before.units <= after.units
    assert before.people | {person} <= after.people


def test_a_case_about_a_unit_goes_to_the_organ_above() -> None:
    """Rui'an, its township, their heads; the prefecture is headed by somebody else and receives."""
    chain = chain_of(Whom(("ruian",)), TREE)
    assert chain == Chain(frozenset({"ruian", "township"}), frozenset({"chen", "fan"}), "wenzhou")


def test_a_leader_who_heads_the_organ_above_too_does_not_receive() -> None:
    """Chen heads county and prefecture: the province receives, and the other county, which answers to Chen, does not.

    The case about a leader never goes to that leader or their chain (R004-02).
    """
    units = tuple(
        _unit("wenzhou", Level.PREFECTURE, "zhejiang", "bo", "chen") if unit.id == "wenzhou" else unit
        for unit in TREE.units
    )
    chain = chain_of(Whom(("ruian",)), UnitTree(units))
    assert chain.units == {"wenzhou", "ruian", "yongjia", "township"}
    assert chain.people == {"bo", "chen", "deng", "fan"}
    assert chain.receiver == "zhejiang"


def test_beyond_the_top_is_the_outside_reviewer() -> None:
    """About the province, or about its head, nobody in the tree is left."""
    assert chain_of(Whom(("zhejiang",)), TREE).receiver == OUTSIDE
    assert chain_of(Whom(("township",), ("an",)), TREE).receiver == OUTSIDE


def test_about_the_inspection_office_is_for_the_outside_reviewer() -> None:
    """Named, headed by somebody named, or below what is named: the office decides nothing about it."""
    for whom in (Whom(("office",)), Whom(("wenzhou",), ("ou",)), Whom(("zhejiang",))):
        assert chain_of(whom, TREE, inspection_office="office").receiver == OUTSIDE
    assert chain_of(Whom(("ruian",), inspection=True), TREE).receiver == OUTSIDE
    assert chain_of(Whom(("office",)), TREE).receiver == "zhejiang"
    assert chain_of(Whom(("ruian",)), TREE, inspection_office="office").receiver == "wenzhou"


def test_two_units_have_a_receiver_above_both() -> None:
    """The prefecture is above both counties, and above the county and its own township."""
    assert chain_of(Whom(("ruian", "yongjia")), TREE).receiver == "wenzhou"
    assert chain_of(Whom(("township", "ruian")), TREE).receiver == "wenzhou"
    assert chain_of(Whom(("township", "office")), TREE).receiver == "zhejiang"


def test_what_is_unclear_is_for_the_outside_reviewer() -> None:
    """Words of which nobody could be told: what is known of the chain is kept out all the same."""
    chain = chain_of(Whom(("township",), unclear=True), TREE)
    assert (chain.receiver, chain.frees("township"), chain.holds("fan")) == (OUTSIDE, False, True)
    assert chain_of(Whom(unclear=True), TREE) == Chain(receiver=OUTSIDE)


def test_whoever_works_in_the_chain_is_of_it() -> None:
    """Heads and those named by themselves, everybody else by where they work."""
    chain = chain_of(Whom(("ruian",), ("guo",)), TREE)
    assert chain.holds("guo")
    assert chain.holds("fan", ["yongjia"])
    assert chain.holds("hu", ["yongjia", "township"])
    assert not chain.holds("hu", ["yongjia"])
    assert (chain.frees("township"), chain.frees("wenzhou"), chain.frees(OUTSIDE)) == (False, True, True)


def test_an_opinion_that_concerns_nobody_has_no_chain() -> None:
    """Anybody may receive it, as the rules say."""
    chain = chain_of(Whom(), TREE, "office")
    assert chain == Chain()
    require_free(chain, "ruian", "chen", ["ruian"])


def test_nobody_of_the_chain_is_let_in() -> None:
    """Unit, head or colleague: the refusal says where the case goes instead."""
    chain = chain_of(Whom(("ruian",)), TREE)
    for who in ({"unit": "township"}, {"person": "fan"}, {"person": "hu", "works_in": ["ruian"]}):
        with pytest.raises(Refused) as caught:
            require_free(chain, **who)
        assert (caught.value.code, caught.value.data["receiver"]) == ("in_chain", "wenzhou")


def test_whom_an_opinion_concerns_has_units() -> None:
    """Somebody named without the unit they work in has no chain that could be known."""
    with pytest.raises(BadInput, match="the unit in which those named work"):
        Whom((), ("chen",))
    with pytest.raises(BadInput) as caught:
        Whom(("",), ("",))
    assert [fault.column for fault in caught.value.faults] == ["units", "people"]
    with pytest.raises(Refused, match="no unit 'nowhere'"):
        chain_of(Whom(("nowhere",)), TREE)


def test_a_tree_with_a_circle_has_no_chain_to_ask_for() -> None:
    """Units above themselves are refused before anything is asked of them."""
    with pytest.raises(BadInput, match="a tree without cycles"):
        UnitTree((_unit("a", Level.COUNTY, "b"), _unit("b", Level.TOWNSHIP, "a")))
