"""Published totals as files for everybody: CSV and JSON, one line a total."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from grassrota.figures.definitions import DEFINITIONS
from grassrota.figures.issue.held import LEAST
from grassrota.figures.words import Language
from grassrota.files.columns import Column
from grassrota.files.export import write_csv
from grassrota.files.parse import day, whole
from grassrota_web.figures.files import CELL, UNIT
from grassrota_web.figures.models import Publication
from grassrota_web.figures.published import FIGURES
from grassrota_web.figures.queries.told import Told

_KEPT = ("figure", "called", "status")
COLUMNS = (
    *UNIT,
    *(column for column in CELL if column.name in _KEPT),
    Column("total", whole(0, 2**53), chinese="公布的总数"),
    Column("as_of", day, chinese="截至"),
)
"""One line a total, with the day as of which it was true; what shows nothing has no line."""


def lines(found: Iterable[Told], names: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One line a total."""
    for one in found:
        row = one.unit
        above = row.parent.code if row.parent else None
        unit = {"unit": row.code, "name": row.name, "level": row.level, "above": above, "open_list": row.open_list}
        for figure, release in one.totals.items():
            status = DEFINITIONS[figure].status.value
            said = {"figure": figure, "called": str(names[figure]), "status": status}
            yield {**unit, **said, "total": release.total, "as_of": release.day}


def csv_file(path: Path, found: Iterable[dict[str, Any]], of: Publication, language: Language) -> None:
    """Writes one line a total."""
    write_csv(path, COLUMNS, found, language)


def json_file(path: Path, found: Iterable[dict[str, Any]], of: Publication, language: Language) -> None:
    """Writes one object: which publication, what is never shown, then the lines, one at a time."""
    head = {
        "published_to": of.day,
        "published_on": of.published_on,
        "digest": of.digest,
        "least": LEAST,
        "definitions": {code: DEFINITIONS[code].words for code in FIGURES},
    }
    with path.open("w", encoding="utf-8") as stream:
        stream.write(json.dumps(head, ensure_ascii=False, default=str)[:-1] + ', "totals": [')
        between = "\n"
        for line in found:
            stream.write(between + json.dumps(line, ensure_ascii=False, default=str))
            between = ",\n"
        stream.write("\n]}\n")


WRITERS = {"csv": csv_file, "json": json_file}
"""By the ending of the file."""
