"""What is done for a batch before it leaves: the briefing, and who goes along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from grassrota.errors import BadInput, Fault, Refused
from grassrota.posting.escort import escort as escorted
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs import convert as orgs
from grassrota_web.orgs.models import Person, Rotation
from grassrota_web.postings import convert
from grassrota_web.postings.actions.availability import apply_what_is_due
from grassrota_web.postings.models import BatchRecord, Escort, Posting


@verb("postings.brief", Right.STEP_POSTING)
def brief(act: Act, record: BatchRecord, on: date) -> None:
    """Records that a batch was briefed: what to expect, whom to turn to, and that one is neither guest nor envoy."""
    act.at(record.rotation.home.path)
    record = act.lock(BatchRecord, pk=record.pk)
    if record.list_published_on is None or on < record.list_published_on:
        raise Refused("not_published", _("A batch is briefed once its list is published."))
    before, record.briefing_on = record.briefing_on, on
    record.save(update_fields=["briefing_on"])
    named, place = f"{record.rotation.code} {record.batch}", record.rotation.home.path
    before_told = {"briefing_on": before.isoformat()} if before else None
    act.note("batch", named, place=place, before=before_told, after={"briefing_on": on.isoformat()}, as_of=on)


@verb("postings.name_escort", Right.STEP_POSTING)
def name_escort(act: Act, record: BatchRecord, senior: str, people: Sequence[str], on: date) -> Escort:
    """Names a senior who goes along with people of a batch; named again, it is for the people named last.

    Raises:
        Refused: ``not_senior`` unless the escort's grade is above everybody's.
        BadInput: If somebody is beyond reach, or not listed in the batch.
    """
    home = record.rotation.home.path
    act.at(home)
    leader = visible(act.actor, Person.objects.select_related("unit", "site")).filter(code=senior, left_on=None).first()
    if leader is None:
        raise BadInput([Fault("senior", "the id of a person within your reach", senior or "nothing")])
    apply_what_is_due(act.lock(Rotation, pk=record.rotation_id))
    rows = Posting.objects.select_related("person__unit", "person__site", "home_unit", "opening").filter(
        rotation=record.rotation, batch=record.batch, person__code__in=people, released_on=None, departed_on=None
    )
    strange = sorted(set(people) - {row.person.code for row in rows})
    if strange or not people:
        raise BadInput([Fault("people", f"people listed in batch {record.batch}", ", ".join(strange) or "nobody")])
    # the core records who went along; asked beforehand, it says whether they may
    leaving = [replace(convert.posting(row), departed_on=max(on, row.listed_on or on)) for row in rows]
    value = escorted(
        orgs.person(leader), [orgs.person(row.person) for row in rows], leaving, orgs.scale(record.rotation.scale)
    )
    row, _made = Escort.objects.update_or_create(
        record=record, senior=leader, defaults={"departs_on": on, "people": list(value.people)}
    )
    after = {"escort": senior, "people": list(value.people), "departs_on": on.isoformat()}
    act.note("escort", f"{record.rotation.code} {record.batch}", place=home, after=after, as_of=on)
    return row
