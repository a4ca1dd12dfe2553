"""Figures as files: workbook, CSV, JSON and Parquet. Each says as of when, who counted when, and what was left out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from grassrota.figures.definitions import DEFINITIONS, Dimension
from grassrota.figures.figure import Status
from grassrota.figures.words import Language
from grassrota.files.cells import guarded
from grassrota.files.columns import Column
from grassrota.files.export import MAX_ROWS, lay_out, workbook, write_csv
from grassrota.files.lists import LISTS
from grassrota.files.parse import day, identifier, one_of, text, whole, yes_or_no
from grassrota_web.figures.models import Reading
from grassrota_web.figures.names import COUNTED, FIGURES
from grassrota_web.figures.queries.taken_along import UnitFigures

AT_ONCE = 20_000
"""Rows of a row group of Parquet."""
STATUS_WORDS = "计划 已列名单 已出发 据报 已核实 已否定 情况不明"
DIMENSION_WORDS = "形式 级别 战线 主题 轮次 时长"
_LEVEL = next(column for column in LISTS["units"].columns if column.name == "level")

UNIT = (
    Column("unit", identifier, chinese="单位编号"),
    Column("name", text, chinese="单位"),
    Column("level", _LEVEL.parse, chinese="层级"),
    Column("above", identifier, False, chinese="上级单位编号"),
    Column("open_list", yes_or_no, chinese="下级未列全"),
)
CELL = (
    Column("figure", identifier, chinese="指标代码"),
    Column("called", text, chinese="指标"),
    Column("status", one_of(Status, STATUS_WORDS), chinese="说法来源"),
    Column("dimension", one_of(Dimension, DIMENSION_WORDS), False, chinese="分组"),
    Column("part", text, False, chinese="分项"),
    Column("count", whole(0, 2**53), chinese="数量"),
    Column("of", identifier, False, chinese="所属指标代码"),
    Column("out_of", whole(0, 2**53), False, chinese="所属数量"),
)
COLUMNS = (Column("as_of", day, chinese="截至"), *UNIT, *CELL)
"""One line a count, as CSV, JSON and Parquet hold them."""

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """Where figures come from: it goes with them wherever they are sent.

    Attributes:
        reading: From which they are.
        today: The day on which they are taken along.
        by: Who takes them.
        unit: The unit whose figures they are, with those below it.
        shown: The figures that the reader may see there.
    """

    reading: Reading
    today: date
    by: str
    unit: str
    shown: tuple[str, ...]

    def notes(self) -> Iterator[tuple[str, str]]:
        """What there is to know, as heading and words in the reader's language."""
        age = _("%(day)s, %(age)s days old") % {"day": self.reading.day, "age": (self.today - self.reading.day).days}
        yield _("Unit"), _("%(unit)s, and the units below it") % {"unit": self.unit}
        yield _("As of"), age
        closed = _("That day is closed: its figures are never changed.")
        yield _("State"), closed if self.reading.closed else _("Unfinished: the day was not over when it was read.")
        yield _("Counted by"), _("Grassrota, from the rows, on %(day)s") % {"day": self.reading.read_on}
        yield _("Hash of the reading"), self.reading.digest
        yield _("Made by"), self.by
        left = [str(FIGURES[code]) for code in DEFINITIONS if code not in self.shown]
        yield _("Left out, as your roles do not show it"), ", ".join(left) or _("nothing")
        yield _("Not taken off"), _("Small counts are given as they are: this is not for publication.")
        yield _("Each unit"), _("counts what is below it: units are not to be added to those above them.")
        for code in self.shown:
            yield str(FIGURES[code]), _words(code)


def lines(found: Iterable[UnitFigures], as_of: date) -> Iterator[Line]:
    """One line a count: of each unit each figure, then its parts."""
    for one in found:
        unit = _unit(one)
        for (figure, part), count in one.cells.items():
            yield {"as_of": as_of, **unit, **_cell(one, figure, part, count)}


def csv_file(path: Path, found: Iterable[UnitFigures], about: About, language: Language) -> None:
    """Writes one line a count."""
    write_csv(path, COLUMNS, lines(found, about.reading.day), language)


def json_file(path: Path, found: Iterable[UnitFigures], about: About, language: Language) -> None:
    """Writes one object: what there is to know, then the lines, one at a time."""
    head = {
        "as_of": about.reading.day,
        "closed": about.reading.closed,
        "read_on": about.reading.read_on,
        "digest": about.reading.digest,
        "notes": dict(about.notes()),
        "definitions": {code: {"counts": str(COUNTED[code])} | _definition(code) for code in about.shown},
    }
    with path.open("w", encoding="utf-8") as stream:
        stream.write(json.dumps(head, ensure_ascii=False, default=str)[:-1] + ', "figures": [')
        between = "\n"
        for line in lines(found, about.reading.day):
            stream.write(between + json.dumps(line, ensure_ascii=False, default=str))
            between = ",\n"
        stream.write("\n]}\n")


def xlsx_file(path: Path, found: Iterable[UnitFigures], about: About, language: Language) -> None:
    """Writes a sheet with a row a unit, one with its parts as far as a sheet holds them, and the notes."""
    chinese = language == Language.CHINESE
    counted = tuple(Column(code, whole(0, 2**53), chinese=str(FIGURES[code])) for code in about.shown)
    with workbook(path, about.today) as book:
        sheets = [book.add_worksheet(name) for name in (("指标", "分项", "说明") if chinese else _SHEETS)]
        units, parts, notes = sheets
        number, wrapped = (
            book.add_format({"num_format": "#,##0"}),
            book.add_format({"text_wrap": True, "valign": "top"}),
        )
        lay_out(book, units, (*UNIT, *counted), language)
        lay_out(book, parts, (UNIT[0], UNIT[1], *CELL), language)
        for at in range(len(counted)):
            units.set_column(len(UNIT) + at, len(UNIT) + at, 14, number)
        row_of_parts = 0
        for row, one in enumerate(found, start=1):
            unit = _unit(one)
            _put(units, row, UNIT, unit, language)
            for at, column in enumerate(counted, start=len(UNIT)):
                if (column.name, "") in one.cells:
                    units.write_number(row, at, one.cells[column.name, ""], number)
            for (figure, part), count in one.cells.items():
                if part and row_of_parts < MAX_ROWS - 2:
                    row_of_parts += 1
                    line = {**unit, **_cell(one, figure, part, count)}
                    _put(parts, row_of_parts, (UNIT[0], UNIT[1], *CELL), line, language)
        notes.set_column(0, 0, 30, wrapped)
        notes.set_column(1, 1, 100, wrapped)
        for at, pair in enumerate(about.notes()):
            for place, words in enumerate(pair):
                notes.write_string(at, place, words)


def parquet_file(path: Path, found: Iterable[UnitFigures], about: About, language: Language) -> None:
    """Writes one line a count in row groups, the notes as metadata; needs the extra ``parquet``."""
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    types = {
        "as_of": pyarrow.date32(),
        "open_list": pyarrow.bool_(),
        "count": pyarrow.int64(),
        "out_of": pyarrow.int64(),
    }
    fields = [(column.name, types.get(column.name, pyarrow.string())) for column in COLUMNS]
    schema = pyarrow.schema(fields, {"grassrota": json.dumps(dict(about.notes()), ensure_ascii=False)})
    told = lines(found, about.reading.day)
    with ParquetWriter(path, schema) as writer:
        while chunk := list(islice(told, AT_ONCE)):
            writer.write_table(pyarrow.Table.from_pylist(chunk, schema))


Writer = Callable[[Path, Iterable[UnitFigures], About, Language], None]
_SHEETS = ("Figures", "Parts", "Notes")
WRITERS: Mapping[str, Writer] = {
    "xlsx": xlsx_file,
    "csv": csv_file,
    "json": json_file,
    **({"parquet": parquet_file} if find_spec("pyarrow") else {}),
}
"""By the ending of the file; what is not installed is not offered."""


def _unit(one: UnitFigures) -> Line:
    row = one.unit
    above = row.parent.code if row.parent else None
    return {"unit": row.code, "name": row.name, "level": row.level, "above": above, "open_list": row.open_list}


def _cell(one: UnitFigures, figure: str, part: str, count: int) -> Line:
    dimension, _mark, value = part.partition(":")
    return {
        "figure": figure,
        "called": str(FIGURES[figure]),
        "status": DEFINITIONS[figure].status.value,
        "dimension": dimension or None,
        "part": value or None,
        "count": count,
        "of": DEFINITIONS[figure].of or None,
        "out_of": one.out_of(figure, part),
    }


def _put(sheet: Any, row: int, columns: Sequence[Column], line: Line, language: Language) -> None:
    from grassrota.files.words import cell_words

    for at, column in enumerate(columns):
        value = line[column.name]
        if column.is_number and value is not None:
            sheet.write_number(row, at, value)
        elif words := cell_words(column, value, language):
            sheet.write_string(row, at, guarded(words))


def _definition(code: str) -> dict[str, Any]:
    one = DEFINITIONS[code]
    return {"status": one.status.value, "of": one.of or None, "at": one.at.value, "by": [by.value for by in one.by]}


def _words(code: str) -> str:
    one = DEFINITIONS[code]
    of = _("; of: %(figure)s") % {"figure": FIGURES[one.of]} if one.of else ""
    return f"{COUNTED[code]}{of}. {code}, {one.status.value}"
