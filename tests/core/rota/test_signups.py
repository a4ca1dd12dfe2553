from __future__ import annotations

from inspect import signature

import pytest

from grassrota.rota.signups import interest_shown


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (30, 30)])
def test_few_are_not_shown(count: int, shown: int | None) -> None:
    """1 to 4 could be guessed at and are hidden; nobody, and five or more, are told. Nobody counts twice."""
    names = [f"p{number}" for number in range(count)]
    assert interest_shown([*names, *names], [], []) == {"signed_up": shown, "assigned": 0, "departed": 0}


def test_interest_is_no_assignment() -> None:
    """Nine signed up, six were assigned, and two of them left: three counts, the last hidden."""
    nine = [f"p{number}" for number in range(9)]
    assert interest_shown(nine, nine[:6], nine[:2]) == {"signed_up": 9, "assigned": 6, "departed": None}


def test_there_is_no_count_by_unit() -> None:
    """People go in by id alone, so that no unit can be set against another."""
    assert list(signature(interest_shown).parameters) == ["signed_up", "assigned", "departed", "least"]
