from __future__ import annotations

from typing import TYPE_CHECKING

from grassrota.rota.frame import Frame
from grassrota.rota.rules import couples
from grassrota.staff import Couple, NotAvailable

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def test_somebody_is_home_with_the_children(kit: Kit) -> None:
    """A couple may go one after the other, not together, and not while one of them is still away."""
    openings = [kit.opening("o1"), kit.opening("o2"), kit.opening("long", length=2)]
    problem = kit.problem(kit.people(2), openings, couples=(Couple("p1", "p2"),))
    assert kit.broken(problem, ("p1", "o1", 1), ("p2", "o1", 2)) == []
    assert kit.broken(problem, ("p1", "o1", 1), ("p2", "o2", 1)) == ["couples"]
    assert kit.broken(problem, ("p1", "long", 1), ("p2", "o2", 2)) == ["couples"]


def test_a_couple_of_which_one_stays_anyway_needs_no_row(kit: Kit) -> None:
    """Three couples, of which one has a member not available, make two rows, each for every batch."""
    pairs = (Couple("p1", "p2"), Couple("p3", "p4"), Couple("p5", "p6"))
    problem = kit.problem(kit.people(6), [kit.opening()], couples=pairs, not_available=(NotAvailable("p6"),))
    assert len(list(couples.rows(Frame(problem)))) == 2
