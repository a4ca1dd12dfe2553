"""A case in a verb's hand: held, checked against its chain, added to, and noted in the journal without a word of it.

Rows of the journal about cases are private and of no place: whoever reads the journal of a unit does not learn from it
that somebody complained. What happened to a case is read on its own page, from its facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from grassrota.errors import Refused
from grassrota.opinions import case as core
from grassrota.opinions.chain import OUTSIDE, Chain
from grassrota.opinions.route import Route
from grassrota_web.access.actor import Actor
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.verb import Act
from grassrota_web.journal import rows
from grassrota_web.journal.prepared import prepared
from grassrota_web.opinions import chains, convert
from grassrota_web.opinions.models import Case, Fact, FactKind
from grassrota_web.opinions.reach import Places, places_of
from grassrota_web.opinions.standing import calendar, repeat
from grassrota_web.orgs.models import Unit

COLUMNS = tuple(field.attname for field in Case._meta.concrete_fields if not field.primary_key)
"""What of a case may change."""


class Held:
    """A case that a verb holds until it ends.

    Attributes:
        act: The verb.
        row: The case, locked; as the store has it when it is given, so that only what a verb changes is written.
        today: The day.
    """

    def __init__(self, act: Act, row: Case) -> None:
        self.act, self.row, self.today = act, row, timezone.localdate()
        self.facts = convert.facts_of([row.pk])
        self._stored = [getattr(row, name) for name in COLUMNS]

    @cached_property
    def value(self) -> core.Case:
        """The case as it was when it was locked."""
        return convert.value(self.row, self.facts)

    @cached_property
    def route(self) -> Route:
        """Its way so far.

        Raises:
            Refused: ``unrouted`` if it was sent nowhere yet.
        """
        found = convert.route(self.row, self.facts)
        if found is None:
            raise Refused("unrouted", "Say first where the case goes.", case=str(self.row.pk))
        return found

    @property
    def signer(self) -> str:
        """Who acts, as chains and appeals call them: by the code on the staff if there is one."""
        return self.act.actor.person or self.act.actor.account

    def chain(self, *units: Unit) -> Chain:
        """Its chain, as far as these units are concerned."""
        return chains.of(self.row, units)

    def add(self, kind: FactKind, unit: Unit | None = None, **said: Any) -> Fact:
        """Adds a fact of today."""
        number = self.facts[-1].number + 1 if self.facts else 1
        by = self.act.actor.account
        fact = Fact(case=self.row, number=number, on=self.today, kind=kind, by=by, unit=unit, **said)
        rows.add(fact)
        self.facts.append(fact)
        return fact

    def walk(self, route: Route, units: Iterable[Unit]) -> None:
        """Adds the steps that a route has gained, and follows them."""
        known = {unit.code: unit for unit in (*units, *(one for one in (self.row.owner, self.row.asked) if one))}
        old = convert.route(self.row, self.facts)
        for step in route.steps[len(old.steps) if old else 0 :]:
            self.add(convert.STEPS[step.kind], known.get(step.unit), words=step.why)
        row, responsible, asked = self.row, route.responsible, route.asked
        row.owner, row.outside = known.get(responsible), responsible == OUTSIDE
        asked = "" if asked == responsible else asked
        row.asked, row.asks_outside = known.get(asked), asked == OUTSIDE

    def save(self, value: core.Case | None = None) -> None:
        """Saves the case with what the core makes of it; read again if its value is not given."""
        repeat(self.row, value or convert.value(self.row, self.facts), calendar())
        now = [getattr(self.row, name) for name in COLUMNS]
        new = {name: to for name, to, was in zip(COLUMNS, now, self._stored, strict=True) if to != was}
        if new:
            rows.change(Case, ("id", *new), [(self.row.pk, *new.values())])
        self._stored = now

    def end(self, value: core.Case | None = None, **noted: Any) -> Case:
        """Saves the case, and notes what was done: its kind, and no words.

        Args:
            value: What the case is now; read again if not given.
            noted: Plain words of lists, such as a closing reason.
        """
        self.save(value)
        self.act.note("case", self.row.pk, after={"state": self.row.state, **noted})
        return self.row


def hold(act: Act, key: UUID, right: Right | None = None) -> Held:
    """Holds a case for somebody who answers for it, or, with the verb's own right, was named to work on it.

    Args:
        act: The verb.
        key: Of the case.
        right: Asked for at the organ that is responsible, or that was asked; the verb's own if not given.

    Raises:
        Refused: ``not_permitted``, also for a case that does not exist or is out of sight; ``not_by_itself`` for a
            part of a merged case.
    """
    row = seen(act, key)
    named = bool(act.actor.person) and row.handlers.filter(staff=act.actor.person, until=None).exists()
    if named and act.verb.right == Right.WORK_ON_CASES:
        act.anywhere()
    elif row.outside or row.asks_outside:
        act.at(row.place.path if row.place else EVERYWHERE, Right.REVIEW_CASES)
    else:
        unit = row.asked if row.asked and not _answers_for(act, row.owner, right) else row.owner
        act.at(unit.path if unit else EVERYWHERE, right or _asked_of_units(act))
    return Held(act, row)


def seen(act: Act, key: UUID) -> Case:
    """The case, locked, if whoever acts may see it; a part of a merged case is none by itself."""
    row = next(iter(_locked(key)), None)
    # asked once it is locked: what was added to its chain while somebody waited counts
    if row is None or not _visible(key, act.actor, places_of(act.actor)):
        raise Refused("not_permitted", "You do not hold the right to do this here.", verb=act.verb.name)
    if row.merged_into_id is not None or row.dissolved_on is not None:
        raise Refused("not_by_itself", "This case was merged or taken apart: go on in the one that it became.")
    return row


@prepared
def _locked(key: UUID) -> QuerySet[Case]:
    return Case.objects.select_for_update(of=("self",)).select_related("owner", "asked", "place").filter(pk=key)


@prepared
def _visible(key: UUID, actor: Actor, _places: Places) -> QuerySet[Case, tuple[UUID]]:
    """The case, if somebody sees it, who works in these places: nothing else of who asks is looked at."""
    return visible(actor, Case.objects.all()).filter(pk=key).values_list("pk")


def _asked_of_units(act: Act) -> Right | None:
    """What a verb for handlers asks of those who were not named: to answer for the organ."""
    return Right.HANDLE_CASES if act.verb.right == Right.WORK_ON_CASES else act.verb.right


def _answers_for(act: Act, unit: Unit | None, right: Right | None) -> bool:
    asked = right or _asked_of_units(act)
    return unit is not None and asked is not None and act.actor.may(asked, unit.path)
