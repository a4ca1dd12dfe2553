"""Changes of a plan that give one person another choice and keep every rule: chains of people who make room.

The person is moved; where that breaks a rule, somebody whom the rule counts is moved too, and so on. Chains are tried
in the order of what they come to at the prices, which charge for scarce seats before they are missed. Each is judged
as the check judges (``tally``). What is found is a plan, and so proves that one exists; finding nothing proves nothing.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import count

import numpy as np

from grassrota.rota.explain.scene import NEVER, STAYS, Scene
from grassrota.rota.frame import KINDS, Floats, Ints
from grassrota.rota.qualities import band
from grassrota.rota.tally import Judgement, Move, Spot
from grassrota.rota.verdicts import Violation

Chosen = tuple[tuple[int, int], ...]
"""People and the slots they take instead, by index."""

Step = tuple[float, int, int, str]
"""What a step comes to at the prices, who takes it, the slot, and the sort of step."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the plan that keeps every rule.

    Attributes:
        moves: The person's own first, and of all of their group, then those of everybody who makes room.
        cost_change: By how much the plan's cost grows.
        together: How many go with the person, being of one group, and the person.
    """

    moves: tuple[Move, ...]
    cost_change: int
    together: int = 1

    @property
    def displaced(self) -> tuple[str, ...]:
        """Those who go elsewhere, or stay, or must go, for the person's sake."""
        return tuple(move.person for move in self.moves[self.together :])


@dataclass(frozen=True)
class Chains:
    """The search for changes.

    Attributes:
        scene: The plan.
        looks: At most so many chains are judged for one question.
        people: At most so many people make room.
        ways: Of each sort of way to mend a rule, so many are tried.
        enough: So many changes are compared.
    """

    scene: Scene
    looks: int = 160
    people: int = 5
    ways: int = 3
    enough: int = 8

    def find(self, person: int, slot: int) -> Change | None:
        """The cheapest change found that gives a person a slot, or lets them stay; None if none was found."""
        steps, number = _Steps(self.scene), count()
        heap: list[tuple[float, int, float, Chosen, Judgement]] = []
        found: list[Change] = []
        seen: set[frozenset[tuple[int, int]]] = set()

        def look(price: float, chosen: Chosen) -> None:
            """Judges a chain; it is gone on with if it breaks a rule, the sooner the fewer it breaks."""
            if frozenset(chosen) in seen or len(seen) >= self.looks:
                return
            seen.add(frozenset(chosen))
            moves = tuple(move for one in chosen for move in self.scene.moves(*one))
            judged = self.scene.tally.judge(moves)
            if not judged.broken:
                found.append(Change(moves, judged.cost_change, len(self.scene.frame.parties[person])))
            elif len(chosen) <= self.people:
                open_ends = price + self._end * len(judged.broken)
                heapq.heappush(heap, (open_ends, next(number), price, chosen, judged))

        look(0.0, ((person, slot),))
        while heap and len(found) < self.enough and len(seen) < self.looks:
            _, _, price, chosen, judged = heapq.heappop(heap)
            first = judged.broken[0]
            for more, who, where in self._ways(steps.mending(first, judged.where[first.key], dict(chosen))):
                look(price + more, (*chosen, (who, where)))
        return min(found, key=lambda one: (one.cost_change, len(one.moves)), default=None)

    @cached_property
    def _end(self) -> float:
        """What each broken rule counts for when it is chosen which chain to go on with: a sixth of a dear stay."""
        return float(self.scene.frame.staying.max(initial=0)) / 6

    def _ways(self, steps: Iterable[Step]) -> Iterator[tuple[float, int, int]]:
        """The cheapest of each sort, so that dear ways that end the chain are not lost among cheap ones that do not."""
        sorts: dict[str, list[tuple[float, int, int]]] = {}
        for price, who, where, sort in steps:
            if price < NEVER / 2:
                sorts.setdefault(sort, []).append((price, who, where))
        for ways in sorts.values():
            yield from sorted(dict.fromkeys(ways))[: self.ways]


class _Steps:
    """What one more person could do about a broken rule."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.rows: dict[int, Floats] = {}
        self.columns: dict[int, Floats] = {}

    def mending(self, broken: Violation, spot: Spot, chosen: Mapping[int, int]) -> Iterator[Step]:
        """Steps that may mend a rule, of people who have not been moved."""
        match broken.rule, spot:
            case "headcount" | "leader" | "experience", ("slot", str(opening), int(batch)):
                yield from self._in_slot(broken.rule, self.scene.slot(opening, batch), chosen)
            case "cover", ("cover", str(place), int(batch)):
                slots = self.scene.around[place]
                for slot in slots[self.scene.frame.active[batch - 1, slots]]:
                    yield from self._in(int(slot), chosen, "covering")
            case "absence", (_, str(unit), *grade, int(batch)):
                yield from self._home(unit, batch, chosen, grade=str(grade[0]) if grade else "")
            case "dumping", ("bands", str(unit), int() | None as batch):
                yield from self._band(unit, batch, broken.about.rpartition(": ")[2], chosen)
            case "couples", ("couple", str(first), str(second), int(batch)):
                both = [self.scene.charges.index[who] for who in (first, second)]
                yield from self._out([who for who in both if who not in chosen], chosen, batch)
            case "coverage", _:
                staying = np.flatnonzero(self.scene.chosen == STAYS)
                dearest = staying[np.argsort(-self.scene.frame.staying[staying], kind="stable")[:FEW]]
                yield from self._to_seats([int(one) for one in dearest if int(one) not in chosen], chosen)

    def _in_slot(self, rule: str, slot: int, chosen: Mapping[int, int]) -> Iterator[Step]:
        here = self._there(slot, chosen)
        seats = self.scene.frame.kinds[:, KINDS.index("seats")]
        coming = [who for who, where in chosen.items() if where == slot]
        over = int(seats[[*here, *coming]].sum()) - self.scene.most[slot]
        if rule != "headcount" or over < 0:
            yield from self._in(slot, chosen, {"leader": "leader", "experience": "experienced"}.get(rule, "any"))
        if over > 0 or rule != "headcount":
            yield from self._out(here, chosen, away_from=slot)

    def _home(self, unit: str, batch: int, chosen: Mapping[int, int], grade: str) -> Iterator[Step]:
        """Somebody of a unit, or of a grade in it, is not away in a batch after all."""
        parties = self.scene.frame.parties
        people = [
            one
            for one in self._away(unit, batch, chosen)
            if any(member.unit == unit and grade in ("", member.grade) for member in parties[one])
        ]
        yield from self._out(people, chosen, batch)

    def _band(self, unit: str, batch: int | None, name: str, chosen: Mapping[int, int]) -> Iterator[Step]:
        """Of a band too many or too few go: one of them stays or goes, or one of the others, whichever helps."""
        scene, parties = self.scene, self.scene.frame.parties
        mine = [one for one in scene.unit[unit] if int(one) not in chosen]
        for inside in (True, False):
            group = [
                int(one)
                for one in mine
                if any(
                    (band(scene.problem, person) == name) == inside for person in parties[one] if person.unit == unit
                )
            ]
            away = [one for one in group if self._is_away(one, batch)]
            yield from self._out(away, chosen, batch)
            at_home = [one for one in group if not self._is_away(one, batch)]
            dearest = sorted(at_home, key=lambda one: -scene.now[one])[:FEW]
            yield from self._to_seats(dearest, chosen, batch)

    def _out(
        self, people: Iterable[int], chosen: Mapping[int, int], batch: int | None = None, away_from: int | None = None
    ) -> Iterator[Step]:
        """Somebody stays, or goes elsewhere: not in a batch, or not to a slot."""
        scene = self.scene
        able = [one for one in people if not scene.fixed[one]]
        # whoever would cost least to keep at home is looked at first
        for one in sorted(able, key=lambda one: scene.frame.staying[one] - scene.now[one])[:FEW]:
            if scene.may_stay[one]:
                yield float(scene.frame.staying[one] - scene.now[one]), one, STAYS, "stays"
            for slot, sort in self._best(one, chosen):
                in_it = batch is not None and scene.frame.active[batch - 1, slot]
                if slot != away_from and not in_it:
                    yield float(self._row(one)[slot] - scene.now[one]), one, slot, sort

    def _in(self, slot: int, chosen: Mapping[int, int], kind: str) -> Iterator[Step]:
        """Somebody of a kind comes to a slot: from home, or from elsewhere."""
        scene, coming = self.scene, self._column(slot)
        may = np.flatnonzero(
            (coming < NEVER / 2) & (scene.frame.kinds[:, KINDS.index(kind)] > 0) & (scene.chosen != slot)
        )
        at_home = scene.chosen[may] == STAYS
        for group, sort in ((may[at_home], "home"), (may[~at_home], "elsewhere")):
            for one in _least(coming, group):
                if int(one) not in chosen:
                    yield float(coming[one]), int(one), slot, sort

    def _to_seats(self, people: Iterable[int], chosen: Mapping[int, int], batch: int | None = None) -> Iterator[Step]:
        """Somebody goes where a seat is free, in a batch or in any."""
        scene = self.scene
        for one in people:
            for slot, sort in () if scene.fixed[one] else self._best(one, chosen):
                if batch is None or scene.frame.active[batch - 1, slot]:
                    yield float(self._row(one)[slot] - scene.now[one]), one, slot, sort

    def _best(self, person: int, chosen: Mapping[int, int]) -> Iterator[tuple[int, str]]:
        """Slots that would suit a person: those just left, the cheapest with a free seat, and the cheapest of all."""
        row, scene = self._row(person), self.scene
        left = [int(scene.chosen[one]) for one in chosen if scene.chosen[one] != STAYS]
        free = np.flatnonzero((scene.taken < scene.most) & (row < NEVER / 2))
        cheapest = _least(row, np.arange(len(row)), 2)
        for slots, sort in ((left, "left"), (_least(row, free, 3), "free"), (cheapest, "cheapest")):
            for slot in slots:
                if row[slot] < NEVER / 2 and slot != scene.chosen[person]:
                    yield int(slot), sort

    def _row(self, person: int) -> Floats:
        if person not in self.rows:
            scene = self.scene
            self.rows[person] = np.where(scene.allowed(person), scene.priced(person), NEVER)
        return self.rows[person]

    def _column(self, slot: int) -> Floats:
        if slot not in self.columns:
            self.columns[slot] = self.scene.coming(slot)
        return self.columns[slot]

    def _there(self, slot: int, chosen: Mapping[int, int]) -> list[int]:
        found = self.scene.frame.slots[slot]
        members = self.scene.tally.members.get((found.opening, found.start), {})
        there = dict.fromkeys(self.scene.charges.index[who] for who in members)
        return [index for index in there if index not in chosen]

    def _away(self, unit: str, batch: int, chosen: Mapping[int, int]) -> list[int]:
        return [int(one) for one in self.scene.unit[unit] if self._is_away(int(one), batch) and int(one) not in chosen]

    def _is_away(self, person: int, batch: int | None) -> bool:
        slot = int(self.scene.chosen[person])
        return slot != STAYS and (batch is None or bool(self.scene.frame.active[batch - 1, slot]))


FEW = 8
"""So many people are looked at where many could help."""


def _least(values: Floats, among: Ints, few: int = FEW) -> Ints:
    """The few of some indices that have the least values, in order."""
    if len(among) > few:
        among = among[np.argpartition(values[among], few)[:few]]
    return among[np.argsort(values[among], kind="stable")]
