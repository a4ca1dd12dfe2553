"""Pilot sites, what came of them, and who took it over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from grassrota.errors import Refused
from grassrota.posting import pilot as core
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.fieldwork import convert
from grassrota_web.fieldwork.actions.places import known_by_now
from grassrota_web.fieldwork.models import Adoption, Pilot, Practice
from grassrota_web.orgs import reach
from grassrota_web.orgs.models import Rotation


@verb("fieldwork.open_pilot", Right.EDIT_OPENINGS)
def open_pilot(act: Act, rotation: int, place: str, on: date, practices: Sequence[str]) -> Pilot:
    """Opens a pilot site with what is tried there."""
    call, site = act.lock(Rotation, pk=rotation), reach.unit_within(act.actor, place, "place")
    act.at(site.path)
    tried = tuple(core.Practice(str(number), name) for number, name in enumerate(practices, start=1))
    core.Pilot("new", site.code, known_by_now(on), tried)
    row = Pilot.objects.create(rotation=call, place=site, opened_on=on)
    Practice.objects.bulk_create(Practice(pilot=row, name=name) for name in practices)
    act.note("pilot", row.pk, place=site.path, after={"practices": list(practices)}, as_of=on)
    return row


@verb("fieldwork.report_pilot", Right.EDIT_OPENINGS)
def report_pilot(act: Act, key: int, on: date, results: Mapping[str, str]) -> Pilot:
    """Notes what came of each practice, for better or worse."""
    row = act.lock(Pilot, pk=key)
    act.at(row.place.path)
    value = core.report_results(convert.pilot_site(row), known_by_now(on), results)
    row.results_on = value.results_on
    row.save(update_fields=["results_on"])
    for practice in value.practices:
        row.practices.filter(pk=int(practice.id)).update(result=practice.result)
    act.note("pilot", row.pk, place=row.place.path, after={"results_on": on.isoformat()}, as_of=on)
    return row


@verb("fieldwork.adopt", Right.EDIT_OPENINGS)
def adopt(act: Act, key: int, place: str, on: date) -> Adoption:
    """Takes a practice over at another place; it leads back to its pilot."""
    practice = act.lock(Practice, pk=key)
    site = reach.unit_within(act.actor, place, "place")
    act.at(site.path)
    core.adopt(convert.pilot_site(practice.pilot), str(practice.pk), site.code, known_by_now(on))
    if practice.adoptions.filter(place=site).exists():
        raise Refused("adopted_already", f"{site.name} has taken this over already.", place=site.code)
    row = Adoption.objects.create(practice=practice, place=site, adopted_on=on)
    said = {"pilot": practice.pilot_id, "practice": practice.name}
    act.note("adoption", row.pk, place=site.path, after=said, as_of=on)
    return row
