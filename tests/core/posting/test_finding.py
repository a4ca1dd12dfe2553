from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.posting.field import FindingKind, PlanVerdict, Task, TaskReport
from grassrota.posting.finding import (
    PlanInput,
    PlanningCycle,
    SiteFinding,
    close_cycle,
    decide,
    list_also,
    open_cycle,
    overdue,
    to_consider,
)

SEEN, OPENED, CLOSED = date(1957, 11, 28), date(1957, 12, 2), date(1957, 12, 20)


def _finding(number: str, owner: str = "plan", filed: date = SEEN, due: date = CLOSED) -> SiteFinding:
    kind = FindingKind.CAPACITY
    return SiteFinding(
        number, TaskReport("p1", Task.FINDINGS, filed, "Works 2", "A lathe stands idle.", kind, None, owner, due)
    )


ONE, TWO = _finding("f1"), _finding("f2", due=date(1957, 12, 6))
OTHERS, LATER = _finding("f3", owner="labour"), _finding("f4", filed=date(1957, 12, 10))


def test_a_cycle_opens_with_every_finding_of_its_owner() -> None:
    """Two findings wait for the planners; with one unlisted the cycle cannot be opened, with both it can."""
    findings = [ONE, TWO, OTHERS, LATER]
    with pytest.raises(Refused) as refused:
        open_cycle("q4", "plan", OPENED, ["f1"], findings)
    assert (refused.value.code, refused.value.data["findings"]) == ("findings_unlisted", ("f2",))
    cycle = open_cycle("q4", "plan", OPENED, ["f2", "f1"], findings)
    assert cycle.inputs == (PlanInput("f1"), PlanInput("f2"))


def test_a_cycle_closes_with_a_decision_on_each() -> None:
    """One used, one not, each with its reason; with one open it stays open, and a later word stands."""
    cycle = decide(open_cycle("q4", "plan", OPENED, ["f1", "f2"], [ONE, TWO]), "f1", True, "the lathe goes to Works 3")
    with pytest.raises(Refused) as refused:
        close_cycle(cycle, CLOSED, [ONE, TWO])
    assert (refused.value.code, refused.value.data["findings"]) == ("findings_undecided", ("f2",))
    cycle = decide(decide(cycle, "f2", True, "perhaps"), "f2", False, "repaired meanwhile")
    closed = close_cycle(cycle, CLOSED, [ONE, TWO])
    assert closed.inputs == (
        PlanInput("f1", True, "the lathe goes to Works 3"),
        PlanInput("f2", False, "repaired meanwhile"),
    )


def test_what_comes_in_meanwhile_is_listed_before_the_close() -> None:
    """A finding of the 10th keeps a cycle of the 2nd open until it is listed and decided."""
    cycle = decide(open_cycle("q4", "plan", OPENED, ["f1"], [ONE, LATER]), "f1", True, "taken over")
    with pytest.raises(Refused) as refused:
        close_cycle(cycle, CLOSED, [ONE, LATER])
    assert refused.value.code == "findings_unlisted"
    decided = decide(list_also(cycle, "f4"), "f4", False, "too late for this quarter")
    assert close_cycle(decided, CLOSED, [ONE, LATER]).closed_on == CLOSED


def test_a_finding_is_considered_once() -> None:
    """After a closed cycle decided it, the next need not list it; an open cycle settles nothing."""
    cycle = decide(open_cycle("q4", "plan", OPENED, ["f1"], [ONE]), "f1", False, "no money")
    assert to_consider([ONE, TWO], "plan", CLOSED, [cycle]) == (TWO, ONE)
    assert to_consider([ONE, TWO], "plan", CLOSED, [close_cycle(cycle, CLOSED, [ONE])]) == (TWO,)


def test_what_an_owner_left_lying_is_listed() -> None:
    """Due on the 6th, it is overdue on the 7th and not before; other owners' findings are theirs."""
    assert overdue([ONE, TWO, OTHERS], "plan", date(1957, 12, 6)) == ()
    assert overdue([ONE, TWO, OTHERS], "plan", date(1957, 12, 7)) == (TWO,)


def test_a_closed_cycle_stays_as_it_is() -> None:
    """Nothing is listed, decided or closed any more; what is no input is decided nowhere."""
    closed = close_cycle(open_cycle("q4", "plan", OPENED, [], []), CLOSED, [])
    tries: list[tuple[Callable[[], object], str]] = [
        (lambda: list_also(closed, "f1"), "cycle_closed"),
        (lambda: decide(closed, "f1", True, "yes"), "cycle_closed"),
        (lambda: close_cycle(closed, CLOSED, []), "cycle_closed"),
        (lambda: decide(open_cycle("q4", "plan", OPENED, [], []), "f1", True, "yes"), "findings_unlisted"),
    ]
    for attempt, code in tries:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == code


def test_a_decision_has_a_reason() -> None:
    """Used or not, the reason is told; without a decision there is none."""
    for used, reason in ((True, ""), (False, " "), (None, "perhaps")):
        with pytest.raises(BadInput) as caught:
            PlanInput("f1", used, reason)
        assert [fault.column for fault in caught.value.faults] == ["reason"]


def test_every_fault_of_a_cycle_is_told() -> None:
    """Ids, each finding once, days in their order, and nothing undecided behind a closed door."""
    with pytest.raises(BadInput) as caught:
        PlanningCycle("", "", CLOSED, (PlanInput("f1"), PlanInput("f1")), OPENED)
    assert [fault.column for fault in caught.value.faults] == ["id", "owner", "inputs", "closed_on", "inputs"]
    with pytest.raises(BadInput):
        PlanInput("")


def test_only_a_finding_is_a_finding() -> None:
    """A plan test has its own report, and a finding has an id."""
    verdict = TaskReport("p1", Task.PLAN_TEST, SEEN, "Works 2", "It holds.", None, PlanVerdict.HOLDS, "plan", CLOSED)
    with pytest.raises(BadInput) as caught:
        SiteFinding("", verdict)
    assert [fault.column for fault in caught.value.faults] == ["id", "task"]
