from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grassrota.errors import BadInput, Infeasible
from grassrota.rota.check import check
from grassrota.rota.pin import Pin
from grassrota.rota.plan import Assignment
from grassrota.rota.problem import RotaProblem
from grassrota.rota.solve import solve, solver
from grassrota.staff import Exemption, ExemptionReason, NotAvailable

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def _pinned(kit: Kit, *pins: Pin) -> RotaProblem:
    openings = [kit.opening("near", "t1", high=2), kit.opening("far", "t2", high=2)]
    return kit.problem(kit.people(3), openings, kit.policy(2), pins=pins)


@pytest.mark.parametrize(
    ("pin", "kept", "broken"),
    [
        (Pin("p1", "far", 2), [("far", 2)], [("far", 1), ("near", 2), None]),
        (Pin("p1", "far"), [("far", 1), ("far", 2)], [("near", 1), None]),
        (Pin("p1", batch=2), [("far", 2), ("near", 2)], [("near", 1), None]),
        (Pin("p1", stays=True), [None], [("near", 1)]),
    ],
    ids=str,
)
def test_what_a_pin_asks(
    kit: Kit, pin: Pin, kept: list[tuple[str, int] | None], broken: list[tuple[str, int] | None]
) -> None:
    """A person is pinned to an opening and batch, to either, or to staying; anything else breaks the pin."""
    problem = _pinned(kit, pin)
    for ways, rules in ((kept, []), (broken, ["pins"])):
        for way in ways:
            assert kit.broken(problem, *([("p1", *way)] if way else [])) == rules


@pytest.mark.parametrize("small", [solver.SMALL, 0], ids=["whole", "by prices"])
def test_the_solver_keeps_pins(kit: Kit, monkeypatch: pytest.MonkeyPatch, small: int) -> None:
    """Against what is cheapest, one goes far and late and another stays; the third is free to go near."""
    monkeypatch.setattr(solver, "SMALL", small)
    plan = solve(problem := _pinned(kit, Pin("p1", "far", 2), Pin("p2", stays=True)))
    assert check(problem, plan) == ()
    assert plan.by_person["p1"] == Assignment("p1", "far", 2)
    assert set(plan.by_person) == {"p1", "p3"}


def test_a_pin_in_the_way_is_named(kit: Kit) -> None:
    """Two pinned to one seat: the rules, the seat and the two pins are named, and not the third pin, which is none."""
    problem = kit.problem(
        kit.people(4),
        [kit.opening("o1"), kit.opening("o2", high=2)],
        kit.policy(1),
        pins=(Pin("p1", "o1"), Pin("p2", "o1", 1), Pin("p3", "o2")),
    )
    with pytest.raises(Infeasible, match="p1 is pinned to o1; p2 is pinned to o1, batch 1") as caught:
        solve(problem)
    assert set(caught.value.data["rules"]) == {"headcount", "pins"}  # type: ignore[call-overload]
    assert caught.value.data["rows"] == (
        "o1, batch 1: at most 1 people",
        "p1 is pinned to o1",
        "p2 is pinned to o1, batch 1",
    )
    assert caught.value.data["proven"]


def test_a_pin_that_nobody_could_keep_is_told_at_once(kit: Kit) -> None:
    """Pinned where the skill is lacking, or to stay where everyone goes: the person and the pin are named."""
    wells = kit.opening("well", needs=frozenset({"wells"}))
    with pytest.raises(Infeasible, match=r"no opening in any batch takes them: p1 .p1 is pinned to well.") as caught:
        solve(kit.problem(kit.people(1), [wells], kit.policy(1), pins=(Pin("p1", "well"),)))
    assert set(caught.value.data["rules"]) == {"fit", "pins"}  # type: ignore[call-overload]
    everyone = kit.policy(1, everyone=True)
    with pytest.raises(Infeasible, match=r"p1 .p1 is pinned to stay.") as caught:
        solve(kit.problem(kit.people(1), [kit.opening()], everyone, pins=(Pin("p1", stays=True),)))
    assert set(caught.value.data["rules"]) == {"everyone", "pins"}  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("pin", "column"),
    [
        (Pin("ghost", stays=True), "person"),
        (Pin("p1", "nowhere"), "opening"),
        (Pin("p1", "late", 1), "batch"),
        (Pin("p1", batch=3), "batch"),
        (Pin("p2", "o1"), "person"),
        (Pin("p3", batch=1), "batch"),
    ],
    ids=str,
)
def test_a_pin_that_means_nothing(kit: Kit, pin: Pin, column: str) -> None:
    """Strangers, openings and batches that are not there, and people who may not go then, are bad input."""
    openings = [kit.opening("o1"), kit.opening("late", batches=frozenset({2}))]
    exempt, away = Exemption("p2", ExemptionReason.AGE), NotAvailable("p3", frozenset({1}))
    problem = kit.problem(kit.people(3), openings, exemptions=(exempt,), not_available=(away,))
    with pytest.raises(BadInput) as caught:
        replace(problem, pins=(Pin("p3", "late"), pin) if pin.person != "p3" else (Pin("p1", "late"), pin))
    assert [(f.file, f.row, f.column) for f in caught.value.faults] == [("pins", 3, column)]


@pytest.mark.parametrize("wrong", [{}, {"stays": True, "batch": 1}, {"stays": True, "opening": "o1"}, {"batch": 0}])
def test_a_pin_says_one_thing(wrong: dict[str, object]) -> None:
    """A pin to nothing, to staying and going, or to batch 0 does not exist; nor do two pins of one person."""
    with pytest.raises(BadInput):
        Pin("p1", **wrong)  # type: ignore[arg-type]


def test_one_pin_a_person(kit: Kit) -> None:
    """Two pins of one person are bad input, even if they agree."""
    with pytest.raises(BadInput, match="first in row 2"):
        _pinned(kit, Pin("p1", "far"), Pin("p1", "far"))


def test_pins_are_in_the_fingerprint(kit: Kit) -> None:
    """A pin makes another problem."""
    assert len({_pinned(kit, *pins).sha256 for pins in ((), (Pin("p1", "far"),), (Pin("p1", "near"),))}) == 3
