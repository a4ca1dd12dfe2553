"""Verbs of exemptions. The journal says that one was kept or ended; its class stays with the row, the rest sealed."""

from __future__ import annotations

from datetime import date

from grassrota import staff
from grassrota.errors import Refused
from grassrota_web.access.rights import Right
from grassrota_web.access.seal import seal
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs.models import Exemption, Person


@verb("orgs.exempt", Right.EDIT_PEOPLE)
def exempt(
    act: Act,
    key: int,
    reason: staff.ExemptionReason,
    since: date,
    until: date | None = None,
    detail: str = "",
) -> Exemption:
    """Exempts a person, by the class of the reason; what else is told goes under seal."""
    person = act.lock(Person, pk=key)
    act.at(person.unit.path)
    if until is not None and until <= since:
        raise Refused("ends_before_it_begins", "The exemption would end before it begins.")
    if person.exemptions.filter(until=None).exists():
        raise Refused("exempt_already", f"{person.name} is exempt already. End that exemption first.")
    sealed = seal(detail, path=person.unit.path, person=person.code) if detail.strip() else None
    row = person.exemptions.create(reason=reason.value, detail=sealed, since=since, until=until)
    said = {"since": since.isoformat(), "until": until.isoformat() if until else "", "sealed": bool(sealed)}
    act.note("exemption", row.pk, place=person.unit.path, person=person.code, after=said)
    return row


@verb("orgs.end_exemption", Right.EDIT_PEOPLE)
def end_exemption(act: Act, key: int, until: date) -> Exemption:
    """Ends an exemption on a day."""
    row = act.lock(Exemption, pk=key)
    act.at(row.person.unit.path)
    if until <= row.since:
        raise Refused("ends_before_it_begins", "The exemption would end before it begins.")
    before = row.until.isoformat() if row.until else ""
    row.until = until
    row.save(update_fields=["until"])
    place, person = row.person.unit.path, row.person.code
    act.note("exemption", row.pk, place=place, person=person, before={"until": before}, after={"until": str(until)})
    return row
