from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.rota.frame import KINDS, Floats, Frame
from grassrota.rota.rows import BatchRow, SlotRow
from grassrota.rota.solve.columns import Choice, Columns, choose, coefficients, everything, merged
from grassrota.rota.solve.model import Model, assemble

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit, Problems


@settings(max_examples=30)
@given(st.data())
def test_coefficients_are_what_the_rows_say(problems: Problems, data: st.DataObject) -> None:
    """A slot row weighs kinds in its slots, a batch row its people in each batch that counts, a group all it has."""
    model = assemble(Frame(data.draw(problems())))
    columns = everything(model)
    found = coefficients(model, columns).toarray()
    for place in range(len(model)):
        row, batch = model.row(place)
        for column, (person, slot) in enumerate(zip(columns.person, columns.slot, strict=True)):
            expected = 0.0
            if isinstance(row, SlotRow) and slot in row.slots:
                expected = sum(row.weights[kind] * model.frame.kinds[person, kind] for kind in range(len(KINDS)))
            elif isinstance(row, BatchRow):
                away = model.frame.active[:, slot]
                times = away.sum() if batch is None else away[batch]
                expected = float(times * row.weights[model.frame.party[row.people] == person].sum())
            assert abs(found[place, column] - expected) < 1e-12


def _pairs(columns: Columns) -> list[tuple[int, int]]:
    return list(zip(columns.person.tolist(), columns.slot.tolist(), strict=True))


def _choose(model: Model, reduced: Floats, people: list[int], choice: Choice) -> Columns:
    mine = reduced[people]
    return choose(model, mine, mine.min(axis=1), np.array(people), choice, np.random.default_rng(0))


def test_the_cheapest_for_each_person_and_the_keenest_for_each_slot(kit: Kit) -> None:
    """Three people and three slots: everyone's cheapest, and for each slot the one who regrets it least."""
    problem = kit.problem(kit.people(3), [kit.opening(f"o{n}") for n in (1, 2, 3)], kit.policy(1))
    model = assemble(Frame(problem))
    reduced = np.array([[1.0, 5.0, 9.0], [2.0, 3.0, 4.0], [0.0, 8.0, np.inf]])
    everyone, first = [0, 1, 2], [0]
    assert _pairs(_choose(model, reduced, everyone, Choice(1, 0, every_slot=0))) == [(0, 0), (1, 0), (2, 0)]
    # regrets: 0 4 8, 0 1 2, 0 8 inf
    assert {(1, 1), (1, 2)} <= set(_pairs(_choose(model, reduced, everyone, Choice(0, 0, every_slot=1))))
    assert _pairs(_choose(model, reduced, first, Choice(2, 0, every_slot=0))) == [(0, 0), (0, 1)]
    assert (2, 2) not in _pairs(_choose(model, reduced, everyone, Choice(9, 9, every_slot=9)))


def test_no_slot_starves_of_leaders(kit: Kit) -> None:
    """The only deputy is taken along for a slot she would not like, because nobody else of her kind is there."""
    people = [*kit.people(2), kit.person("wei", grade="deputy")]
    problem = kit.problem(people, [kit.opening("o1"), kit.opening("o2")], kit.policy(1, lead_rank=2))
    model = assemble(Frame(problem))
    reduced = np.array([[0.0, 0.0], [0.0, 0.0], [0.0, 100.0]])
    chosen = _choose(model, reduced, [0, 1, 2], Choice(1, 0, every_slot=1))
    assert (2, 1) in _pairs(chosen)


def test_columns_are_sampled_near_the_cheapest(kit: Kit) -> None:
    """Of five slots of which three are dearer by far more than the softness one of the two cheap ones is drawn."""
    problem = kit.problem(kit.people(1), [kit.opening(f"o{n}") for n in range(5)], kit.policy(1))
    model = assemble(Frame(problem))
    reduced = np.array([[0.0, 0.1, 1e6, 1e6, 1e6]])
    for seed in range(10):
        random = np.random.default_rng(seed)
        drawn = choose(model, reduced, np.zeros(1), np.array([0]), Choice(0, 1, every_slot=0), random)
        assert len(drawn) == 1
        assert drawn.slot[0] in (0, 1)


def test_a_union_has_each_column_once_in_order(kit: Kit) -> None:
    """By person, then slot."""
    model = assemble(Frame(kit.problem(kit.people(2), [kit.opening("o1"), kit.opening("o2")], kit.policy(1))))
    first = Columns(np.array([1, 0]), np.array([0, 1]))
    second = Columns(np.array([0, 1]), np.array([1, 1]))
    union = merged(model, first, second)
    assert _pairs(union) == [(0, 1), (1, 0), (1, 1)]
    assert len(union) == 3
    assert _pairs(everything(model)) == [(0, 0), (0, 1), (1, 0), (1, 1)]
