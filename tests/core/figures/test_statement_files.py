"""The statement format: published examples, and every fault with its line."""

from __future__ import annotations

import contextlib
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Fault
from grassrota.figures.consistency import Answer, answer_words, check
from grassrota.figures.flag import Flag
from grassrota.figures.interval import Interval
from grassrota.files.statements import parse_statements, read_statements

PUBLISHED = Path(str(files("grassrota"))) / "scenarios" / "published"
NAMES = sorted(path.stem for path in PUBLISHED.glob("*.toml"))


def answer(name: str) -> Answer:
    return check(read_statements(PUBLISHED / f"{name}.toml"))


def faults(text: str | bytes) -> tuple[Fault, ...]:
    with pytest.raises(BadInput) as refused:
        parse_statements(text if isinstance(text, bytes) else text.encode(), "f.toml")
    return refused.value.faults


@pytest.mark.parametrize("name", NAMES)
def test_every_published_set_gets_the_answer_it_is_known_to_have(name: str) -> None:
    """Each example file states its known flags, and exactly these are raised."""
    assert answer(name).as_expected


def test_tangshan_percentages_fit_the_sum_of_the_parts() -> None:
    """The parts sum to 195,532, not 284,406 (gap 88,874), and the percentages were taken of that sum."""
    words = " ".join(answer_words(answer("tangshan_2024_11")))
    for part in ("195,532", "284,406", "gap 88,874", "they were taken of the sum of the parts, 195,532"):
        assert part in words


def test_daying_hides_denominators() -> None:
    """The top three are 59.29 %, not 59.68 %; three satisfaction rates need at least 10, 29 and 22 people."""
    judged = answer("daying_2016_w10")
    assert "59.29 %" in judged.findings[0].words
    hidden = [finding.words for finding in judged.findings if finding.flag is Flag.GRANULARITY]
    assert [f"smallest number that can is {n}" in words for n, words in zip((10, 29, 22), hidden, strict=True)] == [
        True
    ] * 3


def test_icsp_reprint_lost_a_decimal_place() -> None:
    """26.04 % became 2.604 %: with 73.96 % that sums to 76.564 %."""
    assert "76.564 %" in " ".join(finding.words for finding in answer("icsp_2023_b").findings)


def test_cpgrams_leaves_52_percent_not_satisfied() -> None:
    """48 % satisfied leaves 51.5 to 52.5 % of those asked, beside 5.9 % appeals: no contradiction."""
    assert answer("cpgrams").bound("not satisfied, of those asked") == Interval.closed(
        Fraction(515, 1000), Fraction(525, 1000)
    )


def test_report_003_leaves_27228_others() -> None:
    """29,909 less 328 and 2,353 leaves 27,228; 72 districts and 767 townships are 839 posts."""
    judged = check(read_statements(PUBLISHED.parent / "003_register/figures/report.toml"))
    assert judged.bound("others") == Interval.exactly(27_228)
    assert all(bound.follows for bound in judged.bounds)


def test_every_kind_of_statement_can_be_written(tmp_path: Path) -> None:
    """Counts, parts, orders, groups with a rest, bands, stages and growth are all read, from a file with a BOM."""
    path = tmp_path / "all.toml"
    text = """title = "t"
source = "s"
about_points = 2.5
statement = [
  { id = "n", kind = "count", quantity = "n", value = "84,000-odd", whole_number = false },
  { id = "k", kind = "count", quantity = "k", value = 7 },
  { id = "p", kind = "parts", total = "n", parts = "k", open_list = true },
  { id = "o", kind = "order", larger = "n", smaller = "k", strict = false },
  { id = "g", kind = "group", whole = "n", part = "k", sizes = "free", rest_rate = "at most 50 %" },
  { id = "b", kind = "band", group = "g", band = "low", rate = "about 10 %" },
  { id = "s", kind = "stage", of = "g", share = "most", word = "begun" },
  { id = "r", kind = "growth", level = 5, days = 3, growth = "-2.5 %", base_days = 3 },
]
ask = [{ id = "q", part = "k", whole = "n", claim = "under 1 %" }]
"""
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    judged = check(read_statements(path))
    assert judged.consistent
    assert judged.bounds[0].follows
    assert judged.as_expected is None
    assert any("7.5 % to 12.5 %" in assumption for assumption in judged.assumptions)


def test_every_fault_is_named_with_its_line_and_key() -> None:
    """Missing, unknown, misspelt and impossible values are all reported at once, each where it stands."""
    found = faults(
        """title = ""
source = "s"
abuot_points = 5
expected = ["wrong"]

[[statement]]
id = "a"
kind = "count"
quantity = "q"
value = "三千二"
colour = "red"

[[statement]]
id = "b"
kind = "cuont"

[[statement]]
id = "c"
kind = "share"
part = []
whole = 3
rate = 5

[[statement]]
id = "d"
kind = "growth"
level = 3
growth = "much"
days = "some"

[[ask]]
id = "e"
"""
    )
    assert [(fault.column, fault.row) for fault in found] == [
        ("title", 1),
        ("expected", 4),
        ("statement[1].value", 10),
        ("statement[1].colour", 11),
        ("statement[2].kind", 15),
        ("statement[3].part", 20),
        ("statement[3].whole", 21),
        ("statement[4].growth", 28),
        ("statement[4].days", 29),
        ("ask[1].part", 31),
        ("abuot_points", 3),
    ]
    assert all(fault.file == "f.toml" and fault.expected and fault.got for fault in found)


def test_faults_of_the_whole_set_are_placed_too() -> None:
    """A band without its group and an id used twice, beyond a breakdown, stand at their lines."""
    text = """title = "t"
source = "s"

[[statement]]
id = "a"
kind = "breakdown"
total = "n"
count = 5
parts = [{ quantity = "k", count = 5, share = "100 %" }]

[[statement]]
id = "a"
kind = "band"
group = "units"
band = "b"
units = "most"

[[ask]]
id = "q"
part = "lost"
"""
    found = [(fault.column, fault.row) for fault in faults(text)]
    assert found == [("statement[2].id", 12), ("statement[2].group", 14), ("ask[1]", 18)]


def test_a_statement_that_cannot_be_made_is_a_fault_of_its_key() -> None:
    """A share that is stated as a count is placed at its rate."""
    text = 'title = "t"\nsource = "s"\n[[statement]]\nid = "a"\nkind = "share"\npart = "k"\nwhole = "n"\nrate = 5\n'
    assert [(fault.column, fault.row) for fault in faults(text)] == [("statement[1].rate", 8)]


def test_faults_of_a_breakdown_stand_at_its_keys() -> None:
    """In a table of parts a count said as a share, a share said as a count and a part of itself are each placed."""
    head = 'title = "t"\nsource = "s"\n[[statement]]\nid = "a"\nkind = "breakdown"\ntotal = "n"\n'
    parts = 'count = "5 %"\nparts = [{ quantity = "k", count = "5 %", share = 5 }, { quantity = "n", share = "5 %" }]\n'
    assert [(fault.column, fault.row) for fault in faults(head + parts)] == [
        ("statement[1].count", 7),
        ("statement[1].parts[1].count", 8),
        ("statement[1].parts[1].share", 8),
        ("statement[1].parts[2].quantity", 8),
        ("statement[1].parts", 8),
    ]


def test_a_misread_wording_is_a_fault_with_its_remedy() -> None:
    """三千二 may be 3,200 or 3,002: the fault of its key says to write the number out."""
    text = 'title = "t"\nsource = "s"\n[[statement]]\nid = "a"\nkind = "count"\nquantity = "q"\nvalue = "三千二"\n'
    assert [(fault.row, "Write 3,200" in fault.fix) for fault in faults(text)] == [(7, True)]


@pytest.mark.parametrize("value", ["nan", "inf", "1e999999999", "-1", "100.1", "true", "0x" + "f" * 5000])
def test_about_points_are_a_number_from_0_to_100(value: str) -> None:
    """What is no such number, even one too long to be written out, is a fault of its line."""
    text = f'title = "t"\nsource = "s"\nabout_points = {value}\n'
    assert [(fault.column, fault.row) for fault in faults(text)] == [("about_points", 3)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "some content"),
        (b" \n\n", "some content"),
        ("title = '数'".encode("gb18030"), "text in UTF-8"),
        (b"title = ", "well-formed TOML"),
        (b"a=" + b"[" * 5000, "well-formed TOML"),
        (b"x = " + b"9" * 5000, "well-formed TOML"),
        (b"#" * 5_000_000, "at most 4,000,000 bytes"),
    ],
)
def test_what_is_no_statement_file_is_refused(content: bytes, expected: str) -> None:
    """An empty file, a wrong encoding, bad TOML and a file too large are faults of the file."""
    assert [fault.expected for fault in faults(content)] == [expected]


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(BadInput, match=r"no\.toml"):
        read_statements(tmp_path / "no.toml")


def judge(content: bytes) -> None:
    """Reads and judges; nothing but a fault of the input may be raised."""
    with contextlib.suppress(BadInput):
        check(parse_statements(content, "f.toml"))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_value_or_faults(content: bytes) -> None:
    """No bytes make the reader fail otherwise than by faults."""
    judge(content)


LINES = sorted(
    {line for name in NAMES for line in (PUBLISHED / f"{name}.toml").read_text("utf-8").splitlines() if line}
)
VALUES = st.sampled_from(
    ('""', "0", "-1", "true", '"0"', '"0 %"', '"多"', "[]", "[[]]", "{}", "1e300", '"\\u0000one"', "1979-05-27")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=25), st.integers(0, 24), VALUES)
def test_shuffled_and_spoilt_files_give_a_value_or_faults(lines: list[str], at: int, value: str) -> None:
    """Lines of valid files in any order, one value spoilt, never give anything but an answer or faults."""
    spoilt = [f"{line.split('=')[0]}= {value}" if i == at and "=" in line else line for i, line in enumerate(lines)]
    judge("\n".join(['title = "t"', 'source = "s"', *spoilt]).encode())


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES), st.data())
def test_valid_files_with_one_line_changed_give_a_value_or_faults(name: str, data: st.DataObject) -> None:
    """A published set with one line left out, repeated or its value spoilt is answered or faulted."""
    lines = (PUBLISHED / f"{name}.toml").read_text("utf-8").splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    key = lines[at].split("=")[0]
    changed = data.draw(st.sampled_from(([], [lines[at]] * 2, [f"{key}= {data.draw(VALUES)}"])))
    judge("\n".join([*lines[:at], *changed, *lines[at + 1 :]]).encode())
