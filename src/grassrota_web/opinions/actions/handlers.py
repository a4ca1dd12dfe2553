"""Verbs by which posted and local people are named to work on a case, and hand it over when they leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from grassrota.errors import BadInput, Fault
from grassrota.opinions import handling
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import At, reached, visible
from grassrota_web.access.verb import Act, verb
from grassrota_web.opinions.models import Case, FactKind, Handler
from grassrota_web.opinions.record import Held, hold
from grassrota_web.orgs.models import Person, Unit
from grassrota_web.postings.models import Posting


@verb("opinions.join", Right.HANDLE_CASES, private=True)
def join(act: Act, key: UUID, staff: str, posted: bool) -> Case:
    """Names somebody who works on a case, posted or of the place: whom it concerns is refused."""
    held = hold(act, key)
    _person(staff, "staff")
    value = handling.join(held.value, held.chain(*_rows(staff)), staff, units_of(staff), posted)
    if value != held.value:
        Handler.objects.create(case=held.row, staff=staff, posted=posted, since=held.today)
        held.add(FactKind.JOINED)
    return held.end(value)


@verb("opinions.let_go", Right.HANDLE_CASES, private=True)
def let_go(act: Act, key: UUID, staff: str) -> Case:
    """Lets somebody go who worked on a case."""
    held = hold(act, key)
    ended = held.row.handlers.filter(staff=staff, until=None).update(until=held.today)
    if not ended:
        raise BadInput([Fault("staff", "somebody who works on it", staff)])
    held.add(FactKind.LEFT)
    return held.end()


@verb("opinions.hand_over", Right.HANDLE_CASES, private=True)
def hand_over(act: Act, leaving: str, heir: str = "") -> int:
    """Hands the cases of a posted person who leaves to whoever comes after, or to the people of the place alone."""
    act.anywhere()
    if heir:
        _person(heir, "heir")
    own = Handler.objects.filter(staff=leaving, posted=True, until=None).values("case")
    rows = visible(act.actor, Case.objects.filter(pk__in=own, merged_into=None, dissolved_on=None))
    rows = reached(act.actor, rows, (At(Right.HANDLE_CASES, "owner__path"),))
    keys = sorted(rows.values_list("pk", flat=True))
    if not keys:
        raise BadInput([Fault("leaving", "somebody posted who works on cases of yours", leaving)])
    for row in Case.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").select_related("owner"):
        held = Held(act, row)
        _handed(held, leaving, heir)
    act.note("cases", str(len(keys)), after={"cases": len(keys)})
    return len(keys)


def _handed(held: Held, leaving: str, heir: str) -> None:
    chain = held.chain(*_rows(heir)) if heir else held.chain()
    handling.leave_to([held.value], leaving, heir, {str(held.row.pk): chain}, units_of(heir) if heir else ())
    held.row.handlers.filter(staff=leaving, until=None).update(until=held.today)
    held.add(FactKind.LEFT)
    if heir and not held.row.handlers.filter(staff=heir, until=None).exists():
        Handler.objects.create(case=held.row, staff=heir, posted=True, since=held.today)
        held.add(FactKind.JOINED)


def leavers(rows: QuerySet[Handler]) -> Mapping[str, int]:
    """Of those posted people who work on cases, whose postings have all ended, by code with how many cases."""
    found = Counter(rows.values_list("staff", flat=True))
    away = Posting.objects.filter(person__code__in=found, released_on=None, closed_on=None, returned_on=None)
    there = set(away.values_list("person__code", flat=True))
    return {code: count for code, count in sorted(found.items()) if code not in there}


def units_of(staff: str) -> tuple[str, ...]:
    """Codes of the units in which somebody works, as chains ask for them."""
    return tuple(unit.code for unit in _rows(staff))


def _rows(staff: str) -> list[Unit]:
    today = timezone.localdate()
    home = Unit.objects.filter(people__code=staff)
    away = Posting.objects.filter(person__code=staff, released_on=None, closed_on=None, first_day__lte=today)
    return [*home, *Unit.objects.filter(pk__in=away.values("opening__place"))]


def _person(code: str, column: str) -> Person:
    found = Person.objects.filter(code=code, left_on=None).first()
    if found is None:
        raise BadInput([Fault(column, "the id of a person", code or "nothing")])
    return found
