"""Small rota problems: by hand through ``kit``, and at random through the strategy ``problems``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from grassrota.forms import STANDARD_FORMS, Role
from grassrota.org import Level, Sector, Unit, UnitKind, UnitTree
from grassrota.posting.opening import Opening
from grassrota.rota.certificate import Certificate
from grassrota.rota.check import check, objective
from grassrota.rota.cost import going_cost, staying_cost
from grassrota.rota.frame import Frame
from grassrota.rota.pin import Pin
from grassrota.rota.plan import Assignment, Plan, left_out
from grassrota.rota.policy import Costs, Policy
from grassrota.rota.problem import Preference, RotaProblem
from grassrota.rota.qualities import fits
from grassrota.rota.rows import ColumnRule
from grassrota.rota.rules import COLUMN_RULES, STAY_RULES
from grassrota.rota.solve.columns import Columns, coefficients
from grassrota.rota.solve.model import Model, assemble
from grassrota.staff import Couple, Exemption, ExemptionReason, Grade, GradeScale, Group, NotAvailable, Person
from grassrota.turns import Batch

SCALE = GradeScale("1957", date(1957, 1, 1), (Grade("clerk", 1, ("办事员",)), Grade("deputy", 2), Grade("chief", 3)))
GRADES = tuple(grade.code for grade in SCALE.grades)
TREE = UnitTree(
    (
        Unit("hq", "County offices", Level.PREFECTURE, UnitKind.ORGAN),
        Unit("u1", "Finance", Level.COUNTY, UnitKind.ORGAN, "hq", position=(0, 0)),
        Unit("u2", "Schools", Level.COUNTY, UnitKind.ORGAN, "hq"),
        Unit("c1", "The county", Level.COUNTY, UnitKind.PLACE, "hq", position=(90, 10)),
        Unit("t1", "First commune", Level.TOWNSHIP, UnitKind.PLACE, "c1", position=(30, 40)),
        Unit("t2", "Second commune", Level.TOWNSHIP, UnitKind.PLACE, "c1", position=(60, 91)),
        Unit("s2", "Works of the second commune", Level.SITE, UnitKind.PLACE, "t2"),
    )
)
HOMES, PLACES, SITES, SKILLS = ("u1", "u2"), ("t1", "t2", "s2", "c1"), ("", "t1", "t2", "s2"), ("wells", "accounts")


class Kit:
    """Makes values of which a test states only what matters to it."""

    tree = TREE
    scale = SCALE

    @staticmethod
    def person(person_id: str, unit: str = "u1", grade: str = "clerk", **more: Any) -> Person:
        """A clerk of u1."""
        return Person(person_id, person_id.title(), unit, grade, **more)

    @staticmethod
    def people(count: int, **more: Any) -> tuple[Person, ...]:
        """The clerks p1, p2 and so on."""
        return tuple(Kit.person(f"p{number}", **more) for number in range(1, count + 1))

    @staticmethod
    def opening(opening_id: str = "o1", place: str = "t1", low: int = 0, high: int = 1, **more: Any) -> Opening:
        """Field work in a village."""
        return Opening(
            opening_id, place, **({"sector": Sector.RURAL, "role": Role.FIELD_WORK} | more), low=low, high=high
        )

    @staticmethod
    def batches(count: int) -> tuple[Batch, ...]:
        """Turns of 40 days, 49 days apart, the first from 9 to 13 December 1957."""
        first = date(1957, 12, 9)
        found = []
        for number in range(1, count + 1):
            found.append(Batch(number, first, first + timedelta(days=4), 40))
            first += timedelta(days=49)
        return tuple(found)

    @staticmethod
    def policy(batches: int = 2, **more: Any) -> Policy:
        """A policy that asks for nothing but whole units not being emptied; name what else it asks for."""
        free: dict[str, Any] = {
            "title": "Winter 1957",
            "scale": SCALE,
            "batches": Kit.batches(batches),
            "form": STANDARD_FORMS["field_work"],
            "home_absence": Fraction(1),
            "grade_absence": Fraction(1),
            "dumping_tolerance": None,
        }
        return Policy(**(free | more))

    @staticmethod
    def problem(
        people: Iterable[Person], openings: Iterable[Opening], policy: Policy | None = None, **more: Any
    ) -> RotaProblem:
        """A problem among the units u1 and u2 and the places t1, t2, s2 and c1."""
        return RotaProblem(TREE, tuple(people), tuple(openings), policy or Kit.policy(), **more)

    @staticmethod
    def plan(problem: RotaProblem, *assignments: tuple[str, str, int], **wrong: Any) -> Plan:
        """The plan with these assignments, all it says of itself being right unless stated otherwise."""
        entries = tuple(Assignment(*entry) for entry in assignments)
        out = left_out(problem, frozenset(entry.person for entry in entries))
        cost = objective(problem, Plan(entries, out, Certificate(0, 0, 0, 0, "", 0.0)))
        says: dict[str, Any] = {
            "objective": cost,
            "bound": 0.0,
            "violations": 0,
            "seed": 0,
            "problem_sha256": problem.sha256,
            "seconds": 0.0,
        }
        return Plan(entries, out, Certificate(**(says | wrong)))

    @staticmethod
    def allowed(problem: RotaProblem, rule: ColumnRule) -> list[list[bool]]:
        """Whether each person may take each slot if there were no other rule."""
        model = Model(Frame(problem), (), (), (), {"rule": rule}, {})
        found: list[list[bool]] = model.allowed(np.arange(len(model.frame.people))).tolist()
        return found

    @staticmethod
    def broken(problem: RotaProblem, *assignments: tuple[str, str, int]) -> list[str]:
        """The rules that these assignments break, by name."""
        return [violation.rule for violation in check(problem, Kit.plan(problem, *assignments))]


@pytest.fixture(scope="session")
def kit() -> Kit:
    """Makes values by hand."""
    return Kit()


def _subset(draw: st.DrawFn, values: Iterable[Any]) -> frozenset[Any]:
    return frozenset(value for value in values if draw(st.booleans()))


@st.composite
def _person(draw: st.DrawFn, number: int) -> Person:
    return Person(
        f"p{number}",
        "",
        draw(st.sampled_from(HOMES)),
        draw(st.sampled_from(GRADES)),
        tenure_years=draw(st.integers(0, 12)),
        field_years=draw(st.integers(0, 3)),
        turns_served=draw(st.integers(0, 2)),
        last_returned=draw(st.none() | st.dates(date(1945, 1, 1), date(1958, 6, 1))),
        surplus=draw(st.integers(0, 4)) == 0,
        skills=_subset(draw, SKILLS),
        site=draw(st.sampled_from(SITES)),
    )


@st.composite
def _opening(draw: st.DrawFn, number: int, batches: int) -> Opening:
    low = draw(st.sampled_from((0, 0, 1, 2)))
    needs = _subset(draw, SKILLS) if draw(st.integers(0, 2)) == 0 else frozenset()
    return Opening(
        f"o{number}",
        draw(st.sampled_from(PLACES)),
        draw(st.sampled_from(tuple(Sector))),
        Role.FIELD_WORK,
        low,
        draw(st.integers(max(1, low), 3)),
        batches=_subset(draw, range(1, batches + 1)),
        length=draw(st.sampled_from((1, 1, batches))),
        needs=needs,
        prefers=_subset(draw, SKILLS),
        hardship=draw(st.integers(0, 3)),
        grades=_subset(draw, GRADES) if draw(st.integers(0, 3)) == 0 else frozenset(),
    )


def _shares() -> st.SearchStrategy[Fraction]:
    return st.sampled_from((Fraction(0), Fraction(1, 10), Fraction(1, 3), Fraction(1, 2), Fraction(1)))


@st.composite
def _policy(draw: st.DrawFn, batches: int, willing: list[str]) -> Policy:
    weight = st.sampled_from((0, 1, 7, 200, 10_000))
    costs = Costs(*(draw(weight) for _ in range(8))) if draw(st.booleans()) else Costs()
    firsts = tuple(sorted(_subset(draw, willing))) if draw(st.integers(0, 3)) == 0 else ()
    return Policy(
        "At random",
        SCALE,
        Kit.batches(batches),
        form=STANDARD_FORMS["field_work"],
        coverage_over=draw(st.none() | _shares().filter(lambda share: share < 1)),
        everyone=draw(st.integers(0, 5)) == 0,
        home_absence=draw(_shares()),
        grade_absence=draw(_shares()),
        lead_rank=draw(st.integers(0, 2)),
        experienced_years=draw(st.none() | st.integers(0, 2)),
        cover_rank=draw(st.sampled_from((0, 0, 1, 2))),
        cover_level=draw(st.sampled_from((Level.TOWNSHIP, Level.COUNTY))),
        dumping_tolerance=draw(st.none() | _shares()),
        first=firsts,
        further_rounds=draw(st.booleans()),
        costs=costs,
    )


@st.composite
def _problem(draw: st.DrawFn, max_people: int = 8, max_openings: int = 4, max_batches: int = 3) -> RotaProblem:
    batches = draw(st.integers(1, max_batches))
    people = tuple(draw(_person(number)) for number in range(1, draw(st.integers(0, max_people)) + 1))
    openings = tuple(draw(_opening(number, batches)) for number in range(1, draw(st.integers(0, max_openings)) + 1))
    ids = [person.id for person in people]
    exempt = tuple(Exemption(who, ExemptionReason.HEALTH) for who in ids if draw(st.integers(0, 7)) == 0)
    hindered = tuple(
        NotAvailable(who, _subset(draw, range(1, batches + 1))) for who in ids if draw(st.integers(0, 4)) == 0
    )
    bound = {entry.person for entry in exempt} | {e.person for e in hindered if not e.batches or 1 in e.batches}
    group = _group(draw, ids) if ids[1:] and draw(st.integers(0, 2)) == 0 else None
    bound |= set(group.members) if group and not bound.isdisjoint(group.members) else set()
    pairs = (
        draw(st.lists(st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True), max_size=2))
        if ids[1:]
        else []
    )
    pairs = [pair for pair in pairs if group is None or not set(pair) <= set(group.members)]
    wishes = {
        (who, draw(st.sampled_from(PLACES))): draw(st.integers(1, 4)) for who in ids if draw(st.integers(0, 2)) == 0
    }
    problem = RotaProblem(
        TREE,
        people,
        openings,
        draw(_policy(batches, [who for who in ids if who not in bound])),
        exempt,
        hindered,
        tuple(Couple(*pair) for pair in pairs),
        tuple(Preference(who, place, rank) for (who, place), rank in wishes.items()),
        groups=(group,) if group else (),
    )
    return replace(problem, pins=tuple(draw(_pin(problem, who)) for who in ids if draw(st.integers(0, 5)) == 0))


def _group(draw: st.DrawFn, ids: list[str]) -> Group:
    """Two or three people, perhaps with children."""
    members = draw(st.lists(st.sampled_from(ids), min_size=2, max_size=3, unique=True))
    return Group("g1", tuple(members), len(members) + draw(st.integers(0, 1)))


def _pin(problem: RotaProblem, who: str) -> st.SearchStrategy[Pin]:
    """A pin that the problem allows: to stay, or to a slot in which the person is available, or to half of one."""
    hindered = problem.hindered.get(who, frozenset())
    ways = [slot for slot in problem.slots if not hindered & set(slot.away)]
    return st.sampled_from(
        [
            Pin(who, stays=True),
            *(Pin(who, slot.opening, slot.start) for slot in ways),
            *(Pin(who, slot.opening) for slot in ways),
            *(Pin(who, batch=slot.start) for slot in ways),
        ]
    )


Problems = Callable[..., st.SearchStrategy[RotaProblem]]


@pytest.fixture(scope="session")
def problems() -> Problems:
    """The strategy of small random problems: every rule, every quality and every cost occurs in some."""
    return _problem


@st.composite
def _assignments(draw: st.DrawFn, problem: RotaProblem) -> tuple[tuple[str, str, int], ...]:
    ways = [(slot.opening, slot.start) for slot in problem.slots]
    found = []
    for party in problem.parties:
        way = draw(st.none() | st.sampled_from(ways)) if ways else None
        if way is not None:
            found += [(person.id, *way) for person in party]
    return tuple(found)


Assigned = Callable[[RotaProblem], st.SearchStrategy[tuple[tuple[str, str, int], ...]]]


@pytest.fixture(scope="session")
def assigned() -> Assigned:
    """The strategy of random assignments: eligible people in slots that exist, groups as one, whatever rules say."""
    return _assignments


BrokenRows = Callable[[RotaProblem, Iterable[tuple[str, str, int]]], set[str]]


@pytest.fixture(scope="session")
def broken_rows() -> BrokenRows:
    """The rules of which assignments break a row or a mask, as the solver sees them, by name."""

    def find(problem: RotaProblem, assignments: Iterable[tuple[str, str, int]]) -> set[str]:
        frame = Frame(problem)
        model = assemble(frame)
        people = {person.id: index for index, person in enumerate(frame.people)}
        slots = {(slot.opening, slot.start): index for index, slot in enumerate(frame.slots)}
        pairs = sorted((people[who], slots[opening, batch]) for who, opening, batch in assignments if who in people)
        columns = Columns(
            np.array([person for person, _ in pairs], dtype=np.int64),
            np.array([slot for _, slot in pairs], dtype=np.int64),
        )
        sums = np.asarray(coefficients(model, columns).sum(axis=1)).reshape(-1)
        wrong = (sums < model.low - 1e-9) | (sums > model.high + 1e-9)
        found = {model.row(int(place))[0].rule for place in np.flatnonzero(wrong)}
        for name, rule in COLUMN_RULES.items():
            allowed = replace(model, column_rules={name: rule}).allowed(np.arange(len(frame.people)))
            found |= set() if allowed[columns.person, columns.slot].all() else {name}
        staying = np.ones(len(frame.people), dtype=np.bool_)
        staying[columns.person] = False
        staying = staying[frame.party]
        return found | {name for name, rule in STAY_RULES.items() if not rule(frame)[staying].all()}

    return find


Cheapest = Callable[[RotaProblem], int | None]


@pytest.fixture(scope="session")
def cheapest() -> Cheapest:
    """The cost of a cheapest plan that keeps every rule, by trying all; None if there is none."""

    def find(problem: RotaProblem) -> int | None:
        people, slots = problem.eligible, problem.slots
        options: list[list[int]] = []
        costs: list[list[int]] = []
        for person in people:
            hindered = problem.unavailable.get(person.id, frozenset())
            ways = [-1]
            ways += [
                number
                for number, slot in enumerate(slots)
                if fits(problem, person, problem.opening[slot.opening]) and not hindered & set(slot.away)
            ]
            options.append(ways)
            costs.append(
                [
                    staying_cost(problem, person)
                    if way < 0
                    else going_cost(problem, person, problem.opening[slots[way].opening])
                    for way in ways
                ]
            )
        every = list(product(*options))
        choices = np.array(every, dtype=np.int64).reshape(len(every), len(people))
        total = np.array(list(product(*costs)), dtype=np.int64).reshape(choices.shape).sum(axis=1)
        likely = np.ones(len(choices), dtype=np.bool_)
        for number, slot in enumerate(slots):
            seats, opening = [problem.seats(person.id) for person in people], problem.opening[slot.opening]
            count = (choices == number) @ np.array(seats, dtype=np.int64)
            likely &= (opening.low <= count) & (count <= opening.high)
        choices, total = choices[likely], total[likely]
        for place in np.argsort(total, kind="stable"):
            going = [
                (person.id, slots[way].opening, slots[way].start)
                for person, way in zip(people, choices[place], strict=True)
                if way >= 0
            ]
            if not check(problem, Kit.plan(problem, *going)):
                return int(total[place])
        return None

    return find
