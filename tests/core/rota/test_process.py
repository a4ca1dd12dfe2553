"""Steps, stages, and people enough at home."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.rota.handlers import handlers_left
from grassrota.rota.part import Part
from grassrota.rota.process import ROTATION, Process, StepDone, Template, skip, take
from grassrota.rota.solve import solve
from grassrota.rota.stages import Stage, close_stage, held_by_stage
from grassrota.staff import NotAvailable

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit

DAY = date(1957, 12, 1)
THREE = Template("three", ("plan", "discuss", "publish"))


def test_steps_in_their_turn() -> None:
    """Taken one by one until nothing is left to do."""
    process = Process(ROTATION)
    for step in ROTATION.steps:
        process = take(process, step, DAY)
    assert process.to_do == ()
    assert [entry.step for entry in process.done] == list(ROTATION.steps)


def test_a_skipped_step_keeps_its_reason() -> None:
    """Who skipped it, when and why stay on record, and the next step may be taken."""
    process = skip(take(Process(THREE), "plan", DAY), "discuss", DAY, "wang", "held in November")
    assert process.done[1] == StepDone("discuss", DAY, "wang", "held in November")
    assert take(process, "publish", DAY).to_do == ()


@pytest.mark.parametrize(("by", "reason"), [("wang", " "), ("", "in a hurry")])
def test_no_step_is_skipped_without_a_reason(by: str, reason: str) -> None:
    """Neither without words nor without somebody who answers for them."""
    with pytest.raises(Refused) as caught:
        skip(Process(THREE), "plan", DAY, by, reason)
    assert caught.value.code == "reason_missing"


@pytest.mark.parametrize(
    ("step", "code"), [("publish", "step_skipped"), ("plan", "step_done"), ("applaud", "unknown_step")]
)
def test_steps_out_of_turn(step: str, code: str) -> None:
    """After the plan comes the discussion: no publication, no second plan, and no step that the template lacks."""
    process = take(Process(THREE), "plan", DAY)
    with pytest.raises(Refused) as caught:
        take(process, step, DAY)
    assert caught.value.code == code
    with pytest.raises(Refused) as caught:
        skip(process, step, DAY, "wang", "why not")
    assert caught.value.code == code
    assert caught.value.data.get("before") == (("discuss",) if code == "step_skipped" else None)


def test_a_record_that_cannot_be() -> None:
    """Steps twice in a template, steps out of order, days that run backwards, or half a reason, are bad input."""
    with pytest.raises(BadInput):
        Template("twice", ("plan", "plan"))
    for done in (
        (StepDone("discuss", DAY),),
        (StepDone("plan", DAY), StepDone("discuss", date(1957, 11, 30))),
        (StepDone("plan", DAY, "wang"),),
        (StepDone("plan", DAY, "", "no time"),),
    ):
        with pytest.raises(BadInput):
            Process(THREE, done)


STAGES = (
    Stage(1, "Airing views"),
    Stage(2, "Correcting", "the list", "li", date(1958, 1, 6), takes_up="the views of groups 1 to 9"),
    Stage(3, "Study"),
)


def test_stages_join_up() -> None:
    """The first closes since the second has plan, owner and day; the last needs nothing after it."""
    one = close_stage(STAGES, 1, DAY)
    assert [stage.closed_on for stage in one] == [DAY, None, None]
    ready = (*one[:2], replace(one[2], plan="read", owner="li", starts_on=date(1958, 3, 1), takes_up="the list"))
    assert [stage.closed_on for stage in close_stage(close_stage(ready, 2, DAY), 3, DAY)] == [DAY] * 3


@pytest.mark.parametrize("missing", ["plan", "owner", "starts_on", "takes_up"])
def test_a_stage_waits_for_the_next(missing: str) -> None:
    """Whatever the next stage lacks is named, and the stage stays open."""
    lacking = replace(STAGES[1], **{missing: None if missing == "starts_on" else ""})  # type: ignore[arg-type]
    with pytest.raises(Refused) as caught:
        close_stage((STAGES[0], lacking, STAGES[2]), 1, DAY)
    assert (caught.value.code, caught.value.data["missing"]) == ("next_stage_not_ready", (missing,))


def test_stages_close_one_after_the_other() -> None:
    """Not the second before the first, none twice, and none that is not there."""
    for stages, number in ((STAGES, 2), (close_stage(STAGES, 1, DAY), 1)):
        with pytest.raises(Refused) as caught:
            close_stage(stages, number, DAY)
        assert caught.value.code == "stage_order"
    for stages, number in ((STAGES, 4), (STAGES[1:], 2)):
        with pytest.raises(BadInput):
            close_stage(stages, number, DAY)


def test_batches_wait_for_a_units_stage(kit: Kit) -> None:
    """u1 is in stage 3 and sends in batch 1; u2 in stage 2 sends from batch 2 on; of u3 nobody knows the stage."""
    people = [kit.person("a"), kit.person("b", "u2"), kit.person("c", "hq")]
    problem = kit.problem(people, [kit.opening("o1", high=3)], kit.policy(3))
    held = held_by_stage(problem, {"u1": 3, "u2": 2}, {1: {3}, 2: {2, 3}})
    assert held == (NotAvailable("b", frozenset({1})), NotAvailable("c", frozenset({1, 2})))
    going = solve(replace(problem, not_available=held)).by_person
    assert (going["b"].batch > 1, going["c"].batch) == (True, 3)
    assert held_by_stage(problem, {}, {}) == ()
    with pytest.raises(BadInput):
        held_by_stage(problem, {}, {4: {1}})


def test_enough_stay_for_the_open_cases(kit: Kit) -> None:
    """Five of u1, of whom two go in batch 1: three see to 15 cases at 5 each, and a sixteenth lacks somebody."""
    problem = kit.problem(kit.people(5), [kit.opening(high=2)], kit.policy(2))
    plan = kit.plan(problem, ("p1", "o1", 1), ("p2", "o1", 1))
    for cases, lacking in ((15, [0, 0]), (16, [1, 0]), (0, [0, 0])):
        found = handlers_left(problem, plan, {"u1": cases}, 5)
        assert [left.at_home for left in found] == [Part(3, 5), Part(5, 5)]
        assert [left.lacking for left in found] == lacking
    assert [left.lacking for left in handlers_left(problem, plan, {"u2": 1}, 5)] == [1, 1]
    with pytest.raises(BadInput):
        handlers_left(problem, plan, {"u1": -1}, 0)
