"""Faults are told in Chinese as well as in English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grassrota.errors import BadInput, Fault
from grassrota.figures.words import Language
from grassrota.files.lists import LISTS
from grassrota.files.problem import read_problem
from grassrota.files.words import sentence, whole_sentence

WRONG = {
    "units": (
        "id,name,level,kind,parent,open_list,headed_by,east_km,north_km\n"
        "county,=C,county,organ,,,,,\na b,D,village,farm,a,perhaps,x y,3,\nc,C,site,organ,c,,,99999,1\nshort\n"
    ),
    "people": (
        "id,name,unit,grade,tenure_years,last_returned,id,salary\n"
        "p1,W,hq,chief,99,1957-02-30,p1,3\n"
    ),
    "openings": "id,place,sector,role,low,high\no1,c1,moon,rest,2,1\no2,c1,rural,field_work,0,0\n",
    "absences": "person,kind,reason,batches,sealed_ref,note\np1,exempt,gout,0,,x\np2,not_available,age,,z,\n",
    "couples": "first,second\np1,p1\n",
    "preferences": "person,place\np1,c1\n",
}  # fmt: skip


def _faults(folder: Path) -> list[Fault]:
    found: list[Fault] = []
    for name, content in WRONG.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
        found += LISTS[name].scan(folder / f"{name}.csv").faults
    return found


def _is_chinese(words: str) -> bool:
    """Whether no English is left but names of columns, formats, cells and ids."""
    left = re.sub(r"[“].*?[”]|[a-z_]+(, [a-z_]+)+|UTF-8|UTF-16|GBK|GB18030|XLSX|CSV|\.\w+", "", words)
    return not re.search(r"[A-Za-z]{3,}", left)


def test_faults_of_lists(tmp_path: Path) -> None:
    """Whatever can be wrong with a cell, a row or a header of a list is told in Chinese."""
    faults = _faults(tmp_path)
    assert len(faults) >= 20
    english = [fault.expected for fault in faults if not _is_chinese(sentence(_without_cell(fault), Language.CHINESE))]
    assert english == []


def _without_cell(fault: Fault) -> Fault:
    # what was got is mostly the file's own words, which are not translated
    return Fault(fault.column, fault.expected, "", fault.fix, fault.file, fault.row)


def test_faults_between_lists(folder: Path) -> None:
    """What does not fit together, an unknown unit, person, grade or batch or a tree in disorder, is told in Chinese."""
    changes = {
        "units.csv": ("county,Boxing,county,organ,,,,,", "county,Boxing,county,organ,county2,,,,"),
        "people.csv": ("p3,Zhao,hq,clerk", "p2,Zhao,nowhere,king"),
        "openings.csv": ("o2,c2,upland,field_work,0,1,2", "o1,c9,upland,field_work,0,1,9"),
        "couples.csv": ("p1,p2", "p1,p9"),
    }
    for name, (right, wrong) in changes.items():
        text = (folder / name).read_text(encoding="utf-8")
        assert right in text
        (folder / name).write_text(text.replace(right, wrong), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_problem(folder)
    faults = caught.value.faults
    assert len(faults) >= 5
    assert [
        fault.expected for fault in faults if not _is_chinese(sentence(_without_cell(fault), Language.CHINESE))
    ] == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "t.csv：应为：有内容的文件；实为：空文件"),
        (b"\n", "t.csv：应为：有内容的文件；实为：空文件"),
        ("id\n王\n".encode("utf-16"),
         "t.csv，第1行：应为：UTF-8 编码的文字；实为：像是 UTF-16 的内容。请将文件另存为 UTF-8 编码。"),
        (b"id,name,level,kind\na,=1,site,place\n", (
            "t.csv，第2行“name”列：应为：不以 =、+、-、@ 开头的文字（否则会被当作公式）；实为：=1")),
        (b"id,name,level,kind\na,A,,place\n", "t.csv，第2行“level”列：应为：填写内容；实为：空白"),
        (b"id,name,level\n", "t.csv，第1行“kind”列：应为：“kind”列；实为：没有这一列"),
    ],
)  # fmt: skip
def test_whole_sentences(tmp_path: Path, content: bytes, words: str) -> None:
    """A fault in Chinese names file, row and column, what should be there, what is, and what to do."""
    (tmp_path / "t.csv").write_bytes(content)
    (fault,) = LISTS["units"].scan(tmp_path / "t.csv").faults
    assert whole_sentence(fault, Language.CHINESE) == words
    assert whole_sentence(fault, Language.ENGLISH) == str(fault)


def test_words_of_ours_within_a_sentence() -> None:
    """A level within a sentence is told in Chinese, while an id that happens to be spelt like one stays."""
    fault = Fault("level", "a level below county (that of its parent county)", "county", row=4)
    assert sentence(fault, Language.CHINESE) == "应为：低于县的层级（上级单位 county 的层级）；实为：county"


def test_a_cell_is_never_translated() -> None:
    """What stands in a cell is repeated as it stands, though it reads like a sentence of ours."""
    fault = Fault("name", "another person", "at least 5")
    assert sentence(fault, Language.CHINESE) == "应为：另一个人；实为：at least 5"


def test_an_unknown_sentence_stays() -> None:
    """A sentence without a Chinese one is told in English rather than guessed or left out."""
    fault = Fault("x", "a moon landing", "none", "Wait.")
    assert sentence(fault, Language.CHINESE) == "应为：a moon landing；实为：none。Wait."
