from __future__ import annotations

from dataclasses import fields
from datetime import date
from itertools import product
from typing import Any

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.inspection.finding import (
    Evidence,
    Finding,
    Member,
    Source,
    State,
    Team,
    TeamRole,
    Unresolved,
    require_independent,
)
from grassrota.org import Level, Unit, UnitKind, UnitTree

DAY = date(1957, 12, 20)
HEAD = Member("head", TeamRole.MANAGEMENT, "office")
USER = Member("user", TeamRole.RAISER_SIDE, drawn_by_lot=True)
TEAM = Team((HEAD, USER))
SEEN = (Evidence(Source.PLACE, "the stove draws again"),)
ANSWERS: dict[str, Any] = {
    "really_changed": True,
    "how_changed": "chimney rebuilt",
    "small_problem_solved": True,
    "evidence": SEEN,
}
TREE = UnitTree(
    (
        Unit("centre", "Centre", Level.CENTRE, UnitKind.ORGAN, headed_by=("premier",)),
        Unit("office", "Inspection office", Level.PROVINCE, UnitKind.ORGAN, "centre"),
        Unit("culture", "Culture", Level.PROVINCE, UnitKind.ORGAN, "centre", headed_by=("minister",)),
        Unit("museum", "Museum", Level.SITE, UnitKind.INSTITUTION, "culture"),
    )
)


def test_a_case_is_fixed_only_if_changed_and_solved() -> None:
    """Changed on paper but unsolved, or solved without a change, is not fixed."""
    for changed, solved in product((True, False), repeat=2):
        finding = Finding("c1", DAY, TEAM, **{**ANSWERS, "really_changed": changed, "small_problem_solved": solved})
        assert (finding.state is State.FIXED) == (changed and solved)


@pytest.mark.parametrize("missing", list(ANSWERS))
def test_a_finding_needs_all_three_answers_and_evidence(missing: str) -> None:
    """Was it really changed? How? Is the small problem solved? Without one of them it is refused by name."""
    with pytest.raises(Refused) as caught:
        Finding("c1", DAY, TEAM, **{name: answer for name, answer in ANSWERS.items() if name != missing})
    assert caught.value.code == "answers_missing"
    assert caught.value.data["missing"] == (missing,)


def test_silence_is_a_state_of_its_own() -> None:
    """No answer through the receipt, or no place and no consent: unresolved, neither fixed nor not."""
    for reason in Unresolved:
        assert Finding("c1", DAY, TEAM, unresolved=reason).state is State.UNRESOLVED


def test_silence_cannot_be_answered_by_the_team() -> None:
    """An unresolved case with an answer in it is refused."""
    with pytest.raises(Refused) as caught:
        Finding("c1", DAY, TEAM, unresolved=Unresolved.SILENCE, small_problem_solved=True)
    assert caught.value.code == "answers_to_silence"


def test_a_finding_has_no_place_for_the_raisers_answer() -> None:
    """The raiser's word stands in the case's own ledger: no field here is named for it."""
    assert not [field.name for field in fields(Finding) if "raiser" in field.name]


def test_evidence_says_something() -> None:
    """An empty remark is no evidence."""
    with pytest.raises(BadInput, match="what was seen"):
        Evidence(Source.RECORD, "  ")


@pytest.mark.parametrize("members", [(), (HEAD,), (USER,), (HEAD, Member("friend", TeamRole.RAISER_SIDE))])
def test_both_sides_inspect_together(members: tuple[Member, ...]) -> None:
    """Management alone, users alone, or a user picked instead of drawn by lot make no team."""
    with pytest.raises(Refused) as caught:
        Team(members)
    assert caught.value.code == "one_sided_team"


@pytest.mark.parametrize(
    "intruder",
    [
        Member("clerk", TeamRole.MANAGEMENT, "culture"),
        Member("guard", TeamRole.MANAGEMENT, "museum"),
        Member("aide", TeamRole.MANAGEMENT, "centre"),
        Member("minister", TeamRole.MANAGEMENT, "office"),
        Member("premier", TeamRole.MANAGEMENT),
        Member("fixer", TeamRole.INSPECTION_OFFICE, "office"),
    ],
)
def test_nobody_of_the_chain_inspects(intruder: Member) -> None:
    """The unit, what is below and above it, their heads, and anyone excluded, such as who did the fixing."""
    with pytest.raises(Refused) as caught:
        require_independent(Team((HEAD, USER, intruder)), "culture", TREE, excluded=("fixer",))
    assert caught.value.data["members"] == (intruder.id,)


def test_a_raiser_of_the_case_is_excluded_from_the_peoples_side() -> None:
    """The user drawn by lot is drawn again if the lot fell on a raiser."""
    with pytest.raises(Refused, match="user cannot inspect culture"):
        require_independent(TEAM, "culture", TREE, excluded=("user",))


def test_a_team_from_outside_the_chain_may_go() -> None:
    """The inspection office and a service user stand outside."""
    require_independent(TEAM, "culture", TREE)


def test_disagreement_is_kept() -> None:
    """What a member saw otherwise stays with the finding."""
    assert Finding("c1", DAY, TEAM, **ANSWERS, disagreement="user: still smoky").disagreement == "user: still smoky"
