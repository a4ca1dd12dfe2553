"""Made-up rota problems that are hard in the ways real ones are: scarce leaders, tight floors, families far away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from grassrota.errors import BadInput, Fault
from grassrota.forms import STANDARD_FORMS, Role
from grassrota.org import Level, Sector, Unit, UnitKind, UnitTree
from grassrota.posting.opening import Opening
from grassrota.rota.policy import Policy
from grassrota.rota.problem import Preference, RotaProblem
from grassrota.rota.rules.absence import grade_cap, unit_cap
from grassrota.staff import Couple, Exemption, ExemptionReason, Grade, GradeScale, NotAvailable, Person
from grassrota.synth.names import name
from grassrota.turns import Batch

SKILLS = ("accounts", "building", "crops", "forestry", "health", "livestock", "machinery", "schools", "trade", "water")

GRADES = (
    Grade("clerk", 1, ("办事员",)),
    Grade("officer", 2, ("科员",)),
    Grade("section_deputy", 3, ("副科长",)),
    Grade("section_chief", 4, ("科长",)),
    Grade("division_deputy", 5, ("副处长",)),
    Grade("division_chief", 6, ("处长",)),
)
BELOW_LEADERS, COVERING = (0.47, 0.53), (0.52, 0.30, 0.18)
"""Shares of the grades among those who may not lead, and among those who cover a township."""
LEAD_RANK, COVER_RANK, EXPERIENCED_YEARS = 3, 4, 4

PER_NEED, PER_NEED_OF_FEW = 1.28, 2.0
"""So many may lead for each team that needs a leader, and cover for each township in each batch."""
FEW = 200
"""Below so many people chance is rough, and leaders and headcounts are less tight."""
ABLE = 0.952
"""About so many of all people are neither exempt nor away all the time."""
SPARE = 0.03
"""By so much floors, all together, allow more people to be away than there are seats."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a made-up problem is."""

    people: int
    units: int
    openings: int
    batches: int
    townships: int


NAMED_SIZES = {
    size.people: size
    for size in (
        Size(800, 12, 30, 4, 24),
        Size(3_200, 40, 114, 4, 80),
        Size(8_000, 80, 286, 4, 200),
        Size(29_909, 200, 1_068, 4, 767),
        Size(140_000, 600, 5_000, 6, 767),
        Size(1_000_000, 4_000, 35_714, 6, 5_000),
    )
}


def size_of(people: int) -> Size:
    """The size of a problem with so many people: a row of the published table, or one in proportion.

    Raises:
        BadInput: If there are fewer than 40 people.
    """
    if people < 40:
        raise BadInput([Fault("people", "40 or more", str(people))])
    openings = max(2, round(people / 28))
    made = Size(people, max(3, round(people / 80)), openings, 4, max(1, min(767, round(openings * 0.7))))
    return NAMED_SIZES.get(people, made)


def rota(size: Size, seed: int) -> RotaProblem:
    """A made-up problem.

    Args:
        size: How large.
        seed: The same seed gives the same problem.
    """
    random = np.random.default_rng(seed)
    units = _units(random, size)
    places = [unit for unit in units if unit.level == Level.TOWNSHIP]
    departments = [unit.id for unit in units if unit.kind == UnitKind.ORGAN][1:]
    openings = _openings(random, size, places)
    people = _people(random, size, departments, places, grade_shares(size, openings))
    exemptions, not_available = _absences(random, people, size.batches)
    away = {entry.person for entry in exemptions} | {e.person for e in not_available if not e.batches}
    return RotaProblem(
        UnitTree(tuple(units)),
        tuple(people),
        tuple(openings),
        _policy(size, people, away, _seats_in_each_batch(size, openings)),
        tuple(exemptions),
        tuple(not_available),
        tuple(_couples(random, people)),
        tuple(_preferences(random, people, places)),
    )


def _policy(size: Size, people: list[Person], away: set[str], seats: list[int]) -> Policy:
    first, batches = date(2027, 3, 1), []
    for number in range(1, size.batches + 1):
        batches.append(Batch(number, first, first + timedelta(days=4), 40))
        first += timedelta(days=49)
    return Policy(
        f"Made-up rotation of {size.people} people",
        GradeScale("made-up", date(2027, 1, 1), GRADES),
        tuple(batches),
        form=STANDARD_FORMS["field_work"],
        home_absence=_tight(unit_cap, [Counter(person.unit for person in people)], [max(seats)]),
        grade_absence=_tight(grade_cap, *_grades(people, away, max(seats))),
        lead_rank=LEAD_RANK,
        experienced_years=EXPERIENCED_YEARS,
        cover_rank=COVER_RANK,
        dumping_tolerance=Fraction(15, 100),
        further_rounds=True,
    )


def _grades(people: list[Person], away: set[str], seats: int) -> tuple[list[Counter[str]], list[float]]:
    """Headcounts by unit of each grade, and how many of it would be away at once if each grade did its share."""
    able = Counter(person.grade for person in people if person.id not in away)
    counts = [Counter(person.unit for person in people if person.grade == grade) for grade in able]
    return counts, [seats * count / able.total() for count in able.values()]


def _tight(cap: Callable[[Fraction, int], int], counts: list[Counter[str]], away: Sequence[float]) -> Fraction:
    """The smallest share, in half per cents, at which all units together may spare a little more than must be away."""
    for step in range(1, 200):
        share = Fraction(step, 200)
        room = [sum(cap(share, count) for count in units.values()) for units in counts]
        if all(there >= (1 + SPARE) * wanted for there, wanted in zip(room, away, strict=True)):
            return share
    return Fraction(1)


def _seats_in_each_batch(size: Size, openings: list[Opening]) -> list[int]:
    """How many can be away at once."""
    seats = [0] * size.batches
    for opening in openings:
        for start in _starts(opening, size.batches):
            for batch in range(start, start + opening.length):
                seats[batch - 1] += opening.high
    return seats


def _starts(opening: Opening, batches: int) -> list[int]:
    last = batches + 1 - opening.length
    return [start for start in range(1, last + 1) if not opening.batches or start in opening.batches]


def grade_shares(size: Size, openings: list[Opening]) -> tuple[float, ...]:
    """The share of each grade: those who may lead, and who may cover a township, are scarce."""
    per_need = PER_NEED_OF_FEW if size.people < FEW else PER_NEED
    teams = sum(len(_starts(opening, size.batches)) for opening in openings if opening.low)
    cover = per_need * size.townships * size.batches / (ABLE * size.people)
    lead = max(per_need * teams / (ABLE * size.people), 1.1 * cover)
    return (*((1 - lead) * share for share in BELOW_LEADERS), lead - cover, *(cover * share for share in COVERING))


def _units(random: np.random.Generator, size: Size) -> list[Unit]:
    middle = (200, 200)
    units = [Unit("hq", "Headquarters", Level.PROVINCE, UnitKind.ORGAN, position=middle)]
    units += [
        Unit(f"u{number:03}", f"Department {number}", Level.PREFECTURE, UnitKind.ORGAN, "hq", position=middle)
        for number in range(1, size.units + 1)
    ]
    counties = max(1, size.townships // 8)
    centres = random.integers(0, 400, size=(counties, 2))
    units += [
        Unit(f"c{number:03}", f"County {number}", Level.COUNTY, UnitKind.PLACE, "hq", position=(int(east), int(north)))
        for number, (east, north) in enumerate(centres, start=1)
    ]
    for number in range(1, size.townships + 1):
        county = (number - 1) % counties
        east, north = centres[county] + random.integers(-15, 16, size=2)
        place = (max(0, int(east)), max(0, int(north)))
        parent = f"c{county + 1:03}"
        units.append(
            Unit(f"t{number:04}", f"Township {number}", Level.TOWNSHIP, UnitKind.PLACE, parent, position=place)
        )
    return units


def _people(
    random: np.random.Generator, size: Size, units: list[str], places: list[Unit], shares: tuple[float, ...]
) -> list[Person]:
    weights = random.dirichlet(np.full(len(units), 8.0))
    homes = random.choice(len(units), size=size.people, p=weights)
    # a department has its trade, recruits from some counties, and may have been merged with another
    trades = random.integers(len(SKILLS), size=len(units))
    recruits = random.integers(len(places), size=(len(units), 6))
    surplus = np.where(random.random(len(units)) < 0.2, 0.2, 0.03)
    # grades in exact shares: in a small headquarters chance alone would leave too few to lead
    steps = np.cumsum(shares)[:-1] * size.people
    grades = random.permutation(np.searchsorted(steps, np.arange(size.people), side="right"))
    people = []
    for number in range(size.people):
        grade, home = int(grades[number]), homes[number]
        tenure = int(min(40, random.gamma(2.0, 2.0 + grade)))
        served = int(random.binomial(3, min(0.4, 0.05 + 0.015 * tenure)))
        field_years = int(min(40, random.poisson(1.0 + grade * 0.9) + 2 * served))
        back = date(2026, 12, 31) - timedelta(days=int(random.integers(200, 3000))) if served else None
        near = random.random() < 0.6
        family = places[int(recruits[home, random.integers(6)] if near else random.integers(len(places)))]
        # people who grew up in the same county tend to the same trades, and so do those of one department
        likely = {int(family.parent[1:]) % len(SKILLS), int(trades[home])}
        chances = [0.5 if place in likely else 0.12 for place in range(len(SKILLS))]
        people.append(
            Person(
                f"p{number + 1:06}",
                name(random),
                units[home],
                GRADES[grade].code,
                tenure_years=tenure,
                field_years=field_years,
                turns_served=served,
                last_returned=back,
                surplus=bool(random.random() < surplus[home]),
                key_staff=bool(random.random() < 0.12),
                skills=frozenset(skill for skill, p in zip(SKILLS, chances, strict=True) if random.random() < p),
                site=family.id if random.random() < 0.6 else "",
            )
        )
    return people


def _absences(
    random: np.random.Generator, people: list[Person], batches: int
) -> tuple[list[Exemption], list[NotAvailable]]:
    exemptions, not_available = [], []
    for person in people:
        chance = random.random()
        if chance < 0.03:
            reason = ExemptionReason.AGE if person.tenure_years > 25 else ExemptionReason.HEALTH
            exemptions.append(Exemption(person.id, reason))
        elif chance < 0.048:
            not_available.append(NotAvailable(person.id))
        elif chance < 0.12:
            not_available.append(NotAvailable(person.id, frozenset({int(random.integers(1, batches + 1))})))
    return exemptions, not_available


def _couples(random: np.random.Generator, people: list[Person]) -> list[Couple]:
    chosen = random.permutation(len(people))[: 2 * round(0.015 * len(people))]
    return [Couple(people[a].id, people[b].id) for a, b in chosen.reshape(-1, 2)]


def _preferences(random: np.random.Generator, people: list[Person], places: list[Unit]) -> list[Preference]:
    near: dict[str, list[Unit]] = {}
    for place in places:
        near.setdefault(place.parent, []).append(place)
    home = {place.id: place.parent for place in places}
    wishes = []
    for person in people:
        if random.random() < 0.3:
            around = near[home[person.site]] if person.site else places
            chosen = random.permutation(len(around))[: int(random.integers(1, 4))]
            wishes += [Preference(person.id, around[which].id, rank) for rank, which in enumerate(chosen, start=1)]
    return wishes


def _openings(random: np.random.Generator, size: Size, places: list[Unit]) -> list[Opening]:
    order = [int(which) for which in random.permutation(len(places))]
    sectors = (Sector.RURAL, Sector.UPLAND, Sector.PLANT, Sector.CULTURE_EDUCATION_HEALTH)
    every = frozenset(range(1, size.batches + 1))
    lengths = [2 if random.random() < 0.05 and number >= len(places) else 1 for number in range(size.openings)]
    allowed = [
        frozenset(range(1, size.batches, 2))
        if length == 2
        else every
        if number < len(places)
        else every - {int(random.integers(1, size.batches + 1))}
        for number, length in enumerate(lengths)
    ]
    seats = _seats(random, [len(batches) for batches in allowed], ABLE * size.people)
    openings = []
    for number in range(size.openings):
        place = places[order[number % len(places)]]
        # optional and never alone in its township, or nobody might be there to cover the place
        picky = number >= len(places) and random.random() < 0.3
        needs = frozenset({SKILLS[int(random.integers(len(SKILLS)))]}) if picky else frozenset()
        prefers = {SKILLS[int(which)] for which in random.integers(len(SKILLS), size=int(random.integers(0, 3)))}
        leads = random.random() < 0.1
        openings.append(
            Opening(
                f"o{number + 1:05}",
                place.id,
                sectors[int(random.choice(4, p=(0.45, 0.25, 0.2, 0.1)))],
                Role.FIELD_WORK_AND_LEADERSHIP if leads else Role.FIELD_WORK,
                low=0 if picky else _least(random, size, seats[number]),
                high=seats[number],
                batches=frozenset() if allowed[number] == every else allowed[number],
                length=lengths[number],
                needs=needs,
                prefers=frozenset(prefers) - needs,
                hardship=int(random.choice(4, p=(0.4, 0.3, 0.2, 0.1))),
            )
        )
    return openings


def _least(random: np.random.Generator, size: Size, seats: int) -> int:
    """The least headcount: nearly the greatest, but where few people make chance rough."""
    return max(2, seats - 2) if size.people < FEW else seats - int(random.random() < 0.3)


def _seats(random: np.random.Generator, uses: list[int], able: float) -> list[int]:
    """Greatest headcounts that give about as many seats as there are people able to go, less 3 %."""
    raw = random.gamma(6.0, 1.0, size=len(uses)) + 2.5
    scaled = raw * 0.97 * able / float(np.dot(raw, uses))
    return [max(3, int(value + random.random())) for value in scaled]
