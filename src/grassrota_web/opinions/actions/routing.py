"""Verbs of the way of a case between units: nobody passes it on for ever, and nothing goes into its chain."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from grassrota.errors import BadInput, Fault
from grassrota.opinions import route as core
from grassrota.opinions.chain import OUTSIDE, Chain
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.verb import Act, verb
from grassrota_web.journal.prepared import prepared
from grassrota_web.opinions import trees
from grassrota_web.opinions.models import Case, Topic
from grassrota_web.opinions.record import Held, hold, seen
from grassrota_web.orgs.models import Unit


@verb("opinions.route", Right.ROUTE_CASES, private=True)
def route(act: Act, key: UUID, to: str, topic: str = "") -> Case:
    """Says which unit receives a case that was sent nowhere yet, and what it is about."""
    row = seen(act, key)
    act.at(row.place.path if row.place else EVERYWHERE)
    held, unit = Held(act, row), _unit(to, "to")
    if topic:
        row.topic = _topic(act, topic)
    if (held.facts and row.owner_id is not None) or row.outside:
        raise BadInput([Fault("to", "a case that was sent nowhere", str(row.pk))])
    held.walk(core.send(str(row.pk), unit.code, held.today, held.chain(unit)), [unit])
    return held.end(topic=row.topic.code if row.topic else "")


@verb("opinions.accept", Right.HANDLE_CASES, private=True)
def accept(act: Act, key: UUID) -> Case:
    """Takes a case that was sent to one's unit: the unit is responsible from now on."""
    held = _answering(act, key)
    unit = held.row.asked or held.row.owner
    code = OUTSIDE if held.row.asks_outside or unit is None else unit.code
    held.walk(core.accept(held.route, code, held.today, held.chain()), [unit] if unit else [])
    return held.end()


@verb("opinions.not_ours", Right.HANDLE_CASES, private=True)
def not_ours(act: Act, key: UUID, why: str, better: str = "") -> Case:
    """Sends a case on that is not one's own; it stays open, and whoever was responsible stays so."""
    held = _answering(act, key)
    unit = held.row.asked or held.row.owner
    named = _unit(better, "better") if better else None
    refusers = Unit.objects.filter(code__in=held.route.refused_by)
    around = [one for one in (unit, named, held.row.owner, *refusers) if one]
    tree = trees.around(around)
    above = list(Unit.objects.filter(code__in=tree.by_id))
    code = unit.code if unit else OUTSIDE
    moved = core.not_ours(held.route, code, held.today, why, held.chain(*above), tree, named.code if named else "")
    held.walk(moved, above)
    return held.end()


@verb("opinions.assign", Right.HANDLE_CASES, private=True)
def assign(act: Act, key: UUID, to: str, why: str) -> Case:
    """Says whose a case is that three units refused, or that the outside reviewer has: that unit cannot refuse it."""
    held, unit = _answering(act, key), _unit(to, "to")
    held.walk(core.assign(held.route, unit.code, held.today, why, held.chain(unit)), [unit])
    return held.end()


@verb("opinions.file_under", Right.WORK_ON_CASES, private=True)
def file_under(act: Act, key: UUID, topic: str) -> Case:
    """Says what a case is about."""
    held = hold(act, key)
    held.row.topic = _topic(act, topic)
    return held.end(topic=topic)


def leave_chain(held: Held, chain: Chain) -> None:
    """Takes a case away from a unit that was found in its chain; within the verb of the application that found it."""
    receiver = Unit.objects.filter(code=chain.receiver)
    held.walk(core.leave_chain(held.route, chain, held.today), receiver)


def _answering(act: Act, key: UUID) -> Held:
    """Holds a case for whoever answers next: once a unit was asked, nobody else answers in its name."""
    held = hold(act, key)
    if held.row.asked is not None:
        act.at(held.row.asked.path)
    return held


def _unit(code: str, column: str) -> Unit:
    """Any unit: whoever raises an opinion may name each of them, so that their codes are no secret here."""
    for found in _units(code):
        return found
    raise BadInput([Fault(column, "the id of a unit", code or "nothing")])


@prepared
def _units(code: str) -> QuerySet[Unit]:
    return Unit.objects.filter(code=code)


def _topic(act: Act, code: str) -> Topic:
    found = visible(act.actor, Topic.objects.filter(code=code, retired_on=None)).first()
    if found is None:
        raise BadInput([Fault("topic", "a topic in use", code)])
    return found
