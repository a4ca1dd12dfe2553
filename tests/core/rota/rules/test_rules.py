"""The rules as the solver sees them against the rules as the checker sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from tests.core.rota.conftest import Assigned, BrokenRows, Kit, Problems


@settings(max_examples=100)
@given(st.data())
def test_solver_and_checker_agree_on_what_the_rules_are(
    kit: Kit, problems: Problems, assigned: Assigned, broken_rows: BrokenRows, data: st.DataObject
) -> None:
    """Any assignment breaks a row or a mask of a rule exactly if the checker, on its own, finds that rule broken.

    In a slot with too many people one leader does not lead them all by the row; the checker then names the headcount
    alone. Between them nothing slips through.
    """
    problem = data.draw(problems())
    assignments = data.draw(assigned(problem))
    seen, found = broken_rows(problem, assignments), set(kit.broken(problem, *assignments))
    assert found <= seen
    assert seen - found <= ({"leader", "experience"} if "headcount" in found else set())
