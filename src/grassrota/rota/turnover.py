"""A year later: the roster has aged, some have left, others have come, and other people are not available.

The calendar stands still and the past moves back: the batches keep their dates, and everybody's last return lies a year
earlier. So a policy stays as it was decided, leap years and all, and who has waited how long is what it would be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from dateutil.relativedelta import relativedelta

from grassrota.errors import Faults
from grassrota.rota.plan import Plan, postings
from grassrota.rota.problem import Preference, RotaProblem
from grassrota.staff import Exemption, NotAvailable, Person

LONGEST = 70
"""Years of tenure are counted so far."""


@dataclass(frozen=True, slots=True)
class Turnover:
    """How a roster changes from year to year.

    Attributes:
        leaving: Share of the staff that leaves in a year; as many come, into the same units and grades.
        seed: The same seed gives the same people, whatever was planned.
    """

    leaving: float = 0.05
    seed: int = 0

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(0 <= self.leaving <= 0.5, "leaving", "a share from 0 to 0.5", self.leaving)
        faults.unless(self.seed >= 0, "seed", "0 or more", self.seed)
        faults.raise_if_any()


def a_year_later(problem: RotaProblem, plan: Plan, year: int, turnover: Turnover) -> RotaProblem:
    """The problem of the year after ``year``, when ``plan`` has been carried out.

    Who leaves is drawn with weights of tenure + 1. Each newcomer comes to the unit and grade of whoever left, new to
    it and without a turn, with the skills, wishes and earlier field years of somebody on the roster of that grade. As
    many people as before are exempt or not available; exempt people stay so, who is not available is drawn anew. Pins
    were for one round and are gone.

    Args:
        problem: The year's problem.
        plan: A plan for it.
        year: Its number, 1 or more; with the seed it decides what happens.
        turnover: How the roster changes.
    """
    random = np.random.default_rng([turnover.seed, year])
    returned = {posting.person: posting.turn.last for posting in postings(problem, plan)}
    older = [_older(person, returned.get(person.id)) for person in problem.people]
    leavers = _leavers(random, older, turnover.leaving)
    people, wishes = list(older), list(problem.preferences)
    new = {}
    for place in leavers:
        newcomer, model = _newcomer(random, older, place, year)
        new[older[place].id] = newcomer.id
        people[place] = newcomer
        wished = problem.wishes.get(model.id, {})
        wishes += [Preference(newcomer.id, where, rank) for where, rank in wished.items()]
    gone = frozenset(new)
    exempt = _exempt(random, problem, people, gone)
    away = _not_available(random, problem, people, frozenset(entry.person for entry in exempt))
    hindered = {entry.person for entry in away if not entry.batches or 1 in entry.batches}
    hindered |= {entry.person for entry in exempt}
    groups = tuple(group for group in problem.groups if gone.isdisjoint(group.members))
    hindered |= {who for group in groups if not hindered.isdisjoint(group.members) for who in group.members}
    first = tuple(who for who in problem.policy.first if who not in gone and who not in hindered)
    return replace(
        problem,
        people=tuple(people),
        policy=replace(problem.policy, first=first),
        exemptions=exempt,
        not_available=away,
        groups=groups,
        couples=tuple(pair for pair in problem.couples if not gone & {pair.first, pair.second}),
        preferences=tuple(wish for wish in wishes if wish.person not in gone),
        pins=(),
    )


def _older(person: Person, returned: date | None) -> Person:
    last = returned or person.last_returned
    return replace(
        person,
        tenure_years=min(LONGEST, person.tenure_years + 1),
        turns_served=person.turns_served + (returned is not None),
        last_returned=last - relativedelta(years=1) if last else None,
    )


def _leavers(random: np.random.Generator, people: list[Person], share: float) -> list[int]:
    """Places on the roster of those who leave, in its order; by tenure, which no plan changes."""
    weights = np.array([person.tenure_years + 1.0 for person in people])
    count = round(share * len(people))
    if not count:
        return []
    return sorted(int(place) for place in random.choice(len(people), count, replace=False, p=weights / weights.sum()))


def _newcomer(random: np.random.Generator, people: list[Person], place: int, year: int) -> tuple[Person, Person]:
    """Who comes for somebody who left, and the person on whom the new one is modelled."""
    leaver = people[place]
    alike = [person for person in people if person.grade == leaver.grade]
    model = alike[int(random.integers(len(alike)))]
    found = replace(
        model, id=f"{leaver.id}~{year}", name="", unit=leaver.unit, tenure_years=0, turns_served=0, last_returned=None
    )
    return found, model


def _exempt(
    random: np.random.Generator, problem: RotaProblem, people: list[Person], gone: frozenset[str]
) -> tuple[Exemption, ...]:
    """Those who stay exempt, and one of the others for each who left."""
    kept = [entry for entry in problem.exemptions if entry.person not in gone]
    left = [entry for entry in problem.exemptions if entry.person in gone]
    named = {entry.person for entry in kept}
    others = [person.id for person in people if person.id not in named]
    drawn = random.permutation(len(others))[: len(left)]
    return (*kept, *(Exemption(others[int(which)], old.reason) for which, old in zip(drawn, left, strict=False)))


def _not_available(
    random: np.random.Generator, problem: RotaProblem, people: list[Person], exempt: frozenset[str]
) -> tuple[NotAvailable, ...]:
    """The same batches as before, each now hindering somebody drawn from those who are not exempt."""
    others = [person.id for person in people if person.id not in exempt]
    drawn = random.permutation(len(others))[: len(problem.not_available)]
    return tuple(
        NotAvailable(others[int(which)], old.batches) for which, old in zip(drawn, problem.not_available, strict=False)
    )
