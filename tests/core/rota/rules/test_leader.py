from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grassrota.rota.frame import Frame
from grassrota.rota.rows import SlotRow
from grassrota.rota.rules import leader

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def test_the_row_is_exact_for_whole_numbers(kit: Kit) -> None:
    """With 3 seats, 3 x leaders - headcount is 0 or more exactly if nobody goes or a leader does."""
    (row,) = leader.rows(Frame(kit.problem(kit.people(1), [kit.opening(high=3)], kit.policy(1, lead_rank=2))))
    assert isinstance(row, SlotRow)
    for headcount in range(4):
        for leaders in range(headcount + 1):
            kept = float(row.weights @ np.array([headcount, leaders, 0, 0, headcount])) >= row.low
            assert kept == (headcount == 0 or leaders >= 1)


def test_a_team_without_a_leader(kit: Kit) -> None:
    """Two clerks do not go by themselves where a deputy must lead; with one they do, and nobody is also right."""
    people = [*kit.people(2), kit.person("wei", grade="deputy")]
    problem = kit.problem(people, [kit.opening(high=3)], kit.policy(1, lead_rank=2))
    assert kit.broken(problem, ("p1", "o1", 1), ("p2", "o1", 1)) == ["leader"]
    assert kit.broken(problem, ("p1", "o1", 1), ("p2", "o1", 1), ("wei", "o1", 1)) == []
    assert kit.broken(problem) == []


def test_rank_0_asks_for_no_leader(kit: Kit) -> None:
    """A policy may do without leaders."""
    problem = kit.problem(kit.people(1), [kit.opening()], kit.policy(lead_rank=0))
    assert list(leader.rows(Frame(problem))) == []
    assert kit.broken(problem, ("p1", "o1", 1)) == []
