from __future__ import annotations

from grassrota.rota.frame import KINDS
from grassrota.rota.rows import places, weights_of


def test_weights_by_name() -> None:
    """Kinds that are not named weigh nothing."""
    assert KINDS == ("any", "leader", "experienced", "covering", "seats")
    assert weights_of(any=-1.0, experienced=3.0).tolist() == [-1.0, 0.0, 3.0, 0.0, 0.0]
    assert weights_of().tolist() == [0.0] * 5


def test_places_are_an_array_of_whole_numbers() -> None:
    """From a list or from the keys of a mapping, empty ones included."""
    assert places([4, 2]).tolist() == [4, 2]
    assert places({3: "x"}).tolist() == [3]
    assert places([]).dtype == places([1]).dtype
