from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grassrota.errors import BadInput
from grassrota.rota.bound import proof
from grassrota.rota.certificate import Price
from grassrota.rota.check import check
from grassrota.rota.frame import Frame
from grassrota.rota.pin import Pin
from grassrota.rota.rules import together
from grassrota.rota.solve import solve
from grassrota.staff import Couple, Exemption, ExemptionReason, Group, NotAvailable

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit

FAMILY = Group("g1", ("p1", "p2"), 3)
"""Two people with a child."""


def test_all_or_none(kit: Kit) -> None:
    """A family goes to one opening in one batch, or stays: neither half of it goes, nor elsewhere, nor later."""
    openings = [kit.opening("o1", high=3), kit.opening("o2", high=3)]
    problem = kit.problem(kit.people(2), openings, groups=(FAMILY,))
    assert kit.broken(problem) == []
    assert kit.broken(problem, ("p1", "o1", 1), ("p2", "o1", 1)) == []
    for other in (("p2", "o2", 1), ("p2", "o1", 2)):
        assert kit.broken(problem, ("p1", "o1", 1), other) == ["together"]
    (broken,) = check(problem, kit.plan(problem, ("p2", "o1", 1)))
    assert broken.words == "g1: p1, p2 neither all go together nor all stay"


def test_the_child_takes_a_seat(kit: Kit) -> None:
    """The family fills an opening of three; with somebody else it is one too many, and one of two is too small."""
    openings = [kit.opening("o1", low=3, high=3), kit.opening("o2", high=2)]
    problem = kit.problem(kit.people(3), openings, kit.policy(1), groups=(FAMILY,))
    here = [("p1", "o1", 1), ("p2", "o1", 1)]
    assert kit.broken(problem, *here) == []
    assert kit.broken(problem, *here, ("p3", "o1", 1)) == ["headcount"]
    assert set(kit.broken(problem, ("p1", "o2", 1), ("p2", "o2", 1))) == {"headcount", "together"}
    assert kit.allowed(problem, together.barred) == [[True, False], [True, True]]


def test_a_group_counts_as_its_members(kit: Kit) -> None:
    """Who chooses for all costs what all cost, and counts once for each member, and the child in seats alone."""
    problem = kit.problem(kit.people(3), [kit.opening(high=3)], groups=(FAMILY,))
    frame = Frame(problem)
    assert [person.id for person in frame.people] == ["p1", "p3"]
    assert frame.kinds[:, [0, 4]].tolist() == [[2, 3], [1, 1]]
    assert frame.staying.tolist() == [400, 200]
    assert frame.party.tolist() == [0, 0, 1]


def test_a_bound_by_hand(kit: Kit) -> None:
    """The family costs 40 to send and 400 to keep, the third 20 and 200; of 3 seats it takes all: 40 + 200.

    At 120 for a seat the family pays 40 + 360 or 400, the third 140, and 360 come back: 180. At 180 it is 400 and 200
    less 540: 60. Free seats prove 60. So 120 is best, and whole numbers are dearer than any price.
    """
    problem = kit.problem(kit.people(3), [kit.opening(high=3)], kit.policy(1), groups=(FAMILY,))
    proven = [proof(problem, [Price("headcount", ("o1",), 1, -price)]).bound for price in (0.0, 120.0, 180.0)]
    assert proven == [60, 180, 60]
    plan = solve(problem)
    assert {entry.person for entry in plan.assignments} == {"p1", "p2"}
    assert (plan.certificate.objective, plan.certificate.bound) == (240, 180)


def test_who_cannot_go_keeps_the_family_home(kit: Kit) -> None:
    """With one of them exempt, or not available in any batch in which the other is, nobody of it can be sent."""
    absent = NotAvailable("p1", frozenset({1})), NotAvailable("p2", frozenset({2}))
    health = (Exemption("p2", ExemptionReason.HEALTH),)
    for more in ({"not_available": absent}, {"exemptions": health}):
        problem = kit.problem(kit.people(3), [kit.opening(high=3)], groups=(FAMILY,), **more)
        assert [person.id for person in problem.eligible] == ["p3"]
        assert kit.broken(problem, ("p3", "o1", 1)) == []
        with pytest.raises(BadInput, match="batches in which p1 is available"):
            kit.problem(problem.people, problem.openings, groups=(FAMILY,), pins=(Pin("p1", "o1"),), **more)


def test_a_pin_of_one_pins_all(kit: Kit) -> None:
    """Pinned to the farther opening, one of a family takes the other along; pinned to stay, both stay."""
    openings = [kit.opening("near", high=3), kit.opening("far", "t2", high=3)]
    for pin, where in ((Pin("p2", "far", 2), [("far", 2)] * 2), (Pin("p2", stays=True), [])):
        plan = solve(kit.problem(kit.people(2), openings, groups=(FAMILY,), pins=(pin,)))
        assert [(entry.opening, entry.batch) for entry in plan.assignments] == where


@pytest.mark.parametrize(
    ("groups", "couples", "words"),
    [
        ((Group("g1", ("p1", "p9"), 2),), (), "the id of a person in people"),
        ((Group("g1", ("p1",), 1), Group("g2", ("p2", "p1"), 2)), (), "each person in one group"),
        ((Group("g1", ("p1",), 1), Group("g1", ("p2",), 2)), (), "each once"),
        ((FAMILY,), (Couple("p1", "p2"),), "a person of another group"),
    ],
)
def test_groups_that_cannot_be(kit: Kit, groups: tuple[Group, ...], couples: tuple[Couple, ...], words: str) -> None:
    """Strangers, members of two groups, one id twice, and couples who would have to go together are refused."""
    with pytest.raises(BadInput, match=words):
        kit.problem(kit.people(2), [kit.opening()], groups=groups, couples=couples)


def test_without_groups_nothing_is_otherwise(kit: Kit) -> None:
    """A problem without groups has the fingerprint that it had before there were any."""
    problem = kit.problem(kit.people(1), [kit.opening()])
    assert problem.sha256 != kit.problem(kit.people(1), [kit.opening()], groups=(Group("g", ("p1",), 1),)).sha256
    assert problem.parties == ((problem.people[0],),)
