"""The page of figures is what the code says."""

from __future__ import annotations

from pathlib import Path

from grassrota.figures.definitions import DEFINITIONS, CountedAt, Dimension, Subject
from grassrota_web.figures import definitions_page

ROOT = Path(__file__).parents[3]


def test_the_page_of_figures_is_true() -> None:
    """It is what its command writes now, and leaves out no figure, subject, dimension or unit at which one counts."""
    said = (ROOT / definitions_page.PAGE).read_text(encoding="utf-8")
    assert said == definitions_page.text(), f"run: {definitions_page.COMMAND}"
    assert all(f"\n| `{code}` | {one.words} | {one.status} |" in said for code, one in DEFINITIONS.items())
    assert definitions_page.AT.keys() == set(CountedAt)
    assert definitions_page.SUBJECTS.keys() == set(Subject)
    assert definitions_page.DIMENSIONS.keys() == set(Dimension)
