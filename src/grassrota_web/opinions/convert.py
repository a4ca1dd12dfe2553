"""Cases and what was said about them as values of the core."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from grassrota.opinions import case as core
from grassrota.opinions.appeal import AppealOutcome, CaseAppeal
from grassrota.opinions.chain import OUTSIDE
from grassrota.opinions.entries import (
    Answer,
    ClosingReason,
    RaiserAnswer,
    ReopenedBy,
    Reopening,
    Reply,
    ReplyKind,
    UnitClaim,
)
from grassrota.opinions.route import Route, Step, StepKind
from grassrota_web.intake import models as intake
from grassrota_web.journal.prepared import prepared
from grassrota_web.opinions.models import Appeal, Case, Fact, FactKind, Handler, Raised, Withdrawal

Row = TypeVar("Row")

_NONE: Mapping[uuid.UUID, Sequence[Fact]] = MappingProxyType({})
UNROUTED = "@unrouted"
"""Stands for the owner of a case that nobody has been sent."""
SAID = {intake.Said.FIXED: Answer.FIXED, intake.Said.PARTLY: Answer.PARTLY, intake.Said.NOT_FIXED: Answer.NOT_FIXED}
"""What raisers say of the correction; appeals and withdrawals are dealt with first."""
REPLIES = {ReplyKind(kind): FactKind(kind) for kind in ReplyKind}
STEPS = {StepKind(kind): FactKind(kind) for kind in StepKind}


def value(row: Case, facts: Sequence[Fact] | None = None) -> core.Case:
    """A case; ``owner`` to be selected. Whoever holds its facts, in order, gives them; they are not read again."""
    return values([row], {} if facts is None else {row.pk: facts})[row.pk]


def values(rows: Iterable[Case], facts: Mapping[uuid.UUID, Sequence[Fact]] = _NONE) -> Mapping[uuid.UUID, core.Case]:
    """Cases by id, with few queries however many they are; their ``owner`` is to be selected."""
    known = {row.pk: row for row in rows}
    merged = [row.pk for row in known.values() if row.merged]
    while merged:
        parts = Case.objects.filter(merged_into__in=merged).select_related("owner").order_by("part")
        found = [part for part in parts if part.pk not in known]
        known |= {part.pk: part for part in found}
        merged = [part.pk for part in found if part.merged]
    return _Ledgers(known, facts).read()


class _Ledgers:
    """What belongs to some cases, read at once."""

    def __init__(self, rows: Mapping[uuid.UUID, Case], facts: Mapping[uuid.UUID, Sequence[Fact]]) -> None:
        self.rows = rows
        raised = _raised(rows.keys())
        self.raised = _by(raised, "case_id")
        self.facts = {**facts, **_by(facts_of([key for key in rows if key not in facts]), "case_id")}
        handled = {one.case_id for one in raised if one.handled}
        # opinions are raised of the parts of a merged case, and handlers may be named of the whole
        handled |= {key for key, row in rows.items() if row.merged}
        self.handlers = _by(_handlers(handled), "case_id")
        self.answers = _by(_answers([one.pk for one in raised if one.answered]), "opinion_id")
        self.withdrawn = _by(_withdrawn([one.pk for one in raised if one.taken_back]), "raised_id")
        self.parts = _by(sorted(rows.values(), key=lambda row: row.part), "merged_into_id")
        self.done: dict[uuid.UUID, core.Case] = {}

    def read(self) -> Mapping[uuid.UUID, core.Case]:
        return {key: self._case(row) for key, row in self.rows.items()}

    def _case(self, row: Case) -> core.Case:
        if row.pk not in self.done:
            self.done[row.pk] = self._made(row)
        return self.done[row.pk]

    def _made(self, row: Case) -> core.Case:
        parts = tuple(self._case(part) for part in self.parts.get(row.pk, ())) if row.merged else ()
        opinions = tuple(str(one.pk) for one in self.raised.get(row.pk, ()))
        if parts:
            opinions = tuple(opinion for part in parts for opinion in part.opinions)
        handlers, facts = self.handlers.get(row.pk, ()), self.facts.get(row.pk, ())
        return core.Case(
            str(row.pk),
            opinions,
            owner_code(row),
            row.opened_on,
            tuple(one.staff for one in handlers if one.posted),
            tuple(one.staff for one in handlers if not one.posted),
            row.investigated_on,
            row.on_leadership,
            tuple(claim(fact) for fact in facts if fact.kind == FactKind.CLAIMED),
            # what its parts are, they were before they were merged: their raisers' answers are of the whole
            () if row.merged_into_id and not row.dissolved_on else self._answers(opinions),
            parts,
            tuple(reply(fact) for fact in facts if fact.kind in REPLIES.values()),
            tuple(reopening(fact) for fact in facts if fact.kind == FactKind.REOPENED),
        )

    def _answers(self, opinions: Iterable[str]) -> tuple[RaiserAnswer, ...]:
        found: list[RaiserAnswer] = []
        for opinion in opinions:
            key = uuid.UUID(opinion)
            for said in self.answers.get(key, ()):
                found += [RaiserAnswer(said.day, opinion, SAID[intake.Said(said.said)])]
            for check in self.withdrawn.get(key, ()):
                found += [RaiserAnswer(check.settled_on, opinion, Answer.WITHDRAWN)] if check.settled_on else []
        return tuple(sorted(found, key=lambda one: one.on))


@prepared
def facts_of(cases: Collection[uuid.UUID]) -> QuerySet[Fact]:
    """The facts of some cases, those of each in order."""
    return Fact.objects.filter(case__in=cases).select_related("unit")


@prepared
def _raised(cases: Collection[uuid.UUID]) -> QuerySet[Any, Any]:
    """The opinions of some cases, and what else there is to read of each: of most, nothing."""
    return Raised.objects.filter(case__in=cases).annotate(
        handled=Exists(Handler.objects.filter(case=OuterRef("case"), until=None)),
        answered=Exists(intake.Answer.objects.filter(opinion=OuterRef("opinion"))),
        taken_back=Exists(Withdrawal.objects.filter(raised=OuterRef("pk"), confirmed=True)),
    )


@prepared
def _handlers(cases: Collection[uuid.UUID]) -> QuerySet[Handler]:
    return Handler.objects.filter(case__in=cases, until=None)


@prepared
def _answers(opinions: Collection[uuid.UUID]) -> QuerySet[intake.Answer]:
    return intake.Answer.objects.filter(opinion__in=opinions, said__in=SAID).order_by("day", "number")


@prepared
def _withdrawn(opinions: Collection[uuid.UUID]) -> QuerySet[Withdrawal]:
    return Withdrawal.objects.filter(raised__in=opinions, confirmed=True)


def owner_code(row: Case) -> str:
    """Who is responsible, as the core calls them."""
    return row.owner.code if row.owner else OUTSIDE if row.outside else UNROUTED


def claim(row: Fact) -> UnitClaim:
    """What a unit says it did."""
    other = str(row.other_id) if row.other_id else ""
    return UnitClaim(row.on, ClosingReason(row.reason), row.words, other, row.day, tuple(row.pieces), row.left)


def reply(row: Fact) -> Reply:
    """What raisers were told."""
    return Reply(row.on, ReplyKind(row.kind), row.words, row.day)


def reopening(row: Fact) -> Reopening:
    """That a case was opened again."""
    return Reopening(row.on, ReopenedBy(row.reason), row.words)


def route(row: Case, facts: Iterable[Fact]) -> Route | None:
    """The way of a case, from its facts in order; None as long as it was sent nowhere."""
    kinds = set(STEPS.values())
    steps = tuple(
        Step(fact.on, StepKind(fact.kind), fact.unit.code if fact.unit else OUTSIDE, fact.words)
        for fact in facts
        if fact.kind in kinds
    )
    return Route(str(row.pk), steps) if steps else None


def appeal(row: Appeal) -> CaseAppeal:
    """An appeal; ``to`` to be selected."""
    return CaseAppeal(
        str(row.case_id),
        row.filed_on,
        row.to.code if row.to else OUTSIDE,
        tuple(row.deciders),
        row.decided_by,
        row.decided_on,
        AppealOutcome(row.outcome) if row.outcome else None,
        row.why,
    )


def _by(rows: Iterable[Row], column: str) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found
