"""``grassrota inspect design``: how many cases to visit, how many may fail, and both risks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grassrota.cli.options import Json, Quiet, Verbose
from grassrota.cli.run import Done
from grassrota.cli.terminal import Terminal
from grassrota.errors import BadInput

if TYPE_CHECKING:
    from grassrota.inspection.design import FixedSizeDesign

EXAMPLE = "Example: grassrota inspect design --received 1000 --claimed 970"

Received = Annotated[int, typer.Option(min=0, metavar="NUMBER", help="Opinions that the unit received.")]
Claimed = Annotated[int, typer.Option(min=0, metavar="NUMBER", help="Cases that it says are fixed.")]
Tolerance = Annotated[
    str, typer.Option(metavar="SHARE", help="How far the true share may stay below the claimed one before it is false.")
]
Grace = Annotated[str, typer.Option(metavar="SHARE", help="Share of its cases that an honest unit may have wrong.")]
Alpha = Annotated[str, typer.Option(metavar="SHARE", help="Greatest allowed chance of confirming a false claim.")]
Beta = Annotated[str, typer.Option(metavar="SHARE", help="Greatest allowed chance of refuting an honest claim.")]


def inspect_design(
    received: Received,
    claimed: Claimed,
    tolerance: Tolerance = "0.05",
    grace: Grace = "0.02",
    alpha: Alpha = "0.05",
    beta: Beta = "0.05",
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Done:
    """Find the smallest sample that keeps both risks.

    Says how many cases to visit, how many may fail, and how likely honest and false claims are to be confirmed.
    """
    from grassrota.inspection.claim import Claim
    from grassrota.inspection.design import fixed_size, hypotheses

    terminal = Terminal(as_json, quiet, verbose)
    rates = {"tolerance": tolerance, "grace": grace, "alpha": alpha, "beta": beta}
    shares = _shares(rates)
    # a design looks at counts only: ids and day of the claim play no part
    claim = Claim.of("the unit", date.min, received, (str(number) for number in range(claimed)), claimed)
    design = fixed_size(hypotheses(claim, **shares))
    terminal.say(*_words(design, received))
    return Done(data={"received": received, "claimed": claimed, **rates, **_data(design)})


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


def _levels(design: FixedSizeDesign) -> Iterator[tuple[str, int, float]]:
    """How many are truly fixed, and the chance of confirming then."""
    asked = design.hypotheses
    midway = (asked.honest_at + asked.false_at) // 2
    for name, fixed in (("honest", asked.honest_at), ("midway", midway), ("false", asked.false_at)):
        yield name, fixed, float(design.chance_of_confirming(fixed))


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
    for name, fixed, chance in _levels(design):
        yield f"  if {fixed:,} are truly fixed ({name}), it is confirmed with a chance of {chance:.2%}"


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
        "confirms": [{"claim": name, "fixed": fixed, "chance": chance} for name, fixed, chance in _levels(design)],
    }
