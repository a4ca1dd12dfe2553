"""A plan counted once, so that what moves do to its rules is found by looking only where they touch it.

Places that a rule looks at are *spots*: a slot, a unit in a batch, a couple in a batch. ``check`` counts every one of
them anew; here their counts are kept, and the same ``verdicts`` judge those that change. A property test says that both
find the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from grassrota.errors import BadInput, Fault, Refused
from grassrota.rota import verdicts
from grassrota.rota.cost import going_cost, staying_cost
from grassrota.rota.plan import Assignment, Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.qualities import band, covers, is_experienced, is_leader
from grassrota.rota.verdicts import Violation
from grassrota.staff import Person

Spot: TypeAlias = tuple[str | int | None, ...]
"""Its sort, then ids and a batch; a batch of None stands for all together."""

Broken: TypeAlias = Mapping[tuple[str, str], Violation]
"""Violations by rule and place."""


@dataclass(frozen=True, slots=True)
class Move:
    """One person to an opening and the batch in which they start; to neither if they stay home."""

    person: str
    opening: str | None = None
    batch: int | None = None

    def __post_init__(self) -> None:
        if (self.opening is None) != (self.batch is None):
            missing = "opening" if self.opening is None else "batch"
            raise BadInput([Fault(missing, "both an opening and a batch, or neither", "nothing")])

    @classmethod
    def to(cls, person: str, entry: Assignment | None) -> Move:
        """To where an assignment is, whosever it is; home if there is none."""
        return cls(person) if entry is None else cls(person, entry.opening, entry.batch)

    @property
    def entry(self) -> Assignment | None:
        """The assignment that it makes; None if the person stays."""
        if self.opening is None or self.batch is None:
            return None
        return Assignment(self.person, self.opening, self.batch)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What moves do.

    Attributes:
        was: Rules broken where they touch the plan, before.
        now: The same after.
        where: The spot of each of those.
        cost_change: By how much the cost grows.
        away: Of the home units concerned, in each batch, those away before and after.
    """

    was: Broken
    now: Broken
    where: Mapping[tuple[str, str], Spot]
    cost_change: int
    away: Mapping[tuple[str, int], tuple[int, int]]

    @property
    def broken(self) -> tuple[Violation, ...]:
        """Rules that they newly break, place by place."""
        return tuple(violation for key, violation in self.now.items() if key not in self.was)

    @property
    def mended(self) -> tuple[Violation, ...]:
        """Rules broken before and no more."""
        return tuple(violation for key, violation in self.was.items() if key not in self.now)


class Tally:
    """The counts of a plan that the rules look at. It stays as it is unless told to ``take`` moves."""

    def __init__(self, problem: RotaProblem, assignments: Iterable[Assignment]) -> None:
        self.problem, self.policy = problem, problem.policy
        self.able = {person.id for person in problem.eligible}
        self.entries: dict[str, Assignment] = {}
        self.members: dict[tuple[str, int], dict[str, Person]] = defaultdict(dict)
        """Those who go, by opening and batch in which they start."""
        self._count: Counter[Spot] = Counter()
        self._bands: dict[Spot, Counter[str]] = defaultdict(Counter)
        self._shift((None, entry) for entry in assignments)

    @classmethod
    def of(cls, problem: RotaProblem, plan: Plan) -> Tally:
        """The counts of a plan."""
        return cls(problem, plan.assignments)

    def away(self, unit: str, batch: int) -> int:
        """How many of a home unit are away in a batch."""
        return self._count["unit", unit, batch]

    def batches_of(self, entry: Assignment) -> range:
        """The batches in which somebody is away."""
        return range(entry.batch, entry.batch + self.problem.opening[entry.opening].length)

    def cost_of(self, who: str, entry: Assignment | None) -> int:
        """What one person's choice costs; nothing for those who cannot go anyway."""
        person = self.problem.person[who]
        if entry is not None:
            return going_cost(self.problem, person, self.problem.opening[entry.opening])
        return staying_cost(self.problem, person) if who in self.able else 0

    def broken(self) -> Broken:
        """Every rule that is broken now; by looking at every spot."""
        spots = dict.fromkeys(spot for slot in self.slots for spot in self._of_slot(*slot))
        spots |= dict.fromkeys(self._count)
        spots |= dict.fromkeys(self._bands)
        spots |= dict.fromkeys(("person", person.id) for person in self.problem.eligible)
        spots |= dict.fromkeys(("group", group.members[0]) for group in self.problem.groups)
        spots["coverage",] = None
        return self._at(spots)

    def judge(self, moves: Sequence[Move]) -> Judgement:
        """What moves would do.

        Raises:
            Refused: ``not_eligible`` or ``no_such_slot``, for a move that means nothing whatever the rules say.
            BadInput: If somebody is moved twice.
        """
        changes = [(self.entries.get(move.person), move.entry) for move in self._meant(moves)]
        changes = [(before, after) for before, after in changes if before != after]
        spots: dict[Spot, None] = {}
        for entry in (entry for change in changes for entry in change if entry is not None):
            spots |= dict.fromkeys(self.spots(entry))
        was, there = self._at(spots), self._absences(spots)
        self._shift(changes)
        after, gone = [(spot, violation) for spot in spots for violation in self._judged(spot)], self._absences(spots)
        self._shift((after, before) for before, after in reversed(changes))
        cost = sum(self._cost_change(before, after) for before, after in changes)
        now = {violation.key: violation for _, violation in after}
        where = {violation.key: spot for spot, violation in after}
        return Judgement(was, now, where, cost, {key: (there[key], gone[key]) for key in there})

    def take(self, moves: Sequence[Move]) -> None:
        """Makes moves; the counts are then those of the plan after them."""
        self._shift([(self.entries.get(move.person), move.entry) for move in self._meant(moves)])

    def single(self, who: str, entry: Assignment | None) -> tuple[Violation, ...]:
        """Rules on single choices that one choice of a person breaks, whatever everybody else does."""
        problem, person, found = self.problem, self.problem.person[who], list[Violation]()
        if entry is not None:
            found += verdicts.fit(person, problem.opening[entry.opening])
            found += verdicts.room(who, problem.party_size(who), problem.opening[entry.opening])
            found += verdicts.availability(who, self.batches_of(entry), problem.unavailable.get(who, frozenset()))
        elif self.policy.everyone and who in self.able:
            found.append(verdicts.everyone(who))
        if who in self._first and (entry is None or entry.batch != 1):
            found.append(verdicts.leaders_first(who))
        pin = problem.pinned.get(who)
        return (*found, *(verdicts.pins(pin, entry) if pin else ()))

    @cached_property
    def slots(self) -> frozenset[tuple[str, int]]:
        """Openings and the batches in which they start people."""
        return frozenset((slot.opening, slot.start) for slot in self.problem.slots)

    def most_away(self, unit: str, grade: str = "") -> int:
        """How many of a home unit, or of a grade in it, may be away at once."""
        return self._most[(unit, grade) if grade else (unit,)]

    @cached_property
    def pools(self) -> Mapping[str, Counter[str]]:
        """The eligible people of each unit by band."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for person in self.problem.eligible:
            found[person.unit][band(self.problem, person)] += 1
        return found

    @cached_property
    def partners(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """The couples of each person, as the problem has them."""
        found: dict[str, tuple[tuple[str, str], ...]] = defaultdict(tuple)
        for pair in dict.fromkeys((couple.first, couple.second) for couple in self.problem.couples):
            for who in pair:
                found[who] += (pair,)
        return found

    @cached_property
    def place_of(self) -> Mapping[str, str]:
        """The place that somebody senior must cover, by opening; empty where there is none."""
        places = {opening.id: self.problem.covered_place(opening) for opening in self.problem.openings}
        return {opening: place.id if place else "" for opening, place in places.items()}

    @cached_property
    def _most(self) -> Mapping[tuple[str, ...], int]:
        """How many may be away at once, of each unit and of each grade in it."""
        staff: Counter[tuple[str, ...]] = Counter()
        for person in self.problem.people:
            staff[person.unit,] += 1
            staff[person.unit, person.grade] += 1
        most = {1: verdicts.most_of_unit, 2: verdicts.most_of_grade}
        return {group: most[len(group)](self.policy, count) for group, count in staff.items()}

    @cached_property
    def _first(self) -> frozenset[str]:
        return frozenset(self.policy.first)

    def _meant(self, moves: Sequence[Move]) -> Sequence[Move]:
        """The moves, if they mean something."""
        moved = set()
        for move in moves:
            if move.person in moved:
                raise BadInput([Fault("person", "each person once", move.person)])
            moved.add(move.person)
            if move.entry is None:
                continue
            if move.person not in self.able:
                message = f"{move.person} is not on the roster or not available this round."
                raise Refused("not_eligible", message, person=move.person)
            if (move.opening, move.batch) not in self.slots:
                message = f"{move.opening} does not start anybody in batch {move.batch}."
                raise Refused("no_such_slot", message, opening=move.opening, batch=move.batch)
        return moves

    def _cost_change(self, before: Assignment | None, after: Assignment | None) -> int:
        who = (before or after or Assignment("", "", 0)).person
        return self.cost_of(who, after) - self.cost_of(who, before)

    def _of_slot(self, opening: str, batch: int) -> Iterator[Spot]:
        yield "slot", opening, batch
        if self.policy.cover_rank and (place := self.place_of[opening]):
            for number in range(1, len(self.policy.batches) + 1):
                yield "cover", place, number

    def spots(self, entry: Assignment) -> Iterator[Spot]:
        """Everywhere that one assignment counts."""
        person, away = self.problem.person[entry.person], self.batches_of(entry)
        yield "slot", entry.opening, entry.batch
        place = self.place_of[entry.opening]
        for batch in away:
            if place:
                yield "cover", place, batch
            yield "unit", person.unit, batch
            yield "grade", person.unit, person.grade, batch
            yield "bands", person.unit, batch
            for first, second in self.partners.get(person.id, ()):
                yield "couple", first, second, batch
        if len(self.policy.batches) > 1:
            yield "bands", person.unit, None
        if group := self.problem.group_of.get(person.id):
            yield "group", group.members[0]
        yield ("coverage",)
        yield "person", person.id

    def _shift(self, changes: Iterable[tuple[Assignment | None, Assignment | None]]) -> None:
        for before, after in changes:
            if before is not None:
                del self.entries[before.person], self.members[before.opening, before.batch][before.person]
                self._weigh(before, -1)
            if after is not None:
                self.entries[after.person] = after
                self.members[after.opening, after.batch][after.person] = self.problem.person[after.person]
                self._weigh(after, 1)

    def _weigh(self, entry: Assignment, sign: int) -> None:
        person, count = self.problem.person[entry.person], self._count
        place, covering = self.place_of[entry.opening], covers(self.problem, person)
        name = band(self.problem, person) if self.policy.dumping_tolerance is not None else ""
        for batch in self.batches_of(entry):
            if place:
                count["cover", place, batch] += sign * covering
            count["unit", person.unit, batch] += sign
            count["grade", person.unit, person.grade, batch] += sign
            for first, second in self.partners.get(person.id, ()):
                count["couple", first, second, batch] += sign
            if name:
                self._bands["bands", person.unit, batch][name] += sign
                self._bands["bands", person.unit, None][name] += sign

    def _at(self, spots: Iterable[Spot]) -> Broken:
        return {violation.key: violation for spot in spots for violation in self._judged(spot)}

    def _judged(self, spot: Spot) -> Iterable[Violation]:
        """What breaks a rule at a spot."""
        match spot:
            case "slot", str(opening), int(batch):
                return self._of_members(opening, batch)
            case "cover", str(place), int(batch):
                return verdicts.cover(self.policy, place, batch, self._count[spot])
            case "unit", str(unit), int(batch):
                return verdicts.absence((unit,), batch, self._count[spot], self.most_away(unit))
            case "grade", str(unit), str(grade), int(batch):
                return verdicts.absence((unit, grade), batch, self._count[spot], self.most_away(unit, grade))
            case "bands", str(unit), int() | None as batch if self.policy.dumping_tolerance is not None:
                tolerance, together = self.policy.dumping_tolerance, batch is None and len(self.policy.batches) == 1
                pool = self.pools.get(unit, Counter())
                return () if together else verdicts.dumping(tolerance, unit, batch, pool, self._bands[spot])
            case "couple", str(first), str(second), int(batch) if self._count[spot] == 2:
                return [verdicts.couples(first, second, batch)]
            case "group", str(who):
                return verdicts.together(self.problem.group_of[who], self.entries)
            case ("coverage",):
                return verdicts.coverage(self.policy, len(self.problem.people), len(self.entries))
            case "person", str(who):
                return self.single(who, self.entries.get(who))
        return ()

    def _of_members(self, opening: str, batch: int) -> Iterator[Violation]:
        people = self.members[opening, batch].values()
        leaders = sum(is_leader(self.problem, person) for person in people)
        experienced = sum(is_experienced(self.problem, person) for person in people)
        seats = sum(self.problem.seats(person.id) for person in people)
        yield from verdicts.headcount(self.problem.opening[opening], batch, seats)
        yield from verdicts.accompanied(self.policy, opening, batch, len(people), leaders, experienced)

    def _absences(self, spots: Iterable[Spot]) -> dict[tuple[str, int], int]:
        return {
            (unit, batch): self._count[spot]
            for spot in spots
            for kind, unit, batch in ([spot] if len(spot) == 3 else ())
            if kind == "unit" and isinstance(unit, str) and isinstance(batch, int)
        }
