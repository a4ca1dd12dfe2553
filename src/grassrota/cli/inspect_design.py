"""``grassrota inspect design``: how many cases to visit, how many may fail, and both risks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grassrota.cli.options import Json, Quiet, Verbose, Yes
from grassrota.cli.output import require_new
from grassrota.cli.run import Done
from grassrota.cli.terminal import Terminal
from grassrota.errors import BadInput

if TYPE_CHECKING:
    from grassrota.inspection.design import FixedSizeDesign, Hypotheses
    from grassrota.inspection.sequential.design import Operating, SequentialDesign

EXAMPLE = "Example: grassrota inspect design --received 1000 --claimed 970 -o design.html"
MOST_SHOWN = 12
"""Steps of a boundary that are shown in words; JSON and page have all."""

Received = Annotated[int, typer.Option(min=0, metavar="NUMBER", help="Opinions that the unit received.")]
Claimed = Annotated[int, typer.Option(min=0, metavar="NUMBER", help="Cases that it says are fixed.")]
Tolerance = Annotated[
    str, typer.Option(metavar="SHARE", help="How far the true share may stay below the claimed one before it is false.")
]
Grace = Annotated[str, typer.Option(metavar="SHARE", help="Share of its cases that an honest unit may have wrong.")]
Alpha = Annotated[str, typer.Option(metavar="SHARE", help="Greatest allowed chance of confirming a false claim.")]
Beta = Annotated[str, typer.Option(metavar="SHARE", help="Greatest allowed chance of refuting an honest claim.")]
Passed = Annotated[
    str, typer.Option(metavar="SHARE", help="Greatest share of bad cases that inspectors may find fixed.")
]
Failed = Annotated[str, typer.Option(metavar="SHARE", help="Greatest share of good ones that they may find not fixed.")]
Lots = Annotated[bool, typer.Option("--lots/--no-lots", help="Whether lots may decide on one more visit.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write a page with pictures here.")]


def inspect_design(
    received: Received,
    claimed: Claimed,
    tolerance: Tolerance = "0.05",
    grace: Grace = "0.02",
    alpha: Alpha = "0.05",
    beta: Beta = "0.05",
    passed: Passed = "0",
    failed: Failed = "0",
    lots: Lots = True,
    output: Output = None,
    yes: Yes = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Done:
    """Find the fewest visits that keep both risks.

    Says how many cases to visit, when to stop, what to expect of honest and false claims, and how sure that is.
    """
    from grassrota.inspection.claim import Claim
    from grassrota.inspection.design import fixed_size, hypotheses
    from grassrota.inspection.sequential.plan import sequential

    terminal = Terminal(as_json, quiet, verbose)
    rates = {"tolerance": tolerance, "grace": grace, "alpha": alpha, "beta": beta}
    errors = {"passed": passed, "failed": failed}
    shares = _shares(rates | errors)
    require_new(output, yes)
    # a design looks at counts only: ids and day of the claim play no part
    claim = Claim.of("the unit", date.min, received, (str(number) for number in range(claimed)), claimed)
    asked = hypotheses(claim, **{name: shares[name] for name in rates})
    asked = asked.with_errors(shares["passed"], shares["failed"])
    fixed, design = fixed_size(asked), sequential(asked, lots=lots)
    levels = design.operating([truth for _, truth in _truths(asked)])
    if output is not None:
        from grassrota.report.design_page import design_page
        from grassrota.report.page import write_page

        write_page(output, design_page(design, fixed, levels, received))
        terminal.tell(f"Written: {output}")
    terminal.say(*_words(fixed, received), *_sequential_words(design, levels))
    told = {"received": received, "claimed": claimed, **rates, **errors, **_data(fixed)}
    return Done(data={**told, "sequential": _sequential_data(design, levels)})


def _shares(rates: Mapping[str, str]) -> dict[str, Fraction]:
    """Shares by name; every one that is no number is named by its option."""
    from grassrota.inspection.exact import exact

    shares, faults = {}, []
    for name, given in rates.items():
        try:
            shares[name] = exact(given)
        except BadInput as error:
            faults += [replace(fault, column=f"--{name}") for fault in error.faults]
    if faults:
        raise BadInput(faults)
    return shares


def _truths(asked: Hypotheses) -> tuple[tuple[str, int], ...]:
    """How many are truly fixed if the claim is honest, midway or false."""
    midway = (asked.honest_at + asked.false_at) // 2
    return ("honest", asked.honest_at), ("midway", midway), ("false", asked.false_at)


def _words(design: FixedSizeDesign, received: int) -> Iterator[str]:
    asked = design.hypotheses
    yield f"Claim: {asked.population:,} of {received:,} opinions are fixed."
    yield f"It is false if at most {asked.false_at:,} truly are, honest if at least {asked.honest_at:,} are."
    census = ", which is all of them" if design.is_census else ""
    yield f"Visit {design.n:,} of the {asked.population:,} cases{census}."
    yield f"Confirm the claim if at most {design.allowed:,} of them are not fixed; else refute it."
    told = (("Confirming a false claim", design.confirm_risk, asked.alpha),)
    for what, risk, allowed in (*told, ("Refuting an honest claim", design.refute_risk, asked.beta)):
        yield f"{what}: a chance of at most {float(risk):.4%} ({float(allowed * 100):g}% allowed)"
    for name, fixed in _truths(asked):
        chance = float(design.chance_of_confirming(fixed))
        yield f"  if {fixed:,} are truly fixed ({name}), it is confirmed with a chance of {chance:.2%}"


def _sequential_words(design: SequentialDesign, levels: Sequence[Operating]) -> Iterator[str]:
    from grassrota.inspection.design import Outcome

    yield "Or visit case by case, in the order of the draw, and stop as soon as one of these holds:"
    for outcome, word in ((Outcome.CONFIRMED, "confirm from"), (Outcome.REFUTED, "refute up to")):
        exits = [(n, failed) for n, failed, told in design.exits() if told is outcome]
        shown = ", ".join(f"{n:,} visits with {failed}" for n, failed in exits[:MOST_SHOWN])
        more = f", and so on ({len(exits):,} steps)" if len(exits) > MOST_SHOWN else ""
        yield f"  {word} {shown}{more} not fixed"
    for lot in design.boundaries.lots:
        state = f"after {lot.visited:,} visits with {lot.failed} not fixed"
        yield f"  {state}: {lot.outcome} if the last case's lot is under {lot.chance:.6f}"
    for (name, fixed), level in zip(_truths(design.hypotheses), levels, strict=True):
        yield (
            f"  if {fixed:,} are truly fixed ({name}): {level.mean_visits:,.1f} visits on average, mostly up to "
            f"{level.usual_most:,}; confirmed {level.confirm:.2%}, refuted {level.refute:.2%}"
        )
    yield (
        f"It never takes more than {design.longest:,} visits, and {design.mean_visits:,.2f} on average over these "
        f"three; no plan that keeps both risks takes fewer than {design.bound:,.2f}."
    )


def _data(design: FixedSizeDesign) -> dict[str, Any]:
    asked = design.hypotheses
    return {
        "sample": design.n,
        "allowed": design.allowed,
        "census": design.is_census,
        "false_at": asked.false_at,
        "honest_at": asked.honest_at,
        "confirm_risk": float(design.confirm_risk),
        "refute_risk": float(design.refute_risk),
        "confirms": [
            {"claim": name, "fixed": fixed, "chance": float(design.chance_of_confirming(fixed))}
            for name, fixed in _truths(asked)
        ],
    }


def _sequential_data(design: SequentialDesign, levels: Sequence[Operating]) -> dict[str, Any]:
    named = zip(_truths(design.hypotheses), levels, strict=True)
    return {
        "longest": design.longest,
        "mean_visits": design.mean_visits,
        "bound": design.bound,
        "gap": design.gap,
        "confirm_risk": design.confirm_risk,
        "refute_risk": design.refute_risk,
        "exits": [{"visited": n, "failed": failed, "outcome": told.value} for n, failed, told in design.exits()],
        "lots": [asdict(lot) for lot in design.boundaries.lots],
        "levels": [{"claim": name, **asdict(level)} for (name, _), level in named],
    }
