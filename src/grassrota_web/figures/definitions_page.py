"""Writes ``docs/reference/figures.md``: ``python -m grassrota_web.figures.definitions_page``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import django

from grassrota.figures.definitions import DEFINITIONS, CountedAt, Definition, Dimension, Subject

PAGE = Path("docs/reference/figures.md")
COMMAND = "python -m grassrota_web.figures.definitions_page"

INTRODUCTION = f"""\
Written from the code by `{COMMAND}`; a test fails when it is out of date.

These are all the figures that Grassrota counts itself. Each is read once a day, for every unit with all units below it,
and kept in [a ledger](../decisions/0017-the-ledger-of-figures.md) that is never rewritten; pages, exports, the
interface for programs and bulletins take them from there. A figure as of a day is what stood at the end of that day.

- **Status** says in whose words a figure is true. Figures of unlike status, or of unlike subjects, are never added.
- **Of** is the figure whose part it is, the denominator of its share. Shares are never kept; one of nothing is unknown.
- **By** are the dimensions by which it is divided, one at a time. What has no value in one is in no part of it.
- **Seen with** is the right that shows it, at the unit and below it. Opinions that the reader must not see, since they
  are about them, are taken off."""

AT = {
    CountedAt.HOME: "the unit that somebody is from, and all above it",
    CountedAt.PLACE: "the place in the field, and all units above it",
    CountedAt.ORGAN: "the unit that answers for the opinion, and all above it",
}
SUBJECTS = {
    Subject.PEOPLE: "People",
    Subject.DAYS: "Days",
    Subject.ROOM: "Room for people",
    Subject.PLACES: "Places",
    Subject.OPINIONS: "Opinions",
}
DIMENSIONS = {
    Dimension.FORM: "the form of the posting, in the words of its policy",
    Dimension.GRADE: "the grade of the person, by its name on their scale",
    Dimension.SECTOR: "the sector of the opening",
    Dimension.TOPIC: "the topic of the case, by its code",
    Dimension.ROTATION: "the rotation, by its code",
    Dimension.AGE: "how long the opinion has waited, by the days from which its class begins: 0, 30, 90, 365",
}


def text() -> str:
    """The page, as the code says it now; Django is to be set up."""
    parts = ["# Figures", INTRODUCTION]
    for subject, heading in SUBJECTS.items():
        found = [one for one in DEFINITIONS.values() if one.subject is subject]
        parts += [f"## {heading}", _table(("Figure", "Counts", "Status", "Of", "By", "Seen with"), map(_line, found))]
        where = dict.fromkeys(one.at for one in found)
        parts += ["\n".join(f"- {_codes(found, at)}: at {AT[at]}." for at in where)]
    said = (f"- **{dimension}**: {words}." for dimension, words in DIMENSIONS.items())
    parts += ["## Dimensions", "\n".join(said)]
    return "\n\n".join(parts) + "\n"


def write(path: Path = PAGE) -> None:
    """Writes the page."""
    path.write_text(text(), encoding="utf-8")


def _line(one: Definition) -> Sequence[str]:
    from grassrota_web.figures.models import ASKED

    of = f"`{one.of}`" if one.of else ""
    return f"`{one.code}`", one.words, one.status.value, of, ", ".join(one.by), f"`{ASKED[one.subject]}`"


def _codes(found: Iterable[Definition], at: CountedAt) -> str:
    return ", ".join(f"`{one.code}`" for one in found if one.at is at)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grassrota_web.config.settings")
    django.setup()
    write()
