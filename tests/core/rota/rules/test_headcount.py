from __future__ import annotations

from typing import TYPE_CHECKING

from grassrota.rota.frame import Frame
from grassrota.rota.rules import headcount

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def test_a_row_for_each_slot(kit: Kit) -> None:
    """An opening for 1 to 3 in batches 1 and 2 is two rows, each counting everyone in one slot."""
    problem = kit.problem(kit.people(1), [kit.opening(low=1, high=3)])
    rows = list(headcount.rows(Frame(problem)))
    assert [(row.low, row.high) for row in rows] == [(1, 3), (1, 3)]
    assert [row.label for row in rows] == ["o1, batch 1: 1 to 3 people", "o1, batch 2: 1 to 3 people"]


def test_too_few_and_too_many(kit: Kit) -> None:
    """With 1 to 2 seats in each batch 1 and 2 people are right; 0 and 3 are not."""
    problem = kit.problem(kit.people(4), [kit.opening(low=1, high=2)])
    assert kit.broken(problem, ("p1", "o1", 1), ("p2", "o1", 2), ("p3", "o1", 2)) == []
    assert kit.broken(problem, ("p1", "o1", 1)) == ["headcount"]
    assert kit.broken(problem, *((f"p{n}", "o1", 1) for n in (1, 2, 3)), ("p4", "o1", 2)) == ["headcount"]
