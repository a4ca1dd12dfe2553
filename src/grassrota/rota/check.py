"""The independent check of a plan: everything counted again, from the values, by nothing that solves.

It shares with the solver the problem, the plan, and what a quality or a cost *means* (``qualities``, ``cost``); how the
rules are kept it finds out for itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from grassrota.rota import verdicts
from grassrota.rota.cost import going_cost, staying_cost
from grassrota.rota.plan import Assignment, LeftOutReason, Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.qualities import band, covers, is_experienced, is_leader
from grassrota.rota.verdicts import Violation, most_of_grade, most_of_unit
from grassrota.staff import Person

__all__ = ["Violation", "check", "most_of_grade", "most_of_unit", "objective"]


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
            _together,
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
        yield from verdicts.fit(view.problem.person[entry.person], view.problem.opening[entry.opening])


def _availability(view: _View) -> Iterator[Violation]:
    for entry in view.plan.assignments:
        hindered = view.problem.unavailable.get(entry.person, frozenset())
        yield from verdicts.availability(entry.person, view.batches_of(entry), hindered)


def _headcount(view: _View) -> Iterator[Violation]:
    for slot in view.problem.slots:
        people = view.in_slot.get((slot.opening, slot.start), ())
        count = sum(view.problem.seats(person.id) for person in people)
        yield from verdicts.headcount(view.problem.opening[slot.opening], slot.start, count)


def _leader_and_experience(view: _View) -> Iterator[Violation]:
    for (opening, batch), people in sorted(view.in_slot.items(), key=lambda item: item[0]):
        leaders = sum(is_leader(view.problem, person) for person in people)
        experienced = sum(is_experienced(view.problem, person) for person in people)
        yield from verdicts.accompanied(view.policy, opening, batch, len(people), leaders, experienced)


def _cover(view: _View) -> Iterator[Violation]:
    places = set()
    for slot in view.problem.slots:
        unit = view.problem.covered_place(view.problem.opening[slot.opening])
        if unit is not None:
            places.add(unit.id)
    for batch in view.policy.batches:
        covering: Counter[str] = Counter()
        for person, entry in view.away[batch.number]:
            unit = view.problem.covered_place(view.problem.opening[entry.opening])
            if unit is not None and covers(view.problem, person):
                covering[unit.id] += 1
        for place in sorted(places):
            yield from verdicts.cover(view.policy, place, batch.number, covering[place])


def _absence(view: _View) -> Iterator[Violation]:
    staff = Counter(person.unit for person in view.problem.people)
    graded = Counter((person.unit, person.grade) for person in view.problem.people)
    for batch in view.policy.batches:
        away = [person for person, _ in view.away[batch.number]]
        for unit, count in sorted(Counter(person.unit for person in away).items()):
            yield from verdicts.absence((unit,), batch.number, count, most_of_unit(view.policy, staff[unit]))
        for key, count in sorted(Counter((person.unit, person.grade) for person in away).items()):
            yield from verdicts.absence(key, batch.number, count, most_of_grade(view.policy, graded[key]))


def _dumping(view: _View) -> Iterator[Violation]:
    tolerance = view.policy.dumping_tolerance
    if tolerance is None:
        return
    pools: dict[str, Counter[str]] = defaultdict(Counter)
    for person in view.problem.eligible:
        pools[person.unit][band(view.problem, person)] += 1
    together: dict[str, Counter[str]] = defaultdict(Counter)
    for batch in view.policy.batches:
        going: dict[str, Counter[str]] = defaultdict(Counter)
        for person, _ in view.away[batch.number]:
            name = band(view.problem, person)
            going[person.unit][name] += 1
            together[person.unit][name] += 1
        for unit, bands in sorted(going.items()):
            yield from verdicts.dumping(tolerance, unit, batch.number, pools[unit], bands)
    for unit, bands in sorted(together.items()) if len(view.policy.batches) > 1 else ():
        yield from verdicts.dumping(tolerance, unit, None, pools[unit], bands)


def _couples(view: _View) -> Iterator[Violation]:
    for batch in view.policy.batches:
        away = {person.id for person, _ in view.away[batch.number]}
        for couple in view.problem.couples:
            if couple.first in away and couple.second in away:
                yield verdicts.couples(couple.first, couple.second, batch.number)


def _together(view: _View) -> Iterator[Violation]:
    for group in view.problem.groups:
        yield from verdicts.together(group, view.plan.by_person)
    for entry in view.plan.assignments:
        size = view.problem.party_size(entry.person)
        yield from verdicts.room(entry.person, size, view.problem.opening[entry.opening])


def _coverage(view: _View) -> Iterator[Violation]:
    yield from verdicts.coverage(view.policy, len(view.problem.people), len(view.plan.assignments))


def _everyone(view: _View) -> Iterator[Violation]:
    if view.policy.everyone:
        for person in view.problem.eligible:
            if person.id not in view.plan.by_person:
                yield verdicts.everyone(person.id)


def _leaders_first(view: _View) -> Iterator[Violation]:
    for who in view.policy.first:
        entry = view.plan.by_person.get(who)
        if entry is None or entry.batch != 1:
            yield verdicts.leaders_first(who)


def _pins(view: _View) -> Iterator[Violation]:
    for pin in view.problem.pins:
        yield from verdicts.pins(pin, view.plan.by_person.get(pin.person))


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
