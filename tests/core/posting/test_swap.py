from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.forms import Role
from grassrota.posting import swap as swaps
from grassrota.posting.steps import Posting, PostingState, release
from grassrota.posting.swap import Swap, SwapState
from grassrota.turns import Turn

LISTED, TODAY, LATER = date(1957, 12, 2), date(1957, 12, 5), date(1957, 12, 7)


def _posting(person: str = "p1", opening: str = "o1", batch: int = 1, **more: Any) -> Posting:
    """Somebody who is listed: the first batch leaves in December, the second in February."""
    turn = Turn(date(1957, 12, 16), date(1958, 1, 24)) if batch == 1 else Turn(date(1958, 2, 3), date(1958, 3, 14))
    given: dict[str, Any] = {"listed_on": LISTED, "returns_to": "u1", "home_unit": "u1"} | more
    home = given.pop("home_unit")
    return Posting(person, home, opening, batch, "turn40", Role.FIELD_WORK, turn, **given)


def _asked(**more: Any) -> Swap:
    second = _posting("p2", "o2", 2, home_unit="u2", returns_to="u2")
    return swaps.ask(_posting(**more), second, "p1", TODAY)


def _agreed(*, allowed: bool = True) -> Swap:
    return swaps.agree(_asked(), "p2", TODAY, allowed=allowed)


def _code(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


def test_both_get_the_turn_of_the_other_and_their_own_home() -> None:
    """p1 goes to o2 in batch 2 for p2's days and comes back to u1; the old lines end, and the new ones are listed."""
    done, first, second = swaps.approve(_agreed(), "chief", LATER)
    assert (done.state, done.since) == (SwapState.APPROVED, LATER)
    assert [old.released_on for old in (done.first, done.second)] == [LATER, LATER]
    assert (first.person, first.home_unit, first.returns_to) == ("p1", "u1", "u1")
    assert (first.opening, first.batch, first.turn) == ("o2", 2, Turn(date(1958, 2, 3), date(1958, 3, 14)))
    assert (second.person, second.home_unit, second.returns_to) == ("p2", "u2", "u2")
    assert (second.opening, second.batch, second.turn) == ("o1", 1, Turn(date(1957, 12, 16), date(1958, 1, 24)))
    assert {new.state for new in (first, second)} == {PostingState.LISTED}
    assert {new.listed_on for new in (first, second)} == {LATER}


def test_a_transfer_stays_one_whoever_takes_it() -> None:
    """Who takes over a turn without return does not return either, and the other does."""
    done, first, second = swaps.approve(swaps.agree(_asked(returns_to=""), "p2", TODAY, allowed=True), "", LATER)
    assert (first.returns_to, second.returns_to) == ("u1", "")
    assert done.first.returns_to == ""


@pytest.mark.parametrize(
    "other",
    [{"listed_on": None}, {"departed_on": LATER}, {"released_on": LATER}],
    ids=["planned only", "has left", "taken off"],
)
def test_only_turns_ahead_are_swapped_and_nobody_learns_why_not(other: dict[str, Any]) -> None:
    """Whatever became of one of the two, asking is refused in the same words; what was asked before, lapses."""
    gone = _posting("p2", "o2", 2, **other)
    with pytest.raises(Refused) as refused:
        swaps.ask(_posting(), gone, "p1", TODAY)
    assert (_code(refused), refused.value.data) == ("not_listed", {})
    assert refused.value.message == "A turn is given by somebody who is listed for it and has not left."
    for said in (SwapState.ASKED, SwapState.AGREED):
        lapsed = Swap(_posting(), gone, TODAY, said, allowed=True)
        assert lapsed.state == SwapState.LAPSED
        with pytest.raises(Refused):
            swaps.agree(lapsed, "p2", LATER, allowed=True)
        with pytest.raises(Refused):
            swaps.decline(lapsed, "p2", LATER)
        with pytest.raises(Refused):
            swaps.take_back(lapsed, "p1", LATER)
        with pytest.raises(Refused):
            swaps.refuse(lapsed, "chief", LATER, "why")
    ended = Swap(_posting(), gone, TODAY, SwapState.DECLINED)
    assert ended.state == SwapState.DECLINED


def test_nobody_swaps_with_themselves_nor_for_the_same_turn() -> None:
    """One's own posting is nobody else's; two in one place and batch have nothing to swap."""
    with pytest.raises(BadInput, match="somebody else than who asks"):
        swaps.ask(_posting(), _posting("p1", "o2", 2), "p1", TODAY)
    with pytest.raises(Refused) as refused:
        swaps.ask(_posting(), _posting("p2"), "p1", TODAY)
    assert _code(refused) == "same_turn"


def test_each_answers_for_themselves() -> None:
    """The second agrees or declines; the first takes it back, and once both agreed either does; others nothing."""
    for by in ("p1", "p3"):
        with pytest.raises(Refused) as refused:
            swaps.agree(_asked(), by, LATER, allowed=True)
        assert _code(refused) == "not_ones_own"
        with pytest.raises(Refused) as refused:
            swaps.decline(_asked(), by, LATER)
        assert _code(refused) == "not_ones_own"
    for by, swap in (("p2", _asked()), ("p3", _asked()), ("p3", _agreed())):
        with pytest.raises(Refused) as refused:
            swaps.take_back(swap, by, LATER)
        assert _code(refused) == "not_ones_own"
    with pytest.raises(Refused) as refused:
        swaps.ask(_posting(), _posting("p2", "o2", 2), "p2", TODAY)
    assert _code(refused) == "not_ones_own"
    assert swaps.decline(_asked(), "p2", LATER).state == SwapState.DECLINED
    for by, swap in (("p1", _asked()), ("p1", _agreed()), ("p2", _agreed())):
        assert swaps.take_back(swap, by, LATER).state == SwapState.TAKEN_BACK


def test_whoever_decides_has_no_part_in_it_and_refuses_for_a_reason() -> None:
    """Not before both want it, not twice, not about oneself; a refusal leaves both lines as they are."""
    for swap, by, code in (
        (_asked(), "chief", "not_agreed"),
        (_agreed(), "p1", "own_case"),
        (_agreed(), "p2", "own_case"),
    ):
        with pytest.raises(Refused) as refused:
            swaps.approve(swap, by, LATER)
        assert _code(refused) == code
        with pytest.raises(Refused) as refused:
            swaps.refuse(swap, by, LATER, "why")
        assert _code(refused) == code
    with pytest.raises(Refused) as refused:
        swaps.refuse(_agreed(), "chief", LATER, "  ")
    assert _code(refused) == "no_reason"
    done = swaps.refuse(_agreed(allowed=False), "chief", LATER, " The clinic needs a nurse. ")
    assert (done.state, done.reason) == (SwapState.REFUSED, "The clinic needs a nurse.")
    assert {posting.state for posting in (done.first, done.second)} == {PostingState.LISTED}
    for ended in (done, swaps.approve(_agreed(), "chief", LATER)[0], swaps.decline(_asked(), "p2", LATER)):
        with pytest.raises(Refused) as refused:
            swaps.approve(ended, "chief", LATER)
        assert _code(refused) == "swap_over"
        with pytest.raises(Refused) as refused:
            swaps.take_back(ended, "p1", LATER)
        assert _code(refused) == "swap_over"


def test_a_swap_that_cannot_be_is_no_value() -> None:
    """Agreed without a word on the rules, refused without a reason, a reason without a refusal, lapsed by a word."""
    given: dict[str, Any] = {"first": _posting(), "second": _posting("p2", "o2", 2), "since": TODAY}
    for wrong, column in (
        ({"said": SwapState.AGREED}, "allowed"),
        ({"said": SwapState.REFUSED, "allowed": True}, "reason"),
        ({"reason": "why"}, "reason"),
        ({"said": SwapState.LAPSED}, "said"),
    ):
        with pytest.raises(BadInput) as bad:
            Swap(**given | wrong)
        assert [fault.column for fault in bad.value.faults] == [column]
    taken = release(_posting(), LATER)
    assert Swap(taken, _posting("p2", "o2", 2), TODAY).state == SwapState.LAPSED
