"""Statements as a table, a row each: what somebody keeps in a spreadsheet, or pastes from one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Any

from grassrota.errors import BadInput, Fault, Faults
from grassrota.figures.growth import LONGEST_DAYS, Growth
from grassrota.figures.statements import (
    Ask,
    Band,
    Count,
    Group,
    Grown,
    Order,
    Parts,
    Share,
    Sizes,
    Stage,
    Statement,
    StatementSet,
)
from grassrota.figures.wording import DEFAULT_ABOUT_POINTS, Wording, parse
from grassrota.figures.words import Language, words
from grassrota.files.columns import Column, Rows, rows_of_table
from grassrota.files.kinds import growth as growth_rate
from grassrota.files.lists import KeptList
from grassrota.files.parse import Choice, original, several, text, whole
from grassrota.files.tables import Table

_CHINESE = {
    "count": "数目", "amount": "数量", "share": "比例", "parts": "各部分", "open_parts": "部分不全", "more": "多于",
    "no_fewer": "不少于", "equal_units": "单位同大", "free_units": "单位不一", "band": "档", "stage": "进度",
    "growth": "增长", "ask": "求",
}  # fmt: skip
KINDS = Choice({kind: kind for kind in _CHINESE}, {kind: (word,) for kind, word in _CHINESE.items()}, "a kind")
KINDS = replace(KINDS, expected=f"one of {', '.join(KINDS.values)}, or nothing")

STATEMENTS = (
    Column(
        "kind", KINDS, required=False, chinese="种类",
        about=("What is said; empty for a count, or with a whole for a share",
               "说的是什么；空白为数目，填了总体则为比例"), example="share",
    ),
    Column(
        "what", several(text), required=False, default=(), chinese="事项", aliases=("quantity", "项目"),
        about=("What is counted; the parts of a sum with semicolons between; the name of a band, the word of a stage",
               "所计的事项；几项相加时用分号隔开；档名；进度的说法"), example="corrected",
    ),
    Column(
        "of", text, required=False, chinese="总体", aliases=("of what", "whole", "total", "合计"),
        about=("The whole of a share, the total of parts, the smaller of two, the group of a band",
               "比例的总体、各部分的合计、二者中较小的、档所属的一组单位"), example="raised",
    ),
    Column(
        "value", original, required=False, chinese="数值", aliases=("as worded", "figure", "原文数值"),
        about=("The number in the words it was printed in", "按原文写的数值"), example="62.1 %",
    ),
    Column(
        "units", original, required=False, chinese="单位占比", aliases=("share of units",),
        about=("Of a band: which share of the units is in it", "档：占多少单位"), example="more than half",
    ),
    Column(
        "days", whole(1, LONGEST_DAYS), required=False, default=None, chinese="天数",
        about=("Of growth: the days of the period", "增长：本期天数"), example="21",
    ),
    Column(
        "growth", growth_rate, required=False, default=None, chinese="增幅",
        about=("Of growth: by how much, over the earlier period", "增长：比前一时期增长多少"), example="58 %",
    ),
    Column(
        "base_days", whole(1, LONGEST_DAYS), required=False, default=None, chinese="基期天数",
        about=("Of growth: the days of the earlier period", "增长：前一时期的天数"), example="31",
    ),
    Column(
        "id", text, required=False, chinese="编号", aliases=("name", "名称"),
        about=("By which answers call it; the row if empty. A group of units needs one",
               "答案中的称呼；空白则用行号。一组单位必须填写"), example="overall",
    ),
)  # fmt: skip

_TAKES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "count": (("what", "value"), ()),
    "amount": (("what", "value"), ()),
    "share": (("what", "of", "value"), ()),
    "parts": (("what", "of"), ()),
    "open_parts": (("what", "of"), ()),
    "more": (("what", "of"), ()),
    "no_fewer": (("what", "of"), ()),
    "equal_units": (("id", "what", "of"), ("value",)),
    "free_units": (("id", "what", "of"), ("value",)),
    "band": (("what", "of"), ("value", "units")),
    "stage": (("what", "of", "value"), ()),
    "growth": (("value",), ("what", "days", "growth", "base_days")),
    "ask": (("what",), ("of", "value")),
}
"""The cells that each kind must have filled, and those it may."""

_SUMS = {"share", "parts", "open_parts", "ask", "growth"}
"""Kinds that take several things at once."""

_COLUMNS = {
    "quantity": "what", "part": "what", "parts": "what", "larger": "what", "band": "what", "word": "what",
    "whole": "of", "total": "of", "smaller": "of", "group": "of",
    "rate": "value", "share": "value", "rest_rate": "value", "level": "value", "claim": "value",
}  # fmt: skip
"""Where in the table each field of a statement stands."""

AS_TEXT = "A spreadsheet may have taken a percent sign away: format the cell as text."


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its id, which may be empty, and what it says once it has one."""

    id: str
    made: Statement | Ask

    def named(self, name: str) -> Statement | Ask:
        """What it says, by its own id or this one."""
        return self.made if self.id else replace(self.made, id=name)


def statements_of(table: Table, title: str, source: str, about_points: Fraction = DEFAULT_ABOUT_POINTS) -> StatementSet:
    """The statements of a table; one without an id is called by its row.

    Raises:
        BadInput: With every fault, each with row and column.
    """
    rows = rows_of_table(table, STATEMENTS, partial(_line, about_points))
    if rows.faults:
        raise BadInput(rows.faults)
    chinese = any(not label.isascii() for label in rows.labels.values())
    row_name = "第{}行" if chinese else "row {}"
    said: list[Statement] = []
    asks: list[Ask] = []
    numbers: dict[str, list[int]] = {"statement": [], "ask": []}
    for line, number in zip(rows.values, rows.numbers, strict=True):
        made = line.named(row_name.format(number))
        if isinstance(made, Ask):
            asks.append(made)
        else:
            said.append(made)
        numbers["ask" if isinstance(made, Ask) else "statement"].append(number)
    try:
        return StatementSet(title, source, tuple(said), tuple(asks))
    except BadInput as error:
        raise BadInput(_placed(error.faults, rows, numbers)) from None


def table_lines(of: StatementSet, language: Language = Language.ENGLISH) -> list[list[str]]:
    """Header and rows of a table that reads back as the same statements and questions."""
    rows = [dict(_cells(one, language)) for one in (*of.statements, *of.asks)]
    columns = [column for column in STATEMENTS if any(row.get(column.name) for row in rows)]
    lines = [[column.label(language) for column in columns]]
    for row in rows:
        kind = KINDS.usual(row["kind"]) if language is Language.CHINESE else row["kind"]
        lines.append([kind if column.name == "kind" else row.get(column.name, "") for column in columns])
    return lines


def _line(about_points: Fraction, **cells: Any) -> Line:
    kind = cells["kind"] or ("share" if cells["of"] else "count")
    needed, optional = _TAKES[kind]
    faults = Faults()
    for name, cell in cells.items():
        if name in needed and not cell:
            faults.add(name, f"something, since this is of the kind {kind}", "nothing")
        elif name not in (*needed, *optional, "kind", "id") and cell not in ("", (), None):
            faults.add(name, f"nothing, since this is of the kind {kind}", _cell(cell))
    if len(cells["what"]) > 1 and kind not in _SUMS:
        faults.add("what", "one thing alone", _cell(cells["what"]))
    for name in ("value", "units"):
        if cells[name]:
            try:
                cells[name] = parse(cells[name].strip(), about_points=about_points)
            except BadInput as error:
                faults.found += [replace(fault, column=name) for fault in error.faults]
    faults.raise_if_any()
    try:
        return Line(cells["id"], _MAKES[kind](cells))
    except BadInput as error:
        raise BadInput(_fitted(fault, cells) for fault in error.faults) from None


def _fitted(fault: Fault, cells: Mapping[str, Any]) -> Fault:
    column = _COLUMNS.get(fault.column, fault.column)
    wording = cells.get(column)
    lost = isinstance(wording, Wording) and not wording.is_share and "share" in fault.expected
    return replace(fault, column=column, fix=fault.fix or (AS_TEXT if lost else ""))


def _group(sizes: Sizes, cells: Mapping[str, Any]) -> Group:
    return Group(cells["id"], cells["of"], cells["what"][0], sizes, cells["value"] or None)


def _growth(cells: Mapping[str, Any]) -> Grown:
    level = cells["value"]
    periods = {name: cells[name] for name in ("days", "growth", "base_days")}
    return Grown(cells["id"], Growth(level.interval, is_share=level.is_share, **periods))


_MAKES: Mapping[str, Callable[[Mapping[str, Any]], Statement | Ask]] = {
    "count": lambda c: Count(c["id"], c["what"][0], c["value"]),
    "amount": lambda c: Count(c["id"], c["what"][0], c["value"], whole_number=False),
    "share": lambda c: Share(c["id"], c["what"], c["of"], c["value"]),
    "parts": lambda c: Parts(c["id"], c["of"], c["what"]),
    "open_parts": lambda c: Parts(c["id"], c["of"], c["what"], open_list=True),
    "more": lambda c: Order(c["id"], c["what"][0], c["of"]),
    "no_fewer": lambda c: Order(c["id"], c["what"][0], c["of"], strict=False),
    "equal_units": partial(_group, Sizes.EQUAL),
    "free_units": partial(_group, Sizes.FREE),
    "band": lambda c: Band(c["id"], c["of"], c["what"][0], c["units"] or None, c["value"] or None),
    "stage": lambda c: Stage(c["id"], c["of"], c["value"], c["what"][0]),
    "growth": _growth,
    "ask": lambda c: Ask(c["id"], c["what"], c["of"], c["value"] or None),
}


def _placed(faults: Sequence[Fault], rows: Rows[Line], numbers: Mapping[str, Sequence[int]]) -> Iterator[Fault]:
    """Faults of the set as a whole, where they stand in the table."""
    for fault in faults:
        of, _dot, field = fault.column.partition(".")
        row = numbers[of][fault.row - 1] if fault.row else 0
        column = _COLUMNS.get(field, field) or ("what" if fault.row else "")
        yield replace(fault, column=rows.labels.get(column, column), file=rows.file, row=row)


def _cells(one: Statement | Ask, language: Language) -> Iterator[tuple[str, str]]:
    """The cells of a row."""
    yield "id", one.id
    match one:
        case Count(quantity=what, value=value, whole_number=is_whole):
            yield from (("kind", "count" if is_whole else "amount"), ("what", what), ("value", value.text))
        case Share(part=parts, whole=of, rate=value):
            yield from (("kind", "share"), ("what", _cell(parts)), ("of", of), ("value", value.text))
        case Parts(total=of, parts=parts, open_list=is_open):
            yield from (("kind", "open_parts" if is_open else "parts"), ("what", _cell(parts)), ("of", of))
        case Order(larger=what, smaller=of, strict=strict):
            yield from (("kind", "more" if strict else "no_fewer"), ("what", what), ("of", of))
        case Group(whole=of, part=what, sizes=sizes, rest_rate=rest):
            yield from (("kind", f"{sizes}_units"), ("what", what), ("of", of), ("value", rest.text if rest else ""))
        case Band(group=of, band=what, units=units, rate=rate):
            yield from (("kind", "band"), ("what", what), ("of", of), ("value", rate.text if rate else ""))
            yield "units", units.text if units else ""
        case Stage(of=of, share=value, word=what):
            yield from (("kind", "stage"), ("what", what), ("of", of), ("value", value.text))
        case Grown(claim=claim):
            yield from (("kind", "growth"), ("value", words(claim.level, language, share=claim.is_share)))
            yield from (("days", str(claim.days or "")), ("base_days", str(claim.base_days or "")))
            yield "growth", "" if claim.growth is None else f"{float(claim.growth * 100):g} %"
        case Ask(part=parts, whole=of, claim=value):
            yield from (("kind", "ask"), ("what", _cell(parts)), ("of", of), ("value", value.text if value else ""))


def _cell(cell: object) -> str:
    return "; ".join(cell) if isinstance(cell, tuple) else str(cell)


STATEMENT_LIST = KeptList("statements", "陈述", STATEMENTS, partial(_line, DEFAULT_ABOUT_POINTS), key=("id",))
"""The same as a list, for its template."""
