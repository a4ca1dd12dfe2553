"""Pins: what is settled about single people before solving."""

from __future__ import annotations

from grassrota.rota.pin import Pin as PinValue
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs.models import Opening, Person, Rotation
from grassrota_web.rotas.models import Pin


@verb("rotas.pin", Right.EDIT_PLAN)
def pin(
    act: Act,
    rotation: Rotation,
    person: Person,
    *,
    opening: Opening | None = None,
    batch: int | None = None,
    stays: bool = False,
) -> Pin:
    """Pins a person to an opening, to a batch, to both, or to staying; the next plan keeps it.

    Raises:
        BadInput: If it says nothing, or contradicts itself.
    """
    act.at(rotation.home.path)
    PinValue(person.code, opening.code if opening else "", batch, stays)
    earlier = Pin.objects.filter(rotation=rotation, person=person).select_related("opening").first()
    given = {"opening": opening, "batch": batch, "stays": stays}
    row, _ = Pin.objects.update_or_create(rotation=rotation, person=person, defaults=given)
    before = _said(earlier) if earlier else None
    act.note("pin", rotation.code, place=rotation.home.path, person=person.code, before=before, after=_said(row))
    return row


@verb("rotas.unpin", Right.EDIT_PLAN)
def unpin(act: Act, row: Pin) -> None:
    """Takes a pin away."""
    place = row.rotation.home.path
    act.at(place)
    before, who, rotation = _said(row), row.person.code, row.rotation.code
    row.delete()
    act.note("pin", rotation, place=place, person=who, before=before)


def _said(row: Pin) -> dict[str, object]:
    return {"opening": row.opening.code if row.opening else None, "batch": row.batch, "stays": row.stays}
