"""Publications: what a day's publication of the figures of opinions costs, and publishing all days once more."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.clock import Spent, spent
from benchmarks.figures_parts import dashboard
from benchmarks.machine import described
from benchmarks.opinions_parts import lifecycle


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--opinions", type=int, default=1_040_000)
    parser.add_argument("--people", type=int, default=140_000)
    parser.add_argument("--units", type=int, default=4_435)
    parser.add_argument("--readings", type=int, default=8, help="days that are read, the last of them today")
    parser.add_argument("--folder", default="", help="where the data of the part dashboard is kept; SQLite alone")
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")


def measured(options: argparse.Namespace) -> Iterator[str]:
    """The table."""
    with tempfile.TemporaryDirectory(prefix="grassrota-publication-") as passing:
        folder = Path(options.folder or passing)
        lifecycle.set_up(str(folder), options.store)
        yield f"# Publishing six figures of {options.opinions:,} opinions in {options.store}"
        yield ""
        yield described("django")
        yield ""
        yield (
            f"One process. {options.units:,} counties in {dashboard.MIDDLE} prefectures of one province; a publication "
            "for each week that was read and is closed."
        )
        yield ""
        yield "| what | measured, seconds of the processors in parentheses |"
        yield "|---|---|"
        if not (folder / "filled").exists():
            dashboard.fill(options)
            for _ in dashboard.readings(options.readings):
                pass
        yield from _rows()


def _rows() -> Iterator[str]:
    from grassrota_web.access.actor import Application
    from grassrota_web.figures.actions.publishing import publish_day
    from grassrota_web.figures.models import Publication, Reading
    from grassrota_web.figures.queries.republished import republish

    made = list[tuple[Spent, Any]]()
    for row in Reading.objects.filter(closed=True).order_by("day"):
        if not Publication.objects.filter(day__gte=row.day).exists():
            made.append(spent(partial(publish_day, Application(), row.day)))
    for words, (took, row) in zip(("the first publication", *["the next one"] * len(made)), made, strict=False):
        yield f"| {words}, {row.totals:,} totals | {took} |"
    took, found = spent(republish)
    said = "each as it was" if found.holds else "not as they were"
    yield f"| {found.publications} publications made once more, {said} | {took} |"
