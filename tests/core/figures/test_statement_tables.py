"""Statements as a table: the same as in TOML, from every format, and every fault with its row and column."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from grassrota.errors import BadInput, Fault
from grassrota.figures.consistency import check
from grassrota.figures.words import Language
from grassrota.files.statement_table import STATEMENT_LIST, statements_of, table_lines
from grassrota.files.statements import read_statements
from grassrota.files.tables import separated, table_of, write_table
from grassrota.files.template import write_template
from grassrota.files.words import whole_sentence

SCENARIOS = Path(str(files("grassrota"))) / "scenarios"
FILES = sorted([*SCENARIOS.glob("published/*.toml"), *SCENARIOS.glob("*/figures/*.toml")])

MONTH = """种类\t事项\t总体\t数值
\t接到\t\t25
\t满意\t接到\t90 %
"""


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(BadInput) as refused:
        statements_of(table_of(separated(text, "pasted"), "pasted"), "a table", "a test")
    return refused.value.faults


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", Language)
def test_every_example_as_a_table_says_the_same(path: Path, language: Language, tmp_path: Path) -> None:
    """An example written as a table in either language and read back has the same quantities and the same answer."""
    given = read_statements(path)
    header, *lines = table_lines(given, language)
    write_table(tmp_path / "table.csv", header, lines)
    read = read_statements(tmp_path / "table.csv")
    assert table_lines(read, language) == [header, *lines]
    assert [one.id for one in read.statements] == [one.id for one in given.statements]
    first, second = check(given), check(read)
    assert (first.findings, first.bounds, first.clash) == (second.findings, second.bounds, second.clash)


def test_a_pasted_table_is_judged_in_chinese() -> None:
    """90 % of 25 is impossible; rows without an id and a kind are called by their row, and read by what they have."""
    answer = check(statements_of(table_of(separated(MONTH, "月报", "\t"), "月报"), "月报", "某市"), Language.CHINESE)
    assert [finding.statements for finding in answer.findings] == [("第3行", "第2行")]
    assert "25的90 %不可能" in answer.findings[0].words
    assert "最小总数是10" in answer.findings[0].words


def test_every_fault_is_told_at_once_with_its_place_in_both_languages() -> None:
    """A kind nobody knows, a wording that says nothing, a cell too many, a share that lost its sign, a missing id."""
    text = (
        "kind,what,of,value,id\nrumour,a,,1,\ncount,a,,many,\ncount,b,a,1,\nshare,a,b,0.621,\nequal_units,a,b,,\n"
        "more,a;b,c,,\nparts,a;a,t,,\n"
    )
    found = faults(text)
    assert [(fault.row, fault.column) for fault in found] == [
        (2, "kind"), (3, "value"), (4, "of"), (5, "value"), (6, "id"), (7, "what"), (8, "what"),
    ]  # fmt: skip
    assert "percent sign" in found[3].fix
    told = [whole_sentence(fault, Language.CHINESE) for fault in found]
    assert told[2] == "pasted，第4行“of”列：应为：种类为数目时留空；实为：a"
    assert not [line for line in told if "expected" in line or "since" in line]


def test_faults_between_rows_are_placed_as_well() -> None:
    """An id used twice, a band of no group and a question about nothing that was said have row and column."""
    found = faults("kind,what,of,value,id\n,a,,1,x\n,b,,2,x\n,,,,\nband,at 80,units,80 %,y\nask,c,,,\n")
    assert [(fault.row, fault.column) for fault in found] == [(3, "id"), (5, "of"), (6, "what")]


@pytest.mark.parametrize("language", Language)
def test_the_template_reads_back_as_an_empty_table(language: Language, tmp_path: Path) -> None:
    """The workbook to fill in has every column, and no statement yet."""
    write_template(tmp_path / "t.xlsx", STATEMENT_LIST, language)
    with pytest.raises(BadInput) as refused:
        read_statements(tmp_path / "t.xlsx")
    assert [fault.expected for fault in refused.value.faults] == ["at least one statement"]
