"""A fault in words, English or Chinese.

The English sentence stands where the rule is. The Chinese one is looked up here by the shape of the English one, so
that no rule is written twice; a sentence that has no shape here stays as it is rather than be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from grassrota.errors import Fault
from grassrota.figures.words import Language
from grassrota.files.cells import cell_text
from grassrota.files.columns import Column
from grassrota.files.lists import LISTS
from grassrota.files.parse import Choice, Several
from grassrota.files.statement_table import STATEMENT_LIST


def sentence(fault: Fault, language: Language) -> str:
    """What is wrong and what to do about it, without the place."""
    if language == Language.ENGLISH:
        return f"expected {fault.expected}, got {fault.got}" + (f". {fault.fix}" if fault.fix else "")
    told = f"应为：{in_chinese(fault.expected)}；实为：{_fitted(fault.got, _THERE)}"
    return f"{told}。{_fitted(fault.fix, _TO_DO)}" if fault.fix else told


def whole_sentence(fault: Fault, language: Language) -> str:
    """A fault with its file, row and column."""
    if language == Language.ENGLISH:
        return str(fault)
    row = f"第{fault.row}行" if fault.row else ""
    column = f"“{fault.column}”列" if fault.column else ""
    place = "，".join(part for part in (fault.file, row + column) if part)
    return f"{place}：{sentence(fault, language)}" if place else sentence(fault, language)


def cell_words(column: Column, value: object, language: Language) -> str:
    """A value as a cell of a column in this language."""
    cell = cell_text(value)
    if language == Language.CHINESE and isinstance(column.parse, Choice):
        return column.parse.usual(cell)
    return cell


def expected(column: Column, language: Language) -> str:
    """What a cell of a column must be."""
    parse = column.parse.parse if isinstance(column.parse, Several) else column.parse
    told = "any text"
    try:
        parse("\0;")  # what no column takes but one of text
    except ValueError as error:
        told = str(error)
    told = told if language == Language.ENGLISH else in_chinese(told)
    if not isinstance(column.parse, Several):
        return told
    return f"{told}; several with semicolons between" if language == Language.ENGLISH else f"{told}；多个之间用分号"


def in_chinese(wanted: str) -> str:
    """The Chinese for what was expected, as it stands in a fault; itself if it has no shape here."""
    return _words().get(wanted) or _fitted(wanted, _WANTED)


def reason_in_chinese(fix: str) -> str:
    """The Chinese for what to do, as it stands in a fault; itself if it has no shape here."""
    return _fitted(fix, _TO_DO)


def _fitted(words: str, shapes: Mapping[str, str]) -> str:
    for english, chinese in shapes.items():
        if match := _pattern(english).fullmatch(words):
            told = {
                slot: _words().get(part, part) if slot in _SPOKEN else part for slot, part in match.groupdict().items()
            }
            return chinese.format(**told)
    return words


@cache
def _pattern(english: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", english)
    shape = "".join(f"(?P<{part}>.+)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
    return re.compile(shape, re.DOTALL)


@cache
def _words() -> Mapping[str, str]:
    """Choices and each of their words."""
    parses = [column.parse for kept in (*LISTS.values(), STATEMENT_LIST) for column in kept.columns]
    choices = [parse for parse in parses if isinstance(parse, Choice)]
    single = {word: parse.usual(word) for parse in choices for word in parse.values}
    return single | {parse.expected: "或".join(parse.usual(word) for word in parse.values) for parse in choices}


_SPOKEN = {"classes", "level", "kind"}
"""Gaps that hold words of ours; what stands in the others is the file's own."""

_THERE = {
    "nothing": "空白",
    "something that is not repeated here": "此处不重复的内容",
    "no such column": "没有这一列",
    "no such file": "没有这个文件",
    "no suffix": "没有后缀",
    "an empty row": "空行",
    "an empty file": "空文件",
    "a formula in {place}": "{place} 中的公式",
    "bytes that are no UTF-8": "不是 UTF-8 的内容",
    "what looks like GBK (GB18030)": "像是 GBK（GB18030）的内容",
    "what looks like UTF-16": "像是 UTF-16 的内容",
    "zero bytes, as in UTF-16 or a binary file": "零字节，像是 UTF-16 或二进制文件",
    "{rows} rows, {columns} columns": "{rows} 行、{columns} 列",
    "{word} again (first in row {row})": "{word} 又出现一次（首次在第{row}行）",
    "{unit} above itself": "{unit} 成了自己的上级",
    "{unit} itself": "{unit} 自己",
}
"""Shapes of what was got, with named gaps, and the Chinese for each; the first that fits is taken."""

_WANTED = {
    # cells
    "something in this cell": "填写内容",
    "something": "填写内容",
    "any text": "文字",
    "text that does not begin like a formula, with =, +, - or @": "不以 =、+、-、@ 开头的文字（否则会被当作公式）",
    "an id without spaces, commas and semicolons": "不含空格、逗号和分号的编号",
    "a whole number from {low} to {high}": "{low} 至 {high} 的整数",
    "a date that exists, as 1957-12-09, up to {last}": "实际存在的日期，如 1957-12-09，不晚于 {last}",
    "yes or no": "是或否",
    "a value, not a formula": "数值或文字，不是公式",
    "a cell of at most {most} characters": "不超过 {most} 个字符的内容",
    "{count} cells as in the header": "与表头相同的 {count} 格",
    # headers and files
    "each column once": "每列只出现一次",
    "the column {name}": "“{name}”列",
    "a header in the first row": "第一行是表头",
    "a header with columns such as {names}": "含有 {names} 等列的表头",
    "text in UTF-8": "UTF-8 编码的文字",
    "well-formed CSV": "格式正确的 CSV",
    "an XLSX workbook": "XLSX 工作簿",
    "a .csv, .xlsx, .parquet or .jsonl file": ".csv、.xlsx、.parquet 或 .jsonl 文件",
    "one JSON object a line, of plain values": "每行一个 JSON 对象，其值为单个的词或数",
    "at least one person": "至少一人",
    "at least one opinion": "至少一条意见",
    "a file of at most {most} bytes": "不超过 {most} 字节的文件",
    "a table of at most {most} cells": "不超过 {most} 格的表",
    "sheets of at most {most} cells": "不超过 {most} 格的工作表",
    "a workbook of at most {most} bytes unpacked": "展开后不超过 {most} 字节的工作簿",
    "a file": "文件",
    "some content": "有内容的文件",
    # rows and lists
    "{classes} if the kind is exempt, and nothing else": "种类为免派时填{classes}，否则留空",
    "nothing unless the kind is exempt": "种类不是免派时留空",
    "nothing unless the kind is not_available: an exemption is for the whole round": (
        "种类不是本轮不派时留空：免派适用于整轮"
    ),
    "both east_km and north_km, or neither": "东向公里与北向公里同时填写或同时留空",
    "another person": "另一个人",
    "another unit": "另一个单位",
    "a stable id": "固定的编号",
    "{low} or more batches": "{low} 批以上",
    "{low} or more": "{low} 以上",
    "at least {low}": "至少 {low}",
    "at most {most} batches": "至多 {most} 批",
    "numbers from 1 on": "从 1 起的编号",
    "an id used once": "不重复的编号",
    "each once": "每项只出现一次",
    "one row for each": "每项只有一行",
    "the id of a unit in this list": "本表中某个单位的编号",
    "the id of a unit in units": "单位表中某个单位的编号",
    "the id of a unit": "单位的编号",
    "the id of a person in people": "人员表中某个人的编号",
    "a tree without cycles": "不循环的上下级关系",
    "a level below {level} (that of its parent {parent})": "低于{level}的层级（上级单位 {parent} 的层级）",
    "a grade of scale {version}": "级别表 {version} 中的级别",
    "grades of scale {version}": "级别表 {version} 中的级别",
    "batches of the policy ({count})": "方案中的批次（共 {count} 批）",
    "no such column": "不设这一列",
    "the id of an opening in openings": "岗位表中某个岗位的编号",
    "the id of a person": "人员的编号",
    "somebody who may go": "可以派出的人员",
    "people available in batch 1": "第 1 批可以派出的人员",
    "batches in which {person} is available": "{person} 可以派出的批次",
    "{least} or more, all members counted": "{least} 或以上，全体成员计算在内",
    "each person in one group": "每人只属于一个组",
    "a person of another group: one group goes together": "另一组的人：同组的人一起派出",
    "no, since an opening or a batch is given": "否，因为已填写岗位或批次",
    "an opening, a batch or both, or yes in stays": "填写岗位或批次，或在“留下”列填是",
    # statements
    "something, since this is of the kind {kind}": "种类为{kind}时需填写",
    "nothing, since this is of the kind {kind}": "种类为{kind}时留空",
    "one thing alone": "只填一项",
    "a qualified number such as 3,200-odd, 三千二百多, about 80 %, 62.1 %, more than half or 321": (
        "数的说法，如三千二百多、80%左右、62.1%、半数以上或 321"
    ),
    "a share such as '62.1 %' or 'more than half'": "比例，如 62.1% 或半数以上",
    "a share between 0 and 1": "0 与 1 之间的比例",
    "a count, not a share": "数目，不是比例",
    "at most {most}": "至多 {most}",
    "at most {most} statements": "至多 {most} 条陈述",
    "at most {most} questions": "至多 {most} 个问题",
    "at least one statement": "至少一条陈述",
    "a wording that holds a whole number": "包含整数的说法",
    "every quantity once, and none within itself": "每个事项只出现一次，且不包含自身",
    "another name than 'rest', which is what no band covers": "别的名称：rest 指未列入任何一档的单位",
    "units, rate or both": "单位占比、比率，或两者",
    "the id of a group statement": "一组单位的编号",
    "a quantity outside the group": "该组单位之外的事项",
    "a quantity that a statement speaks of": "某条陈述说到的事项",
    "a name of printable characters": "可显示字符组成的名称",
    "a rate such as '58 %'": "增幅，如 58 %",
    "above -100 %": "高于 -100 %",
    "the smaller end first": "先写较小的一端",
    "two bounds that leave something between them": "中间留有余地的两个界限",
    "a multiple of the rounding step {step}": "舍入单位 {step} 的倍数",
    "a number above 0 after 'under'": "“不到”之后为大于 0 的数",
    # last, since a list of names has its shape: columns that are known
    "one of {names}": "{names} 之一",
}
"""Shapes of what was expected."""

_TO_DO = {
    "Save the file as UTF-8.": "请将文件另存为 UTF-8 编码。",
    "Check the name.": "请核对文件名。",
    "Send its tables one by one: what shares nothing cannot clash.": "请逐表提交：没有共同事项的各表不会互相矛盾。",
    "A spreadsheet may have taken a percent sign away: format the cell as text.": (
        "百分号可能被电子表格去掉了：请将单元格设为文本格式。"
    ),
    "Write 3,200 for 三千二: it may also be read as 3,002.": "三千二请写成 3,200：它也可读作 3,002。",
    "With units of equal size only shares of the units can be stated; use sizes = 'free'.": (
        "单位同大时只能说占多少单位；请改用“单位不一”。"
    ),
    "Check the quotes.": "请检查引号。",
    "Split it.": "请拆分文件。",
    "Copy the column and paste it over itself as values.": "请复制该列，并以“数值”方式粘贴回原处。",
    "Look for a stray cell far below or far to the right, and delete its row and column.": (
        "请查找远在下方或右方的零星单元格，并删除其所在的行和列。"
    ),
    "Row {row} has it already.": "第{row}行已有。",
    "Rows {rows} have it.": "见第 {rows} 行。",
    "Detail is sealed elsewhere: give a class (age or health) as reason, and at most sealed_ref.": (
        "详情另行密封保存：原因只填类别（年老或健康），至多再填密封件号。"
    ),
}
"""Shapes of what to do about it."""
