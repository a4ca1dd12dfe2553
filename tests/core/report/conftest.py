"""A small problem counted by hand, the figures of reports 002 and 003, and a reader of pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from grassrota.figures.bulletin import Bulletin, Claim, Use, bulletin
from grassrota.figures.consistency import check
from grassrota.figures.figure import Figure, Scope, Status, stated_percent
from grassrota.figures.flag import Flag
from grassrota.figures.interval import Interval
from grassrota.figures.statements import Count, Share, StatementSet
from grassrota.figures.wording import parse
from grassrota.files.statements import parse_statements
from grassrota.forms import Role
from grassrota.inspection.claim import Claim as UnitClaim
from grassrota.inspection.design import hypotheses
from grassrota.inspection.sequential.plan import sequential
from grassrota.inspection.verdict import Verdict
from grassrota.opinions.ledger import Ledger
from grassrota.org import Level, Sector, Unit, UnitKind, UnitTree
from grassrota.posting.opening import Opening
from grassrota.rota.certificate import Certificate
from grassrota.rota.check import objective
from grassrota.rota.plan import Assignment, Plan, left_out
from grassrota.rota.policy import Policy
from grassrota.rota.problem import RotaProblem
from grassrota.staff import Exemption, ExemptionReason, Grade, GradeScale, NotAvailable, Person
from grassrota.turns import Batch

if TYPE_CHECKING:
    pass

VOID = {"meta", "br", "hr", "img", "input", "link"}


@dataclass
class Element:
    """One element of a page with what is in it."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def all(self, *tags: str) -> list[Element]:
        """Every element of these names inside, in the order of the page."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                found += [child] if child.tag in tags else []
                found += child.all(*tags)
        return found

    @property
    def text(self) -> str:
        """All text inside, blanks collapsed."""
        return " ".join("".join(c if isinstance(c, str) else f" {c.text} " for c in self.children).split())

    def named(self, caption: str) -> dict[str, list[str]]:
        """The body of the table with this caption: cells by row header."""
        table = next(t for t in self.all("table") if t.all("caption")[0].text == caption)
        rows = [[cell.text for cell in row.all("th", "td")] for row in table.all("tbody")[0].all("tr")]
        return {row[0]: row[1:] for row in rows}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("page", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


@pytest.fixture(scope="session")
def read() -> Callable[[str], Element]:
    """Reads a page into elements; tags that do not match fail."""

    def reading(html: str) -> Element:
        reader = _Reader()
        reader.feed(html)
        reader.close()
        assert len(reader.open) == 1, "every element is closed"
        return reader.open[0]

    return reading


def person(name: str, number: int, unit: str, **more: object) -> Person:
    return Person(f"{unit}{number}", name, unit, "clerk", **more)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def problem() -> RotaProblem:
    """Ten people of two units; two of them cannot go, one of those for health; one is away only in batch 2."""
    tree = UnitTree(
        (
            Unit("hq", "Headquarters", Level.PREFECTURE, UnitKind.ORGAN),
            Unit("a", "Finance & <Accounts>", Level.COUNTY, UnitKind.ORGAN, "hq"),
            Unit("b", "Forestry", Level.COUNTY, UnitKind.ORGAN, "hq"),
            Unit("t1", "Ningyi", Level.TOWNSHIP, UnitKind.PLACE, "hq"),
            Unit("t2", "宁益乡", Level.TOWNSHIP, UnitKind.PLACE, "hq"),
        )
    )
    people = (
        person("<b>林荣发</b> & son", 1, "a", turns_served=1),
        person("王海", 2, "a", key_staff=True),
        person("李敏", 3, "a"),
        person("张强", 4, "a"),
        person("刘军", 5, "a"),
        person("陈平", 6, "a"),
        person("杨红", 1, "b"),
        person("赵云", 2, "b", surplus=True),
        person("黄波", 3, "b"),
        person("周涛", 4, "b"),
    )
    openings = (
        Opening("o1", "t1", Sector.RURAL, Role.FIELD_WORK, 1, 2),
        Opening("o2", "t2", Sector.PLANT, Role.FIELD_WORK, 0, 2, batches=frozenset({1})),
        Opening("o3", "t2", Sector.UPLAND, Role.FIELD_WORK, 0, 1, batches=frozenset({2})),
    )
    policy = Policy(
        "Turns of 1957 <first>",
        GradeScale("one", date(1957, 1, 1), (Grade("clerk", 1),)),
        (Batch(1, date(1957, 12, 9), date(1957, 12, 10), 40), Batch(2, date(1958, 1, 20), date(1958, 1, 21), 40)),
        coverage_over=Fraction(2, 5),
        dumping_tolerance=None,
    )
    return RotaProblem(
        tree,
        people,
        openings,
        policy,
        exemptions=(Exemption("a5", ExemptionReason.HEALTH, "sealed-17"),),
        not_available=(NotAvailable("a6"), NotAvailable("b4", frozenset({2}))),
    )


@pytest.fixture(scope="session")
def larger(problem: RotaProblem) -> RotaProblem:
    """The same people and fourteen more of forestry, all clerks without surplus or key staff among them."""
    more = tuple(Person(f"c{number:02}", "", "b", "clerk") for number in range(14))
    openings = tuple(replace(opening, high=20) for opening in problem.openings)
    return replace(problem, people=(*problem.people, *more), openings=openings)


GOING = (
    Assignment("a1", "o1", 1), Assignment("a2", "o1", 2), Assignment("a3", "o2", 1),
    Assignment("b1", "o1", 1), Assignment("b2", "o2", 1),
)  # fmt: skip


@pytest.fixture(scope="session")
def make_plan() -> Callable[..., Plan]:
    """Makes a plan of some assignments, with the certificate it deserves."""

    def make(problem: RotaProblem, going: tuple[Assignment, ...] = GOING) -> Plan:
        out = left_out(problem, frozenset(entry.person for entry in going))
        cost = objective(problem, Plan(going, out, Certificate(0, 0, 0, 0, problem.sha256, 0)))
        return Plan(going, out, Certificate(cost, cost, 0, 7, problem.sha256, 0.1))

    return make


@pytest.fixture(scope="session")
def plan(problem: RotaProblem, make_plan: Callable[..., Plan]) -> Plan:
    """Five of the ten go: three and one from a unit in turn, and two in batch 1 from the other; o3 stays empty."""
    return make_plan(problem)


AS_OF = date(1957, 12, 15)


def figure(figure_id: str, label: str, numerator: Interval | None, **changes: object) -> Figure:
    values: dict[str, object] = {
        "id": figure_id,
        "label": label,
        "numerator": numerator,
        "denominator": None,
        "unit": "opinion",
        "scope": Scope("central state organs", "organ"),
        "as_of": AS_OF,
        "status": Status.REPORTED,
        "source": "People's Daily, 21 December 1957",
        "counted_by": "the organs",
    }
    return Figure(**(values | changes))  # type: ignore[arg-type]


SHARES_OF_UNITS = """
title = "The shares of units in report 002"
source = "People's Daily, 21 December 1957"

[[statement]]
id = "units"
kind = "group"
whole = "raised"
part = "corrected"
sizes = "equal"

[[statement]]
id = "more than half"
kind = "band"
group = "units"
band = "at 80"
units = "半数以上"
rate = "80％左右"

[[statement]]
id = "a third"
kind = "band"
group = "units"
band = "at 50"
units = "三分之一"
rate = "50％左右"

[[ask]]
id = "units with a figure"
part = ["units.at 80.units", "units.at 50.units"]
whole = "units.units"
claim = "80％以上"

[[ask]]
id = "units with no figure given"
part = "units.rest.units"
whole = "units.units"
"""


@pytest.fixture(scope="session")
def report_002() -> Bulletin:
    """The figures of report 002 with two checks of them, one of report 003, and one that is refused."""
    raised, fixed = parse("1,040,000 rounded to 10,000"), parse("640,000-odd")
    numerator, denominator, flag = stated_percent(parse("62.1 %").interval)
    claims = [
        Claim(figure("f1", "Opinions raised", raised.interval), "page 1"),
        Claim(figure("f2", "Opinions <fixed>", fixed.interval, part_of="f1"), "page 1 & 2"),
        Claim(figure("f3", "Share fixed", numerator, denominator=denominator, flags=(flag,)), "page 1"),
        Claim(
            figure("g1", "全省已下放干部", Interval.exactly(29_909), unit="person", as_of=date(1957, 8, 31)),
            "report 003",
        ),
        Claim(figure("g6", "Attendance", None, flags=(Flag.UNQUANTIFIED,)), "report 003", use=Use.IMPROVEMENT),
    ]
    statements = StatementSet(
        "The trio of report 002",
        "People's Daily, 21 December 1957",
        (
            Count("s1", "raised", raised),
            Count("s2", "fixed", parse("exactly 640,000")),
            Share("s3", ("fixed",), "raised", parse("62.1 %")),
        ),
    )
    shares = parse_statements(SHARES_OF_UNITS.encode(), "shares.toml")
    return bulletin("Corrections & <postings>", date(1957, 12, 21), claims, [check(statements), check(shares)])


@pytest.fixture(scope="session")
def opinions() -> Ledger:
    """1,000 opinions: 600 reported fixed, of them 300 confirmed, 100 refuted, 200 not answered."""
    return Ledger(AS_OF, 1_000, 250, 150, 200, 300, 100, 12)


@pytest.fixture(scope="session")
def verdicts() -> tuple[Verdict, ...]:
    """One inspection with two cases not fixed and one without an answer."""
    claim = UnitClaim.of("u01", AS_OF, 1_000, (f"c{number:03}" for number in range(620)))
    design = sequential(hypotheses(claim, tolerance="0.1"), lots=False)
    return (Verdict.of(claim, design, [True] * 10 + [False, None, False] + [True] * design.longest),)
