from __future__ import annotations

from typing import TYPE_CHECKING

from grassrota.org import Level
from grassrota.rota.frame import Frame
from grassrota.rota.rules import cover

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def test_a_row_for_each_place_and_batch(kit: Kit) -> None:
    """The works s2 belong to the commune t2, so its two openings make one place; the county is no township."""
    openings = [kit.opening("o1", "t2"), kit.opening("o2", "s2"), kit.opening("o3", "c1")]
    rows = list(cover.rows(Frame(kit.problem(kit.people(1), openings, kit.policy(cover_rank=2)))))
    assert [row.label for row in rows] == [
        "t2, batch 1: somebody of rank 2 or more",
        "t2, batch 2: somebody of rank 2 or more",
    ]


def test_no_township_is_left_out(kit: Kit) -> None:
    """A deputy at the works covers the commune; the other batch needs another, and a clerk does not count."""
    people = [*kit.people(1), kit.person("wei", grade="deputy"), kit.person("tao", grade="chief")]
    openings = [kit.opening("o1", "t2"), kit.opening("o2", "s2")]
    problem = kit.problem(people, openings, kit.policy(cover_rank=2))
    assert kit.broken(problem, ("wei", "o2", 1), ("tao", "o1", 2)) == []
    assert kit.broken(problem, ("wei", "o2", 1), ("p1", "o1", 2)) == ["cover"]
    assert kit.broken(problem) == ["cover", "cover"]


def test_whoever_stays_two_batches_covers_both(kit: Kit) -> None:
    """One long posting of a deputy covers the place throughout."""
    problem = kit.problem([kit.person("wei", grade="deputy")], [kit.opening(length=2)], kit.policy(cover_rank=2))
    assert kit.broken(problem, ("wei", "o1", 1)) == []


def test_cover_by_county_and_rank_0(kit: Kit) -> None:
    """If counties are covered, t1 and t2 are one place; rank 0 asks for nobody."""
    openings = [kit.opening("o1", "t1"), kit.opening("o2", "t2")]
    policy = kit.policy(1, cover_rank=1, cover_level=Level.COUNTY)
    problem = kit.problem(kit.people(1), openings, policy)
    assert kit.broken(problem, ("p1", "o2", 1)) == []
    problem = kit.problem(kit.people(1), openings, kit.policy(cover_rank=0))
    assert list(cover.rows(Frame(problem))) == []
    assert kit.broken(problem) == []
