from __future__ import annotations

from typing import TYPE_CHECKING

from grassrota.rota.frame import Frame
from grassrota.rota.rules import experience

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def test_newcomers_do_not_go_by_themselves(kit: Kit) -> None:
    """Where 2 field years make one experienced, a person with exactly 2 carries two with 1 each."""
    people = [*kit.people(2, field_years=1), kit.person("old", field_years=2)]
    problem = kit.problem(people, [kit.opening(high=3)], kit.policy(1, experienced_years=2))
    assert kit.broken(problem, ("p1", "o1", 1), ("p2", "o1", 1)) == ["experience"]
    assert kit.broken(problem, ("p1", "o1", 1), ("p2", "o1", 1), ("old", "o1", 1)) == []


def test_none_asks_for_nobody_and_0_for_anybody(kit: Kit) -> None:
    """Without a number there is no row; with 0 years everyone is experienced."""
    problem = kit.problem(kit.people(1), [kit.opening()], kit.policy(experienced_years=None))
    assert list(experience.rows(Frame(problem))) == []
    problem = kit.problem(kit.people(1), [kit.opening()], kit.policy(experienced_years=0))
    assert len(list(experience.rows(Frame(problem)))) == 2
    assert kit.broken(problem, ("p1", "o1", 1)) == []
