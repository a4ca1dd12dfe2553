"""A plan: who goes where and when, who is left out and why, and what is proven about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from grassrota.errors import BadInput, Fault
from grassrota.posting.opening import Team
from grassrota.posting.steps import Posting
from grassrota.rota.certificate import Certificate
from grassrota.rota.moment import Moment
from grassrota.rota.problem import RotaProblem
from grassrota.rota.qualities import is_leader
from grassrota.staff import Person
from grassrota.turns import Turn


class LeftOutReason(StrEnum):
    """Why somebody does not go, as published: nothing about consent, hardship or health can be read from it."""

    NOT_NEEDED = "not_needed"
    NOT_AVAILABLE = "not_available"
    ANOTHER_ROUND = "another_round"


@dataclass(frozen=True, slots=True)
class Assignment:
    """One person, one opening, and the batch in which the person starts."""

    person: str
    opening: str
    batch: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One person who does not go, with the published reason."""

    person: str
    reason: LeftOutReason


@dataclass(frozen=True)
class Plan:
    """The result for a problem.

    Attributes:
        assignments: Who goes where and when.
        left_out: Everyone else.
        certificate: What is proven about it.
        history: What was known moment by moment while it was sought, the last being what is certified; empty if that
            is not told. It is no part of what makes two plans the same: times differ from run to run.

    Raises:
        BadInput: If somebody is both assigned and left out, or is named twice.
    """

    assignments: tuple[Assignment, ...]
    left_out: tuple[LeftOut, ...]
    certificate: Certificate
    history: tuple[Moment, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        first: dict[str, int] = {}
        faults = []
        named = (*(entry.person for entry in self.assignments), *(entry.person for entry in self.left_out))
        for row, who in enumerate(named, start=2):
            if first.setdefault(who, row) != row:
                faults.append(Fault("person", "each person once, assigned or left out", who))
        if faults:
            raise BadInput(faults)

    @cached_property
    def by_person(self) -> Mapping[str, Assignment]:
        """Assignments by person."""
        return {entry.person: entry for entry in self.assignments}


def left_out(problem: RotaProblem, going: frozenset[str]) -> tuple[LeftOut, ...]:
    """Everyone who does not go, with the reason that is published, in the order of the roster."""
    able = {person.id for person in problem.eligible}
    waiting = LeftOutReason.ANOTHER_ROUND if problem.policy.further_rounds else LeftOutReason.NOT_NEEDED
    return tuple(
        LeftOut(person.id, waiting if person.id in able else LeftOutReason.NOT_AVAILABLE)
        for person in problem.people
        if person.id not in going
    )


def postings(problem: RotaProblem, plan: Plan) -> tuple[Posting, ...]:
    """The plan as postings with dates: people depart evenly over the days of their batch's window."""
    policy = problem.policy
    found = []
    for batch in policy.batches:
        members = [entry for entry in plan.assignments if entry.batch == batch.number]
        days = (batch.depart_by - batch.depart_from).days + 1
        for place, entry in enumerate(members):
            departure = date.fromordinal(batch.depart_from.toordinal() + place * days // len(members))
            home = problem.person[entry.person].unit
            last = policy.batches[batch.number + problem.opening[entry.opening].length - 2]
            found.append(
                Posting(
                    entry.person,
                    home,
                    entry.opening,
                    batch.number,
                    policy.form.id,
                    problem.opening[entry.opening].role,
                    batch.turn_from(departure) if last is batch else Turn(departure, last.away.last),
                    returns_to=home if policy.form.returns else "",
                    exception_reason=policy.exceptions.get(batch.number, ""),
                )
            )
    return tuple(found)


def teams(problem: RotaProblem, plan: Plan, named: Mapping[tuple[str, int], str] | None = None) -> tuple[Team, ...]:
    """Those who go to one opening in one batch, with a leader at their head.

    Args:
        problem: The problem.
        plan: The plan.
        named: Leaders by opening and batch; where nobody is named, it is the most senior leader among those who go.

    Raises:
        Refused: ``leader_stays_behind``, if a named leader is not one of them.
    """
    members: dict[tuple[int, str], list[Person]] = {}
    for entry in plan.assignments:
        members.setdefault((entry.batch, entry.opening), []).append(problem.person[entry.person])
    found = []
    for (batch, opening), people in sorted(members.items(), key=lambda item: item[0]):
        leaders = [person for person in people if is_leader(problem, person)] or people
        leader = max(leaders, key=lambda person: (problem.rank(person), person.field_years, person.id))
        leads = (named or {}).get((opening, batch), leader.id)
        where = problem.opening[opening]
        found.append(Team(batch, where.place, where.sector, leads, tuple(person.id for person in people)))
    return tuple(found)
