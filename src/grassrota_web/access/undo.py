"""How verbs are undone: each room says it beside the verb, and the journal's pages offer it."""

from __future__ import annotations

from collections.abc import Callable

from grassrota_web.access.actor import Actor
from grassrota_web.journal.models import Entry

Inverse = Callable[[Actor, Entry], None]

INVERSES: dict[str, Inverse] = {}
"""What undoes a row of the journal, by the name of its verb."""


def undoable(verb: str) -> Callable[[Inverse], Inverse]:
    """Registers what undoes a verb: it gets the actor and the row, and calls a verb that puts back what was before.

    That verb checks the actor's right as ever, and notes one row about the same subject. It is called only if no newer
    row is about the subject; if the row stands for more than its subject, it checks the rest itself.
    """

    def register(function: Inverse) -> Inverse:
        INVERSES[verb] = function
        return function

    return register
