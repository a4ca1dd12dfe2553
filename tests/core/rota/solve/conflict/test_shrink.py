from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from grassrota.rota.solve.conflict.shrink import shrunk


@given(st.lists(st.frozensets(st.integers(0, 30), min_size=1), min_size=1))
def test_what_is_left_clashes_and_nothing_of_it_can_be_left_out(cores: list[frozenset[int]]) -> None:
    """Things clash if all of some core are among them: one whole core is left, and no more."""

    def clashes(things: Sequence[int]) -> bool:
        return any(core <= set(things) for core in cores)

    found = shrunk(clashes, range(31))
    assert found is not None
    assert frozenset(found) in cores
    assert not any(clashes([other for other in found if other != one]) for one in found)


def test_more_than_asked_for_is_not_looked_for() -> None:
    """All of five are needed: four are too few, five are not."""
    assert shrunk(lambda things: len(things) == 5, range(5), most=4) is None
    assert sorted(shrunk(lambda things: len(things) == 5, range(5), most=5) or ()) == [0, 1, 2, 3, 4]


def test_what_is_not_known_is_kept() -> None:
    """Where every answer is no, nothing is left out."""
    assert sorted(shrunk(lambda things: False, range(4)) or ()) == [0, 1, 2, 3]
