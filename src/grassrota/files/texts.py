"""Opinions as themes see them: a table with id, day, place and words, and tables of what was found in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from grassrota.errors import BadInput, Fault
from grassrota.files.columns import Column, scan_rows
from grassrota.files.opinions import CONTACT, OPINIONS
from grassrota.files.parse import day, identifier, original
from grassrota.files.tables import write_table
from grassrota.opinions.themes.copies import Copies
from grassrota.opinions.themes.text import Text
from grassrota.opinions.themes.theme import Theme

TEXTS = (
    Column("id", identifier, chinese="编号"),
    Column("day", day, chinese="日期", aliases=("raised_on", "提出日期")),
    Column("place", original, required=False, chinese="地点"),
    Column("text", original, verbatim=True, private=True, chinese="意见", aliases=("words", "内容")),
)
_PASSED_OVER = ("grievance", "copy_of", "exact")
"""What made-up opinions have beside."""
_NAMES = {column.name for column in TEXTS} | {"raised_on"}


def read_texts(path: Path) -> tuple[Text, ...]:
    """Reads a table of opinions; other columns of an opinions folder may be there and are passed over.

    Raises:
        BadInput: With every fault of the file at once, and for an id that comes twice; no words are repeated in one.
    """
    others = [column.name for column in OPINIONS if column.name not in _NAMES]
    passed = (Column(name, original, required=False, private=True) for name in (*others, *_PASSED_OVER))
    rows = scan_rows(path, (*TEXTS, *passed), _text, CONTACT)
    faults = [*rows.faults, *rows.repeated(lambda text: text.id, "id", "each opinion")]
    if not faults and not rows.values:
        faults = [Fault("", "at least one opinion", "none", file=path.name)]
    if faults:
        raise BadInput(faults)
    return rows.values


def write_themes(folder: Path, found: Sequence[Theme], same: Sequence[Copies], texts: Sequence[Text]) -> None:
    """Writes ``themes.csv``, ``copies.csv``, and in ``opinions.csv`` where each opinion is."""
    write_table(
        folder / "themes.csv",
        ("theme", "label", "opinions", "different", "before", "lately", "places"),
        (
            (one.number, one.label, one.size, one.different, one.growth.before, one.growth.after, len(one.places))
            for one in found
        ),
    )
    write_table(
        folder / "copies.csv",
        ("leader", "opinions", "exact", "ids"),
        ((group.leader, len(group.ids), group.exact, group.ids) for group in same),
    )
    write_table(folder / "opinions.csv", ("id", "theme", "copy_of"), _placed(found, same, texts))


def _placed(found: Sequence[Theme], same: Sequence[Copies], texts: Sequence[Text]) -> Iterator[tuple[object, ...]]:
    theme = {text: one.number for one in found for text in one.ids}
    leader = {text: group.leader for group in same for text in group.ids if text != group.leader}
    for text in texts:
        yield text.id, theme.get(text.id, ""), leader.get(text.id, "")


def _text(**cells: Any) -> Text:
    return Text(cells["id"], cells["text"], cells["place"], cells["day"])
