from __future__ import annotations

from fractions import Fraction

import pytest

from grassrota.errors import BadInput
from grassrota.rota.part import Part, shown


def test_a_part_of_nothing_is_unknown() -> None:
    """1 of 4 is a quarter, 0 of 0 is unknown, and 2 of 1 does not exist."""
    assert (Part(1, 4).share, Part(0, 0).share) == (Fraction(1, 4), None)
    with pytest.raises(BadInput):
        Part(2, 1)


@pytest.mark.parametrize(("count", "seen"), [(0, 0), (1, None), (4, None), (5, 5), (30, 30)])
def test_few_are_not_shown(count: int, seen: int | None) -> None:
    """1 to 4 could be guessed at and are hidden; nobody, and five or more, are told."""
    assert shown(count) == seen
