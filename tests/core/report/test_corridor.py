from __future__ import annotations

import re
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from grassrota.inspection.design import Hypotheses, fixed_size
from grassrota.inspection.sequential.boundaries import Boundaries
from grassrota.inspection.sequential.plan import sequential
from grassrota.report.corridor import Naming, corridor
from grassrota.report.design_page import design_page

SMALL = Boundaries((-1, -1, 0, 1), (1, 2, 2, 2))
"""Confirm at two visits without a failure, refute at two failures; three visits decide."""


def paths(picture: str) -> dict[str, str]:
    """Drawn lines and areas by class."""
    found = ElementTree.fromstring(picture).iter("path")
    return {str(path.get("class")): str(path.get("d")) for path in found}


def test_the_boundaries_are_where_the_plan_has_them() -> None:
    """Edges lie half way between the last state of an answer and the next; three high, as two failures refute."""
    drawn = paths(corridor("c", "title", "words", SMALL))
    assert drawn["edge confirmed"] == "M2,2.5 L3,1.5"
    assert drawn["edge refuted"] == "M2,1.5 L3,1.5"
    assert drawn["zone confirmed"] == "M2,3 L2,2.5 L3,1.5 L3,3Z"


def test_a_walk_is_drawn_between_them() -> None:
    """No visit, one fixed, one not, one not: right, right and up, right and up."""
    assert paths(corridor("c", "title", "words", SMALL, [[0, 0, 1, 2]]))["walk"] == "M0,3 L1,3 L2,2 L3,1"
    assert "walk" not in paths(corridor("c", "title", "words", SMALL, [[]]))


def test_the_picture_speaks_any_language_and_escapes_it() -> None:
    """Words come from outside; what could be markup is text."""
    picture = corridor("c", "<b>", "是否属实", SMALL, naming=Naming("属实", "不实", "再查一件", "次", "未整改"))
    texts = [text.text for text in ElementTree.fromstring(picture).iter("text")]
    assert {"属实", "不实", "再查一件", "次", "未整改"} <= set(texts)
    assert "&lt;b&gt;" in picture


@pytest.mark.parametrize("risk", [Fraction(1, 20), Fraction(1, 10)])
def test_the_page_of_a_design_has_its_numbers(risk: Fraction) -> None:
    """Visits, chances, bound and every step of both boundaries stand on the page; lots are named if there are any."""
    asked = Hypotheses(5_000, 3_500, 4_900, risk, risk)
    design = sequential(asked)
    levels = design.operating([4_900, 4_200, 3_500])
    page = design_page(design, fixed_size(asked), levels, received=6_000)
    shown = re.sub(r"<[^>]+>", " ", page)
    for number in (f"{design.bound:,.2f}", f"{design.longest:,}", "3,500", "4,900", "6,000"):
        assert number in shown
    for level in levels:
        assert f"{level.mean_visits:,.1f}" in shown
        assert f"{level.confirm:.2%}" in shown
    assert all(re.search(rf">\s*{n:,}\s*<", page) for n, _, _ in design.exits())
    assert ("a lot decides" in shown) == design.draws_lots
