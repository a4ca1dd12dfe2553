from __future__ import annotations

from typing import TYPE_CHECKING

from grassrota.rota.frame import Frame
from grassrota.rota.rules import everyone
from grassrota.staff import Exemption, ExemptionReason

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def test_no_third_state_beside_going_and_being_exempt(kit: Kit) -> None:
    """Boxing's leaders all go, except the old and ill: leaving out one who could go breaks the rule."""
    exempt = (Exemption("p3", ExemptionReason.AGE),)
    problem = kit.problem(kit.people(3), [kit.opening(high=2)], kit.policy(1, everyone=True), exemptions=exempt)
    assert kit.broken(problem, ("p1", "o1", 1), ("p2", "o1", 1)) == []
    assert kit.broken(problem, ("p1", "o1", 1)) == ["everyone"]


def test_elsewhere_everyone_may_stay(kit: Kit) -> None:
    """The mask follows the policy."""
    for all_go in (False, True):
        problem = kit.problem(kit.people(2), [kit.opening()], kit.policy(everyone=all_go))
        assert everyone.may_stay(Frame(problem)).tolist() == [not all_go] * 2
