from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.opinions.case import Case, CaseState, answer, claim
from grassrota.opinions.entries import Answer, ClosingReason, RaiserAnswer, UnitClaim
from grassrota.opinions.merging import apart, merge, split

OPENED = date(1957, 12, 2)
ONE = timedelta(days=1)
FIXED = UnitClaim(OPENED + 9 * ONE, ClosingReason.FIXED, "a new stove")
ONE_CASE = Case(
    "c1", ("o1", "o2"), "hq", OPENED + ONE, posted_handlers=("p1",), local_handlers=("l1",), investigated_on=FIXED.on
)
OTHER = Case("c2", ("o3",), "hq", OPENED, posted_handlers=("p2", "p1"), on_leadership=True)


def test_a_merged_case_has_the_opinions_and_people_of_all() -> None:
    """Merging keeps every opinion and handler once, in order, the oldest day, and the cases as they were."""
    assert merge([ONE_CASE, OTHER], "m") == Case(
        "m",
        ("o1", "o2", "o3"),
        "hq",
        OPENED,
        posted_handlers=("p1", "p2"),
        local_handlers=("l1",),
        on_leadership=True,
        parts=(ONE_CASE, OTHER),
    )


def test_a_merged_case_is_looked_into_when_all_its_parts_are() -> None:
    """Investigations of 4 and 6 December make one of the 6th; one of two makes none."""
    early, late = replace(ONE_CASE, investigated_on=OPENED + 2 * ONE), replace(OTHER, investigated_on=OPENED + 4 * ONE)
    assert merge([early, late], "m").investigated_on == OPENED + 4 * ONE
    assert merge([early, OTHER], "m").investigated_on is None


def test_merging_is_taken_back_exactly() -> None:
    """Ids, days and handlers of each come back; merged twice, it is taken apart twice."""
    merged = merge([ONE_CASE, OTHER], "m")
    third = Case("c3", ("o4",), "hq", OPENED)
    twice = merge([merged, third], "mm")
    assert split(merged) == (ONE_CASE, OTHER)
    assert split(twice) == (merged, third)
    assert apart([twice, third]) == (ONE_CASE, OTHER, third, third)


def test_what_followed_the_merging_goes_to_the_parts() -> None:
    """The claim goes to each part, an answer to the part with the opinion, the investigation to whom it is new."""
    case = replace(merge([ONE_CASE, OTHER], "m"), owner="office", investigated_on=FIXED.on)
    case = answer(claim(case, FIXED), RaiserAnswer(FIXED.on + ONE, "o2", Answer.NOT_FIXED))
    first, second = split(case)
    handlers: dict[str, Any] = {"posted_handlers": ("p1", "p2"), "local_handlers": ("l1",)}
    assert first == replace(
        ONE_CASE,
        owner="office",
        **handlers,
        claims=(FIXED,),
        answers=(RaiserAnswer(FIXED.on + ONE, "o2", Answer.NOT_FIXED),),
    )
    assert second == replace(OTHER, owner="office", **handlers, investigated_on=FIXED.on, claims=(FIXED,))
    assert (first.state, second.state) == (CaseState.REFUTED, CaseState.CLAIMED)


def test_an_earlier_investigation_of_the_whole_holds_for_each_part() -> None:
    """What was looked into together before the fix was looked into, even if one part had a later day."""
    merged = merge([ONE_CASE, OTHER], "m")
    fix = replace(FIXED, on=OPENED + 5 * ONE)
    parts = split(claim(replace(merged, investigated_on=OPENED + 3 * ONE), fix))
    assert [part.investigated_on for part in parts] == [OPENED + 3 * ONE, OPENED + 3 * ONE]


@pytest.mark.parametrize(
    "other",
    [
        replace(OTHER, owner="another"),
        replace(OTHER, claims=(UnitClaim(OPENED, ClosingReason.CANNOT),)),
        replace(OTHER, answers=(RaiserAnswer(OPENED, "o3", Answer.FIXED),)),
    ],
    ids=["another owner", "claimed", "answered"],
)
def test_cases_with_a_history_are_not_merged(other: Case) -> None:
    """An answered case cannot vanish in another, and neither can another organ's."""
    with pytest.raises(Refused) as caught:
        merge([ONE_CASE, other], "m")
    assert (caught.value.code, caught.value.data) == ("not_mergeable", {"cases": ("c1", "c2")})


def test_nothing_is_merged_from_nothing() -> None:
    """No case has no owner."""
    with pytest.raises(Refused, match="Only cases of one owner"):
        merge([], "m")


def test_an_opinion_is_not_merged_with_itself() -> None:
    """Two cases about one opinion cannot become one case with two."""
    with pytest.raises(BadInput, match="each opinion once"):
        merge([ONE_CASE, replace(ONE_CASE, id="c2")], "m")


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"opinions": ("o1", "o3", "o2")}, "parts"),
        ({"opened_on": OPENED + ONE}, "opened_on"),
        ({"parts": (ONE_CASE, replace(OTHER, claims=(UnitClaim(OPENED, ClosingReason.CANNOT),)))}, "parts"),
        ({"claims": (UnitClaim(OPENED, ClosingReason.CANNOT),)}, "claims"),
        ({"answers": (RaiserAnswer(OPENED, "o3", Answer.FIXED),)}, "answers"),
        (
            {"claims": (UnitClaim(FIXED.on, ClosingReason.DUPLICATE, duplicate_of="c2"),)},
            "claims",
        ),
    ],
    ids=["other opinions", "another day", "an answered part", "claimed too early", "answered too early", "of a part"],
)
def test_a_merged_case_that_cannot_be_taken_apart_is_bad_input(wrong: dict[str, Any], column: str) -> None:
    """Its opinions and day are those of its parts, and its ledgers begin when the last of them was opened."""
    merged = merge([ONE_CASE, OTHER], "m")
    with pytest.raises(BadInput) as caught:
        replace(merged, **wrong)
    assert [fault.column for fault in caught.value.faults] == [column]


def test_a_case_that_was_never_merged_splits_by_opinion() -> None:
    """The unit's ledger goes with each opinion, a raiser's answer stays with its own; one opinion stays one case."""
    said = RaiserAnswer(FIXED.on, "o2", Answer.NOT_FIXED)
    first, second = split(replace(ONE_CASE, claims=(FIXED,), answers=(said,)))
    assert (first.id, first.opinions, first.state) == ("c1-1", ("o1",), CaseState.CLAIMED)
    assert (second.id, second.opinions, second.state) == ("c1-2", ("o2",), CaseState.REFUTED)
    assert second.answers == (said,)
    assert split(OTHER) == (OTHER,)
