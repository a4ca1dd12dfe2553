from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.forms import Role
from grassrota.posting.consent import Consent, check_consent, give, withdraw
from grassrota.posting.steps import Posting, PostingState, publish, release
from grassrota.turns import Turn

ASKED, GIVEN, LISTED, NO = date(1957, 11, 20), date(1957, 11, 22), date(1957, 12, 5), date(1957, 12, 8)
LEAVES = date(1957, 12, 9)


def _posting(person: str = "p1", batch: int = 1, **more: Any) -> Posting:
    turn = Turn(LEAVES, date(1958, 1, 17))
    return Posting(person, "home", "o1", batch, "turn40", Role.FIELD_WORK, turn, returns_to="home", **more)


def test_a_consent_holds_from_yes_to_no() -> None:
    """Asked on the 20th, yes on the 22nd, no on 8 December: it holds from the one to the day before the other."""
    yes = give(Consent("p1", 1, ASKED), "p1", GIVEN)
    no, _ = withdraw(yes, "p1", NO)
    days = (ASKED, GIVEN, date(1957, 12, 7), NO)
    assert [no.holds_on(day) for day in days] == [False, True, True, False]


def test_nobody_answers_for_somebody_else() -> None:
    """Neither yes nor no can be said by a head or an organiser."""
    for said in (give, withdraw):
        with pytest.raises(Refused) as refused:
            said(Consent("p1", 1, ASKED), "head", GIVEN)
        assert refused.value.code == "not_ones_own"


def test_a_no_has_no_reason_and_leaves_no_trace() -> None:
    """No field could hold a reason, and the posting withdrawn from equals one that the organiser released that day."""
    assert {field.name for field in fields(Consent)} == {"person", "batch", "asked_on", "given_on", "withdrawn_on"}
    listed = publish(_posting(), LISTED)
    _, after = withdraw(give(Consent("p1", 1, ASKED), "p1", GIVEN), "p1", NO, listed)
    assert after == release(listed, NO)
    assert after is not None
    assert after.state == PostingState.RELEASED


def test_one_may_say_no_without_having_said_yes() -> None:
    """A refusal and a withdrawal look alike from then on, before any posting is planned too."""
    refused, nothing = withdraw(Consent("p1", 1, ASKED), "p1", NO)
    assert (refused.withdrawn_on, refused.holds_on(NO), nothing) == (NO, False, None)


def test_saying_no_twice_changes_nothing() -> None:
    """The second no gives back what was there."""
    once = withdraw(Consent("p1", 1, ASKED), "p1", NO, _posting())
    assert withdraw(once[0], "p1", LEAVES, once[1]) == once


def test_a_consent_is_revocable_until_the_departure() -> None:
    """After it one comes back by a return; the consent stays as it was."""
    with pytest.raises(Refused) as refused:
        withdraw(Consent("p1", 1, ASKED, GIVEN), "p1", LEAVES, _posting(listed_on=LISTED, departed_on=LEAVES))
    assert refused.value.code == "wrong_state"


@pytest.mark.parametrize("posting", [_posting("p2"), _posting(batch=2)])
def test_a_no_releases_only_ones_own_posting(posting: Posting) -> None:
    """Another person's or another batch's posting stays."""
    with pytest.raises(Refused) as refused:
        withdraw(Consent("p1", 1, ASKED), "p1", NO, posting)
    assert refused.value.code == "another_posting"


def test_an_answer_is_not_asked_for_again() -> None:
    """Neither a yes nor a no turns into a yes by asking on."""
    for answered in (Consent("p1", 1, ASKED, GIVEN), Consent("p1", 1, ASKED, None, NO)):
        with pytest.raises(Refused) as refused:
            give(answered, "p1", LEAVES)
        assert refused.value.code == "consent_answered"


@pytest.mark.parametrize(
    "consents",
    [
        [],
        [Consent("p1", 1, ASKED)],
        [Consent("p1", 1, ASKED, GIVEN, NO)],
        [Consent("p1", 2, ASKED, GIVEN), Consent("p2", 1, ASKED, GIVEN)],
    ],
)
def test_nobody_departs_without_consent(consents: list[Consent]) -> None:
    """Not asked, not answered and no are told apart by nobody: the same refusal in the same words."""
    check_consent([Consent("p1", 1, ASKED, GIVEN)], _posting(), LEAVES)
    with pytest.raises(Refused) as refused:
        check_consent(consents, _posting(), LEAVES)
    assert refused.value.code == "no_consent"
    assert refused.value.message == "p1 has not consented to batch 1 by 1957-12-09."


def test_every_fault_of_a_consent_is_told() -> None:
    """Who, which batch, and days in their order."""
    with pytest.raises(BadInput) as caught:
        Consent("", 0, GIVEN, ASKED, date(1957, 11, 1))
    assert [fault.column for fault in caught.value.faults] == ["person", "batch", "given_on", "withdrawn_on"]
