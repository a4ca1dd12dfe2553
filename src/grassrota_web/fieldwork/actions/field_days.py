"""Days in the field: synchronised once and only once, struck out, excused, moved; and the rule that says which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone

from grassrota.errors import BadInput, Fault, Faults
from grassrota.posting.attendance import FieldDayExcuse
from grassrota.posting.field_version import Version
from grassrota.posting.sync import Receipt, Result, SyncedLog, merge
from grassrota.turns import Recurrence
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.fieldwork import convert, models
from grassrota_web.orgs.models import Person, Rotation

MOST_ENTRIES = 200
"""Entries that are taken at once; a device sends the rest afterwards."""
LONGEST_PLACE = 200
MOST_CONTACTS = 10_000
MOST_REPLACED = 50


@verb("fieldwork.sync", Right.ACT_FOR_ONESELF)
def sync(act: Act, sent: Sequence[object], belongs_to: str) -> tuple[Result, ...]:
    """Takes up days in the field that somebody noted, perhaps offline: each once, however often it is sent.

    Args:
        act: The act.
        sent: Entries as ``read_version`` takes them.
        belongs_to: Whose entries the device says they are.

    Raises:
        BadInput: For more entries than are taken at once, or if they are somebody else's; nothing is kept then.
    """
    act.of(act.actor.person)
    faults = Faults()
    faults.unless(belongs_to == act.actor.person, "for", "the days of whoever is signed in", "somebody else's")
    faults.unless(len(sent) <= MOST_ENTRIES, "entries", f"at most {MOST_ENTRIES} at once", len(sent))
    faults.raise_if_any()
    person = act.lock(Person, code=act.actor.person)
    checked = [(entry, _unfit(entry)) for entry in sent]
    fit = [entry for entry, wrong in checked if isinstance(entry, dict) and not wrong]
    known = _known(person, fit)
    log, answers = merge(SyncedLog(tuple(sorted(known.values(), key=_key))), fit, person.code, timezone.localdate())
    new = [version for version in log.versions if version.digest not in known]
    _keep(person, new, log)
    after = {"accepted": [_said(version) for version in new]}
    act.note("field days", person.code, place=person.unit.path, person=person.code, after=after)
    given = iter(answers)
    return tuple(Result(_id(entry), Receipt.REFUSED, wrong) if wrong else next(given) for entry, wrong in checked)


@verb("fieldwork.excuse", Right.ACT_FOR_ONESELF)
def excuse(act: Act, code: str, value: FieldDayExcuse) -> models.FieldDayExcuse:
    """Says that a field day is missed, for one undivided reason, or taken on another day."""
    person = act.lock(Person, code=code)
    if act.actor.person == code:
        act.of(code)
    else:
        act.at(person.unit.path, Right.STEP_POSTING)
    row = models.FieldDayExcuse.objects.filter(person=person, day=value.day).first()
    before = _excused(row) if row else None
    row = row or models.FieldDayExcuse(person=person, day=value.day)
    row.reason, row.swapped_to = value.reason.value, value.swapped_to
    row.save()
    subject = f"{code} {value.day}"
    act.note("field day", subject, place=person.unit.path, person=code, before=before, after=_excused(row))
    return row


@verb("fieldwork.set_field_days", Right.EDIT_POLICY)
def set_field_days(
    act: Act, rotation: int, rule: str, grades: Sequence[str], except_on: Sequence[date] = ()
) -> models.FieldDayRule:
    """Says on which days, and for which grades, there is a field day."""
    call = act.lock(Rotation, pk=rotation)
    act.at(call.home.path)
    Recurrence(rule, tuple(except_on))
    strangers = sorted(set(grades) - set(call.scale.grades.values_list("code", flat=True)))
    if strangers or not grades:
        got = ", ".join(strangers) or "none"
        raise BadInput([Fault("grades", f"grades of scale {call.scale.version}", got)])
    row = models.FieldDayRule.objects.filter(rotation=call).first() or models.FieldDayRule(rotation=call)
    before = {"rule": row.rule, "grades": row.grades} if row.pk else None
    row.rule, row.grades, row.except_on = rule, sorted(grades), [day.isoformat() for day in sorted(except_on)]
    row.save()
    act.note(
        "field day rule", call.code, place=call.home.path, before=before, after={"rule": rule, "grades": row.grades}
    )
    return row


def _unfit(entry: object) -> tuple[Fault, ...]:
    """Why an entry is not even looked at: it is no entry, or longer than anybody would write by hand."""
    if not isinstance(entry, dict):
        return (Fault("", "an entry", "something else"),)
    faults, place, contacts, replaces = Faults(), entry.get("place"), entry.get("contacts"), entry.get("replaces")
    name = place if isinstance(place, str) else ""
    faults.unless(len(name) <= LONGEST_PLACE, "place", f"at most {LONGEST_PLACE} characters", len(name))
    faults.unless(name.isprintable(), "place", "a name on one line", "something else")
    count = contacts if isinstance(contacts, int) else 0
    faults.unless(count <= MOST_CONTACTS, "contacts", f"at most {MOST_CONTACTS}", count)
    length = len(replaces) if isinstance(replaces, list) else 0
    faults.unless(length <= MOST_REPLACED, "replaces", f"at most {MOST_REPLACED} versions", length)
    return tuple(faults.found)


def _known(person: Person, fit: Sequence[Mapping[str, object]]) -> dict[str, Version]:
    keys = {_id(entry) for entry in fit}
    rows = models.FieldEntry.objects.filter(person=person, key__in=keys).select_related("person")
    return {row.digest: convert.version(row) for row in rows}


def _keep(person: Person, new: Sequence[Version], log: SyncedLog) -> None:
    models.FieldEntry.objects.bulk_create(
        convert.put_version(models.FieldEntry(person=person), version) for version in new
    )
    replaced = {digest for version in log.versions for digest in version.replaces}
    models.FieldEntry.objects.filter(person=person, digest__in=replaced).update(replaced=True)


def _key(version: Version) -> tuple[str, str, str]:
    return version.person, version.id, version.digest


def _id(entry: object) -> str:
    name = entry.get("id") if isinstance(entry, dict) else ""
    return name[:64] if isinstance(name, str) else ""


def _said(version: Version) -> dict[str, object]:
    said: dict[str, object] = {"entry": version.id, "version": version.digest}
    if version.entry is not None:
        day = version.entry.field_day
        said |= {
            "day": day.day.isoformat(),
            "kind": day.kind.value,
            "place": day.place,
            "contacts": version.entry.contacts,
        }
    return said


def _excused(row: models.FieldDayExcuse) -> dict[str, object]:
    return {"reason": row.reason, "swapped_to": row.swapped_to.isoformat() if row.swapped_to else None}
