from __future__ import annotations

import os
import tempfile
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Fault
from grassrota.files.plan import read_plan, write_plan
from grassrota.files.problem import read_problem, write_problem
from grassrota.forms import STANDARD_FORMS, Form, LengthRule, Role
from grassrota.org import Level, Sector, Unit, UnitKind, UnitTree
from grassrota.posting.listing import Evidence
from grassrota.posting.opening import Opening
from grassrota.rota.certificate import Certificate
from grassrota.rota.pin import Pin
from grassrota.rota.plan import Assignment, Plan, left_out
from grassrota.rota.policy import Costs, Policy
from grassrota.rota.problem import Preference, RotaProblem
from grassrota.staff import Couple, Exemption, ExemptionReason, Grade, GradeScale, NotAvailable, Person
from grassrota.turns import Batch, Recurrence

PRINTABLE = st.characters(exclude_categories=["C", "Z"])
IDS = st.text(st.sampled_from("abcxyz019._-王李"), min_size=1, max_size=6).filter(lambda word: word[0] != "-")
WORDS = st.text(PRINTABLE.filter(lambda mark: mark not in ";；=+-@＝＋－＠"), min_size=1, max_size=8)
LINES = st.text(PRINTABLE | st.sampled_from(' ,"\n\r\t='), max_size=20).map(lambda line: f"x{line}y")
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
SHARES = st.fractions(0, 1, max_denominator=1000)


def _scales() -> st.SearchStrategy[GradeScale]:
    words = st.lists(WORDS, min_size=2, max_size=6, unique=True)
    ranks = st.integers(1, 20)

    def made(version: str, since: date, codes: list[str], rank: int) -> GradeScale:
        return GradeScale(version, since, (Grade(codes[0], rank, tuple(codes[1:-1])), Grade(codes[-1], 1)))

    return st.builds(made, LINES, DAYS, words, ranks)


@st.composite
def _policies(draw: st.DrawFn) -> Policy:
    purposes = STANDARD_FORMS["turn40"].purposes
    own_forms = st.builds(
        lambda name, days: Form(
            *("own", name, LengthRule.SINGLE_DAYS, Role.FIELD_WORK, purposes),
            recurrence=Recurrence("FREQ=WEEKLY;BYDAY=TH", tuple(days)),
        ),
        LINES,
        st.lists(DAYS, max_size=2),
    )
    form = draw(st.sampled_from([STANDARD_FORMS["turn40"], STANDARD_FORMS["field_work"]]) | own_forms)
    first, batches = date(1957, 12, 9), []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        last = first + timedelta(days=draw(st.integers(0, 5)))
        batches.append(Batch(number, first, last, 40))
        first = last + timedelta(days=40 + draw(st.integers(0, 9)))
    return Policy(
        draw(LINES),
        draw(_scales()),
        tuple(batches),
        form,
        tuple(draw(st.permutations(form.purposes))),
        tuple(draw(st.lists(st.sampled_from(Evidence), max_size=3))),
        draw(st.dictionaries(LINES, DAYS, max_size=2)),
        draw(st.dictionaries(st.integers(1, len(batches)), LINES)),
        draw(st.none() | SHARES),
        draw(st.booleans()),
        draw(SHARES),
        draw(SHARES),
        draw(st.integers(0, 20)),
        draw(st.none() | st.integers(0, 70)),
        draw(st.integers(0, 20)),
        draw(st.sampled_from(Level)),
        draw(st.none() | SHARES),
        draw(st.sampled_from([(), ((Sector.PLANT, Sector.RURAL), (Sector.OTHER,)), ((),)])),
        further_rounds=draw(st.booleans()),
        costs=Costs(*draw(st.lists(st.integers(0, 10_000), min_size=8, max_size=8))),
    )


@st.composite
def _problems(draw: st.DrawFn) -> RotaProblem:
    policy = draw(_policies())
    grades = st.sampled_from([grade.code for grade in policy.scale.grades])
    numbers = st.integers(1, len(policy.batches))
    top, *places = draw(st.lists(IDS, min_size=2, max_size=4, unique=True))
    positions = st.none() | st.tuples(st.integers(-500, 500), st.integers(-500, 500))
    heads = st.lists(IDS, max_size=2).map(tuple)
    units = [Unit(top, draw(LINES), Level.COUNTY, UnitKind.ORGAN, "", draw(st.booleans()), draw(heads))]
    units += [
        Unit(place, draw(LINES), Level.TOWNSHIP, UnitKind.PLACE, top, position=draw(positions)) for place in places
    ]
    people = [
        Person(
            *(who, draw(LINES), top, draw(grades), draw(st.integers(0, 70)), draw(st.integers(0, 70))),
            *(draw(st.integers(0, 9)), draw(st.none() | DAYS), draw(st.just("") | LINES), draw(st.just("") | LINES)),
            *(draw(st.booleans()), draw(st.booleans()), draw(st.frozensets(WORDS, max_size=3))),
            draw(st.sampled_from(["", *places])),
        )
        for who in draw(st.lists(IDS, min_size=2, max_size=5, unique=True))
    ]
    openings = [
        Opening(
            *(name, draw(st.sampled_from(places)), draw(st.sampled_from(Sector)), draw(st.sampled_from(Role))),
            *(draw(st.integers(0, 2)), draw(st.integers(2, 5)), draw(st.frozensets(numbers)), 1),
            *(draw(st.frozensets(WORDS, max_size=2)), draw(st.frozensets(WORDS, max_size=2))),
            *(draw(st.integers(0, 3)), draw(st.frozensets(grades))),
        )
        for name in draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    ]
    who = st.sampled_from([person.id for person in people])
    return RotaProblem(
        UnitTree(tuple(units)),
        tuple(people),
        tuple(openings),
        policy,
        tuple(
            draw(st.lists(st.builds(Exemption, who, st.sampled_from(ExemptionReason), st.just("") | IDS), max_size=2))
        ),
        tuple(draw(st.lists(st.builds(NotAvailable, who, st.frozensets(numbers)), max_size=2))),
        (Couple(people[0].id, people[1].id),) if draw(st.booleans()) else (),
        tuple(Preference(people[0].id, place, rank) for rank, place in enumerate(places, start=1)),
        tuple(Pin(person.id, stays=True) for person in people if draw(st.booleans())),
    )


@settings(max_examples=40, deadline=None)
@given(_problems())
def test_a_problem_reads_back(problem: RotaProblem) -> None:
    """Whatever a problem holds, its folder reads back as the same problem with the same fingerprint."""
    with tempfile.TemporaryDirectory() as folder:
        write_problem(problem, Path(folder))
        found = read_problem(Path(folder))
    assert found == problem
    assert found.sha256 == problem.sha256


@settings(max_examples=40, deadline=None)
@given(_problems(), st.data())
def test_a_plan_reads_back(problem: RotaProblem, data: st.DataObject) -> None:
    """Whatever a plan says, its folder reads back as the same plan."""
    going = data.draw(st.lists(st.sampled_from([person.id for person in problem.people]), unique=True))
    plan = Plan(
        tuple(
            Assignment(who, slot.opening, slot.start)
            for who in going
            if (slot := data.draw(st.sampled_from([*problem.slots, None]))) is not None
        ),
        (),
        Certificate(
            data.draw(st.integers(-(10**9), 10**9)),
            data.draw(st.floats(-1e9, 1e9)),
            data.draw(st.integers(0, 9)),
            data.draw(st.integers(0, 2**31)),
            problem.sha256,
            data.draw(st.floats(0, 1e6)),
        ),
    )
    plan = Plan(plan.assignments, left_out(problem, frozenset(plan.by_person)), plan.certificate)
    with tempfile.TemporaryDirectory() as folder:
        write_plan(plan, problem, Path(folder))
        assert read_plan(Path(folder), problem) == plan


@given(st.text(), st.frozensets(st.text(max_size=3), max_size=3))
def test_written_means_readable(name: str, skills: frozenset[str]) -> None:
    """A value that the tables cannot hold is refused before anything is written; any other reads back as it is."""
    scale = GradeScale("1", date(1957, 1, 1), (Grade("a", 1),))
    day = date(1957, 12, 9)
    problem = RotaProblem(
        UnitTree((Unit("u", "U", Level.COUNTY, UnitKind.ORGAN),)),
        (Person("p", name, "u", "a", skills=skills),),
        (),
        Policy("T", scale, (Batch(1, day, day, 40),), coverage_over=Fraction(1, 3)),
    )
    faults: tuple[Fault, ...] = ()
    with tempfile.TemporaryDirectory() as folder:
        try:
            write_problem(problem, Path(folder))
        except BadInput as error:
            faults = error.faults
        assert {(fault.file, fault.row) for fault in faults} <= {("people.csv", 2)}
        assert os.listdir(folder) == [] if faults else read_problem(Path(folder)) == problem
