"""From what waited in a tray to rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from grassrota_web.intake.entries import Filed
from grassrota_web.intake.models import Concerned
from grassrota_web.journal.daily import daily_ids
from grassrota_web.orgs.models import Person, Unit


class NewOpinion(NamedTuple):
    """Columns of a new opinion."""

    id: UUID
    day: date
    words: str
    read_as: str
    language: str
    place_id: int | None
    place_words: str
    addressed_id: int | None
    topic: str
    channel: str
    by_proxy: bool
    inspection: bool
    unclear: bool
    may_visit: bool
    may_publish: bool
    suggestion: str
    credit: str


def rows(day: date, filed: Sequence[Filed]) -> tuple[list[NewOpinion], list[Concerned]]:
    """New rows of a day, in the same order; a unit that is gone since is one that could not be told.

    Within the transaction that writes them.
    """
    named = {key for entry in filed for key in (*entry.filing.units, entry.filing.place, entry.filing.addressed) if key}
    # locked until the rows are written, in place of the store's looking at each row's unit when they are
    units = Unit.objects.select_for_update(no_key=True).order_by("pk").in_bulk(list(named))
    opinions = [_opinion(key, entry, units) for key, entry in zip(daily_ids(day, len(filed)), filed, strict=True)]
    found = zip(filed, opinions, strict=True)
    return opinions, [row for entry, opinion in found for row in _concerned(entry, opinion, units)]


def unit_called(words: str) -> Unit | None:
    """The one unit of this name; None if there is none, or more than one."""
    found = list(Unit.objects.filter(name=words.strip())[:2])
    return found[0] if len(found) == 1 else None


def _opinion(key: UUID, entry: Filed, units: Mapping[int, Unit]) -> NewOpinion:
    filing = entry.filing
    return NewOpinion(
        id=key,
        day=entry.day,
        words=filing.words,
        read_as=filing.read_as,
        language=filing.language,
        place_id=filing.place if filing.place in units else None,
        place_words=filing.place_words,
        addressed_id=filing.addressed if filing.addressed in units else None,
        topic=filing.topic,
        channel=filing.channel,
        by_proxy=filing.by_proxy,
        inspection=filing.inspection,
        unclear=filing.unclear or not all(map(units.__contains__, filing.units)),
        may_visit=filing.may_visit,
        may_publish=filing.may_publish,
        suggestion=filing.suggestion,
        credit=filing.credit,
    )


def _concerned(entry: Filed, opinion: NewOpinion, units: Mapping[int, Unit]) -> list[Concerned]:
    """A row for each unit, and for each member of staff in it or at its head who bears a name that was given."""
    known = [units[key] for key in entry.filing.units if key in units]
    found = [Concerned(opinion_id=opinion.id, unit=unit) for unit in known]
    for name in entry.filing.named:
        codes = _codes(name, known)
        found += [Concerned(opinion_id=opinion.id, named=name, staff=code) for code in codes or [""]]
    return found


def _codes(name: str, units: Sequence[Unit]) -> list[str]:
    """Codes of the staff of this name who work or were posted in one of the units or below, or head it or one above."""
    near = Q(pk__in=[])
    for unit in units:
        above = [unit.path[: end + 1] for end, sign in enumerate(unit.path) if sign == "/" and end]
        near |= Q(unit__path__startswith=unit.path) | Q(heads__path__in=above)
        near |= Q(postings__opening__place__path__startswith=unit.path)
    people = Person.objects.filter(near, name=name, left_on=None)
    return sorted(set(people.values_list("code", flat=True)))
