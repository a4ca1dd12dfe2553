"""Gathering what is held about a person."""

from __future__ import annotations

from typing import Any

from grassrota.errors import Refused
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs.models import Person
from grassrota_web.records.person.queries import held

Held = dict[str, list[dict[str, Any]]]


@verb("records.read_own_records", Right.ACT_FOR_ONESELF)
def read_own_records(act: Act) -> Held:
    """Gathers everything that is held about oneself."""
    act.of(act.actor.person)
    act.note("person", act.actor.person, person=act.actor.person)
    return held(act.actor.person, private=True)


@verb("records.subject_access", Right.KEEP_RECORDS)
def subject_access(act: Act, person: str, reason: str) -> Held:
    """Gathers what is held about a person who asked for it, without what that person alone may see.

    Raises:
        Refused: ``no_reason`` without one; ``nobody`` if there is no such person.
    """
    act.at(EVERYWHERE)
    if not reason.strip():
        raise Refused(
            "no_reason", "Say how the person asked for it: the reason is kept in the journal, which they read."
        )
    if not Person.objects.filter(code=person).exists():
        raise Refused("nobody", "There is nobody with this code. Look it up on the person's page.")
    act.note("person", person, person=person, after={"reason": reason})
    return held(person, private=False)
