from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.opinions.case import Case
from grassrota.opinions.entries import ClosingReason, UnitClaim
from grassrota.opinions.leaders import require_leaders_first, starting_order
from grassrota.opinions.ledger import ledger
from grassrota.opinions.merging import merge
from grassrota.opinions.systemic import CauseKind, RootCause, SystemicIssue, close_issue, link, name_force, piles

TODAY = date(1957, 12, 2)
ONE = timedelta(days=1)
ISSUE = SystemicIssue("cold canteens", "hq", TODAY, ("c1", "c2"))
CAUSE = RootCause(CauseKind.MEANS, "no coal is planned for canteens", ("the plan of 1957",), TODAY)
THEMES = [(f"o{number}", "cold canteens") for number in range(1, 7)]


def _cases(count: int, **more: Any) -> list[Case]:
    return [Case(f"c{n}", (f"o{n}",), "hq", TODAY, **more) for n in range(1, count + 1)]


def test_small_cases_in_a_heap_make_a_big_one() -> None:
    """Five open cases of one theme at one organ, merged or not; four, or five at two organs, are none."""
    assert piles(THEMES, _cases(5), TODAY) == ("cold canteens",)
    assert piles(THEMES, [merge(_cases(5), "m")], TODAY) == ("cold canteens",)
    assert piles(THEMES, _cases(4), TODAY) == ()
    assert piles(THEMES, [*_cases(4), replace(_cases(5)[4], owner="other")], TODAY) == ()
    assert piles(THEMES, _cases(5), TODAY - ONE) == ()
    assert piles(THEMES, _cases(2), TODAY, pile=2) == ("cold canteens",)
    assert piles([], _cases(5), TODAY) == ()
    cannot = UnitClaim(TODAY, ClosingReason.CANNOT)
    assert piles(THEMES, _cases(5, claims=(cannot,)), TODAY) == ()


def test_small_cases_stay_open_beside_the_big_one() -> None:
    """Opened, linked and closed with its cause, the big problem changes nothing of them: only their ids are in it."""
    cases = _cases(3)
    before = ledger(cases, TODAY)
    issue = close_issue(link(ISSUE, ["c3", "c1"]), CAUSE, TODAY + ONE)
    assert issue.cases == ("c1", "c2", "c3")
    assert ledger(cases, TODAY) == before
    assert (before.open, before.raised) == (3, 3)


def test_its_task_force_is_not_among_those_who_leave() -> None:
    """Members of the departing batch are refused by name; cases that come later are theirs too."""
    with pytest.raises(Refused) as caught:
        name_force(ISSUE, "cold canteens", ["p1", "p2"], TODAY, departing=["p2"])
    assert (caught.value.code, caught.value.data["members"]) == ("task_force_departs", ("p2",))
    issue = link(name_force(ISSUE, "cold canteens", ["p1"], TODAY, departing=["p2"]), ["c3"])
    assert issue.force is not None
    assert (issue.force.members, issue.force.cases, issue.force.owner) == (("p1",), ("c1", "c2", "c3"), "hq")


def test_a_big_problem_closes_with_a_root_cause() -> None:
    """Never without, never twice; a cause is of a kind that labels nobody, in words, with what shows it."""
    with pytest.raises(BadInput, match="a note of the cause before it is closed"):
        replace(ISSUE, closed_on=TODAY)
    closed = close_issue(ISSUE, CAUSE, TODAY)
    assert closed.root_cause == CAUSE
    with pytest.raises(Refused) as caught:
        close_issue(closed, CAUSE, TODAY + ONE)
    assert caught.value.code == "issue_closed"
    assert {str(kind) for kind in CauseKind} == {
        *("rule", "procedure", "means", "staffing", "skill", "information", "coordination", "surroundings"),
    }


@pytest.mark.parametrize(
    ("make", "columns"),
    [
        (lambda: RootCause(CauseKind.RULE, " ", (), TODAY), ["words", "shown_by"]),
        (lambda: SystemicIssue("", "", TODAY, ("c1",)), ["theme", "owner", "cases"]),
        (lambda: SystemicIssue("t", "hq", TODAY, ("c1", "c1")), ["cases"]),
    ],
)
def test_a_big_problem_that_makes_no_sense_is_bad_input(make: Any, columns: list[str]) -> None:
    """It has a theme, an owner and at least two small cases, each once."""
    with pytest.raises(BadInput) as caught:
        make()
    assert [fault.column for fault in caught.value.faults] == columns


def _on_leaders(days: int, **more: Any) -> Case:
    return Case("own", ("own-o",), "hq", TODAY + days * ONE, on_leadership=True, **more)


def test_leaders_cases_are_started_first() -> None:
    """Even if they came later; among the others the oldest is first; what was started or closed waits no more."""
    first, second = _cases(2)
    younger = replace(first, opened_on=TODAY + ONE)
    assert [case.id for case in starting_order([younger, second, _on_leaders(5)])] == ["own", "c2", "c1"]
    started = replace(second, investigated_on=TODAY)
    closed = replace(second, claims=(UnitClaim(TODAY, ClosingReason.CANNOT),))
    assert starting_order([started, closed]) == ()


def test_no_other_case_is_started_before_the_leaders_own() -> None:
    """While one waits at the same organ the others do; started, or at another organ, it holds nobody up."""
    (case,) = _cases(1)
    with pytest.raises(Refused) as caught:
        require_leaders_first(case, [case, _on_leaders(5)])
    assert (caught.value.code, caught.value.data["waiting"]) == ("leaders_first", ("own",))
    require_leaders_first(case, [case, _on_leaders(5, investigated_on=TODAY + 5 * ONE)])
    require_leaders_first(case, [case, replace(_on_leaders(0), owner="other")])
    require_leaders_first(_on_leaders(0), [case, replace(_on_leaders(0), id="own2")])
