"""Verbs by which cases are handled together and taken apart again: no count changes, and each raiser is told once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID, uuid4

from django.db.models import Max
from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.opinions import case as core
from grassrota.opinions import merging
from grassrota.opinions.chain import require_free
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.opinions import chains, convert
from grassrota_web.opinions.actions import duplicates
from grassrota_web.opinions.actions.inherited import for_others, hand_down
from grassrota_web.opinions.models import Case, Chained, Fact, FactKind, Handler, IssueCase, Raised
from grassrota_web.opinions.record import Held, hold
from grassrota_web.opinions.telling import opinions_of, tell_raisers
from grassrota_web.orgs.models import Unit

Same = TypeVar("Same")

SAID_TOGETHER = frozenset({FactKind.CLAIMED, FactKind.REOPENED, *convert.REPLIES.values()})
"""What was said about a merged case, and goes along with each part."""

WAY = frozenset(convert.STEPS.values())
"""Steps of a case's way; those that a merged case goes are gone by each of its parts."""

SETTLED = frozenset({FactKind.NOT_OURS, FactKind.ASSIGNED})
"""Steps that bind whoever has a case: what merged cases begin anew would shake them off."""


@verb("opinions.merge", Right.HANDLE_CASES, private=True)
def merge(act: Act, keys: Sequence[UUID]) -> Case:
    """Handles several unanswered cases of one unit as one; its raisers are told so, once."""
    parts = [hold(act, key) for key in sorted(set(keys))]
    if any(part.row.asked_id or part.row.asks_outside for part in parts):
        raise Refused("asked_elsewhere", "Another unit was asked about one of them: wait for its answer.")
    if len({_settled(part) for part in parts}) > 1:
        raise Refused("refused_before", "One of them was refused or assigned before: it goes its own way to its end.")
    key = uuid4()
    value = merging.merge([part.value for part in parts], str(key))
    first = parts[0].row
    row = Case(
        id=key,
        opened_on=value.opened_on,
        owner=first.owner,
        outside=first.outside,
        place=_common(part.row.place for part in parts),
        topic_id=_common(part.row.topic_id for part in parts),
        on_leadership=value.on_leadership,
        investigated_on=value.investigated_on,
        merged=True,
    )
    row.save(force_insert=True)
    _chain_of_all(row, parts)
    for handlers, posted in ((value.posted_handlers, True), (value.local_handlers, False)):
        for staff in handlers:
            Handler.objects.create(case=row, staff=staff, posted=posted, since=parts[0].today)
    for number, part in enumerate(parts):
        part.row.merged_into, part.row.part = row, number
        part.row.save(update_fields=["merged_into", "part"])
    # parts of what was one case before have gone the same way, and the new one goes on from there
    way = [fact for fact in parts[0].facts if fact.kind in WAY] if _settled(parts[0]) else []
    _append(row, way)
    held = Held(act, row)
    if not way:
        held.add(FactKind.SENT, row.owner)
    if row.owner_id and not way:
        held.add(FactKind.ACCEPTED, row.owner)
    held.add(FactKind.MERGED)
    _tell_once(row)
    return held.end(parts=len(parts))


def together() -> str:
    """What each raiser reads when a case is merged, in the language that is active."""
    return _("Others have said the same. Your opinion is handled together with theirs; your answer counts by itself.")


@verb("opinions.split", Right.HANDLE_CASES, private=True)
def split(act: Act, key: UUID) -> list[Case]:
    """Takes a merged case apart: each part is what it was, with what was done together since."""
    held = hold(act, key)
    if not held.row.merged:
        raise Refused("not_merged", "This case was not merged.")
    parts = {str(row.pk): row for row in held.row.parts.select_for_update()}
    hand_down(held.row, held.value.parts)
    for value in merging.split(held.value):
        _set_free(held, parts[value.id], value)
    duplicates.open_again(held, {held.row.pk})
    _link_parts(held.row, parts.values())
    held.add(FactKind.SPLIT)
    held.row.dissolved_on = held.today
    held.row.save(update_fields=["dissolved_on"])
    rows = list(Case.objects.filter(pk__in=parts).select_related("owner", "asked", "place").order_by("pk"))
    for row in rows:
        Held(act, row).save()
    act.note("case", key, after={"parts": len(parts)})
    return rows


def _set_free(held: Held, row: Case, value: core.Case) -> None:
    """One part by itself again, with what was done together since; nothing is added if nothing was."""
    row.merged_into, row.part = None, 0
    row.owner, row.outside = held.row.owner, held.row.outside
    row.asked, row.asks_outside = held.row.asked, held.row.asks_outside
    row.appealed_outside = row.appealed_outside or held.row.appealed_outside
    row.investigated_on = value.investigated_on
    row.save()
    begun = next(fact.number for fact in held.facts if fact.kind == FactKind.MERGED)
    since = [fact for fact in held.facts if fact.number > begun and fact.kind in WAY | SAID_TOGETHER]
    _append(row, [for_others(fact, row) for fact in since])
    own = set(row.handlers.filter(until=None).values_list("staff", "posted"))
    kept = {*((one, True) for one in value.posted_handlers), *((one, False) for one in value.local_handlers)}
    for staff, posted in sorted(kept - own):
        Handler.objects.create(case=row, staff=staff, posted=posted, since=held.today)
    for staff, posted in own - kept:
        row.handlers.filter(staff=staff, posted=posted, until=None).update(until=held.today)


def _link_parts(whole: Case, parts: Iterable[Case]) -> None:
    """What a big problem knew as one case, it knows as its parts from now on."""
    links = [IssueCase(issue_id=link.issue_id, case=part) for link in whole.issues.order_by("pk") for part in parts]
    IssueCase.objects.bulk_create(links, ignore_conflicts=True)


def _settled(part: Held) -> tuple[tuple[object, ...], ...]:
    """What binds whoever has a case, in the order in which it was said."""
    return tuple((fact.kind, fact.unit_id, fact.on, fact.words) for fact in part.facts if fact.kind in SETTLED)


def _append(row: Case, facts: Iterable[Fact]) -> None:
    """Adds facts of another case as they are, at the next places."""
    last = row.facts.aggregate(last=Max("number"))["last"] or 0
    names = ("on", "kind", "by", "unit", "reason", "words", "day", "pieces", "left", "other")
    for number, fact in enumerate(facts, start=last + 1):
        Fact.objects.create(case=row, number=number, **{name: getattr(fact, name) for name in names})


def _chain_of_all(row: Case, parts: Sequence[Held]) -> None:
    """The chain of a merged case is that of all its parts; nobody of it may hold or handle the whole."""
    rows = {
        (one.unit_id, one.staff): Chained(case=row, unit_id=one.unit_id, staff=one.staff)
        for part in parts
        for one in part.row.chained.all()
    }
    Chained.objects.bulk_create(rows.values())
    staff = {one.staff for part in parts for one in part.row.handlers.filter(until=None)}
    units = list(Unit.objects.filter(people__code__in=staff).distinct())
    chain = chains.of(row, units)
    require_free(chain, unit=row.owner.code if row.owner else "")
    for one in sorted(staff):
        works_in = tuple(Unit.objects.filter(people__code=one).values_list("code", flat=True))
        require_free(chain, person=one, works_in=works_in)


def _tell_once(row: Case) -> None:
    """Tells those raisers who do not know yet that their opinion is handled together with others."""
    fresh = Raised.objects.filter(opinion__in=[one.pk for one in opinions_of(row)], joined_told=False)
    keys = set(fresh.values_list("pk", flat=True))
    tell_raisers(row, together, only=keys)
    Raised.objects.filter(pk__in=keys).update(joined_told=True)


def _common(values: Iterable[Same | None]) -> Same | None:
    """What all have; None if they differ."""
    found = list(values)
    return found[0] if all(one == found[0] for one in found) else None
