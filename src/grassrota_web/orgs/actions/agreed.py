"""Consent that hosts gave outside: by letter, at a meeting, before there were accounts."""

from __future__ import annotations

from datetime import date

from grassrota.errors import Refused
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs.models import HostAnswer, Opening, Rotation


@verb("orgs.record_agreement", Right.EDIT_OPENINGS)
def record_agreement(act: Act, rotation: Rotation, agreed_on: date, where: str) -> int:
    """Records that all hosts of a rotation who have not answered consented outside, and where that is written.

    A host who declined stays so, and each can answer otherwise at any time.

    Returns:
        The number of openings that are agreed by this.

    Raises:
        Refused: ``no_evidence`` without saying where; ``all_answered`` if nobody is left to answer.
    """
    act.at(rotation.home.path)
    act.at(rotation.hosts.path)
    if not where.strip():
        raise Refused("no_evidence", "Say where the agreement is written: a letter, a record of a meeting.")
    act.lock(Rotation, pk=rotation.pk)
    asked = Opening.objects.filter(rotation=rotation, withdrawn_on=None, answer=HostAnswer.ASKED)
    count = asked.update(answer=HostAnswer.CONSENTED, answered_on=agreed_on)
    if not count:
        raise Refused("all_answered", "Every host of this rotation has answered already.")
    after = {"openings": count, "agreed_on": agreed_on.isoformat(), "where": where.strip()}
    act.note("rotation", rotation.code, place=rotation.hosts.path, after=after, as_of=agreed_on)
    return count
