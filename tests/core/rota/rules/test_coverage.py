from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from grassrota.rota.frame import Frame
from grassrota.rota.rules import coverage

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


@pytest.mark.parametrize(
    ("staff", "share", "least"),
    [(4, Fraction(1, 2), 3), (5, Fraction(1, 2), 3), (6, Fraction(2, 3), 5), (0, Fraction(0), 1)],
)
def test_most_is_more_than_the_share(kit: Kit, staff: int, share: Fraction, least: int) -> None:
    """Shanxi's 大部分, most, read as more than half: of 4 people at least 3, of 5 at least 3."""
    problem = kit.problem(kit.people(staff), [kit.opening(high=9)], kit.policy(1, coverage_over=share))
    (row,) = coverage.rows(Frame(problem))
    assert (row.low, row.label) == (least, f"at least {least} of {staff} people go")
    if staff:
        assert kit.broken(problem, *((f"p{n}", "o1", 1) for n in range(1, least))) == ["coverage"]
        assert kit.broken(problem, *((f"p{n}", "o1", 1) for n in range(1, least + 1))) == []


def test_none_asks_for_nothing(kit: Kit) -> None:
    """A policy need not promise a share."""
    assert list(coverage.rows(Frame(kit.problem(kit.people(2), [kit.opening()])))) == []
