from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.opinions.chain import OUTSIDE, Chain, Whom, chain_of
from grassrota.opinions.route import Route, Step, StepKind, accept, assign, leave_chain, not_ours, send
from grassrota.org import Level, Unit, UnitKind, UnitTree

DAY = date(1957, 12, 2)
ONE = timedelta(days=1)
TREE = UnitTree(
    tuple(
        Unit(unit_id, unit_id, level, UnitKind.ORGAN, parent, headed_by=(f"head of {unit_id}",))
        for unit_id, level, parent in (
            ("province", Level.PROVINCE, ""),
            ("prefecture", Level.PREFECTURE, "province"),
            ("a", Level.COUNTY, "prefecture"),
            ("b", Level.COUNTY, "prefecture"),
            ("c", Level.COUNTY, "province"),
            ("a1", Level.TOWNSHIP, "a"),
        )
    )
)
FREE = Chain()


def _refused(code: str, step: Callable[[], Route]) -> None:
    with pytest.raises(Refused) as caught:
        step()
    assert caught.value.code == code


def _not_ours(route: Route, unit: str, better: str = "", chain: Chain = FREE) -> Route:
    return not_ours(route, unit, DAY, "it is about roads", chain, TREE, better)


def test_the_first_receiver_stays_responsible_until_another_accepts() -> None:
    """Sent to a, sent on to b: a answers for it until b takes it."""
    route = send("c1", "a", DAY, FREE)
    assert (route.responsible, route.asked) == ("a", "a")
    route = _not_ours(route, "a", better="b")
    assert (route.responsible, route.asked, route.refused_by) == ("a", "b", ("a",))
    route = accept(route, "b", DAY + ONE, FREE)
    assert (route.responsible, route.asked) == ("b", "")


def test_who_has_accepted_may_still_find_that_it_is_not_theirs() -> None:
    """It stays responsible, and the next one is asked."""
    route = _not_ours(accept(send("c1", "a", DAY, FREE), "a", DAY, FREE), "a", "c")
    assert (route.responsible, route.asked) == ("a", "c")


def test_not_ours_without_a_better_unit_goes_to_the_organ_above() -> None:
    """From a to the prefecture; after b too it is the prefecture, which is above both."""
    assert _not_ours(send("c1", "a", DAY, FREE), "a").asked == "prefecture"
    assert _not_ours(_not_ours(send("c1", "a", DAY, FREE), "a", "b"), "b").asked == "prefecture"


def _thrice() -> Route:
    return _not_ours(_not_ours(_not_ours(send("c1", "a", DAY, FREE), "a", "b"), "b", "c"), "c", "a1")


def test_the_third_not_ours_goes_to_a_common_superior_which_decides() -> None:
    """A and b are below the prefecture, c is not: the province says whose it is, and that unit cannot pass it on."""
    route = _thrice()
    assert (route.asked, route.superior_decides, route.responsible) == ("province", True, "a")
    _refused("must_decide", lambda: _not_ours(route, "province", "prefecture"))
    assigned = assign(route, "b", DAY, "roads are theirs since May", FREE)
    assert (assigned.responsible, assigned.asked) == ("b", "")
    _refused("must_decide", lambda: _not_ours(assigned, "b", "prefecture"))
    assert accept(route, "province", DAY, FREE).responsible == "province"


def test_nobody_is_asked_twice() -> None:
    """A unit that refused, the unit itself included, is no better one."""
    route = _not_ours(send("c1", "a", DAY, FREE), "a", "b")
    _refused("ping_pong", lambda: _not_ours(route, "b", "a"))
    _refused("ping_pong", lambda: _not_ours(route, "b", "b"))


def test_only_who_is_asked_answers() -> None:
    """Neither another unit nor who is responsible speaks while somebody else is asked."""
    route = _not_ours(send("c1", "a", DAY, FREE), "a", "b")
    _refused("not_asked", lambda: accept(route, "c", DAY, FREE))
    _refused("not_asked", lambda: _not_ours(route, "a", "c"))
    _refused("not_asked", lambda: _not_ours(accept(route, "b", DAY, FREE), "c", "a1"))
    _refused("not_asked", lambda: accept(accept(route, "b", DAY, FREE), "", DAY, FREE))
    _refused("not_asked", lambda: accept(accept(route, "b", DAY, FREE), "b", DAY, FREE))


def test_no_superior_decides_before_the_third_time() -> None:
    """Until then units find it out among themselves."""
    _refused("no_superior_asked", lambda: assign(send("c1", "a", DAY, FREE), "b", DAY, "so", FREE))


def test_nothing_goes_into_the_chain() -> None:
    """Not first, not as the better one, not by accepting, not by a superior's word."""
    chain = chain_of(Whom(("a",)), TREE)
    _refused("in_chain", lambda: send("c1", "a1", DAY, chain))
    _refused("for_outside", lambda: send("c1", "c", DAY, chain_of(Whom(inspection=True), TREE)))
    _refused("in_chain", lambda: _not_ours(send("c1", "b", DAY, chain), "b", "a", chain))
    _refused("in_chain", lambda: accept(send("c1", "a", DAY, FREE), "a", DAY, chain))
    _refused("in_chain", lambda: assign(_thrice(), "a", DAY, "so", chain))


def test_the_common_superior_is_outside_the_chain() -> None:
    """About the prefecture: b's refusal goes past it to the province; about the province, to the outside reviewer."""
    about = Chain(frozenset({"prefecture"}), frozenset(), "province")
    assert _not_ours(send("c1", "b", DAY, about), "b", chain=about).asked == "province"
    top = Chain(frozenset({"prefecture", "province"}), frozenset(), OUTSIDE)
    route = _not_ours(send("c1", "b", DAY, FREE), "b", chain=top)
    assert route.asked == OUTSIDE
    _refused("must_decide", lambda: _not_ours(route, OUTSIDE, "c"))
    assert assign(route, "c", DAY, "c has the means", top).responsible == "c"


def test_a_receiver_found_in_the_chain_loses_the_case_at_once() -> None:
    """Responsible or only asked; whoever is free stays, and the free organ above takes over."""
    chain = chain_of(Whom(("a",)), TREE)
    route = leave_chain(send("c1", "a", DAY, FREE), chain, DAY + ONE)
    assert (route.responsible, route.asked) == ("prefecture", "")
    asked = leave_chain(_not_ours(send("c1", "b", DAY, FREE), "b", "a"), chain, DAY + ONE)
    assert (asked.responsible, asked.asked) == ("b", "")
    free = send("c1", "c", DAY, chain)
    assert leave_chain(free, chain, DAY) is free


STEPS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from([unit.id for unit in TREE.units])), max_size=10)


@given(STEPS, st.sampled_from(["a", "prefecture", "a1"]))
@settings(max_examples=30)
def test_somebody_free_is_responsible_whatever_happens(steps: list[tuple[int, str]], about: str) -> None:
    """After any steps that were allowed nobody of the chain has the case, and at most three have refused."""
    chain = chain_of(Whom((about,)), TREE)
    route = send("c1", "c", DAY, chain)
    for kind, unit in steps:
        try:
            match kind:
                case 0:
                    route = accept(route, route.asked, DAY, chain)
                case 1:
                    route = assign(route, unit, DAY, "so", chain)
                case 2:
                    route = _not_ours(route, route.asked or route.responsible, unit, chain)
                case _:
                    route = leave_chain(route, chain, DAY)
        except Refused:
            continue
        assert chain.frees(route.responsible)
        assert chain.frees(route.asked)
        assert len(route.refused_by) == len(set(route.refused_by)) <= 3


def test_a_route_begins_with_its_first_receiver() -> None:
    """Steps are in order of days, and a refusal says why."""
    with pytest.raises(BadInput) as caught:
        Route("", ())
    assert [fault.column for fault in caught.value.faults] == ["case", "steps"]
    with pytest.raises(BadInput, match="steps in order of days"):
        Route("c1", (Step(DAY, StepKind.SENT, "a"), Step(DAY - ONE, StepKind.ACCEPTED, "a")))
    with pytest.raises(BadInput, match="why it is not theirs"):
        not_ours(send("c1", "a", DAY, FREE), "a", DAY, " ", FREE, TREE)
    with pytest.raises(BadInput, match="the id of a unit"):
        send("c1", "", DAY, FREE)
