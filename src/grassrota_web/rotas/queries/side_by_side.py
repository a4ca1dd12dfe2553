"""Two plans side by side: kept as plain values by a job, and shown as figures, counts and pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from grassrota.report.charts import Bar, bars
from grassrota.report.compare_words import groups
from grassrota.rota.burden import Side
from grassrota.rota.compare import Comparison, Difference
from grassrota.rota.part import Part
from grassrota.rota.plan import Assignment
from grassrota.rota.portrait import Portrait
from grassrota.rota.problem import RotaProblem
from grassrota_web.rotas.words import RULES

Told = Mapping[str, Any]
_PARTS = ("going", "places", "top_grades")
_FIGURES: Mapping[str, str | Promise] = {
    "cost": gettext_lazy("Cost without wishes"),
    "violations": gettext_lazy("Rules broken"),
    "going": gettext_lazy("People who go"),
    "places": gettext_lazy("Places reached"),
    "kilometres": gettext_lazy("Kilometres between families and places"),
    "top_grades": gettext_lazy("Of the highest grade"),
    "turns": gettext_lazy("Turns served, most"),
}
BANDS: Mapping[str, str | Promise] = {
    "senior, 5 years or more": gettext_lazy("Senior, 5 years or more"),
    "senior, under 5 years": gettext_lazy("Senior, under 5 years"),
    "junior, 5 years or more": gettext_lazy("Junior, 5 years or more"),
    "junior, under 5 years": gettext_lazy("Junior, under 5 years"),
    "surplus": gettext_lazy("Surplus staff"),
}
SIDES: Mapping[Side, str | Promise] = {
    Side.UNIT: gettext_lazy("By home unit"),
    Side.GRADE: gettext_lazy("By grade"),
    Side.BAND: gettext_lazy("By grade and tenure, and surplus staff"),
}


def kept(found: Comparison) -> dict[str, Any]:
    """A comparison as values that JSON holds."""
    return {
        "first": _side(found.first),
        "second": _side(found.second),
        "by_first": found.by_first,
        "differences": dict(found.differences),
        "moved": [[one.person, _where(one.first), _where(one.second)] for one in found.moved],
    }


def shown(told: Told, problem: RotaProblem, names: Sequence[str]) -> dict[str, Any]:
    """What ``rotas/side_by_side.html`` shows of a comparison that was kept.

    Args:
        told: The comparison.
        problem: A problem with the units and grades of both.
        names: What the two plans are called.
    """
    both = told["first"], told["second"]
    return {
        "names": names,
        "pairs": _pairs(told),
        "counts": [_counted(Difference(way), count) for way, count in told["differences"].items()],
        "burdens": [_burden(problem, side, both, names) for side in Side],
        "binding": [
            (RULES.get(rule, rule), *(one["binding"].get(rule) for one in both))
            for rule in dict.fromkeys((*both[0]["binding"], *both[1]["binding"]))
        ],
        "moved": [
            (problem.person[who].name, who, first, second)
            for who, first, second in told["moved"][:200]
            if who in problem.person
        ],
        "moved_in_all": len(told["moved"]),
    }


def group_name(problem: RotaProblem, side: Side, name: str) -> str:
    """A group as it is called here."""
    if side is Side.UNIT:
        return problem.tree[name].name if name in problem.tree else name
    if side is Side.BAND:
        return str(BANDS.get(name, name))
    titles = problem.policy.scale.grade(name).titles if name in problem.policy.scale else ()
    return titles[0] if titles else name.replace("_", " ")


def percent(count: int, of: int) -> str:
    """A share of people; nothing of nothing is not known."""
    return f"{100 * count / of:.1f} %" if of else _("not known")


def _side(one: Portrait) -> dict[str, Any]:
    parts = {name: _part(getattr(one, name)) for name in _PARTS}
    return {
        "cost": one.cost,
        "violations": len(one.violations),
        **parts,
        "batches": {str(number): count for number, count in one.batches.items()},
        "kilometres": one.kilometres,
        "turns": max(one.turns, default=0),
        "burden": {side: {name: _part(part) for name, part in groups.items()} for side, groups in one.burden.items()},
        "binding": {rule.rule: [rule.places, round(rule.highest)] for rule in one.binding},
    }


def _part(part: Part) -> list[int]:
    return [part.count, part.of]


def _where(entry: Assignment | None) -> list[Any] | None:
    return [entry.opening, entry.batch] if entry else None


def _pairs(told: Told) -> list[tuple[str, str, str]]:
    both = told["first"], told["second"]

    def text(value: Any) -> str:
        return f"{value[0]:,} / {value[1]:,}" if isinstance(value, list) else f"{value:,}"

    rows = [(str(label), *(text(one[name]) for one in both)) for name, label in _FIGURES.items()]
    by_first = _("not comparable") if told["by_first"] is None else f"{told['by_first']:,}"
    rows.insert(1, (_("Cost by the weights of the first"), f"{both[0]['cost']:,}", by_first))
    numbers = dict.fromkeys((*both[0]["batches"], *both[1]["batches"]))
    rows += [
        (_("Start in batch %(n)s") % {"n": n}, *(f"{one['batches'].get(n, 0):,}" for one in both)) for n in numbers
    ]
    return [(label, first, second) for label, first, second in rows]


def _counted(way: Difference, count: int) -> str:
    words = {
        Difference.GOES_NOW: ngettext(
            "%(n)s person goes instead of staying", "%(n)s people go instead of staying", count
        ),
        Difference.STAYS_NOW: ngettext(
            "%(n)s person stays instead of going", "%(n)s people stay instead of going", count
        ),
        Difference.ELSEWHERE: ngettext("%(n)s person goes elsewhere", "%(n)s people go elsewhere", count),
        Difference.ANOTHER_BATCH: ngettext(
            "%(n)s person goes there in another batch", "%(n)s people go there in another batch", count
        ),
        Difference.ONLY_IN_FIRST: ngettext(
            "%(n)s person is on the first roster only", "%(n)s people are on the first roster only", count
        ),
        Difference.ONLY_IN_SECOND: ngettext(
            "%(n)s person is on the second roster only", "%(n)s people are on the second roster only", count
        ),
    }
    return words[way] % {"n": f"{count:,}"}


def _burden(problem: RotaProblem, side: Side, both: Sequence[Told], names: Sequence[str]) -> dict[str, Any]:
    first, second = (one["burden"][side] for one in both)
    drawn, rows = [], []
    for name in groups(problem, side, first, second):
        before, after = first.get(name, [0, 0]), second.get(name, [0, 0])
        label, told = group_name(problem, side, name), [percent(*before), percent(*after)]
        was, now = (count / of if of else 0 for count, of in (before, after))
        drawn.append(Bar(label, _("%(after)s, was %(before)s") % {"after": told[1], "before": told[0]}, now, was))
        cells = [f"{before[0]:,} / {before[1]:,}", told[0], f"{after[0]:,} / {after[1]:,}", told[1]]
        rows.append([{"text": label}, *({"text": cell, "numeric": True} for cell in cells)])
    title, summary = str(SIDES[side]), _("Bar: %(second)s. Mark: %(first)s.") % {"second": names[1], "first": names[0]}
    heads = (names[0], _("share"), names[1], _("share"))
    return {
        "id": f"burden-{side}",
        "title": title,
        "summary": summary,
        "svg": bars(f"burden-{side}-picture", title, summary, drawn) if any(b.value or b.mark for b in drawn) else "",
        "columns": [{"label": _("Group")}, *({"label": head, "numeric": True} for head in heads)],
        "rows": rows,
    }
