"""Bulletins as they were issued, and whether they still hold."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from grassrota.errors import BadInput
from grassrota.figures.issue.issued import read_document
from grassrota.figures.issue.seal import Sealed, holds
from grassrota.figures.ledger import digest
from grassrota_web.figures.models import Bulletin, LedgerEntry, Reading
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
        said = _("The reading of %(day)s has the hash that the bulletin and the journal name.") % {"day": note.day}
        checks.append(Checked(said, again))
    counted = {one.counted: one.count for one in issued.numbers}
    agree = all(_total(row.unit_id, key.figure, key.part, key.day) == count for key, count in counted.items())
    checks.append(Checked(_("Every number is the one in the ledger."), agree))
    return checks


def _total(unit: int, figure: str, part: str, day: object) -> int:
    rows = LedgerEntry.objects.filter(unit_id=unit, figure=figure, part=part, day__lte=day)
    return rows.order_by("-day").values_list("total", flat=True).first() or 0
