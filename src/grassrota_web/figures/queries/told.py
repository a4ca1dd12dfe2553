"""What everybody may know of opinions: published totals along the tree, and public bulletins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from grassrota.figures.interval import Interval
from grassrota.figures.release.share import Share, share
from grassrota.figures.release.shown import Release, Releases
from grassrota_web.figures.models import Bulletin, Publication, PublishedTotal
from grassrota_web.figures.published import releases
from grassrota_web.orgs.models import Unit

AT_ONCE = 500
"""Units looked up at a time."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a unit shows of each figure.

    Attributes:
        unit: The unit.
        releases: All that was published of it and of units beside it, by figure.
        on: Nothing published of a later day is looked at.
    """

    unit: Unit
    releases: Mapping[str, Releases]
    on: date

    @property
    def totals(self) -> Mapping[str, Release]:
        """The last totals by figure; what is missing shows nothing."""
        found = {figure: each.shown(self.unit.code, self.on) for figure, each in self.releases.items()}
        return {figure: release for figure, release in found.items() if release}

    def share(self, part: str, whole: str) -> Share | None:
        """A share as of the last day as of which both are shown."""
        return share(self.releases[part], self.releases[whole], self.unit.code, self.on)

    def really_fixed(self) -> tuple[Interval, date] | None:
        """Between which shares of what is reported as fixed is really so, whatever the silent would say, and when."""
        found = self.share("confirmed", "reported_fixed")
        if found is None:
            return None
        refuted = self.releases["refuted"].shown(self.unit.code, found.day)
        no = refuted.total if refuted and refuted.day == found.day else 0
        between = Interval.closed(found.part, found.whole - no).over(Interval.exactly(found.whole))
        return (between, found.day) if between else None


def publication(on: date | None = None) -> Publication | None:
    """The last one up to a day, or of all; None if nothing was published by then."""
    known = Publication.objects.order_by("-day")
    return (known.filter(day__lte=on) if on else known).first()


def told(units: Sequence[Unit], on: date) -> list[Told]:
    """What some units show as of a day."""
    found = releases(PublishedTotal.objects.filter(unit__in=units, day__lte=on))
    return [Told(unit, found, on) for unit in units]


def below(top: Unit | None) -> QuerySet[Unit]:
    """The units directly below one, or those at the top, by name."""
    return Unit.objects.filter(parent=top).order_by("name", "pk")


def everything(top: Unit | None, on: date) -> Iterator[Told]:
    """What a unit and all below it show, or all units, each after the one above it."""
    rows = Unit.objects.filter(path__startswith=top.path if top else "/").select_related("parent").order_by("path")
    some: list[Unit] = []
    for row in rows.iterator(AT_ONCE):
        some.append(row)
        if len(some) == AT_ONCE:
            yield from told(some, on)
            some = []
    yield from told(some, on)


def above(unit: Unit) -> list[Unit]:
    """The units above one, from the top down."""
    keys = [int(key) for key in unit.path.strip("/").split("/")][:-1]
    return sorted(Unit.objects.filter(pk__in=keys), key=lambda row: len(row.path))


def bulletins(top: Unit | None = None) -> QuerySet[Bulletin]:
    """Bulletins that everybody may read, the latest first: of a unit and those below it, or all."""
    rows = Bulletin.objects.filter(public=True).select_related("unit")
    return rows.filter(unit__path__startswith=top.path) if top else rows
