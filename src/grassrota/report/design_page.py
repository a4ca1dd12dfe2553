"""The page of a design: how to go about an inspection, what it risks, and how many visits it takes."""

from __future__ import annotations

from collections.abc import Sequence

from grassrota.inspection.design import FixedSizeDesign, Outcome
from grassrota.inspection.sequential.design import Operating, SequentialDesign
from grassrota.report.charts import Bar, bars
from grassrota.report.corridor import corridor
from grassrota.report.page import Exhibit, Fact, Facts, Page, Prose, Section, Table, render

NAMES = ("honest", "midway", "false")


def design_page(design: SequentialDesign, fixed: FixedSizeDesign, levels: Sequence[Operating], received: int) -> str:
    """The design as one self-contained HTML file, in English.

    Args:
        design: What to do.
        fixed: The fixed-size design, to compare with.
        levels: What it does with an honest, a midway and a false claim, in that order.
        received: Opinions received.
    """
    asked = design.hypotheses
    lines = (
        f"{asked.population:,} of {received:,} opinions are said to be fixed.",
        f"The claim is false if at most {asked.false_at:,} truly are, honest if at least {asked.honest_at:,} are.",
    )
    sections = (
        Section("summary", "In brief", (_brief(design, fixed),)),
        Section("plan", "When to stop", (_plan(design),)),
        Section("visits", "How many visits it takes", (_visits(levels, fixed.n), _proof(design))),
    )
    footer = "Made by Grassrota. This page is one file and loads nothing."
    return render(Page("en", "Design of an inspection", "Visit case by case", lines, sections, footer))


def _brief(design: SequentialDesign, fixed: FixedSizeDesign) -> Facts:
    asked = design.hypotheses
    return Facts(
        (
            Fact("Visits on average", f"{design.mean_visits:,.1f}", "over a false, a midway and an honest claim"),
            Fact("At most", f"{design.longest:,}", f"where a fixed sample always takes {fixed.n:,}"),
            Fact("Confirms a false claim", f"{design.confirm_risk:.2%}", f"{float(asked.alpha):.3g} allowed"),
            Fact("Refutes an honest one", f"{design.refute_risk:.2%}", f"{float(asked.beta):.3g} allowed"),
        )
    )


def _plan(design: SequentialDesign) -> Exhibit:
    key = (
        "Every visit is a step to the right, and one up as well if the case is not fixed. "
        "Where the walk leaves the corridor the inspection ends."
    )
    chart = corridor("corridor", "The two boundaries of the inspection", key, design.boundaries)
    confirm = {failed: n for n, failed, outcome in design.exits() if outcome is Outcome.CONFIRMED}
    refute = {failed: n for n, failed, outcome in design.exits() if outcome is Outcome.REFUTED}
    rows = tuple(
        (failed, confirm.get(failed, "–"), refute.get(failed, "–")) for failed in sorted(confirm.keys() | refute.keys())
    )
    table = Table("Visits at which so many failures decide", ("Not fixed", "Confirm from", "Refute up to"), rows)
    return Exhibit("The two boundaries", chart, key, table)


def _visits(levels: Sequence[Operating], fixed: int) -> Exhibit:
    key = (
        f"Bar: visits on average. Track: enough in 95 of 100 inspections. Mark: the {fixed:,} visits of a fixed sample."
    )
    named = list(zip(NAMES, levels, strict=True))
    rows = [
        Bar(
            name,
            f"{level.mean_visits:,.1f}, mostly up to {level.usual_most:,}",
            level.mean_visits,
            fixed,
            level.usual_most,
        )
        for name, level in named
    ]
    table = tuple(
        (
            name,
            level.truly_fixed,
            f"{level.mean_visits:,.1f}",
            level.usual_most,
            f"{level.confirm:.2%}",
            f"{level.refute:.2%}",
        )
        for name, level in named
    )
    header = ("Claim", "Truly fixed", "Visits on average", "Mostly up to", "Confirmed", "Refuted")
    chart = bars("visits", "Visits on average", key, rows)
    return Exhibit("Visits on average", chart, key, Table("Visits and chances", header, table))


def _proof(design: SequentialDesign) -> Prose:
    lots = f" In {len(design.boundaries.lots)} states a lot decides on one more visit." if design.draws_lots else ""
    return Prose(
        f"No plan of at most one and a half fixed samples that keeps both risks takes fewer than {design.bound:,.2f} "
        f"visits on average; this one takes {design.mean_visits:,.2f}, at most {design.gap:.2%} more.{lots}"
    )
