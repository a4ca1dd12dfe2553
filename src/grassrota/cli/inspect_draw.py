"""``grassrota inspect draw``: the cases to visit, and whether a published draw is what chance and key say."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grassrota.cli.numbers import counted
from grassrota.cli.options import DryRun, Json, Quiet, RoundDir, Verbose, Yes
from grassrota.cli.run import NO, YES, Done
from grassrota.cli.terminal import Terminal
from grassrota.errors import BadInput, Fault, Refused

if TYPE_CHECKING:
    from grassrota.files.draw_file import Drawn
    from grassrota.files.public_round import PublicRound
    from grassrota.inspection.claim import Claim
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
Chain = Annotated[
    Path | None,
    typer.Option("--chain", metavar="CHAIN_DIR", help="Take the key from the office's chain instead of the settings."),
]
Overall = Annotated[
    int,
    typer.Option("--overall", min=0, metavar="NUMBER", help="Also draw so many cases from all units together."),
]


def inspect_draw(
    round_dir: RoundDir,
    output: Output = None,
    verify: Verify = None,
    chain: Chain = None,
    overall: Overall = 0,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Done:
    """Draw the cases to visit, or verify a draw.

    Drawing needs the key of the inspection office, in inspection.toml or by --chain. With --verify nothing but public
    data is needed; if the published draw is another one, what differs is named and the exit code is 1.
    """
    terminal = Terminal(as_json, quiet, verbose)
    if output is not None and verify is not None:
        raise typer.BadParameter("--output writes a draw and --verify reads one: give one of them")
    if output is not None and output.exists() and not yes:
        fix = "Name another, or give --yes."
        raise BadInput([Fault("--output", "a file that is not there yet", "one that is", fix, file=str(output))])
    if verify is not None:
        return _verify(round_dir, verify, terminal)
    return _draw(_with_key(round_dir, chain), output, overall, dry_run, terminal)


def _with_key(round_dir: Path, chain: Path | None) -> Round:
    """The round, with the key of the office's chain if there is one."""
    from grassrota.files.chain import read_key
    from grassrota.files.inspection import read_round

    found = read_round(round_dir)
    return found if chain is None else replace(found, key=read_key(chain, found.beacon.round))


def _draw(found: Round, output: Path | None, overall: int, dry_run: bool, terminal: Terminal) -> Done:
    from grassrota.cli.each_claim import each_claim
    from grassrota.files.draw_file import Drawn, draw_text
    from grassrota.files.tables import written_privately

    draws, refusals = each_claim(found, found.draw)
    claimed = {claim.unit: claim.claimed for claim in found.claims}
    for drawn in draws:
        counts = f"{len(drawn.cases):,} of {claimed[drawn.unit]:,} cases"
        terminal.say(f"{drawn.unit}: {counts}, to be visited in this order until the verdict is clear")
        terminal.say(*(f"  {case}" for case in drawn.cases))
    terminal.say(*(f"{unit}: {refusal.message}" for unit, refusal in refusals.items()))
    beside = found.draw_flagged()
    for drawn in beside:
        terminal.say(f"{drawn.unit}: {counted(len(drawn.cases), 'closure')} that looked odd, by sealed name")
        terminal.say(*(f"  {name}" for name in drawn.cases))
    together = found.overall(overall) if overall else ()
    if together:
        terminal.say(f"All units together: {len(together):,} cases", *(f"  {unit} {case}" for unit, case in together))
    if output is not None and (draws or beside):
        if not dry_run:
            with written_privately(output) as stream:
                stream.write(draw_text(Drawn(draws, together, beside)))
        terminal.tell(
            f"{'Would write' if dry_run else 'Written'}: {output}. It holds the key: publish it after the visits."
        )
    data = {
        "file": str(output) if output else None,
        "draws": [_data(one) for one in draws],
        "flagged": [_data(one) for one in beside],
        "overall": [{"unit": unit, "case": case} for unit, case in together],
        "refused": [{"unit": unit, "code": r.code, "message": r.message} for unit, r in refusals.items()],
    }
    return Done(NO if refusals else YES, data)


def _data(one: Draw) -> dict[str, object]:
    return {"unit": one.unit, "list_hash": one.list_hash, "cases": list(one.cases)}


def _verify(round_dir: Path, file: Path, terminal: Terminal) -> Done:
    from grassrota.files.draw_file import read_drawn
    from grassrota.files.public_round import read_public

    found = read_public(round_dir)
    differing = differences(found, read_drawn(file))
    if differing:
        terminal.say(f"No: the draw differs in {counted(len(differing), 'place')} from what chance and key say.")
        terminal.say(*(f"  {fault}" for fault in differing))
    else:
        terminal.say(f"Yes: chance and key give this very draw ({counted(len(found.declared), 'unit')}).")
    rows = [{"unit": one.file, "what": one.column, "expected": one.expected, "got": one.got} for one in differing]
    return Done(NO if differing else YES, {"verified": not differing, "differences": rows})


def differences(found: PublicRound, published: Drawn) -> tuple[Fault, ...]:
    """What differs, the unit standing for the file; the list is read once, one unit at a time."""
    from grassrota.inspection.draw import overall

    faults: list[Fault] = []
    draws, beside = _by_unit("draw", published.draws, faults), _by_unit("flagged", published.flagged, faults)

    def checked() -> Iterator[Claim]:
        for claim in found.claims():
            differing = [
                *_of_unit(found, claim, draws.pop(claim.unit, None)),
                *_beside(found, claim, beside.pop(claim.unit, None)),
            ]
            faults.extend(replace(fault, file=claim.unit) for fault in differing)
            yield claim

    claims = checked()
    if published.overall and published.draws:
        key = published.draws[0].key
        if overall(claims, len(published.overall), key, found.beacon) != published.overall:
            faults.append(Fault("overall", "the smallest tickets of all units", "others"))
    elif published.overall:
        faults.append(Fault("overall", "none without draws", "a sample"))
    deque(claims, maxlen=0)
    faults += (Fault("draw", "a unit of the round", "a draw", file=unit) for unit in draws)
    faults += (Fault("flagged", "a unit of the round", "a draw", file=unit) for unit in beside)
    return tuple(faults)


def _by_unit(what: str, draws: tuple[Draw, ...], faults: list[Fault]) -> dict[str, Draw]:
    found = {one.unit: one for one in draws}
    if len(found) < len(draws):
        faults.append(Fault(what, "one draw a unit", f"{len(draws)} draws of {len(found)} units"))
    return found


def _of_unit(found: PublicRound, claim: Claim, published: Draw | None) -> Iterator[Fault]:
    """What differs in the draw of one unit."""
    from grassrota.inspection.draw import verify

    size = _size(found, claim)
    if published is None:
        if size is not None:
            yield Fault("draw", f"a draw of {size} cases", "none")
        return
    if size is None:
        yield Fault("draw", "none, as no design judges this claim", "a draw")
        return
    yield from verify(published, claim, found.beacon, found.terms.commitment)
    drawn = len(published.cases)
    if drawn != size:
        yield Fault("cases", f"{size} cases, as the terms say", str(drawn))


def _beside(found: PublicRound, claim: Claim, published: Draw | None) -> Iterator[Fault]:
    """What differs in the draw of the closures of one unit that looked odd."""
    from grassrota.inspection.draw import verify
    from grassrota.inspection.flagged import how_many

    terms = found.terms
    listed = found.flagged(claim) if terms.flagged else None
    size = how_many(len(listed.population), terms.flagged, terms.most_flagged) if listed is not None else 0
    drawn = len(published.cases) if published is not None else 0
    if drawn != size:
        yield Fault("flagged", f"{size} closures that looked odd, as the terms say", str(drawn))
    if listed is not None and published is not None and size:
        for fault in verify(published, listed, found.beacon, terms.commitment):
            yield replace(fault, column=f"flagged {fault.column}")


def _size(found: PublicRound, claim: Claim) -> int | None:
    """How many cases are drawn from a claim; None if the claim cannot be inspected."""
    try:
        return found.terms.sample_size(claim)
    except Refused:
        return None
