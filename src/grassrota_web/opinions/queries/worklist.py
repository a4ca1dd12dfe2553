"""Lists of cases: narrowed by what the address says, each with both ledgers, its age and what is owed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from grassrota.opinions import case as core
from grassrota.opinions.deadlines import DutyKind
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.todo import Todo
from grassrota_web.intake.models import Opinion, ReadAs
from grassrota_web.intake.queries import words_for_handlers
from grassrota_web.opinions import convert, words
from grassrota_web.opinions.models import NOTHING_OWED, Appeal, Case, Raised, Topic, Withdrawal
from grassrota_web.orgs.models import Unit

SHOWN = 90
"""Characters of an opinion in a list."""


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list is narrowed to; what is empty narrows nothing.

    Attributes:
        unit: Owned by it or a unit below it.
        state: Where the case stands.
        topic: About it, or about a topic directly below it.
        late: What was owed and was not done in time.
        mine: On which somebody was named to work, by their code.
        closed: Those that were put away, in place of the others.
    """

    unit: Unit | None = None
    state: str = ""
    topic: str = ""
    late: bool = False
    mine: str = ""
    closed: bool = False


def live(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Those that are not part of another, nor were taken apart."""
    return rows.filter(merged_into=None, dissolved_on=None)


def cases(actor: Actor, only: CaseFilter) -> QuerySet[Case]:
    """The cases that somebody sees, narrowed."""
    rows = live(visible(actor, Case.objects.select_related("owner", "asked", "above", "topic", "place")))
    rows = rows.filter(closed_on__isnull=not only.closed)
    if only.unit is not None:
        rows = rows.filter(owner__in=Unit.objects.filter(path__startswith=only.unit.path).values("pk"))
    if only.state:
        rows = rows.filter(state=only.state)
    if only.topic:
        rows = rows.filter(topic__in=Topic.objects.filter(Q(code=only.topic) | Q(parent__code=only.topic)).values("pk"))
    if only.late:
        rows = rows.filter(due_on__lt=timezone.localdate())
    if only.mine:
        rows = rows.filter(handlers__staff=only.mine, handlers__until=None)
    return rows


@dataclass(frozen=True, slots=True)
class Entry:
    """One case in a list.

    Attributes:
        row: The case.
        words: How its first opinion begins, as its handlers may read it.
        opinions: How many there are.
        claimed: What the unit says, in words; empty if it has said nothing.
        claimed_on: When.
        answered: What the raisers say, in words; empty if they have said nothing.
        answered_on: When the last of them did.
        age: Days since the first opinion was filed.
        owed: What is owed next, in words; empty if nothing is.
        days_left: Until it is owed; below 0 if that day is past.
    """

    row: Case
    words: str
    opinions: int
    claimed: str | Promise
    claimed_on: date | None
    answered: str
    answered_on: date | None
    age: int
    owed: str | Promise
    days_left: int

    @property
    def late(self) -> bool:
        """True if something was owed and was not done in time."""
        return self.days_left < 0

    @property
    def overdue(self) -> int:
        """Days since it was owed."""
        return -self.days_left

    @property
    def state(self) -> str | Promise:
        """Where it stands, in words."""
        return words.STATES[self.row.state]

    @property
    def shape(self) -> str:
        """The shape that goes with it."""
        return words.SHAPES[self.row.state]


def entries(rows: Iterable[Case]) -> list[Entry]:
    """Cases as lists show them, with few queries however many they are; ``owner`` is to be selected."""
    found = list(rows)
    known, first = convert.values(found), _beginnings(found)
    today = timezone.localdate()
    return [_entry(row, known[row.pk], first.get(row.pk), today) for row in found]


def _entry(row: Case, value: core.Case, opinion: Opinion | None, today: date) -> Entry:
    claim, said = value.last_claim(), value.last_answers()
    return Entry(
        row,
        beginning(opinion),
        len(value.opinions),
        words.REASONS[claim.reason] if claim else "",
        claim.on if claim else None,
        answers_in_words(value),
        max((answer.on for answer in said.values()), default=None),
        (today - row.opened_on).days,
        words.OWED[row.owed] if row.due_on != NOTHING_OWED else "",
        (row.due_on - today).days,
    )


def answers_in_words(value: core.Case) -> str:
    """What the raisers of a case say: the word of the one, or how many say what."""
    said = [answer.answer for answer in value.last_answers().values()]
    if len(value.opinions) == 1:
        return str(words.SAID[said[0]]) if said else ""
    parts = [f"{words.SAID[one]}: {said.count(one)}" for one in dict.fromkeys(said)]
    if said and (silent := len(value.opinions) - len(said)):
        parts.append(ngettext("{count} silent", "{count} silent", silent).format(count=silent))
    return ", ".join(parts)


def beginning(opinion: Opinion | None) -> str:
    """How an opinion begins, as handlers may read it."""
    said = words_for_handlers(opinion) if opinion else None
    if said is None:
        return _("(being redacted)")
    line = " ".join(said.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def _beginnings(rows: Iterable[Case]) -> Mapping[UUID, Opinion]:
    """The first opinion of each case; of a merged one, that of its first part."""
    # from each case that holds opinions itself to the one in the list
    top = {row.pk: row.pk for row in rows}
    merged = [row.pk for row in rows if row.merged]
    while merged:
        parts = list(Case.objects.filter(merged_into__in=merged, part=0))
        top |= {part.pk: top[part.merged_into_id] for part in parts if part.merged_into_id}
        merged = [part.pk for part in parts if part.merged]
    raised = Raised.objects.filter(case__in=top, number=0).select_related("opinion")
    return {top[row.case_id]: row.opinion for row in raised}


def todo(actor: Actor) -> list[Todo]:
    """What waits for somebody in this room."""
    return [entry for entry in _waiting(actor) if entry.count]


def _waiting(actor: Actor) -> Iterator[Todo]:
    today, mine = timezone.localdate(), CaseFilter()
    if actor.holds(Right.ROUTE_CASES):
        waiting = cases(actor, mine).filter(owner=None, asked=None, outside=False)
        yield Todo(_lazy("Say where opinions go"), reverse("opinions:unrouted"), waiting.count())
    if actor.holds(Right.HANDLE_CASES, Right.REVIEW_CASES, Right.WORK_ON_CASES):
        soon = cases(actor, mine).filter(due_on__lte=today + timedelta(days=7))
        late = soon.filter(due_on__lt=today).exists()
        yield Todo(_lazy("Cases in which something is owed this week"), reverse("opinions:home"), soon.count(), late)
    if actor.holds(Right.CHECK_CASES):
        taken_back = visible(actor, Withdrawal.objects.filter(confirmed=None)).count()
        yield Todo(_lazy("Check that opinions are taken back freely"), reverse("opinions:withdrawals"), taken_back)
        copies = visible(actor, Raised.objects.filter(opinion__read_as=ReadAs.REDACTED, opinion__redacted=None)).count()
        yield Todo(_lazy("Make redacted copies"), reverse("opinions:unredacted"), copies)
    if actor.holds(Right.HANDLE_CASES, Right.REVIEW_CASES):
        appeals = visible(actor, Appeal.objects.filter(outcome="", case__dissolved_on=None))
        late = appeals.filter(case__owed=DutyKind.DECIDE, case__due_on__lt=today).exists()
        yield Todo(_lazy("Decide appeals"), reverse("opinions:appeals"), appeals.count(), late)
