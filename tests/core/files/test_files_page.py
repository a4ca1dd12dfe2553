from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from grassrota.figures.figure import Coverage
from grassrota.figures.flag import Flag
from grassrota.files import (
    cases,
    counts,
    groups,
    openings,
    opinions,
    pins,
    plan,
    postings,
    register,
    review,
    roster,
    visits,
)
from grassrota.files.columns import Column
from grassrota.files.counts import read_counts
from grassrota.files.lists import LISTS
from grassrota.files.parse import Choice, yes_or_no
from grassrota.files.policy import read_policy
from grassrota.files.register import read_register
from grassrota.files.reported import read_reported
from grassrota.files.statements import read_statements
from grassrota.files.visits import read_visits
from grassrota.play.rotation import Rotation, read_rotation
from grassrota.rota.problem import RotaProblem

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "files.md"


@pytest.mark.parametrize(
    "columns",
    [
        *(roster.UNITS, roster.PEOPLE, roster.ABSENCES, roster.COUPLES, openings.OPENINGS, openings.PREFERENCES),
        *(groups.GROUPS, pins.PINS),
        *(plan.POSTINGS, plan.LEFT_OUT, postings.BATCHES, postings.CONCERNS, postings.STEPS, postings.REPORTS),
        *(postings.FIELD_DAYS, postings.SIGNUPS, opinions.OPINIONS, opinions.TASKFORCES, cases.CASES, cases.CLAIMS),
        *(cases.ANSWERS, counts.COUNTS, visits.VISITS, register.REGISTER, review.CHANGES, review.STAFF, review.REVIEW),
    ],
)
def test_every_column_is_shown(columns: Sequence[Column]) -> None:
    """The page on files shows an example with every column of each table."""
    examples = PAGE.read_text(encoding="utf-8").split("```csv\n")[1:]
    headers = [set(example.splitlines()[0].split(",")) for example in examples]
    assert any({column.name for column in columns} <= header for header in headers)


def test_the_policy_on_the_page(tmp_path: Path) -> None:
    """The policy on the page is one: 40 days keep to its form, and 30 have their reason beside them."""
    text = PAGE.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    (tmp_path / "policy.toml").write_text(text, encoding="utf-8")
    assert read_policy(tmp_path / "policy.toml").exceptions == {2: "spring sowing"}


def _example(tmp_path: Path, first: str, name: str) -> Path:
    """The example on the page that begins so, as a file."""
    blocks = PAGE.read_text(encoding="utf-8").split("```")[1::2]
    (text,) = (text for block in blocks if (text := block.partition("\n")[2]).startswith(first))
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


def test_the_rotation_on_the_page(tmp_path: Path) -> None:
    """The rotation on the page is one, and it sets every key that there is to something."""
    found = read_rotation(_example(tmp_path, 'title = "Boxing county', "rotation.toml").parent)
    plain = Rotation(found.title, found.source, found.published, found.as_of, found.until)
    same = {key.name for key in fields(Rotation) if getattr(found, key.name) == getattr(plain, key.name)}
    assert same == {"title", "source", "published", "as_of", "until", "gates"}
    assert (found.gates.under_way, found.gates.complete) == (Fraction(1, 2), Fraction(7, 10))
    assert found.as_of == (date(1957, 12, 11), date(1958, 4, 3))
    assert found.leaving == {1: (3, 0, 2)}


def test_the_reported_figures_on_the_page(tmp_path: Path) -> None:
    """The figures on the page read: 1,500-odd out of 3,200-odd, and an improvement without number and baseline."""
    departed, better = read_reported(_example(tmp_path, "[[figure]]", "reported.toml"))
    numbers = (departed.figure.numerator, departed.figure.denominator)
    assert [number.lower for number in numbers if number is not None] == [1500, 3200]
    assert departed.figure.coverage == Coverage(58, 60)
    assert better.figure.flags == (Flag.UNQUANTIFIED, Flag.NO_BASELINE)


def test_the_tables_of_a_rotation_on_the_page(tmp_path: Path, folder: Path, problem: RotaProblem) -> None:
    """Counts, visits and the register on the page read; cells that are left empty take what the page says."""
    counted = read_counts(_example(tmp_path, "unit,opinions", "counts.csv"))
    assert (counted["u02"].really_fixed, counted["u02"].silent) == (Fraction(1), Fraction(0))
    assert [visit.from_raisers for visit in read_visits(_example(tmp_path, "unit,on,kind", "visits.csv"))] == [1, 2]
    _example(folder, "person,unit,grade,role", "register.csv")
    _, registered = read_register(folder, problem.policy.scale)
    assert [entry.person for entry in registered] == ["z1", "z2"]


def test_the_statements_on_the_page(tmp_path: Path) -> None:
    """The statement file on the page reads, with its question."""
    found = read_statements(_example(tmp_path, 'title = "Report 000', "departures.toml"))
    assert [ask.id for ask in found.asks] == ["share gone"]


def test_the_chinese_names_on_the_page() -> None:
    """The page gives every column of a kept list its Chinese name, and every word of a choice its Chinese ones."""
    text = PAGE.read_text(encoding="utf-8")
    for kept in LISTS.values():
        assert f"| {kept.name} | {', '.join(f'{column.name} {column.chinese}' for column in kept.columns)} |" in text
        for column in kept.columns:
            if isinstance(column.parse, Choice) and column.parse is not yes_or_no:
                words = ", ".join(f"{word} {'/'.join(names)}" for word, names in column.parse.chinese.items())
                assert f"| {kept.name} {column.name} | {words} |" in text


def test_the_import_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines of the how-to run as they stand, from the template to the values; an empty one changes nothing."""
    page = PAGE.parents[1] / "how-to" / "import-a-list.md"
    lines = page.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    monkeypatch.chdir(tmp_path)
    found: dict[str, object] = {}
    exec(lines, found)
    assert found["values"] == ()
    assert {path.name for path in tmp_path.iterdir()} == {"people.xlsx", "returned.xlsx"}
