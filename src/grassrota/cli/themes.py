"""``grassrota themes``: from a table of opinions to its copies and themes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grassrota.cli.options import DryRun, Json, Quiet, Verbose, Yes
from grassrota.cli.output import Target
from grassrota.cli.run import Done
from grassrota.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from grassrota.opinions.themes.copies import Copies
    from grassrota.opinions.themes.text import Text
    from grassrota.opinions.themes.theme import Theme

EXAMPLE = "Example: grassrota themes opinions.csv -o my-themes"
MARK = "themes.csv"
NAMED = 10
"""Themes that the answer names."""

File = Annotated[
    Path, typer.Argument(metavar="OPINIONS", help="CSV, XLSX, Parquet or JSONL with id, day, place and text.")
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where tables and the page go.")]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="DAY", help="Count up to this day; the last if not given."),
]
Days = Annotated[int, typer.Option(min=1, max=3650, metavar="NUMBER", help="Days of each period of growth.")]
Count = Annotated[
    int | None, typer.Option(min=1, max=1000, metavar="NUMBER", help="How many themes; chosen by itself if not given.")
]
Encoder = Annotated[bool, typer.Option("--encoder/--no-encoder", help="Ask the sentence encoder if it is installed.")]


def themes(
    opinions: File,
    output: Output,
    as_of: AsOf = None,
    days: Days = 28,
    count: Count = None,
    encoder: Encoder = True,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Done:
    """Find copies and themes in a table of opinions.

    Writes themes.csv, copies.csv, opinions.csv with the place of each, and report.html, which shows no opinion.
    """
    from grassrota.cli.worker import interruptible
    from grassrota.files.tables import written
    from grassrota.files.texts import read_texts, write_themes
    from grassrota.report.themes_page import themes_page

    terminal = Terminal(as_json, quiet, verbose)
    target = Target(output, MARK, yes, dry_run)
    target.check()
    with terminal.progress("themes") as tell:
        tell("reading", 0.0)
        texts = interruptible(lambda: read_texts(opinions))
        last = as_of.date() if as_of else max(text.day for text in texts)
        known = [text for text in texts if text.day <= last]
        tell("finding copies", 0.1)
        same = interruptible(lambda: _copies(known))
        tell("finding themes", 0.3)
        found = interruptible(lambda: _themes(known, last, days, count, encoder))
        tell("writing", 0.95)
        with target.staged() as stage:
            write_themes(stage, found, same, known)
            with written(stage / "report.html") as stream:
                stream.write(themes_page(found, same, len(known), last, days))
    terminal.say(*_summary(known, found, same))
    terminal.tell(target.words)
    return Done(data=_data(target, known, found, same))


def _copies(texts: Sequence[Text]) -> Sequence[Copies]:
    from grassrota.opinions.themes.copies import copies

    return copies(texts)


def _themes(texts: Sequence[Text], as_of: date, days: int, count: int | None, encoder: bool) -> Sequence[Theme]:
    """The themes; none if there are no opinions up to the day."""
    from grassrota.opinions.themes.encoder import installed
    from grassrota.opinions.themes.theme import learned_from, themes

    if not texts:
        return ()
    model = learned_from(texts, installed() if encoder else None, count)
    return themes(texts, model, as_of, days)


def _summary(texts: Sequence[Text], found: Sequence[Theme], same: Sequence[Copies]) -> list[str]:
    repeated = sum(len(group.ids) - 1 for group in same)
    lines = [f"{len(texts):,} opinions, {repeated:,} of them copies, in {len(found):,} themes."]
    for theme in found[:NAMED]:
        label = ", ".join(theme.label) or "no words in common"
        lines.append(f"  {theme.size:,}: {label} (before {theme.growth.before:,}, lately {theme.growth.after:,})")
    return lines


def _data(target: Target, texts: Sequence[Text], found: Sequence[Theme], same: Sequence[Copies]) -> dict[str, object]:
    return {
        "folder": str(target.folder),
        "files": [str(path) for path in target.written],
        "dry_run": target.dry,
        "opinions": len(texts),
        "copies": sum(len(group.ids) - 1 for group in same),
        "themes": [
            {
                "theme": theme.number,
                "label": list(theme.label),
                "opinions": theme.size,
                "different": theme.different,
                "before": theme.growth.before,
                "lately": theme.growth.after,
                "places": len(theme.places),
            }
            for theme in found
        ],
    }
