"""Publications: what of the figures of opinions everybody may know, day by day; no difference tells on anybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from grassrota.errors import Refused
from grassrota.figures.release.bound import Published, digest, published_on
from grassrota.figures.release.together import released_together
from grassrota_web.access.actor import Actor, Application
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.figures.models import Publication, PublishedTotal, Reading
from grassrota_web.figures.published import releases, standing, true_totals
from grassrota_web.journal.rows import insert
from grassrota_web.orgs.convert import unit_tree
from grassrota_web.orgs.models import Unit

COLUMNS = ("unit_id", "figure", "day", "total", "left", "above_id")


def publish_day(actor: Actor, day: date) -> Publication:
    """Publishes what may be told of the figures of a closed day, given all that was told before.

    Raises:
        Refused: ``not_closed`` if the day was not read to its end, ``published`` if it or a later one was published.
    """
    before = releases(PublishedTotal.objects.filter(day__lt=day))
    tree, totals = unit_tree(Unit.objects.all()), true_totals(day)
    after = released_together(tree, before, totals, day)
    return write_publication(actor, day, published_on(after, day), standing(tree, totals, before))


@verb("figures.publish_day", Right.KEEP_RECORDS)
def write_publication(act: Act, day: date, published: Sequence[Published], tree: str) -> Publication:
    """Writes down which totals of opinions everybody may read from now on, as of a day whose reading is closed."""
    act.anywhere()
    # whoever publishes at the same time waits, and then finds it done
    list(Unit.objects.select_for_update(no_key=True).filter(parent=None))
    if not Reading.objects.filter(day=day, closed=True).exists():
        raise Refused("not_closed", f"The figures of {day} were not read to the end of the day.", day=day)
    if Publication.objects.filter(day__gte=day).exists():
        raise Refused("published", f"Totals are published up to {day} or later: none are taken back.", day=day)
    keys = dict(Unit.objects.values_list("code", "pk"))
    insert(
        PublishedTotal,
        COLUMNS,
        [
            (keys[one.unit], one.figure, day, one.total, one.left, keys[one.under] if one.under else None)
            for one in published
        ],
    )
    said = {"totals": len(published), "digest": digest(day, published), "tree": tree}
    row = Publication(day=day, published_on=timezone.localdate(), **said)
    row.save(force_insert=True)
    act.note("figures", day.isoformat(), after=said)
    return row


def publish_due() -> list[Publication]:
    """Publishes every closed day since the last that was published; where none was, the last closed day alone."""
    closed = Reading.objects.filter(closed=True).order_by("day")
    last = Publication.objects.order_by("-day").first() or closed.last()
    if last is None:
        return []
    after = closed.filter(day__gt=last.day) if isinstance(last, Publication) else closed.filter(day=last.day)
    return [publish_day(Application(), reading.day) for reading in after]
