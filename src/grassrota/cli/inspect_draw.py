"""``grassrota inspect draw``: the cases to visit, and whether a published draw is what chance and key say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grassrota.cli.numbers import counted
from grassrota.cli.options import DryRun, Json, Quiet, RoundDir, Verbose, Yes
from grassrota.cli.run import NO, YES, Done
from grassrota.cli.terminal import Terminal
from grassrota.errors import BadInput, Fault

if TYPE_CHECKING:
    from grassrota.inspection.draw import Draw
    from grassrota.inspection.round import Round

EXAMPLE = """Example: grassrota inspect draw my-round -o draw.json

Later, by anyone: grassrota inspect draw my-round --verify draw.json"""

Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write the draw, with the key: publish it after the visits."),
]
Verify = Annotated[
    Path | None, typer.Option("--verify", metavar="FILE", help="Repeat a published draw and name what differs.")
]


def inspect_draw(
    round_dir: RoundDir,
    output: Output = None,
    verify: Verify = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Done:
    """Draw the cases to visit, or verify a draw.

    Drawing needs the key of the inspection office in inspection.toml. With --verify nothing but public data is needed;
    if the published draw is another one, what differs is named and the exit code is 1.
    """
    from grassrota.files.inspection import read_round

    terminal = Terminal(as_json, quiet, verbose)
    if output is not None and verify is not None:
        raise typer.BadParameter("--output writes a draw and --verify reads one: give one of them")
    if output is not None and output.exists() and not yes:
        fix = "Name another, or give --yes."
        raise BadInput([Fault("--output", "a file that is not there yet", "one that is", fix, file=str(output))])
    found = read_round(round_dir)
    return _verify(found, verify, terminal) if verify is not None else _draw(found, output, dry_run, terminal)


def _draw(found: Round, output: Path | None, dry_run: bool, terminal: Terminal) -> Done:
    from grassrota.cli.draw_file import draw_text
    from grassrota.cli.each_claim import each_claim
    from grassrota.files.tables import written

    draws, refusals = each_claim(found, found.draw)
    claimed = {claim.unit: claim.claimed for claim in found.claims}
    for drawn in draws:
        terminal.say(f"{drawn.unit}: {len(drawn.cases):,} of {claimed[drawn.unit]:,} cases")
        terminal.say(*(f"  {case}" for case in drawn.cases))
    terminal.say(*(f"{unit}: {refusal.message}" for unit, refusal in refusals.items()))
    if output is not None and draws:
        if not dry_run:
            with written(output) as stream:
                stream.write(draw_text(draws))
        terminal.tell(
            f"{'Would write' if dry_run else 'Written'}: {output}. It holds the key: publish it after the visits."
        )
    data = {
        "file": str(output) if output else None,
        "draws": [{"unit": one.unit, "list_hash": one.list_hash, "cases": list(one.cases)} for one in draws],
        "refused": [{"unit": unit, "code": r.code, "message": r.message} for unit, r in refusals.items()],
    }
    return Done(NO if refusals else YES, data)


def _verify(found: Round, file: Path, terminal: Terminal) -> Done:
    from grassrota.cli.draw_file import read_draws

    differences = list(_differences(found, read_draws(file)))
    if differences:
        terminal.say(f"No: the draw differs in {counted(len(differences), 'place')} from what chance and key say.")
        terminal.say(*(f"  {fault}" for fault in differences))
    else:
        terminal.say(f"Yes: chance and key give this very draw ({counted(len(found.claims), 'unit')}).")
    rows = [{"unit": one.file, "what": one.column, "expected": one.expected, "got": one.got} for one in differences]
    return Done(NO if differences else YES, {"verified": not differences, "differences": rows})


def _differences(found: Round, published: tuple[Draw, ...]) -> Iterator[Fault]:
    """What differs, the unit standing for the file."""
    from grassrota.cli.each_claim import each_claim
    from grassrota.inspection.draw import verify

    draws = {one.unit: one for one in published}
    claims = {claim.unit: claim for claim in found.claims}
    designs, _ = each_claim(found, lambda claim: (claim.unit, found.design(claim).n))
    for unit, size in designs:
        if unit not in draws:
            yield Fault("draw", f"a draw of {size} cases", "none", file=unit)
            continue
        faults = verify(draws[unit], claims[unit], found.beacon, found.commitment)
        yield from (replace(fault, file=unit) for fault in faults)
        drawn = len(draws[unit].cases)
        if drawn != size:
            yield Fault("cases", f"{size} cases, as the design says", str(drawn), file=unit)
    for unit in draws.keys() - {unit for unit, _ in designs}:
        yield Fault("draw", "a unit of the round with a design", "a draw", file=unit)
