"""Undoing what a row of the journal did, where nothing has happened to the thing since."""

from __future__ import annotations

from grassrota.errors import Refused
from grassrota_web.access.actor import Actor
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.undo import INVERSES
from grassrota_web.access.verb import Act, verb
from grassrota_web.journal.models import Entry


def why_not(entry: Entry) -> str:
    """Why the row cannot be undone, as a code; empty if it can."""
    if entry.verb not in INVERSES:
        return "not_undoable"
    if entry.erased_on is not None:
        return "erased"
    return "touched_since" if _newer(entry) else ""


@verb("records.undo", Right.READ_JOURNAL)
def undo(act: Act, entry: Entry) -> None:
    """Undoes what a row of the journal did.

    Raises:
        Refused: ``not_undoable``, ``erased`` or ``touched_since``; ``not_permitted`` by the verb that puts it back.
    """
    act.at(entry.place or EVERYWHERE)
    _refuse(why_not(entry))
    INVERSES[entry.verb](act.actor, entry)
    # whoever else wrote about the subject meanwhile has a row before ours by now, as rows are appended one by one
    if _newer(entry) > 1:
        _refuse("touched_since")
    act.note(
        "entry",
        entry.number,
        place=entry.place,
        person=entry.person,
        after={"verb": entry.verb, "kind": entry.kind, "subject": entry.subject},
    )


def offered(actor: Actor, entry: Entry) -> bool:
    """True if a page may offer to undo the row."""
    return actor.may(Right.READ_JOURNAL, entry.place or EVERYWHERE) and not why_not(entry)


def _newer(entry: Entry) -> int:
    return Entry.objects.filter(kind=entry.kind, subject=entry.subject, number__gt=entry.number).count()


_WORDS = {
    "not_undoable": "This cannot be undone; do the opposite instead.",
    "erased": "What was there before has been erased, as its time had come.",
    "touched_since": "Something else was done to it since. Undo that first, or change it by hand.",
}


def _refuse(code: str) -> None:
    if code:
        raise Refused(code, _WORDS[code])
