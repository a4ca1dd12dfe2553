"""The page of screens: what stands out among reported figures, and how rates crowd around each gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import floor

from grassrota.figures.screens.panel import MOST
from grassrota.figures.screens.reports import Reported, Sign
from grassrota.report.charts import Bar, Tone, bars
from grassrota.report.page import Block, Exhibit, Page, Prose, Section, Table, counted, render

AROUND = 8
"""Points on either side of a gate that are drawn."""


def screens_page(units: Sequence[Reported], gates: Sequence[Fraction], signs: Sequence[Sign]) -> str:
    """What the screens say of a panel as one self-contained HTML file, in English.

    Args:
        units: What each unit reported.
        gates: Shares that units are judged by.
        signs: What ``screened`` found among them.
    """
    lines = (
        f"{counted(len(units), 'unit', 'units')} looked at.",
        f"Of panels in which everybody is honest, at most {float(MOST):.0%} are flagged at all.",
    )
    sections = (
        Section("signs", "What stands out", _signs(signs)),
        Section("gates", "Around the gates", tuple(_gate(units, gate) for gate in gates)),
    )
    footer = "Made by Grassrota. This page is one file and loads nothing."
    return render(Page("en", "Screens of reported figures", "Where to look first", lines, sections, footer))


def _signs(signs: Sequence[Sign]) -> tuple[Block, ...]:
    if not signs:
        return (Prose("Nothing stands out. That confirms nothing: only visits do."),)
    rows = tuple((str(one.screen), one.arithmetic, _chance(one.chance), ", ".join(one.units)) for one in signs)
    header = ("Looked for", "What was seen", "By chance, at most", "Units")
    said = Prose("A flag is a reason to inspect a unit first. It refutes nothing and accuses nobody.")
    return said, Table("Signs, and how likely honest units would show as much", header, rows, wraps=True)


def _gate(units: Sequence[Reported], gate: Fraction) -> Exhibit:
    points = Counter(floor((Fraction(unit.fixed, unit.received) - gate) * 100) for unit in units if unit.received)
    rows = [(_label(gate, point), points[point]) for point in range(-AROUND, AROUND)]
    heading = f"Units around {float(gate * 100):g} %"
    key = f"One bar a point of the reported rate. Solid: at or past {float(gate * 100):g} %; hatched: below it."
    chart = [
        Bar(label, f"{count:,}", count, tone=Tone.HATCHED if place < AROUND else Tone.SOLID)
        for place, (label, count) in enumerate(rows)
    ]
    table = Table(f"{heading}, by their reported rates", ("Reported rate", "Units"), tuple(rows))
    return Exhibit(heading, bars(f"gate-{float(gate * 1000):.0f}", heading, key, chart), key, table)


def _label(gate: Fraction, point: int) -> str:
    low = float(gate * 100) + point
    return f"{low:g} to {low + 1:g} %"


def _chance(chance: float | None) -> str:
    return "not computed" if chance is None else "cannot" if chance == 0 else f"{chance:.2g}"
