"""Chains grow when heads or units change: whoever is found in one loses the case in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_save
from django.dispatch import receiver

from grassrota.opinions.chain import Chain, Whom
from grassrota.opinions.handling import out_of_chain
from grassrota.org import UnitTree
from grassrota_web.access.actor import Application
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.intake.queries import whom
from grassrota_web.opinions import chains, trees
from grassrota_web.opinions.actions.handlers import units_of
from grassrota_web.opinions.actions.routing import leave_chain
from grassrota_web.opinions.models import Case, Chained, FactKind
from grassrota_web.opinions.record import Held
from grassrota_web.opinions.telling import opinions_of
from grassrota_web.orgs.models import Unit


@receiver(m2m_changed, sender=Unit.headed_by.through)
def heads_changed(instance: Any, action: str, **_: Any) -> None:
    """Somebody heads a unit who did not, or does no more."""
    if action in ("post_add", "post_remove") and isinstance(instance, Unit):
        recheck_around(instance)


@receiver(post_save, sender=Unit)
def unit_moved(instance: Unit, update_fields: Iterable[str] | None = None, **_: Any) -> None:
    """A unit stands under another one."""
    if update_fields is not None and "parent" in update_fields:
        recheck_around(instance)


def recheck_around(unit: Unit) -> None:
    """Computes the chains anew that a unit, or whoever heads it, is part of."""
    above = f"{unit.parent.path if unit.parent else ''}{unit.path}"
    keys = {int(key) for key in above.split("/") if key}
    heads = list(unit.headed_by.values_list("code", flat=True))
    rows = Chained.objects.filter(Q(unit__in=keys) | Q(staff__in=heads)).order_by()
    found = sorted(rows.values_list("case", flat=True).distinct())
    if found:
        recheck(Application(), found)


@verb("opinions.recheck", Right.ROUTE_CASES, private=True)
def recheck(act: Act, keys: Iterable[UUID]) -> int:
    """Finds out anew whom cases concern, and takes them away from whoever is found among those."""
    act.anywhere()
    tree, codes = trees.all_units(), dict(Unit.objects.values_list("code", "pk"))
    rows = Case.objects.select_for_update(of=("self",)).filter(pk__in=list(keys)).order_by("pk")
    grown = sum(_grown(act, row, tree, codes) for row in rows.select_related("owner", "asked", "place"))
    act.note("chains", "all", after={"grown": grown})
    return grown


def _grown(act: Act, row: Case, tree: UnitTree, keys: dict[str, int]) -> bool:
    """Adds to a chain what it lacks; True if it lacked anything."""
    said = together(row)
    chain = chains.computed(said, tree, settings.INSPECTION_OFFICE)
    known = set(row.chained.values_list("unit", "staff"))
    new = [
        one
        for one in chains.rows(row.pk, chain, tree, keys, inspection=said.inspection)
        if (one.unit_id, one.staff) not in known
    ]
    if not new:
        return False
    Chained.objects.bulk_create(new)
    if row.merged_into_id is None and row.dissolved_on is None:
        _taken_away(Held(act, row), chain)
    return True


def together(row: Case) -> Whom:
    """Whom the opinions of a case concern, taken together."""
    said = [chains.concerned(whom(opinion)) for opinion in opinions_of(row)]
    return Whom(
        tuple(dict.fromkeys(unit for one in said for unit in one.units)),
        tuple(dict.fromkeys(person for one in said for person in one.people)),
        any(one.inspection for one in said),
        any(one.unclear for one in said),
    )


def _taken_away(held: Held, chain: Chain) -> None:
    """Takes a case from an owner, an organ that was asked, and handlers, as far as they are in its chain."""
    row, units = held.row, held.row.handlers.filter(until=None)
    free = out_of_chain(held.value, chain, {one.staff: units_of(one.staff) for one in units})
    kept = {*free.posted_handlers, *free.local_handlers}
    for one in units.exclude(staff__in=kept):
        one.until = held.today
        one.save(update_fields=["until"])
        held.add(FactKind.LEFT, reason="chain")
    if row.owner_id or row.outside:
        leave_chain(held, chain)
    held.save()


def recheck_all(at_once: int = 500) -> None:
    """Computes every chain anew, some cases at a time: for what changed without anybody saying so."""
    last = UUID(int=0)
    while keys := list(
        Chained.objects.filter(case__gt=last).order_by("case").values_list("case", flat=True).distinct()[:at_once]
    ):
        recheck(Application(), keys)
        last = keys[-1]
