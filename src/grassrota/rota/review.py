"""The review of a list before it is published: does a unit get rid of some people, or keep others from going?

Each home unit's list is set beside the unit's own mix. Of n who go, people of a band with share s of the unit's
eligible people may number s n, give or take 1 + tolerance n: the range of ``rules/dumping.py``, whose bands (surplus
staff, else grade and tenure together) are among those looked at, so that the two never disagree. Key staff, tenure
and grade by themselves are looked at too. Nothing here knows how anybody is judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from grassrota.rota.part import Part
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.qualities import band
from grassrota.staff import Person

ADVISED = Fraction(1, 10)
"""Tolerance of findings that block nothing, where the policy has switched the rule off."""


class Trait(StrEnum):
    """What a band goes by."""

    SURPLUS = "surplus"
    GRADE_AND_TENURE = "grade_and_tenure"
    KEY_STAFF = "key_staff"
    TENURE = "tenure"
    GRADE = "grade"


class Side(StrEnum):
    """Dumping: more than their share go. Shielding: fewer do."""

    DUMPING = "dumping"
    SHIELDING = "shielding"


RULED = frozenset({Trait.SURPLUS, Trait.GRADE_AND_TENURE})
"""Traits of which the rule speaks: out of range either way they block."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One band of one unit that goes too often, or too rarely.

    Attributes:
        unit: Id of the home unit.
        batch: Number of the batch; None for all together, who is away in two counting twice.
        trait: What the band goes by.
        band: Its name.
        side: Too many or too few.
        listed: People of the band on the list, of all of the unit who are.
        pool: People of the band who may go, of all of the unit who may.
        low, high: How many of the band the list might have had.
        blocking: True if the list may not be published like this.
    """

    unit: str
    batch: int | None
    trait: Trait
    band: str
    side: Side
    listed: Part
    pool: Part
    low: int
    high: int
    blocking: bool


def review(problem: RotaProblem, plan: Plan) -> tuple[Finding, ...]:
    """Everything out of range, unit by unit as on the roster, batch by batch, then over all batches.

    Surplus, and grade with tenure, block either way wherever the rule applies; too few key staff do too. Too many key
    staff, and tenure or grade alone, are shown and block nothing: the bands of both together have been looked at.
    """
    batches = [batch.number for batch in problem.policy.batches]
    away: dict[tuple[str, int | None], list[Person]] = {}
    for entry in plan.assignments:
        person = problem.person[entry.person]
        for batch in range(entry.batch, entry.batch + problem.opening[entry.opening].length):
            away.setdefault((person.unit, batch), []).append(person)
            away.setdefault((person.unit, None), []).append(person)
    pools: dict[str, list[Person]] = {}
    for person in problem.eligible:
        pools.setdefault(person.unit, []).append(person)
    return tuple(
        finding
        for unit, pool in pools.items()
        for batch in (*batches, *([None] if len(batches) > 1 else []))
        for finding in _findings(problem, unit, batch, away.get((unit, batch), []), pool)
    )


def _findings(
    problem: RotaProblem, unit: str, batch: int | None, going: Sequence[Person], pool: Sequence[Person]
) -> Iterator[Finding]:
    tolerance = problem.policy.dumping_tolerance
    slack = 1 + (ADVISED if tolerance is None else tolerance) * len(going)
    listed, able = (Counter(key for person in people for key in _bands(problem, person)) for people in (going, pool))
    for (trait, name), size in sorted(able.items()):
        fair, count = Fraction(size, len(pool)) * len(going), listed[trait, name]
        if abs(count - fair) > slack:
            side = Side.DUMPING if count > fair else Side.SHIELDING
            blocking = trait in RULED or (trait is Trait.KEY_STAFF and side is Side.SHIELDING)
            yield Finding(
                unit,
                batch,
                trait,
                name,
                side,
                Part(count, len(going)),
                Part(size, len(pool)),
                max(0, ceil(fair - slack)),
                min(len(going), floor(fair + slack)),
                blocking and tolerance is not None,
            )


def _bands(problem: RotaProblem, person: Person) -> Iterator[tuple[Trait, str]]:
    yield Trait.SURPLUS if person.surplus else Trait.GRADE_AND_TENURE, band(problem, person)
    if person.key_staff:
        yield Trait.KEY_STAFF, "key staff"
    yield Trait.TENURE, "5 years or more" if person.tenure_years >= 5 else "under 5 years"
    yield Trait.GRADE, person.grade
