"""The independent check of a plan: every rule evaluated again, from the values, by nothing that solves.

It shares with the solver the problem, the plan, and what a quality or a cost *means* (``qualities``, ``cost``); how the
rules are kept it finds out for itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from grassrota.rota.cost import going_cost, staying_cost
from grassrota.rota.plan import Assignment, LeftOutReason, Plan
from grassrota.rota.policy import Policy
from grassrota.rota.problem import RotaProblem
from grassrota.rota.qualities import band, covers, is_experienced, is_leader
from grassrota.staff import Person


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: which, and where, in words.

    Attributes:
        rule: Name of the rule.
        words: Where it is broken and how far.
        about: Where alone, if ``words`` change with how far: so that a rule broken worse is still the same one.
    """

    rule: str
    words: str
    about: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.rule}: {self.words}"


def check(problem: RotaProblem, plan: Plan) -> tuple[Violation, ...]:
    """Everything in which a plan breaks the rules of its problem, or says what is not so; empty if nothing."""
    unknown = tuple(_unknown(problem, plan))
    if unknown:
        return unknown
    view = _View(problem, plan)
    return tuple(
        violation
        for rule in (
            _fit,
            _availability,
            _headcount,
            _leader_and_experience,
            _cover,
            _absence,
            _dumping,
            _couples,
            _coverage,
            _everyone,
            _leaders_first,
            _pins,
            _left_out,
            _certificate,
        )
        for violation in rule(view)
    )


def objective(problem: RotaProblem, plan: Plan) -> int:
    """The cost of a plan, summed person by person."""
    going = sum(
        going_cost(problem, problem.person[entry.person], problem.opening[entry.opening]) for entry in plan.assignments
    )
    staying = sum(staying_cost(problem, person) for person in problem.eligible if person.id not in plan.by_person)
    return going + staying


def most_of_unit(policy: Policy, staff: int) -> int:
    """How many of a unit with so many staff may be away at once."""
    high = max(1, ceil(policy.home_absence * staff))
    return high if policy.home_absence == 1 else min(high, staff - 1)


def most_of_grade(policy: Policy, staff: int) -> int:
    """How many of a grade of which a unit has so many may be away at once."""
    return max(1, ceil(policy.grade_absence * staff))


class _View:
    """The plan seen from the sides that the rules look from."""

    def __init__(self, problem: RotaProblem, plan: Plan) -> None:
        self.problem, self.plan, self.policy = problem, plan, problem.policy
        self.in_slot: dict[tuple[str, int], list[Person]] = defaultdict(list)
        self.away: dict[int, list[tuple[Person, Assignment]]] = defaultdict(list)
        for entry in plan.assignments:
            person = problem.person[entry.person]
            self.in_slot[entry.opening, entry.batch].append(person)
            for batch in self.batches_of(entry):
                self.away[batch].append((person, entry))

    def batches_of(self, entry: Assignment) -> range:
        return range(entry.batch, entry.batch + self.problem.opening[entry.opening].length)


def _unknown(problem: RotaProblem, plan: Plan) -> Iterator[Violation]:
    slots = {(slot.opening, slot.start) for slot in problem.slots}
    able = {person.id for person in problem.eligible}
    for entry in plan.assignments:
        if entry.person not in able:
            yield Violation("eligible", f"{entry.person} is not on the roster, exempt, or not available")
        if (entry.opening, entry.batch) not in slots:
            yield Violation("slot", f"{entry.opening} does not start anybody in batch {entry.batch}")


def _fit(view: _View) -> Iterator[Violation]:
    for entry in view.plan.assignments:
        person, opening = view.problem.person[entry.person], view.problem.opening[entry.opening]
        missing = sorted(opening.needs - person.skills)
        if missing:
            yield Violation("fit", f"{person.id} lacks {', '.join(missing)} for {opening.id}")
        if opening.grades and person.grade not in opening.grades:
            yield Violation("fit", f"{person.id} has grade {person.grade}, {opening.id} takes others")


def _availability(view: _View) -> Iterator[Violation]:
    for entry in view.plan.assignments:
        for batch in view.batches_of(entry):
            if batch in view.problem.unavailable.get(entry.person, frozenset()):
                yield Violation("availability", f"{entry.person} is not available in batch {batch}")


def _headcount(view: _View) -> Iterator[Violation]:
    for slot in view.problem.slots:
        opening, count = view.problem.opening[slot.opening], len(view.in_slot[slot.opening, slot.start])
        if not opening.low <= count <= opening.high:
            where = f"{opening.id}, batch {slot.start}"
            words = f"{where}: {count} people instead of {opening.low} to {opening.high}"
            yield Violation("headcount", words, where)


def _leader_and_experience(view: _View) -> Iterator[Violation]:
    for (opening, batch), people in sorted(view.in_slot.items(), key=lambda item: item[0]):
        if people and view.policy.lead_rank and not any(is_leader(view.problem, person) for person in people):
            yield Violation("leader", f"{opening}, batch {batch}: nobody of rank {view.policy.lead_rank} or more")
        wanted = view.policy.experienced_years
        if people and wanted is not None and not any(is_experienced(view.problem, person) for person in people):
            yield Violation("experience", f"{opening}, batch {batch}: nobody with {wanted} field years")


def _cover(view: _View) -> Iterator[Violation]:
    if not view.policy.cover_rank:
        return
    places = {}
    for slot in view.problem.slots:
        unit = view.problem.covered_place(view.problem.opening[slot.opening])
        if unit is not None:
            places[unit.id] = unit
    for batch in view.policy.batches:
        covered = set()
        for person, entry in view.away[batch.number]:
            unit = view.problem.covered_place(view.problem.opening[entry.opening])
            if unit is not None and covers(view.problem, person):
                covered.add(unit.id)
        for place in sorted(set(places) - covered):
            yield Violation("cover", f"{place}, batch {batch.number}: nobody of rank {view.policy.cover_rank} or more")


def _absence(view: _View) -> Iterator[Violation]:
    staff = Counter(person.unit for person in view.problem.people)
    graded = Counter((person.unit, person.grade) for person in view.problem.people)
    for batch in view.policy.batches:
        away = [person for person, _ in view.away[batch.number]]
        for unit, count in sorted(Counter(person.unit for person in away).items()):
            high = most_of_unit(view.policy, staff[unit])
            if count > high:
                where = f"{unit}, batch {batch.number}"
                yield Violation("absence", f"{where}: {count} away, at most {high} may be", where)
        for key, count in sorted(Counter((person.unit, person.grade) for person in away).items()):
            high = most_of_grade(view.policy, graded[key])
            if count > high:
                where = f"{key[0]}, {key[1]}, batch {batch.number}"
                yield Violation("absence", f"{where}: {count} away, at most {high} may be", where)


def _dumping(view: _View) -> Iterator[Violation]:
    tolerance = view.policy.dumping_tolerance
    if tolerance is None:
        return
    pools: dict[str, Counter[str]] = defaultdict(Counter)
    for person in view.problem.eligible:
        pools[person.unit][band(view.problem, person)] += 1
    together: dict[str, list[Person]] = defaultdict(list)
    for batch in view.policy.batches:
        going: dict[str, list[Person]] = defaultdict(list)
        for person, _ in view.away[batch.number]:
            going[person.unit].append(person)
            together[person.unit].append(person)
        for unit, people in sorted(going.items()):
            yield from _bands(view.problem, f"{unit}, batch {batch.number}", pools[unit], people, tolerance)
    for unit, people in sorted(together.items()) if len(view.policy.batches) > 1 else ():
        yield from _bands(view.problem, f"{unit}, all batches", pools[unit], people, tolerance)


def _bands(
    problem: RotaProblem, where: str, pool: Counter[str], people: Sequence[Person], tolerance: Fraction
) -> Iterator[Violation]:
    counts, allowed = Counter(band(problem, person) for person in people), 1 + tolerance * len(people)
    for name, size in sorted(pool.items()):
        fair = Fraction(size, pool.total()) * len(people)
        if abs(counts[name] - fair) > allowed:
            words = f"{where}: {counts[name]} of {len(people)} are {name}; {float(fair):.1f} would be the fair share"
            yield Violation("dumping", words, f"{where}: {name}")


def _couples(view: _View) -> Iterator[Violation]:
    for batch in view.policy.batches:
        away = {person.id for person, _ in view.away[batch.number]}
        for couple in view.problem.couples:
            if couple.first in away and couple.second in away:
                yield Violation("couples", f"{couple.first} and {couple.second} are both away in batch {batch.number}")


def _coverage(view: _View) -> Iterator[Violation]:
    share, staff, going = view.policy.coverage_over, len(view.problem.people), len(view.plan.assignments)
    if share is not None and not Fraction(going, max(1, staff)) > share:
        words = f"{going} of {staff} people go; it must be more than {float(share):.1%}"
        yield Violation("coverage", words, "all staff")


def _everyone(view: _View) -> Iterator[Violation]:
    if view.policy.everyone:
        for person in view.problem.eligible:
            if person.id not in view.plan.by_person:
                yield Violation("everyone", f"{person.id} is neither in a batch nor exempt nor unavailable")


def _leaders_first(view: _View) -> Iterator[Violation]:
    for who in view.policy.first:
        entry = view.plan.by_person.get(who)
        if entry is None or entry.batch != 1:
            yield Violation("leaders_first", f"{who} does not go in the first batch")


def _pins(view: _View) -> Iterator[Violation]:
    for pin in view.problem.pins:
        entry = view.plan.by_person.get(pin.person)
        if entry is None and not pin.stays:
            yield Violation("pins", f"{pin}, and stays", str(pin))
        elif entry is not None and (
            pin.stays or (pin.opening and pin.opening != entry.opening) or pin.batch not in (None, entry.batch)
        ):
            yield Violation("pins", f"{pin}, and goes to {entry.opening} in batch {entry.batch}", str(pin))


def _left_out(view: _View) -> Iterator[Violation]:
    able = {person.id for person in view.problem.eligible}
    named = {entry.person: entry.reason for entry in view.plan.left_out}
    for person in view.problem.people:
        reason = named.pop(person.id, None)
        if person.id in view.plan.by_person:
            continue
        if reason is None:
            yield Violation("left_out", f"{person.id} neither goes nor is given a reason")
        elif (reason == LeftOutReason.NOT_AVAILABLE) == (person.id in able):
            yield Violation("left_out", f"{person.id} is given the wrong reason: {reason}")
    for stranger in sorted(named):
        yield Violation("left_out", f"{stranger} is not on the roster")


def _certificate(view: _View) -> Iterator[Violation]:
    certificate = view.plan.certificate
    if certificate.problem_sha256 != view.problem.sha256:
        yield Violation("certificate", "the plan was made for another problem")
    cost = objective(view.problem, view.plan)
    if certificate.objective != cost:
        yield Violation("certificate", f"the plan costs {cost}, the certificate says {certificate.objective}")
    if not certificate.bound <= cost:  # nor is it if it is no number
        yield Violation("certificate", f"the plan costs {cost}, which the bound {certificate.bound} does not allow")
    if certificate.violations:
        yield Violation("certificate", f"the certificate itself counts {certificate.violations} violations")
