"""Two people of a plan take each other's turn: what that breaks, against two whole checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grassrota.errors import Refused
from grassrota.rota.check import check
from grassrota.rota.swap import broken_by_swap
from grassrota.rota.tally import Tally

if TYPE_CHECKING:
    from tests.core.rota.conftest import Assigned, Kit, Problems


@settings(max_examples=40)
@given(st.data())
def test_what_a_swap_breaks_is_what_the_check_finds_new_or_otherwise(
    kit: Kit, problems: Problems, assigned: Assigned, data: st.DataObject
) -> None:
    """On random plans: every violation after it that did not stand there before, word for word; and no other."""
    problem = data.draw(problems())
    assume(len(problem.eligible) > 1 and problem.slots)
    one, other = (person.id for person in data.draw(st.permutations(problem.eligible))[:2])
    slots = st.sampled_from([(slot.opening, slot.start) for slot in problem.slots])
    here, there = data.draw(slots), data.draw(slots)
    others = [entry for entry in data.draw(assigned(problem)) if entry[0] not in (one, other)]
    plan = kit.plan(problem, *others, (one, *here), (other, *there))
    after = kit.plan(problem, *others, (one, *there), (other, *here))
    tally = Tally.of(problem, plan)
    was, now = (set(check(problem, each)) for each in (plan, after))
    assert set(broken_by_swap(tally, one, other)) == now - was
    assert set(tally.broken().values()) == was


def test_a_swap_that_makes_a_broken_rule_worse_is_told(kit: Kit) -> None:
    """o2 needs wells. p1, who has none, sits there and lacks it already; p2 lacks wells and accounts for o1."""
    wells, both = frozenset({"wells"}), frozenset({"wells", "accounts"})
    people = [kit.person("p1", skills=frozenset({"accounts"})), kit.person("p2")]
    problem = kit.problem(people, [kit.opening("o1", needs=wells), kit.opening("o2", needs=both)])
    plan = kit.plan(problem, ("p1", "o2", 1), ("p2", "o1", 1))
    found = {violation.words for violation in broken_by_swap(Tally.of(problem, plan), "p1", "p2")}
    assert found == {"p2 lacks accounts, wells for o2", "p1 lacks wells for o1"}


def test_who_stays_home_has_no_turn_to_give(kit: Kit) -> None:
    """Whichever of the two it is."""
    problem = kit.problem(kit.people(2), [kit.opening("o1")])
    tally = Tally.of(problem, kit.plan(problem, ("p1", "o1", 1)))
    for pair in (("p1", "p2"), ("p2", "p1")):
        with pytest.raises(Refused, match="p2 does not go") as refused:
            broken_by_swap(tally, *pair)
        assert refused.value.code == "nothing_to_swap"
