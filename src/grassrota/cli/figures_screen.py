"""``grassrota figures screen``: which reported figures look made up, with the arithmetic. A flag is never a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from grassrota.cli.options import Json, Quiet, Verbose, Yes
from grassrota.cli.output import require_new
from grassrota.cli.run import NO, YES, Done
from grassrota.cli.terminal import Terminal
from grassrota.errors import BadInput, Fault

EXAMPLE = "Example: grassrota figures screen panel.csv -o screens.html"
MOST_NAMED = 12
"""Units of a sign that are named in words; JSON and page have all."""

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A table with unit, opinions, reported_fixed; maybe printed, series.")
]
Gate = Annotated[
    list[str] | None, typer.Option("--gate", metavar="SHARE", help="A share that units are judged by; 0.5 and 0.7.")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write a page with pictures here.")]


def figures_screen(
    file: File,
    gate: Gate = None,
    output: Output = None,
    yes: Yes = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Done:
    """Look for reported figures that seem made up.

    Says with the arithmetic where units might be inspected first; it refutes nobody. If anything is flagged, the exit
    code is 1.
    """
    from grassrota.figures.screens.panel import MOST, screened
    from grassrota.files.panel import read_panel
    from grassrota.report.page import write_page
    from grassrota.report.screens_page import screens_page

    terminal = Terminal(as_json, quiet, verbose)
    require_new(output, yes)
    gates = _gates(gate or ["0.5", "0.7"])
    units = read_panel(file)
    signs = screened(units, gates)
    if output is not None:
        write_page(output, screens_page(units, gates, signs))
        terminal.tell(f"Written: {output}")
    for sign in signs:
        named = ", ".join(sign.units[:MOST_NAMED])
        more = f" and {len(sign.units) - MOST_NAMED:,} more" if len(sign.units) > MOST_NAMED else ""
        terminal.say(f"{sign.screen}: {sign.arithmetic} ({named}{more})")
    looked = f"{len(units):,} units looked at"
    flagged = sorted({unit for sign in signs for unit in sign.units})
    if signs:
        terminal.say(f"{looked}, {len(flagged):,} to be inspected first. A flag is a reason to look, never a verdict.")
    else:
        terminal.say(f"{looked}: nothing stands out. That confirms nothing: only visits do.")
    told = [
        {"screen": one.screen.value, "units": list(one.units), "arithmetic": one.arithmetic, "chance": one.chance}
        for one in signs
    ]
    data = {"units": len(units), "gates": [float(one) for one in gates], "false_alarm": float(MOST)}
    return Done(NO if signs else YES, {**data, "signs": told, "flagged": flagged})


def _gates(given: Sequence[str]) -> tuple[Fraction, ...]:
    shares, faults = [], []
    for text in given:
        try:
            share = Fraction(text) if len(text) <= 20 else Fraction(0)
        except (ValueError, ZeroDivisionError):
            share = Fraction(0)
        if 0 < share < 1:
            shares.append(share)
        else:
            faults.append(Fault("--gate", "a share between 0 and 1, such as 0.7", text[:40]))
    if faults:
        raise BadInput(faults)
    return tuple(dict.fromkeys(shares))
