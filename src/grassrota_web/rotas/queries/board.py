"""A plan seen from the sides that its board shows: home units, openings, places, directions, cases, the spread."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from grassrota.org import Unit, UnitKind
from grassrota.report.plan_view import PlanView
from grassrota.rota.check import Violation, check
from grassrota.rota.directions import Directions, directions
from grassrota.rota.handlers import HandlersLeft, handlers_left
from grassrota.rota.part import Part
from grassrota.rota.plan import Plan
from grassrota.rota.portrait import top_grades
from grassrota.rota.problem import RotaProblem
from grassrota.rota.qualities import covers, is_leader
from grassrota.rota.review import Finding, review
from grassrota.rota.rules.absence import unit_cap
from grassrota_web.access.kept import kept
from grassrota_web.rotas.queries.without_wishes import without_wishes
from grassrota_web.rotas.words import KINDS


@dataclass(frozen=True, slots=True)
class Cell:
    """A count in one batch beside what it may be; ``tone`` is full, over, low, empty or nothing."""

    count: int
    low: int
    high: int
    tone: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A home unit in each batch: who is away of how many who may be."""

    unit: Unit
    staff: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """An opening in each batch; None where it starts nobody."""

    opening: str
    place: str
    sector: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A host unit with what lies below it: places covered of those to be covered, in each batch."""

    unit: Unit
    depth: int
    covered: tuple[Part, ...]


@dataclass(frozen=True)
class Board:
    """One plan; each side is counted when it is asked for."""

    view: PlanView

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        """Rules broken, by the independent check."""
        return check(self.view.problem, self.view.plan)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Dumping and shielding, those that block first."""
        return tuple(sorted(review(self.view.problem, self.view.plan), key=lambda found: not found.blocking))

    @cached_property
    def units(self) -> tuple[tuple[str, tuple[UnitLine, ...]], ...]:
        """Home units by kind: offices and institutions stand in one plan, one calendar."""
        kinds: dict[UnitKind, list[UnitLine]] = defaultdict(list)
        for unit in self.view.home_units:
            kinds[unit.kind].append(self._unit_line(unit))
        return tuple((str(KINDS[kind]), tuple(kinds[kind])) for kind in UnitKind if kind in kinds)

    @cached_property
    def openings(self) -> tuple[OpeningLine, ...]:
        """Openings by batches."""
        slots = {(slot.opening, slot.start) for slot in self.view.problem.slots}
        lines = []
        for opening in self.view.problem.openings:
            cells = tuple(
                _cell(self.view.in_slot.get((opening.id, number), 0), opening.low, opening.high)
                if (opening.id, number) in slots
                else None
                for number in self.view.numbers
            )
            lines.append(OpeningLine(opening.id, self.view.place(opening.id).name, opening.sector, cells))
        return tuple(lines)

    @cached_property
    def places(self) -> tuple[PlaceLine, ...]:
        """The host units as a tree; a place is covered by somebody of the policy's rank, if it asks for one."""
        wanted, covered = self._covered()
        tree = self.view.problem.tree
        within: dict[str, list[str]] = defaultdict(list)
        for place in wanted:
            for unit in (place, *(above.id for above in tree.ancestors(place))):
                within[unit].append(place)
        return tuple(
            PlaceLine(
                unit,
                len(tree.ancestors(unit.id)),
                tuple(
                    Part(sum(p in covered[n] for p in within[unit.id]), len(within[unit.id])) for n in self.view.numbers
                ),
            )
            for top in tree.children("")
            for unit in tree.subtree(top.id)
            if unit.id in within
        )

    @cached_property
    def directions(self) -> Directions:
        """Seats and people by direction."""
        return directions(self.view.problem, self.view.plan)

    @cached_property
    def top_grades(self) -> Part:
        """Of the highest grade, those who go."""
        return top_grades(self.view.problem, self.view.plan)

    @cached_property
    def turns(self) -> tuple[tuple[int, int, int], ...]:
        """Turns served, people now, people once the plan is carried out."""
        people = self.view.problem.people
        before = Counter(person.turns_served for person in people)
        after = Counter(person.turns_served + (person.id in self.view.going) for person in people)
        return tuple((turns, before[turns], after[turns]) for turns in range(max((*before, *after), default=-1) + 1))

    @cached_property
    def left_out(self) -> Mapping[str, int]:
        """People left out, by published reason."""
        return Counter(entry.reason for entry in self.view.plan.left_out)

    @cached_property
    def teams(self) -> Part:
        """Teams with somebody who may lead, of all teams."""
        problem, led, teams = self.view.problem, set(), set()
        for entry in self.view.plan.assignments:
            teams.add((entry.opening, entry.batch))
            if is_leader(problem, problem.person[entry.person]):
                led.add((entry.opening, entry.batch))
        return Part(len(led), len(teams))

    def handlers(self, open_cases: Mapping[str, int], cases_each: int) -> tuple[HandlersLeft, ...]:
        """Who is left at home for open cases."""
        return handlers_left(self.view.problem, self.view.plan, open_cases, cases_each)

    def _unit_line(self, unit: Unit) -> UnitLine:
        staff = self.view.problem.staff_count[unit.id]
        high = unit_cap(self.view.problem.policy.home_absence, staff)
        counts = (self.view.away.get((unit.id, number), 0) for number in self.view.numbers)
        return UnitLine(unit, staff, tuple(_cell(count, 0, high) for count in counts))

    def _covered(self) -> tuple[tuple[str, ...], Mapping[int, set[str]]]:
        """The places to be covered, and those that are, by batch."""
        problem, view = self.view.problem, self.view
        wanted: dict[str, None] = {}
        for slot in problem.slots:
            unit = problem.covered_place(problem.opening[slot.opening])
            if unit is not None:
                wanted[unit.id] = None
        covered: dict[int, set[str]] = defaultdict(set)
        for entry in view.plan.assignments:
            unit = problem.covered_place(problem.opening[entry.opening])
            if unit is not None and covers(problem, problem.person[entry.person]):
                for number in view.batches_of(entry):
                    covered[number].add(unit.id)
        return tuple(wanted), covered


class _Kept:
    """A problem and a plan of it: the same again if the problem is that very object and nothing of the plan differs."""

    def __init__(self, problem: RotaProblem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self._hash = hash((id(problem), plan.assignments))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.problem is self.problem and other.plan == self.plan


def board_of(problem: RotaProblem, plan: Plan) -> Board:
    """The board of a plan, without wishes: counted once, as counting takes a second where thousands go.

    Args:
        problem: As ``problem_of`` gives it: the same object as long as its rows are the same.
        plan: Of this problem.
    """
    return _made(_Kept(problem, plan))


@kept(4)
def _made(known: _Kept) -> Board:
    return Board(PlanView(*without_wishes(known.problem, known.plan)))


def _cell(count: int, low: int, high: int) -> Cell:
    tone = "over" if count > high else "low" if count < low else "full" if count == high else ""
    return Cell(count, low, high, tone if count or tone == "low" else "empty")


def in_words(findings: Iterable[Finding], names: Mapping[str, Unit]) -> list[str]:
    """Findings of the review, one sentence each."""
    told = []
    for one in findings:
        when = _("all batches") if one.batch is None else _("batch %(number)s") % {"number": one.batch}
        words = _("%(unit)s, %(when)s: %(count)s of the %(of)s who go are %(band)s; %(low)s to %(high)s would be fair.")
        given = {"unit": names[one.unit].name, "when": when, "band": one.band, "low": one.low, "high": one.high}
        told.append(words % {**given, "count": one.listed.count, "of": one.listed.of})
    return told
