"""What a bulletin of a unit may draw on: counts of closed readings, published totals, and what stands around them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import override

from grassrota.errors import Refused
from grassrota.figures.definitions import DEFINITIONS, Dimension, Subject
from grassrota.figures.figure import Coverage
from grassrota.figures.issue.known import Both, Counted, Judged, Known, ReadingNote, both
from grassrota.figures.issue.place import Kind, Place
from grassrota.inspection.words import Language
from grassrota.inspection.words import words as told
from grassrota_web.access.actor import Actor
from grassrota_web.access.scope import visible
from grassrota_web.figures.models import ASKED, Bulletin, LedgerEntry, PublishedTotal, Reading
from grassrota_web.figures.names import AGES
from grassrota_web.figures.part_names import names
from grassrota_web.figures.published import releases, unchanged
from grassrota_web.inspections import convert
from grassrota_web.inspections.looks import counting
from grassrota_web.inspections.models import Claim
from grassrota_web.inspections.queries.published import LEAST
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.models import Unit

OPINIONS = tuple(one.code for one in DEFINITIONS.values() if one.subject is Subject.OPINIONS)
"""Figures of which nothing is told but what is published."""
VERDICTS = 10
"""So many verdicts of inspections are beside the figures, the latest."""


def known(actor: Actor, unit: Unit, day: date, places: Iterable[Place]) -> Known:
    """Everything that some places may ask for, of what somebody may read; what was not read is left out.

    Raises:
        Refused: ``reading_changed`` or ``publication_changed`` if the journal holds another hash than is stored.
    """
    asked = tuple(places)
    last = Bulletin.objects.filter(unit=unit, as_of__lt=day).order_by("-as_of").values_list("as_of", flat=True).first()
    days = {day, *(one for place in asked for one in place.days), *([last] if last else [])}
    others = list(Unit.objects.filter(parent=unit.parent).exclude(pk=unit.pk)) if unit.parent_id else []
    published = releases(PublishedTotal.objects.filter(unit__in=[unit, *others], day__lte=max(days)))
    told = {one.day for figure in published.values() for one in figure.by_unit.get(unit.code, ())}
    unchanged(told)
    readings = {note.day: note for note in _readings(days | told)}
    counts = {
        Counted(one, figure, part): total
        for one in sorted(readings.keys() & days)
        for figure, part, total in _totals(LedgerEntry.objects.filter(unit=unit).exclude(figure__in=OPINIONS), one)
    }
    ranked = {place.subjects[0] for place in asked if place.kind is Kind.RANK}
    opinions = any(Subject.OPINIONS in place.subjects for place in asked)
    whole = {place.figure for place in asked if place.kind is Kind.COMPLETE}
    return Known(
        unit=unit.code,
        name=unit.name,
        as_of=day,
        published=timezone.localdate(),
        readings=readings,
        counts=counts,
        releases=published,
        names=_names(),
        coverage={figure: _coverage(unit, figure, day) for figure in whole},
        beside=_beside(actor, others, day, ranked) if ranked and others else None,
        last=last,
        verdicts=tuple(_verdicts(actor, unit, day)) if opinions else (),
    )


def _readings(days: Iterable[date]) -> Iterator[ReadingNote]:
    rows = list(Reading.objects.filter(day__in=list(days), closed=True))
    entries = Entry.objects.filter(verb="figures.read_day", subject__in=[row.day.isoformat() for row in rows])
    noted = {entry.subject: entry for entry in entries.order_by("number")}
    for row in rows:
        entry = noted.get(row.day.isoformat())
        if entry is None or (entry.after or {}).get("digest") != row.digest:
            message = f"The journal holds another hash of the reading of {row.day}: verify the ledger first."
            raise Refused("reading_changed", message, day=row.day)
        yield ReadingNote(row.day, row.read_on, row.digest, entry.number)


def _totals(rows: QuerySet[LedgerEntry], day: date) -> Iterator[tuple[str, str, int]]:
    found = rows.filter(day__lte=day).order_by().values_list("figure", "part").annotate(total=Sum("amount"))
    return ((figure, part, total) for figure, part, total in found if total)


def _names() -> Mapping[str, Both | str]:
    """What parts are called in either language; ages, as every language writes them."""
    spoken = {}
    for language, code in ((Language.ENGLISH, "en"), (Language.CHINESE, "zh-hans")):
        with override(code):
            spoken[language] = {f"{by}:{part}": name for by in Dimension for part, name in names(by).items()}
    found = {part: both(name, spoken[Language.CHINESE][part]) for part, name in spoken[Language.ENGLISH].items()}
    return {**found, **AGES}


def _coverage(unit: Unit, figure: str, day: date) -> Coverage:
    """How many units without units below them state any; a unit with none below it is its own."""
    below = Unit.objects.filter(path__startswith=unit.path)
    ends = below.exclude(Exists(Unit.objects.filter(parent=OuterRef("pk"))))
    if figure in OPINIONS:
        told = PublishedTotal.objects.filter(figure=figure, day__lte=day, unit__in=ends).order_by("day")
        last = dict(told.values_list("unit", "total"))
        having = sum(1 for total in last.values() if total)
    else:
        rows = LedgerEntry.objects.filter(figure=figure, part="", day__lte=day, unit__in=ends)
        having = rows.order_by().values("unit").annotate(total=Sum("amount")).filter(total__gt=0).count()
    return Coverage(having, None if below.filter(open_list=True).exists() else ends.count())


def _beside(
    actor: Actor, others: Sequence[Unit], day: date, subjects: Collection[Subject]
) -> Mapping[str, Mapping[str, int]] | None:
    """Counts of the other units of the same superior, but of opinions; None unless somebody may read all of them."""
    if not all(actor.may(ASKED[subject], other.path) for other in others for subject in subjects):
        return None
    found: dict[str, dict[str, int]] = {other.code: {} for other in others}
    rows = LedgerEntry.objects.filter(unit__in=others, part="", day__lte=day).exclude(figure__in=OPINIONS).order_by()
    for code, figure, total in rows.values_list("unit__code", "figure").annotate(total=Sum("amount")):
        found[code][figure] = total
    return found


def _verdicts(actor: Actor, unit: Unit, day: date) -> Iterator[Judged]:
    """Of rounds that have ended, as everybody may read them, and never of few opinions."""
    ended = Claim.objects.filter(round__ended_on__isnull=False, received__gte=LEAST)
    rows = visible(actor, ended.filter(unit__path__startswith=unit.path, concluded_on__lte=day))
    for row in rows.select_related("unit", "round").order_by("-concluded_on", "pk")[:VERDICTS]:
        visits = list(row.visits.filter(case__isnull=False))
        verdict = convert.verdict(row, visits, counting(row))
        given = row.concluded_on
        assert given is not None
        english, chinese = (tuple(told(verdict, one).splitlines()) for one in (Language.ENGLISH, Language.CHINESE))
        yield Judged(row.unit.name, given, english, chinese)
