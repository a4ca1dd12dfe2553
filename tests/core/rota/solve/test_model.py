from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from grassrota.rota.frame import Frame
from grassrota.rota.solve.model import assemble
from grassrota.staff import Couple

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def test_slot_rows_come_before_batch_rows(kit: Kit) -> None:
    """One seat, a leader's, three people with one away at a time, a couple: two slot rows, then two batch rows."""
    policy = kit.policy(1, lead_rank=2, home_absence=Fraction(1, 3))
    problem = kit.problem(kit.people(3), [kit.opening()], policy, couples=(Couple("p1", "p3"),))
    model = assemble(Frame(problem))
    assert [model.row(place)[0].rule for place in range(len(model))] == ["headcount", "leader", "absence", "couples"]
    assert model.low.tolist() == [0.0, 0.0, -np.inf, -np.inf]
    assert model.high.tolist() == [1.0, np.inf, 1.0, 1.0]
    assert model.by_slot.toarray().tolist() == [[1.0], [1.0]]
    assert model.by_person.toarray().tolist() == [[1.0, 1.0, 1.0], [1.0, 0.0, 1.0]]
    weights, cell = model.cells
    assert cell[0] == cell[2] != cell[1]
    assert weights.toarray()[:, cell].tolist() == model.by_person.toarray().tolist()
    assert model.label(2) == "u1, batch 1: at most 1 away"


def test_people_alike_are_one_type(kit: Kit) -> None:
    """Two clerks and a deputy are two types, and the leader row weighs them -1 and 3 - 1."""
    people = [*kit.people(2), kit.person("wei", grade="deputy")]
    model = assemble(Frame(kit.problem(people, [kit.opening(high=3)], kit.policy(1, lead_rank=2))))
    kinds, of_person = model.types
    assert len(kinds) == 2
    assert of_person[0] == of_person[1] != of_person[2]
    assert model.by_type[1, of_person].tolist() == [-1.0, -1.0, 2.0]


def test_without_people_there_is_no_type(kit: Kit) -> None:
    """Empty arrays keep their shapes."""
    model = assemble(Frame(kit.problem([], [kit.opening()])))
    assert model.types[0].shape == (0, 5)
    assert model.allowed(np.arange(0)).shape == (0, 2)
    assert model.may_stay.shape == (0,)
