"""Verbs of openings, and the host's word on them."""

from __future__ import annotations

from django.utils import timezone

from grassrota.errors import Faults, Refused
from grassrota.posting import opening as core
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs import convert, reach
from grassrota_web.orgs.models import HostAnswer, Opening, Programme, Rotation, Unit


@verb("orgs.add_opening", Right.EDIT_OPENINGS)
def add_opening(act: Act, rotation: int, value: core.Opening, programme: int | None = None) -> Opening:
    """Adds room for people at a place; the host is asked."""
    call = act.lock(Rotation, pk=rotation)
    place = reach.unit_within(act.actor, value.place, "place")
    act.at(place.path)
    reach.free(call.openings.filter(code=value.id).exists(), value.id)
    _check(call, place, value)
    row = convert.put_opening(Opening(rotation=call, programme=_programme(programme, place)), value, place)
    row.save()
    act.note("opening", row.code, place=place.path, after=_said(row))
    return row


@verb("orgs.change_opening", Right.EDIT_OPENINGS)
def change_opening(act: Act, key: int, value: core.Opening, programme: int | None = None) -> Opening:
    """Changes an opening; what the host said to it before no longer counts, and the host is asked again."""
    row = act.lock(Opening, pk=key)
    act.at(row.place.path)
    before = _said(row)
    if value.place != row.place.code or value.id != row.code:
        raise TypeError("an opening keeps its code and its place")
    _check(row.rotation, row.place, value)
    convert.put_opening(row, value, row.place)
    row.programme = _programme(programme, row.place)
    row.answer, row.answered_on = HostAnswer.ASKED, None
    row.save()
    old, new = convert.changed(before, _said(row))
    act.note("opening", row.code, place=row.place.path, before=old, after=new)
    return row


@verb("orgs.withdraw_opening", Right.EDIT_OPENINGS)
def withdraw_opening(act: Act, key: int) -> Opening:
    """Withdraws an opening: nobody is planned for it any more."""
    row = act.lock(Opening, pk=key)
    act.at(row.place.path)
    if row.withdrawn_on is not None:
        raise Refused("withdrawn_already", f"{row.code} was withdrawn on {row.withdrawn_on}.")
    row.withdrawn_on = timezone.localdate()
    row.save(update_fields=["withdrawn_on"])
    act.note("opening", row.code, place=row.place.path, after={"withdrawn_on": row.withdrawn_on.isoformat()})
    return row


@verb("orgs.answer_as_host", Right.CONSENT_AS_HOST)
def answer_as_host(act: Act, key: int, consents: bool) -> Opening:
    """The host's word on an opening: consented or declined. It may be taken back at any time."""
    row = act.lock(Opening, pk=key)
    act.at(row.place.path)
    if row.withdrawn_on is not None:
        raise Refused("withdrawn_already", f"{row.code} was withdrawn on {row.withdrawn_on}.")
    before = row.answer
    row.answer = HostAnswer.CONSENTED if consents else HostAnswer.DECLINED
    row.answered_on = timezone.localdate()
    row.save(update_fields=["answer", "answered_on"])
    act.note("opening", row.code, place=row.place.path, before={"answer": before}, after={"answer": row.answer})
    return row


def _check(call: Rotation, place: Unit, value: core.Opening) -> None:
    if call.closed_on is not None:
        raise Refused("rotation_closed", f"{call.title} was closed on {call.closed_on}.")
    known = set(call.scale.grades.values_list("code", flat=True))
    strangers = ", ".join(sorted(value.grades - known))
    faults = Faults()
    faults.unless(not strangers, "grades", f"grades of scale {call.scale.version}", strangers)
    faults.unless(place.path.startswith(call.hosts.path), "place", f"a place below {call.hosts.name}", place.code)
    faults.raise_if_any()


def _programme(key: int | None, place: Unit) -> Programme | None:
    """The programme, if it is one of this place or of a unit above it."""
    found = Programme.objects.filter(pk=key).select_related("place").first() if key else None
    faults = Faults()
    here = found is not None and place.path.startswith(found.place.path)
    faults.unless(here or key is None, "programme", f"a programme of {place.name}", key)
    faults.raise_if_any()
    return found


def _said(row: Opening) -> convert.Facts:
    programme = {"programme": row.programme.name} if row.programme else {}
    return convert.facts("openings", convert.opening(row)) | programme
