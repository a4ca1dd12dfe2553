from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from grassrota.files import cases, openings, opinions, plan, postings, roster
from grassrota.files.columns import Column
from grassrota.files.policy import read_policy

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "files.md"


@pytest.mark.parametrize(
    "columns",
    [
        *(roster.UNITS, roster.PEOPLE, roster.ABSENCES, roster.COUPLES, openings.OPENINGS, openings.PREFERENCES),
        *(plan.POSTINGS, plan.LEFT_OUT, postings.BATCHES, postings.CONCERNS, postings.STEPS, postings.REPORTS),
        *(postings.FIELD_DAYS, postings.SIGNUPS, opinions.OPINIONS, opinions.TASKFORCES, cases.CASES, cases.CLAIMS),
        cases.ANSWERS,
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
