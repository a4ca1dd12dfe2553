"""Leaving: one or many at once, with a senior who goes along."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import prefetch_related_objects

from grassrota.errors import Refused
from grassrota.posting import escort as core
from grassrota.posting import steps
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.fieldwork import convert
from grassrota_web.fieldwork.actions.places import known_by_now, note, shared_path
from grassrota_web.fieldwork.departing import judged
from grassrota_web.orgs import convert as orgs
from grassrota_web.orgs import reach
from grassrota_web.orgs.models import Person
from grassrota_web.postings.convert import put_posting
from grassrota_web.postings.models import BatchRecord, Escort, Posting

SEEN = ("person__unit", "person__site", "home_unit", "opening__place", "opening__programme", "rotation__scale")
"""What a departure is judged with."""


@verb("fieldwork.depart", Right.STEP_POSTING)
def depart(act: Act, keys: Collection[int], on: date, senior: str = "") -> list[Posting]:
    """Lets people leave on one day, all of them or nobody, with a senior who goes along if one is named.

    Days and months of their turns count from this day.

    Raises:
        Refused: ``nobody_named``; ``not_ready``, with everything that stands against each of them.
    """
    if not keys:
        raise Refused("nobody_named", "Choose who left.")
    rows = [act.lock(Posting, pk=key) for key in sorted(keys)]
    prefetch_related_objects(rows, *SEEN)
    for row in rows:
        act.at(row.home_unit.path)
    found = judged(rows, known_by_now(on))
    _refuse_unready(rows, {key: objections for key, (_value, objections) in found.items()}, on)
    for row in rows:
        put_posting(row, found[row.pk][0]).save()
    if senior:
        _escort(act, rows, reach.person_within(act.actor, senior, "senior"))
    place = shared_path([row.home_unit.path for row in rows])
    alone = rows[0].person.code if len(rows) == 1 else ""
    said: dict[str, object] = {"departed_on": on.isoformat(), "people": [row.person.code for row in rows]}
    said |= {"senior": senior, "last_days": sorted({row.last_day.isoformat() for row in rows})}
    act.note("posting", rows[0].pk if alone else "several", place=place, person=alone, after=said, as_of=on)
    return rows


@verb("fieldwork.release", Right.STEP_POSTING)
def release(act: Act, key: int, on: date) -> Posting:
    """Takes somebody off before the departure; nobody is asked why, and no reason is kept."""
    row = act.lock(Posting, pk=key)
    act.at(row.home_unit.path)
    put_posting(row, steps.release(convert.posting(row), known_by_now(on))).save()
    note(act, row, "posting", row.pk, after={"released_on": on.isoformat()}, as_of=on)
    return row


def _refuse_unready(rows: Sequence[Posting], objections: dict[int, tuple[str, ...]], on: date) -> None:
    against = [f"{row.person.name}: {'; '.join(found)}" for row in rows if (found := objections[row.pk])]
    if against:
        message = f"Nobody leaves on {on} before this is settled. {' '.join(against)}"
        raise Refused("not_ready", message, objections=tuple(against))


def _escort(act: Act, rows: Sequence[Posting], senior: Person) -> None:
    """Writes down who went along; it takes the place of whom one had in mind before."""
    scale = orgs.scale(rows[0].rotation.scale)
    people, postings = [orgs.person(row.person) for row in rows], [convert.posting(row) for row in rows]
    entry = core.escort(orgs.person(senior), people, postings, scale)
    record = act.lock(BatchRecord, rotation=rows[0].rotation, batch=entry.batch)
    said = {"departs_on": entry.departed_on, "people": list(entry.people), "handed_to": None, "handed_over_on": None}
    Escort.objects.update_or_create(record=record, senior=senior, defaults=said)
