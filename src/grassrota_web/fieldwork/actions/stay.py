"""Arriving, the host's word on it, coming back, and closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from grassrota.errors import Refused
from grassrota.posting import escort as escorts
from grassrota.posting import programme as programmes
from grassrota.posting import steps
from grassrota.posting.host import HostChecklist
from grassrota.turns import Turn
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.fieldwork import convert
from grassrota_web.fieldwork.actions.places import at_home_or_host, known_by_now, note
from grassrota_web.fieldwork.models import Reception, TaskReport
from grassrota_web.fieldwork.windows import policy_of
from grassrota_web.orgs import convert as orgs
from grassrota_web.orgs.models import Programme
from grassrota_web.postings.convert import put_posting
from grassrota_web.postings.models import Escort, Posting


@verb("fieldwork.arrive", Right.STEP_POSTING)
def arrive(act: Act, key: int, on: date) -> Posting:
    """Notes that somebody has arrived; the host's own word on it comes apart."""
    row = act.lock(Posting, pk=key)
    at_home_or_host(act, row)
    put_posting(row, steps.arrive(convert.posting(row), known_by_now(on))).save()
    note(act, row, "posting", row.pk, after={"arrived_on": on.isoformat()}, as_of=on)
    return row


@verb("fieldwork.receive", Right.RECEIVE)
def receive(act: Act, key: int, word: HostChecklist) -> Posting:
    """The host confirms an arrival: met, briefed, a place to stay, and that it is paid or agreed."""
    row = act.lock(Posting, pk=key)
    act.at(row.opening.place.path)
    value, day = convert.posting(row), known_by_now(word.confirmed_on, "confirmed_on")
    if value.state == steps.PostingState.DEPARTED:
        value = steps.arrive(value, day, word)
    elif value.arrived_on is None:
        raise Refused("not_arrived", f"{row.person.name} has not left home yet.", posting=row.pk)
    value = replace(value, reception=word)
    put_posting(row, value).save()
    before = Reception.objects.filter(posting=row).first()
    said = _said(convert.reception(before)) if before else None
    convert.put_reception(before or Reception(posting=row), word).save()
    _hand_over(row, day)
    note(act, row, "reception", row.pk, before=said, after=_said(word), as_of=day)
    return row


@verb("fieldwork.come_back", Right.STEP_POSTING)
def come_back(act: Act, key: int, on: date) -> Posting:
    """Notes that somebody is at home again."""
    row = act.lock(Posting, pk=key)
    act.at(row.home_unit.path)
    put_posting(row, steps.come_back(convert.posting(row), known_by_now(on))).save()
    note(act, row, "posting", row.pk, after={"returned_on": on.isoformat()}, as_of=on)
    return row


@verb("fieldwork.close", Right.STEP_POSTING)
def close(act: Act, key: int, on: date) -> Posting:
    """Closes a posting once the reports on every task are there."""
    row = act.lock(Posting, pk=key)
    act.at(row.home_unit.path)
    filed = TaskReport.objects.filter(person=row.person).select_related("person", "owner")
    value = steps.close(convert.posting(row), known_by_now(on), map(convert.report, filed))
    put_posting(row, value).save()
    note(act, row, "posting", row.pk, after={"closed_on": on.isoformat()}, as_of=on)
    return row


@verb("fieldwork.end_with_programme", Right.STEP_POSTING)
def end_with_programme(act: Act, key: int) -> Posting:
    """Moves the planned end of a posting to the last day of the host's programme that it serves."""
    row = act.lock(Posting, pk=key)
    act.at(row.home_unit.path)
    serves = row.opening.programme
    if serves is None or serves.last_day is None:
        raise Refused("no_programme", f"{row.opening} serves no programme whose last day is known.", posting=row.pk)
    value, opening, policy = convert.posting(row), orgs.opening(row.opening), policy_of(row.rotation)
    programme = _programme(serves, serves.last_day, opening.place)
    tie = programmes.link(value, opening, programme)
    moved = programmes.end_with(value, tie, programme, policy.form, policy.events)
    put_posting(row, moved).save()
    before, after = ({"last_day": one.turn.last.isoformat()} for one in (value, moved))
    note(act, row, "posting", row.pk, before=before, after={**after, "programme": serves.name})
    return row


def _programme(row: Programme, last: date, place: str) -> programmes.HostProgramme:
    """The programme as it is at one place, which may lie below the unit whose programme it is."""
    return programmes.HostProgramme(str(row.pk), place, row.name, Turn(row.first_day, last))


def _hand_over(row: Posting, day: date) -> None:
    """Whoever went along handed people over when their host received the first of them."""
    going = Escort.objects.filter(record__rotation=row.rotation, record__batch=row.batch, handed_over_on=None)
    for found in going.select_related("record", "senior", "handed_to"):
        if row.person.code in found.people and found.departs_on <= day:
            place = row.opening.place
            found.handed_over_on = escorts.hand_over(convert.escorted(found), place.code, day).handed_over_on
            found.handed_to = place
            found.save(update_fields=["handed_to", "handed_over_on"])


def _said(word: HostChecklist) -> dict[str, object]:
    names = ("met", "briefed", "lodging_ready", "lodging_paid", "lodging_agreed")
    return {"confirmed_on": word.confirmed_on.isoformat(), **{name: getattr(word, name) for name in names}}
