"""Bulletins as they were issued, and whether they still hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grassrota.errors import BadInput
from grassrota.figures.definitions import DEFINITIONS, Subject
from grassrota.figures.issue.issued import read_document
from grassrota.figures.issue.seal import Sealed, holds
from grassrota.figures.ledger import digest
from grassrota_web.figures.models import Bulletin, LedgerEntry, PublishedTotal, Reading
from grassrota_web.figures.queries.verified import changes_of
from grassrota_web.intake.log import public_key
from grassrota_web.journal.models import Entry


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was looked at, and whether it is as it was."""

    words: str
    holds: bool


def sealed(row: Bulletin) -> Sealed:
    """A bulletin as it was signed."""
    return Sealed(read_document(row.content), row.key, row.signature)


def looked_at(row: Bulletin) -> list[Checked]:
    """Whether its signature, the readings that it rests on and its numbers are what they were when it was issued."""
    try:
        found = sealed(row)
    except BadInput:
        return [Checked(_("What is stored is no bulletin any more."), False)]
    issued = found.issued
    noted = Entry.objects.filter(verb="figures.issue_bulletin", subject=str(row.pk)).order_by("number").first()
    known = noted is not None and (noted.after or {}).get("digest") == found.digest
    checks = [
        Checked(_("It was signed with the key of this installation, just as it is."), holds(found, public_key())),
        Checked(_("The journal notes that it was issued, with the same hash."), known),
    ]
    for note in issued.readings:
        entry = Entry.objects.filter(number=note.entry, verb="figures.read_day", subject=note.day.isoformat()).first()
        stored = Reading.objects.filter(day=note.day, digest=note.digest).exists()
        same = entry is not None and (entry.after or {}).get("digest") == note.digest and stored
        again = same and digest(note.day, changes_of(note.day)) == note.digest
        day = date_format(note.day)
        said = _("The reading of %(day)s has the hash that the bulletin and the journal name.") % {"day": day}
        checks.append(Checked(said, again))
    counted = {one.counted: one.count for one in issued.numbers}
    agree = all(_total(row.unit_id, key.figure, key.part, key.day) == count for key, count in counted.items())
    checks.append(Checked(_("Every number is the one in the ledger."), agree))
    told = {key: count for key, count in counted.items() if DEFINITIONS[key.figure].subject is Subject.OPINIONS}
    shown = all(_published(row.unit_id, key.figure, key.day) == count for key, count in told.items())
    checks.append(Checked(_("Every number of opinions was published as of its day."), shown))
    return checks


def _total(unit: int, figure: str, part: str, day: date) -> int:
    rows = LedgerEntry.objects.filter(unit_id=unit, figure=figure, part=part, day__lte=day)
    return rows.order_by("-day").values_list("total", flat=True).first() or 0


def _published(unit: int, figure: str, day: date) -> int | None:
    rows = PublishedTotal.objects.filter(unit_id=unit, figure=figure, day=day)
    return rows.values_list("total", flat=True).first()
