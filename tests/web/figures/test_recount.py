"""Figures counted once more from a snapshot: every engine gives the cells that the definitions give by value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.figures.counting import (
    Cell,
    Counted,
    OnTheStaff,
    PlannedTurn,
    PostedTurn,
    Room,
    StandingOpinion,
    own_counts,
    townships,
    with_units_above,
)
from grassrota.figures.definitions import DEFINITIONS, Dimension
from grassrota.figures.recount.tables import TABLES, Engine, tables
from grassrota.files.snapshot import write_snapshot
from grassrota.forms import Role
from grassrota.opinions.ages import begun
from grassrota.opinions.case import Case
from grassrota.opinions.chain import OUTSIDE
from grassrota.opinions.entries import Answer, ClosingReason, RaiserAnswer, ReopenedBy, Reopening, ReplyKind, UnitClaim
from grassrota.opinions.route import Route, Step, StepKind
from grassrota.org import Level, Unit, UnitKind, UnitTree
from grassrota.posting.field import FieldDay, FieldDayKind, quota_status
from grassrota.posting.standing import days_away
from grassrota.posting.steps import Posting
from grassrota.turns import ONE_DAY, Turn
from grassrota_web.figures import engines
from tests.extras import needs

needs("duckdb", "ibis", "pyarrow")

from grassrota.figures.recount.minimum_days import statuses, verdicts  # noqa: E402
from grassrota.figures.recount.recounted import FAMILIES, recounted  # noqa: E402

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

FIRST, DAYS = date(1958, 3, 1), 12
TREE = UnitTree(
    (
        Unit("province", "Province", Level.PROVINCE, UnitKind.ORGAN),
        Unit("office", "Office", Level.COUNTY, UnitKind.ORGAN, "province"),
        Unit("mill", "Mill township", Level.TOWNSHIP, UnitKind.PLACE, "office"),
        Unit("ford", "Ford township", Level.TOWNSHIP, UnitKind.PLACE, "province"),
        Unit("shop", "Shop at the mill", Level.SITE, UnitKind.PLACE, "mill"),
    )
)
UNITS = [unit.id for unit in TREE.units]

Rows = dict[str, list[tuple[Any, ...]]]
Over = Callable[[Path], AbstractContextManager[Engine]]


class Made:
    """Random rows of a snapshot, and beside each what it is as a value."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.rows: Rows = {name: [] for name in TABLES}
        self.rows["units"] = [(unit.id, unit.level.value) for unit in TREE.units]
        self.rows["above"] = [
            (one, above) for one in UNITS for above in (one, *(unit.id for unit in TREE.ancestors(one)))
        ]
        self.values: list[Counted] = []
        self.departed: list[tuple[str, date, date | None]] = []
        self.standing: list[Callable[[date], Iterator[StandingOpinion]]] = []
        for number in range(6):
            self._somebody(number)
            self._case(number)
        self._opening(1)
        self._opening(2)
        self._plans()

    def day(self, after: date = FIRST, often: float = 0.8) -> date | None:
        """A day of these or none, not before another."""
        return after + timedelta(days=self.chance.randrange(DAYS)) if self.chance.random() < often else None

    def by_value(self, day: date) -> Counter[Cell]:
        """What ``counting`` makes of it."""
        first: dict[str, date] = {}
        for place, on, off in self.departed:
            if off is None or off > day:
                first[place] = min(on, first.get(place, on))
        own = own_counts([*self.values, *(one for make in self.standing for one in make(day))], day)
        own.update(own_counts(townships(TREE, first), day))
        return with_units_above(own, TREE)

    def _somebody(self, number: int) -> None:
        home, grade = self.chance.choice(UNITS), self.chance.choice(["clerk", "chief"])
        turns, left = self.chance.randrange(3), self.day(often=0.3)
        days = tuple(filter(None, (self.day() for _ in range(self.chance.randrange(4)))))
        self.rows["staff"].append((number, home, grade, turns, left))
        self.rows["field_days"] += [(number, day) for day in days]
        self.values.append(OnTheStaff(home, {Dimension.GRADE: grade}, turns, left, days))

    def _opening(self, number: int) -> None:
        place, room = self.chance.choice(UNITS), self.chance.randrange(4)
        agreed, withdrawn = self.day(), self.day(often=0.2)
        self.rows["openings"].append((number, place, room, agreed, withdrawn))
        listed = []
        for _ in range(self.chance.randrange(4)):
            parts = {
                Dimension.ROTATION: "r",
                Dimension.FORM: self.chance.choice(["a month", "a year"]),
                Dimension.GRADE: "clerk",
                Dimension.SECTOR: self.chance.choice(["rural", "plant"]),
            }
            steps: list[date | None] = [self.day()]
            for _ in range(3):
                steps.append(self.day(steps[-1]) if steps[-1] else None)
            off = self.day(often=0.3)
            home = self.chance.choice(UNITS)
            self.values.append(PostedTurn(home, place, parts, steps[0], steps[1], steps[2], steps[3], off))
            self.rows["postings"].append((1, number, home, place, *parts.values(), FIRST, FIRST, *steps, off))
            if steps[0]:
                listed.append((steps[0], off))
            if steps[1]:
                self.departed.append((place, steps[1], off))
        self.values.append(Room(place, {}, room, agreed, withdrawn, tuple(listed)))

    def _plans(self) -> None:
        """Two plans of one rotation; the value of the earlier one counts only as long as there is no later."""
        made = sorted(FIRST + timedelta(days=self.chance.randrange(DAYS)) for _ in range(2))
        for number, day in enumerate(made, start=1):
            self.rows["plans"].append((number, "r", number, day))
            home, parts = self.chance.choice(UNITS), {Dimension.GRADE: "clerk", Dimension.SECTOR: "rural"}
            self.rows["plan_lines"].append((number, home, *parts.values()))
            turn = PlannedTurn(home, {Dimension.ROTATION: "r", **parts}, day)
            self.standing.append(_until(turn, made[1] if number == 1 else date.max))

    def _case(self, number: int) -> None:
        """A case of one opinion or, merged, of two; its facts in their order, with days that go up."""
        chance, name = self.chance, f"case {number}"
        owner, topic = chance.choice([*UNITS, None]), chance.choice(["water", None])
        merged = chance.random() < 0.3
        opened = {f"{name} {one}": FIRST + timedelta(days=chance.randrange(3)) for one in range(1 + merged)}
        facts = self._facts(number, max(opened.values()))
        answers = []
        for place, (opinion, day) in enumerate(opened.items()):
            key = 10 * number + place
            self.rows["opinions"].append((key, number, day, owner, topic, merged))
            for at in range(chance.randrange(3)):
                said, on = chance.choice(list(Answer)), max(opened.values()) + timedelta(days=chance.randrange(DAYS))
                answers.append(RaiserAnswer(on, opinion, said))
                self.rows["answers"].append((key, at + 1, on, said.value))
        # of two words of one day the one that was said later is the last
        answers.sort(key=lambda one: one.on)
        parts = tuple(Case(f"p {one}", (one,), "office", day) for one, day in opened.items()) if merged else ()
        case = Case(
            name,
            tuple(opened),
            "office",
            min(opened.values()),
            investigated_on=FIRST,
            claims=tuple(one for _, _, one in facts if isinstance(one, UnitClaim)),
            answers=tuple(answers),
            parts=parts,
            reopenings=tuple(one for _, _, one in facts if isinstance(one, Reopening)),
        )
        steps = tuple(one for _, _, one in facts if isinstance(one, Step))

        def standing(day: date) -> Iterator[StandingOpinion]:
            by_now = tuple(step for step in steps if step.on <= day)
            organ = (owner or "") if not steps else ""
            if by_now or (steps and merged):
                organ = Route(name, by_now or steps[:1]).responsible.replace(OUTSIDE, "")
            known = [(place, one) for place, on, one in facts if on <= day]
            claimed = max((place for place, one in known if isinstance(one, UnitClaim)), default=0)
            asked = any(one == "asked" and place > claimed for place, one in known)
            told = any(isinstance(one, ReplyKind) for _, one in known)
            for opinion, state in case.opinion_states(day).items():
                if organ and opened[opinion] <= day:
                    parts = {Dimension.AGE: str(begun((day - opened[opinion]).days))}
                    parts |= {Dimension.TOPIC: topic} if topic else {}
                    yield StandingOpinion(organ, parts, state, told, asked)

        self.standing.append(standing)

    def _facts(self, case: int, day: date) -> list[tuple[int, date, Any]]:
        """Facts with their places and days, as values; the rows are put down."""
        chance, found = self.chance, list[tuple[int, date, Any]]()
        kinds = chance.choices(["step", "claimed", "reopened", "asked", "reply"], k=chance.randrange(7))
        for number, kind in enumerate([*["sent"] * chance.randrange(2), *kinds], start=1):
            day += timedelta(days=chance.randrange(3))
            unit, reason = "", ""
            value: Any = kind
            if kind in ("sent", "step"):
                first = not any(isinstance(one, Step) for _, _, one in found)
                step = StepKind.SENT if first else chance.choice(list(StepKind))
                unit = chance.choice([*UNITS, ""])
                kind, value = step.value, Step(day, step, unit or OUTSIDE, "so it is")
            elif kind == "claimed":
                why = chance.choice(
                    [ClosingReason.FIXED, ClosingReason.FIXED, ClosingReason.CANNOT, ClosingReason.NOT_OURS]
                )
                reason, value = why.value, UnitClaim(day, why, "a new pump")
            elif kind == "reopened":
                reason, value = "unit", Reopening(day, ReopenedBy.UNIT, "so it is")
            elif kind == "reply":
                value = chance.choice(list(ReplyKind))
                kind = value.value
            found.append((number, day, value))
            self.rows["facts"].append((case, number, day, kind, reason, unit))
        return found


def _until(turn: PlannedTurn, later: date) -> Callable[[date], Iterator[Any]]:
    return lambda day: iter([turn] if day < later else [])


@pytest.fixture(scope="session")
def over(spark: SparkSession) -> Mapping[str, Over]:
    """Every engine there is, by name: DuckDB, and Spark as Sail speaks it, up once for all tests."""
    return {"duckdb": engines.duckdb, "spark": lambda folder: nullcontext(engines.over(spark, folder))}


def written(folder: Path, rows: Rows) -> Path:
    """Rows as a snapshot."""
    folder.mkdir()
    columns = {name: [list(zip(*some, strict=True))] if some else [] for name, some in rows.items()}
    write_snapshot(folder, FIRST, (0, ""), columns)
    return folder


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_every_engine_counts_what_the_definitions_say(
    over: Mapping[str, Over], tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """Random people, postings, openings, plans and cases: as of some day, each engine gives the cells of values."""
    made = Made(seed)
    folder = written(tmp_path_factory.mktemp("made") / "s", made.rows)
    for days in (9, 40):
        day = FIRST + timedelta(days=days)
        expected = made.by_value(day)
        for name, opened in over.items():
            if name == "duckdb" or days == 9:
                with opened(folder) as engine:
                    assert recounted(engine, day) == expected


def test_every_figure_is_counted_once() -> None:
    """What is defined is in one family, and nothing else is."""
    assert Counter(figure for family in FAMILIES for figure in family.figures) == Counter(list(DEFINITIONS))


def test_what_is_not_installed_is_named_with_how_to_get_it() -> None:
    """An extra that is missing is bad input, not a fault of the program."""
    with pytest.raises(BadInput, match="no_such_engine to be installed") as refused:
        engines.require("recount", "json", "no_such_engine")
    assert refused.value.faults[0].fix == "Install the extra: pip install 'grassrota[recount]'."


def test_every_engine_judges_the_days_of_a_year_as_one_by_one(over: Mapping[str, Over], tmp_path: Path) -> None:
    """Random turns and single days, some of them the same, some of another year: done, planned and left are equal."""
    chance, rows = Random(7), {name: list[tuple[Any, ...]]() for name in TABLES}
    as_of, expected = date(1958, 8, 31), set()
    quota = 50

    def some_day(after: date) -> date:
        return after + timedelta(days=chance.randrange(150))

    for number in range(40):
        rows["staff"].append((number, "mill", "clerk", 0, None))
        days = [some_day(date(1957, 12, 20)) for _ in range(chance.randrange(70))]
        rows["field_days"] += [(number, day) for day in days]
        turns: list[Turn] = []
        for _ in range(chance.randrange(3)):
            first = some_day(date(1958, 4, 1))
            last = some_day(first)
            departed = some_day(first) if chance.random() < 0.7 else None
            returned = some_day(departed + ONE_DAY) if departed and chance.random() < 0.7 else None
            off = None if departed or chance.random() < 0.8 else first
            steps = {"listed_on": first, "departed_on": departed, "arrived_on": departed, "returned_on": returned}
            rows["postings"].append(
                (number, 1, *("mill", "shop", "r", "a", "clerk", "rural"), first, last, *steps.values(), off)
            )
            away: dict[str, Any] = {**steps, "released_on": off}
            posting = Posting(str(number), "mill", "o", 1, "a", Role.FIELD_WORK, Turn(first, last), "mill", **away)
            turns += days_away(posting, as_of)
        entries = [FieldDay(str(number), day, FieldDayKind.LABOUR, "shop") for day in days if day <= as_of]
        expected.add(quota_status(str(number), 1958, quota, as_of, turns, entries))
    folder = written(tmp_path / "s", rows)
    for opened in over.values():
        with opened(folder) as engine:
            assert set(statuses(engine, as_of, quota)) == expected
            told = list(engine(verdicts(tables(), as_of, quota)))
        short = [one for one in expected if one.shortfall]
        assert [row["home"] for row in told] == ["mill"]
        assert told[0]["short"] + told[0]["out_of_reach"] == len(short) > 0
        assert told[0]["out_of_reach"] == sum(not one.reachable for one in short)
        assert told[0]["met"] == sum(one.done >= quota for one in expected) > 0
