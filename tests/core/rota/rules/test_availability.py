from __future__ import annotations

from typing import TYPE_CHECKING

from grassrota.rota.rules import availability
from grassrota.staff import NotAvailable

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def test_a_long_posting_must_keep_clear_of_every_batch(kit: Kit) -> None:
    """Who is not available in batch 2 of 3 can take batch 1 or 3, but no posting over two batches."""
    openings = [kit.opening("short"), kit.opening("long", length=2)]
    hindered = (NotAvailable("p1", frozenset({2})),)
    problem = kit.problem(kit.people(2), openings, kit.policy(3), not_available=hindered)
    # slots: short 1, 2, 3, long 1, 2
    assert kit.allowed(problem, availability.barred) == [[True, False, True, False, False], [True] * 5]
    assert kit.broken(problem, ("p1", "short", 3)) == []
    assert kit.broken(problem, ("p1", "long", 1)) == ["availability"]
