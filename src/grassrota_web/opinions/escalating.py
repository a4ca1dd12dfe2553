"""What is late goes a step higher on its day, by itself: the unit stays responsible, and somebody above sees to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from grassrota.opinions.chain import OUTSIDE
from grassrota.opinions.escalation import escalations, late_appeal
from grassrota.opinions.merging import apart
from grassrota.opinions.workdays import WorkCalendar
from grassrota.org import UnitTree
from grassrota_web.access.actor import Application
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.journal.rows import change
from grassrota_web.opinions import chains, convert, trees
from grassrota_web.opinions.models import Appeal, Case, Fact, FactKind
from grassrota_web.opinions.standing import REPEATED, TERMS, calendar, repeat
from grassrota_web.orgs.models import Unit


def escalate_all(at_once: int = 500) -> None:
    """Sees to every late case, some at a time; done twice on a day, it changes nothing."""
    tree, units = trees.all_units(), {unit.code: unit for unit in Unit.objects.all()}
    last = UUID(int=0)
    late = Case.objects.filter(due_on__lt=timezone.localdate(), merged_into=None, dissolved_on=None)
    while keys := list(late.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:at_once]):
        escalate(Application(), keys, tree, units)
        last = keys[-1]


@verb("opinions.escalate", Right.ROUTE_CASES, private=True)
def escalate(act: Act, keys: Iterable[UUID], tree: UnitTree, units: Mapping[str, Unit]) -> int:
    """Takes what is late to the next free organ above, and to the outside reviewer after the last one."""
    act.anywhere()
    rows = list(
        Case.objects.select_for_update(of=("self",))
        .filter(pk__in=list(keys))
        .order_by("pk")
        .select_related("owner", "asked", "above", "place")
    )
    worked = calendar()
    steps, appealed = _steps(rows, tree, units, worked), _of_appeals(rows, tree, units, worked)
    known = convert.values(rows)
    facts = []
    for row in rows:
        # what became due since somebody last wrote is repeated here too
        repeat(row, known[row.pk], worked)
        facts += _taken(row, _one_way(steps.get(row.pk, ()), appealed.get(row.pk, ()), tree), units)
    names = ("id", *REPEATED)
    change(Case, names, [[getattr(row, name) for name in names] for row in rows])
    Fact.objects.bulk_create(facts)
    act.note("cases", "late", after={"taken above": len(facts)})
    return len(facts)


def _steps(
    rows: Iterable[Case], tree: UnitTree, units: Mapping[str, Unit], worked: WorkCalendar
) -> Mapping[UUID, tuple[str, ...]]:
    """The organs above that each case has come to by now; of a merged one, as far as the part that came highest."""
    owned = [row for row in rows if not row.outside and row.closed_on is None]
    values = convert.values(owned)
    known, of, chain = {}, {}, {}
    for row in owned:
        # nobody's yet: its place stands in for the organ that is responsible
        organ = row.owner or row.place
        known[row.pk] = values[row.pk] if row.owner else replace(values[row.pk], owner=organ.code if organ else OUTSIDE)
        above = [units[one.id] for one in tree.ancestors(organ.code)] if organ else []
        for part in apart([known[row.pk]]):
            of[part.id], chain[part.id] = row.pk, chains.of(row, above)
    found: dict[UUID, tuple[str, ...]] = {}
    for one in escalations(known.values(), chain, tree, timezone.localdate(), TERMS, worked):
        key = of[one.duty.case]
        found[key] = max(found.get(key, ()), one.steps, key=len)
    return found


def _of_appeals(
    rows: Iterable[Case], tree: UnitTree, units: Mapping[str, Unit], worked: WorkCalendar
) -> Mapping[UUID, tuple[str, ...]]:
    """The organs to which appeals have come that are not decided in time, each above the one that hears it."""
    known = {row.pk: row for row in rows if row.appealed_on is not None}
    found: dict[UUID, tuple[str, ...]] = {}
    # one with the outside reviewer has nobody above
    for one in Appeal.objects.filter(case__in=known, outcome="", to__isnull=False).select_related("to"):
        above = [units[unit.id] for unit in tree.ancestors(one.to.code)] if one.to else []
        chain = chains.of(known[one.case_id], above)
        late = late_appeal(convert.appeal(one), chain, tree, timezone.localdate(), TERMS, worked)
        if late is not None:
            found[one.case_id] = late.steps
    return found


def _one_way(some: tuple[str, ...], more: tuple[str, ...], tree: UnitTree) -> tuple[str, ...]:
    """The organs of both, nearest first: all of them lie above the same unit."""
    return tuple(
        sorted({*some, *more}, key=lambda one: -1 if one == OUTSIDE else len(tree.ancestors(one)), reverse=True)
    )


def _taken(row: Case, steps: tuple[str, ...], units: Mapping[str, Unit]) -> list[Fact]:
    """Takes a case to the last of the steps, with a fact for each that is new."""
    at = [OUTSIDE] if row.above_outside else [row.above.code] if row.above else []
    new = steps[steps.index(at[0]) + 1 :] if at and at[0] in steps else steps
    if not new:
        return []
    row.above, row.above_outside = units.get(steps[-1]), steps[-1] == OUTSIDE
    first = (row.facts.aggregate(last=Max("number"))["last"] or 0) + 1
    today = timezone.localdate()
    return [
        Fact(case=row, number=number, on=today, kind=FactKind.ESCALATED, unit=units.get(step))
        for number, step in enumerate(new, first)
    ]
