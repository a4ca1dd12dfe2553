"""Two plans side by side as lines of words and numbers: what pages, tables and terminals show of a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isfinite

from grassrota.report.burden import BAND_WORDS
from grassrota.report.page import counted
from grassrota.rota.burden import Side
from grassrota.rota.compare import Comparison, Difference
from grassrota.rota.part import Part
from grassrota.rota.portrait import Binding, Portrait
from grassrota.rota.problem import RotaProblem

DIFFERENCE_WORDS = {
    Difference.GOES_NOW: "go instead of staying",
    Difference.STAYS_NOW: "stay instead of going",
    Difference.ELSEWHERE: "go elsewhere",
    Difference.ANOTHER_BATCH: "go to the same opening in another batch",
    Difference.ONLY_IN_FIRST: "are on the first roster only",
    Difference.ONLY_IN_SECOND: "are on the second roster only",
}
SIDE_WORDS = {Side.UNIT: "home unit", Side.GRADE: "grade", Side.BAND: "band"}


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of both plans, as it is shown."""

    what: str
    first: str
    second: str


def lines(found: Comparison) -> tuple[Line, ...]:
    """Both plans in their headline figures."""
    both = found.first, found.second
    by_first = "not comparable" if found.by_first is None else f"{found.by_first:,}"
    rows = [
        Line("Cost", *(f"{one.cost:,}" for one in both)),
        Line("Cost by the weights of the first", f"{found.first.cost:,}", by_first),
        Line("No plan costs less than", *(_bound(one) for one in both)),
        Line("Gap", *(_gap(one) for one in both)),
        Line("Rules broken", *(f"{len(one.violations):,}" for one in both)),
        Line("People who go", *(_part(one.going) for one in both)),
        Line("Places reached", *(_part(one.places) for one in both)),
    ]
    numbers = dict.fromkeys((*found.first.batches, *found.second.batches))
    rows += [Line(f"Start in batch {n}", *(f"{one.batches.get(n, 0):,}" for one in both)) for n in numbers]
    rows += [
        Line("Kilometres from families, in all", *(f"{one.kilometres:,}" for one in both)),
        Line("Wishes met, of those who go", *(_part(one.wishes) for one in both)),
        Line("Of the highest grade", *(_part(one.top_grades) for one in both)),
        Line("Most turns that somebody has served", *(f"{max(one.turns, default=0):,}" for one in both)),
    ]
    return tuple(rows)


def differences(found: Comparison) -> Iterator[str]:
    """Who is treated differently, in counts."""
    for way, count in found.differences.items():
        yield f"{counted(count, 'person', 'people')}: {DIFFERENCE_WORDS[way]}"


def prices(found: Comparison) -> tuple[Line, ...]:
    """Rules that cost something in either plan: how high their highest price is, at how many places they have one."""
    sides = [{one.rule: one for one in side.binding} for side in (found.first, found.second)]
    rules = dict.fromkeys(rule for side in sides for rule in side)
    return tuple(Line(rule.replace("_", " "), *(_price(side.get(rule)) for side in sides)) for rule in rules)


def group_name(problem: RotaProblem, side: Side, name: str) -> str:
    """A group as it is called: the unit's name, the band's words, the grade's code without underscores."""
    if side is Side.UNIT:
        return problem.tree[name].name
    return BAND_WORDS.get(name, name) if side is Side.BAND else name.replace("_", " ")


def groups(problem: RotaProblem, side: Side, *found: Iterable[str]) -> tuple[str, ...]:
    """Groups that occur, in the order in which people expect them: units as in the tree, the lowest grade first."""
    names = dict.fromkeys(name for one in found for name in one)
    order = {
        Side.UNIT: [unit.id for unit in problem.tree.units],
        Side.GRADE: [grade.code for grade in sorted(problem.policy.scale.grades, key=lambda grade: grade.rank)],
        Side.BAND: list(BAND_WORDS),
    }[side]
    return (*(name for name in order if name in names), *(name for name in names if name not in order))


def _price(one: Binding | None) -> str:
    return "–" if one is None else f"{one.highest:,.1f} at most, {counted(one.places, 'place', 'places')}"


def _part(part: Part) -> str:
    return f"{part.count:,} of {part.of:,}"


def _bound(one: Portrait) -> str:
    return f"{one.bound:,.0f}" if one.bound > 0 else "not known"


def _gap(one: Portrait) -> str:
    return f"{one.gap:.2%}" if isfinite(one.gap) and one.bound > 0 else "not known"
