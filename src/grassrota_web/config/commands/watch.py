"""``grassrota intake watch``: a match of the retaliation watch, on a machine that is on no network and has no store.

What it writes and says is the same whether somebody on the watch was hit or not, but for rates of twenty people up.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from grassrota.cli.options import Json, Quiet, Seed, Yes
from grassrota.cli.run import Done
from grassrota.cli.terminal import Terminal
from grassrota.errors import BadInput, Fault, Refused

REVIEW, RATES = "review.csv", "rates.csv"
DAY = ["%Y-%m-%d"]

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="Sealed contact details, from `grassrota backup --contacts FILE`.")
]
Half = Annotated[
    list[Path],
    typer.Option(metavar="FILE", help="A half of the office's key. Give it twice: each key-holder brings theirs."),
]
Changes = Annotated[
    Path, typer.Option(metavar="TABLE", help="All changes of all staff since the match before: person,unit,kind,on.")
]
On = Annotated[datetime, typer.Option(formats=DAY, metavar="DAY", help="The day of this match.")]
First = Annotated[datetime, typer.Option(formats=DAY, metavar="DAY", help="The first match, as published beforehand.")]
Every = Annotated[int, typer.Option(min=1, max=1200, metavar="MONTHS", help="Months between matches, as published.")]
Out = Annotated[
    Path, typer.Option("--output", "-o", metavar="DIR", help="Gets review.csv, and rates.csv with --staff.")
]
Staff = Annotated[
    Path | None,
    typer.Option(metavar="TABLE", help="Everybody on the staff when the period began: person,unit. For the rates."),
]


def watch(
    file: File,
    half: Half,
    changes: Changes,
    on: On,
    first: First,
    every: Every,
    output: Out,
    staff: Staff = None,
    seed: Seed = 0,
    yes: Yes = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> Done:
    """Match the staff ids in sealed boxes with changes of staff, on a day that was fixed beforehand.

    The reviewer gets all changes of all units, at least ten in a file, and nothing that tells who is on the watch.
    A unit's rate is shown from twenty people on the watch up. Nobody is told of a hit, whoever runs this included.
    """
    from grassrota.cli.output import Target
    from grassrota.files.review import read_changes, read_staff, write_rates, write_review
    from grassrota.opinions.retaliation import files_to_review, match_period, rates_of, require_match
    from grassrota_web.config.commands.confided import read

    terminal = Terminal(as_json, quiet)
    target = Target(output, yes=yes)
    target.check()
    day, days = on.date(), _days(first.date(), every, on.date())
    halves = [_half(path) for path in half]
    require_match(day, days, halves)
    if len(halves) != 2:
        raise typer.BadParameter("--half is given twice, once for each key-holder")
    unit_of = read_staff(staff) if staff else None
    found = read_changes(changes, match_period(day, days), unit_of)
    files = files_to_review(found, seed)
    boxes = [box for _, box, _ in read(file, date.today()).contacts]  # noqa: DTZ011
    wanted, closed = _wanted(boxes, *halves)
    with target.staged() as folder:
        write_review(folder / REVIEW, files)
        if unit_of is not None:
            watched = {person for person in unit_of if _plain(person) in wanted}
            write_rates(folder / RATES, rates_of(unit_of, watched, found), day)
    terminal.say(target.words)
    if closed:
        terminal.tell(f"Sealed to another key, or to none: {closed:,} of {len(boxes):,} boxes.")
    terminal.tell(f"Next: give {output} to the reviewer, and delete {file} and both halves from this machine.")
    return Done(
        data={"output": str(output), "changes": len(found), "files": len(files), "boxes": len(boxes), "closed": closed}
    )


def _days(first: date, every: int, until: date) -> tuple[date, ...]:
    """The days of matches up to one."""
    from grassrota.opinions.retaliation import match_days

    months = (until.year - first.year) * 12 + until.month - first.month
    return match_days(first, every, max(months // every + 1, 0))


def _half(path: Path) -> str:
    half = path.read_text("ascii", errors="replace").strip().lower()
    if len(half) != 64 or set(half) - set("0123456789abcdef"):
        expected = "a half that `grassrota intake key` wrote"
        raise BadInput([Fault("--half", expected, "something else", file=str(path))])
    return half


def _wanted(boxes: Iterable[bytes], one: str, other: str) -> tuple[frozenset[str], int]:
    """Staff ids of all who want it, and how many boxes these halves do not open.

    Raises:
        Refused: ``wrong_halves`` if they open none of some.
    """
    from grassrota_web.intake.boxed import Boxed
    from grassrota_web.intake.sealed_box import opened, public_of

    public = public_of(one, other)
    wanted, open_ones, closed = set(), 0, 0
    for box in boxes:
        try:
            wanted.add(_plain(Boxed.of(opened(box, one, other, public)).watch))
            open_ones += 1
        except Refused:
            closed += 1
    if closed and not open_ones:
        raise Refused("wrong_halves", "These halves open no box: check both, and which key was in force.")
    return frozenset(wanted - {""}), closed


def _plain(person: str) -> str:
    """An id as people write it by hand: without wide digits, capitals and blanks around it."""
    return unicodedata.normalize("NFKC", person).strip().casefold()
