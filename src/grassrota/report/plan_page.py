"""The page of a plan: what it does, how it keeps the rules, and everybody it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from math import isfinite

from grassrota.report.absence import absence
from grassrota.report.burden import burden
from grassrota.report.coverage import coverage
from grassrota.report.gap_over_time import gap_over_time
from grassrota.report.lists import left_out_section, listed_section, team_section
from grassrota.report.page import Fact, Facts, Page, Prose, Section, percent, render
from grassrota.report.plan_view import PlanView
from grassrota.report.who_goes_when import who_goes_when
from grassrota.rota.check import Violation, check
from grassrota.rota.moment import Moment
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem


def plan_page(problem: RotaProblem, plan: Plan, made_on: date | None = None, history: Sequence[Moment] = ()) -> str:
    """The plan as one self-contained HTML file, in English.

    The rules are checked again for it. Of anyone not available the page says only that.

    Args:
        problem: What was planned.
        plan: A plan for it.
        made_on: A day to print on it; None for none, so that the same plan gives the same bytes.
        history: How the plan was found, to be shown with its times, which differ from run to run.

    Raises:
        Refused: ``plan_of_another_problem``.
    """
    view = PlanView(problem, plan)
    batches = problem.policy.batches
    lines = [
        f"{problem.policy.form.name.capitalize()}, {_days(batches[0].depart_from)} to {_days(batches[-1].away.last)}"
    ]
    if made_on is not None:
        lines.append(f"Page made on {_days(made_on)}")
    broken = check(problem, plan)
    sections = (
        Section("summary", "In brief", (*_broken(broken), _headlines(view, len(broken)))),
        who_goes_when(view),
        coverage(view),
        absence(view),
        burden(view),
        team_section(view),
        listed_section(view),
        left_out_section(view),
        *gap_over_time(history),
    )
    footer = "Made by Grassrota. This page is one file and loads nothing."
    return render(Page("en", "Rota plan", problem.policy.title, tuple(lines), sections, footer))


def _broken(violations: Sequence[Violation]) -> tuple[Prose, ...]:
    """Rules broken, by name and number only: their words could tell who is not available."""
    counts = Counter(violation.rule for violation in violations)
    if not counts:
        return ()
    listed = ", ".join(f"{rule} ({count:,})" for rule, count in sorted(counts.items()))
    return (Prose(f"This is no valid plan. It breaks these rules: {listed}.", warns=True),)


def _headlines(view: PlanView, broken: int) -> Facts:
    problem, plan, proof = view.problem, view.plan, view.plan.certificate
    going, staff, asked = len(plan.assignments), len(problem.people), problem.policy.coverage_over
    wanted = "no share was asked for" if asked is None else f"more than {percent(asked, 1)} was asked for"
    if problem.policy.everyone:
        wanted = "everyone who is available was to go"
    batches = len(problem.policy.batches)
    return Facts(
        (
            Fact(
                "People who go", f"{going:,} of {staff:,}", "everyone on the roster counts, whether they can go or not"
            ),
            Fact("Share of all staff", percent(going, staff), wanted),
            Fact("Batches", f"{batches:,}", f"from {problem.policy.batches[0].depart_from} on, one after the other"),
            Fact("Breaches of rules", f"{broken:,}", "as counted by an independent check, for this page"),
            Fact("Cost of this plan", f"{proof.objective:,}", "the sum of the policy’s weights; lower is better"),
            Fact("Least possible cost", f"{proof.bound:,.0f}", "proven: no plan that keeps all rules costs less"),
            Fact("Gap", _gap(proof.gap), "how far the cost may lie above the least possible"),
            Fact("Seed", f"{proof.seed}", "the same problem and seed give the same plan again"),
            Fact(
                "Fingerprint of the problem",
                proof.problem_sha256,
                "the plan belongs to the problem with this fingerprint (SHA-256), and to no other",
                is_code=True,
            ),
        )
    )


def _gap(gap: float) -> str:
    return f"{gap * 100:.2f}\u00a0%" if isfinite(gap) else "unknown"


def _days(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
