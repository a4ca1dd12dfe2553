from __future__ import annotations

from typing import TYPE_CHECKING

from grassrota.rota.frame import Frame
from grassrota.rota.rules import leaders_first

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def test_the_named_go_in_the_first_batch(kit: Kit) -> None:
    """Shanxi's first secretary led the first batch: he neither stays nor goes later."""
    people = [kit.person("tao", grade="chief"), *kit.people(1)]
    problem = kit.problem(people, [kit.opening()], kit.policy(first=("tao",)))
    assert kit.allowed(problem, leaders_first.barred) == [[True, False], [True, True]]
    assert leaders_first.may_stay(Frame(problem)).tolist() == [False, True]
    assert kit.broken(problem, ("tao", "o1", 1)) == []
    assert kit.broken(problem, ("tao", "o1", 2)) == ["leaders_first"]
    assert kit.broken(problem, ("p1", "o1", 1)) == ["leaders_first"]
