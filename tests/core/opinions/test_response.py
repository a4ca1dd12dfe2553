from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.opinions.response import Action, Decision, Measure, Response, Stated
from grassrota.opinions.suggestion import Credit, SuggestedFix, adopt, agree, published

DAY = date(1957, 11, 30)
ONE = timedelta(days=1)
ACTION = Action("sell two cars", "office", DAY + 30 * ONE)
RESPONSE = Response("hq", ("c1",), DAY, Decision.ACCEPTED, (ACTION,))


def test_a_leader_answers_with_decision_actions_and_days() -> None:
    """These fields and no other: nothing is confessed, and nothing in an answer could close a case or a channel."""
    assert {field.name for field in fields(Response)} == {"unit", "cases", "given_on", "decision", "actions", "reason"}
    assert {field.name for field in fields(Action)} == {"what", "unit", "by"}
    assert {str(decision) for decision in Decision} == {"accepted", "partly_accepted", "not_accepted"}
    partly = replace(RESPONSE, decision=Decision.PARTLY_ACCEPTED, reason="one car is an ambulance")
    assert partly.actions == (ACTION,)
    assert Response("hq", ("c1",), DAY, Decision.NOT_ACCEPTED, reason="there is no car").actions == ()


@pytest.mark.parametrize(
    ("wrong", "columns"),
    [
        ({"unit": "", "cases": ()}, ["unit", "cases"]),
        ({"actions": ()}, ["actions"]),
        ({"decision": Decision.PARTLY_ACCEPTED}, ["reason"]),
        ({"decision": Decision.NOT_ACCEPTED}, ["actions", "reason"]),
        ({"actions": (replace(ACTION, by=DAY - ONE),)}, ["actions"]),
    ],
    ids=["nobody", "no action", "no reason", "actions for nothing", "due before the answer"],
)
def test_an_answer_without_substance_is_none(wrong: dict[str, Any], columns: list[str]) -> None:
    """What is accepted has actions with days to come, what is not has a reason."""
    with pytest.raises(BadInput) as caught:
        replace(RESPONSE, **wrong)
    assert [fault.column for fault in caught.value.faults] == columns


def test_an_action_says_what_is_done_by_whom() -> None:
    """Both, or neither is anything."""
    with pytest.raises(BadInput) as caught:
        Action(" ", "", DAY)
    assert [fault.column for fault in caught.value.faults] == ["what", "unit"]


def test_some_privileges_abolished_is_unspecified_until_itemised() -> None:
    """Without items, or without the day from which it holds, it counts as nothing; before that day as ahead."""
    some = Measure("some special treatment of leading cadres was abolished")
    items = replace(some, items=("reserved seats", "two cars"))
    dated = replace(items, effective_on=DAY)
    assert some.counts_as(DAY) == items.counts_as(DAY) == Stated.UNSPECIFIED
    assert replace(some, effective_on=DAY).counts_as(DAY) == Stated.UNSPECIFIED
    assert (dated.counts_as(DAY - ONE), dated.counts_as(DAY)) == (Stated.AHEAD, Stated.DONE)
    with pytest.raises(BadInput) as caught:
        Measure("", (" ",))
    assert [fault.column for fault in caught.value.faults] == ["words", "items"]


FIX = SuggestedFix("o1", "a stove at each end")


def test_a_suggested_fix_stays_and_is_credited_if_the_raiser_agrees() -> None:
    """Adopted without agreement it is published without a name; agreement can be given and taken back later."""
    adopted = adopt(FIX, "office", DAY)
    assert published([FIX, adopted]) == (Credit("a stove at each end", "office", DAY, ""),)
    named = agree(adopted, " a cook ")
    assert published([named]) == (Credit("a stove at each end", "office", DAY, "a cook"),)
    assert agree(named, "") == adopted
    with pytest.raises(Refused) as caught:
        adopt(adopted, "hq", DAY + ONE)
    assert caught.value.code == "already_adopted"


def test_what_is_published_names_no_opinion_and_keeps_no_order() -> None:
    """Sorted by day, unit and words, whatever the order of the cases."""
    fixes = [adopt(FIX, "b", DAY), adopt(FIX, "a", DAY), adopt(replace(FIX, words="a mason"), "a", DAY)]
    assert [(one.adopted_by, one.words) for one in published(fixes)] == [
        *(("a", "a mason"), ("a", "a stove at each end"), ("b", "a stove at each end")),
    ]
    assert {field.name for field in fields(Credit)} == {"words", "adopted_by", "adopted_on", "to"}


def test_without_agreement_no_name_is_kept() -> None:
    """A name without agreement, agreement without a name, and an adoption without a day are bad input."""
    with pytest.raises(BadInput) as caught:
        SuggestedFix("", "", credit_as="a cook", adopted_by="hq")
    assert [fault.column for fault in caught.value.faults] == ["opinion", "words", "credit_as", "adopted_by"]
    with pytest.raises(BadInput, match="a name with agreement"):
        replace(FIX, may_credit=True)
