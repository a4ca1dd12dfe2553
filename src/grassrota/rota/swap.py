"""What it does to the rules if two people of a plan take each other's turn, without counting the plan anew."""

from __future__ import annotations

from grassrota.errors import Refused
from grassrota.rota.tally import Move, Tally
from grassrota.rota.verdicts import Violation


def broken_by_swap(tally: Tally, first: str, second: str) -> tuple[Violation, ...]:
    """Rules that would be broken, or broken otherwise than they are now, if two who go changed turns.

    What is broken now, and would be just as it is, stands against nobody.

    Args:
        tally: The counts of the plan; they stay as they are.
        first: Id of one of them.
        second: Id of the other.

    Raises:
        Refused: ``nothing_to_swap`` if one of them does not go, and as ``Tally.judge``.
    """
    here, there = (tally.entries.get(who) for who in (first, second))
    if here is None or there is None:
        message = f"{second if here else first} does not go, and has no turn to give."
        raise Refused("nothing_to_swap", message, people=(first, second))
    found = tally.judge([Move.to(first, there), Move.to(second, here)])
    return tuple(violation for key, violation in found.now.items() if found.was.get(key) != violation)
