"""Closures that look as if nobody had looked are shown to the inspection office; a mark is no verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from grassrota.opinions import case as core
from grassrota.opinions.closures import Flag as Closures
from grassrota.opinions.closures import closed_at_once, closed_in_bulk, template_replies, without_action
from grassrota.opinions.merging import apart
from grassrota.opinions.refuted import claimed_again
from grassrota_web.access.actor import Application
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.journal.models import Entry
from grassrota_web.opinions import convert
from grassrota_web.opinions.models import Case, Fact, FactKind, Flag
from grassrota_web.opinions.queries.worklist import live

WINDOW = timedelta(days=92)
"""How long a claim is compared with others of its unit."""
ROWS = 2000
"""Cases asked for at once."""


def flag_all() -> None:
    """Looks through what each unit claimed of late; done twice, it changes nothing."""
    since = timezone.localdate() - WINDOW
    claimed = Fact.objects.filter(kind=FactKind.CLAIMED, on__gte=since)
    rows = live(Case.objects.filter(pk__in=claimed.values("case"))).exclude(owner=None)
    for owner in rows.order_by("owner").values_list("owner", flat=True).distinct():
        flag_closures(Application(), owner)


@verb("opinions.flag_closures", Right.CHECK_CASES, private=True)
def flag_closures(act: Act, owner: int) -> int:
    """Marks closures of a unit for inspectors to look at: nearly the same words, many on one day or at once."""
    act.anywhere()
    today = timezone.localdate()
    claimed = Fact.objects.filter(kind=FactKind.CLAIMED, on__gte=today - WINDOW)
    rows = list(live(Case.objects.filter(pk__in=claimed.values("case"), owner=owner)).select_related("owner"))
    known = convert.values(rows)
    cases = [known[row.pk] for row in rows]
    # bulks are counted by the parts of merged cases; what is marked is the whole
    whole = {part.id: UUID(case.id) for case in cases for part in (case, *apart([case]))}
    earlier = {(row.case_id, row.kind): row.since for row in Flag.objects.filter(case__in=rows)}
    found: dict[tuple[UUID, str], Flag] = {}
    for flag in _flags(cases):
        together = sorted({whole[case] for case in flag.cases})
        for case in together:
            since = earlier.get((case, flag.kind.value), today)
            told = {"day": flag.day, "usual": flag.usual, "times": flag.times}
            row = Flag(case_id=case, kind=flag.kind, like=together[0], since=since, **told)
            found[case, flag.kind.value] = row
    Flag.objects.filter(case__in=rows).delete()
    Flag.objects.bulk_create(found.values())
    act.note("flags", "closures", after={"marked": len(found)})
    return len(found)


def _flags(cases: Sequence[core.Case]) -> Iterator[Closures]:
    yield from template_replies(cases)
    yield from closed_in_bulk(cases)
    yield from closed_at_once(cases, _recorded(cases))
    yield from without_action(cases)
    yield from claimed_again(cases)


def _recorded(cases: Sequence[core.Case]) -> dict[str, datetime]:
    """When the last claim of each was recorded: cases hold days alone, the journal knows the moment of each write."""
    moments: dict[str, datetime] = {}
    for start in range(0, len(cases), ROWS):
        keys = [case.id for case in cases[start : start + ROWS]]
        rows = Entry.objects.filter(kind="case", subject__in=keys, verb="opinions.claim").order_by("number")
        moments |= dict(rows.values_list("subject", "recorded_at"))
    return moments
