"""Two people who are listed take each other's turn: one asks, the other agrees, whoever plans decides.

Neither of the two needs a reason, for asking, for saying no or for taking it back. Whoever refuses what both want gives
one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults, Refused
from grassrota.posting.steps import Posting, PostingState, release


class SwapState(StrEnum):
    """How far it has come; the first two still wait for somebody, and end by themselves once a posting has gone on."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"


OPEN = (SwapState.ASKED, SwapState.AGREED)
"""States in which it waits: for the other of the two, or for whoever plans."""

DECIDED = (SwapState.APPROVED, SwapState.REFUSED)
"""States in which whoever plans has decided."""


@dataclass(frozen=True, slots=True)
class Swap:
    """One such wish, about these two postings and no others that the two may get later.

    Attributes:
        first: The posting of who asks.
        second: The posting of who is asked.
        since: The day of the latest word on it.
        said: What that word was; nobody says that it lapsed.
        allowed: Whether the rules allowed it when both wanted it; None while the second has not agreed.
        reason: Why it was refused, for both to read; empty otherwise.
    """

    first: Posting
    second: Posting
    since: date
    said: SwapState = SwapState.ASKED
    allowed: bool | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        faults = Faults()
        other = self.first.person != self.second.person
        faults.unless(other, "second", "somebody else than who asks", self.second.person)
        faults.unless(self.said != SwapState.LAPSED, "said", "what somebody said", self.said)
        known = self.allowed is not None
        both = self.said in (SwapState.AGREED, *DECIDED)
        faults.unless(known or not both, "allowed", "whether the rules allow it, once both want it", "nothing")
        refused = self.said == SwapState.REFUSED
        faults.unless(refused == bool(self.reason), "reason", "a reason if it was refused, else none", self.reason)
        faults.raise_if_any()

    @property
    def state(self) -> SwapState:
        """How far it has come: what was said last, unless one of the two has left or been taken off meanwhile."""
        listed = all(posting.state == PostingState.LISTED for posting in (self.first, self.second))
        return self.said if listed or self.said not in OPEN else SwapState.LAPSED


def ask(first: Posting, second: Posting, by: str, on: date) -> Swap:
    """Asks somebody to take one's turn, and to give theirs.

    Raises:
        Refused: ``not_ones_own``; ``not_listed`` unless both wait for their departure, in the same words whatever the
            other does instead; ``same_turn`` if both go to one opening in one batch.
    """
    _require_one_of(by, first)
    if any(posting.state != PostingState.LISTED for posting in (first, second)):
        raise Refused("not_listed", "A turn is given by somebody who is listed for it and has not left.")
    if (first.opening, first.batch) == (second.opening, second.batch):
        raise Refused("same_turn", "You both go to the same place in the same batch: there is nothing to swap.")
    return Swap(first, second, on)


def agree(swap: Swap, by: str, on: date, *, allowed: bool) -> Swap:
    """The second of the two wants it as well.

    Raises:
        Refused: ``not_ones_own``, ``swap_over``.
    """
    _require_one_of(by, swap.second)
    _require(swap, SwapState.ASKED)
    return replace(swap, said=SwapState.AGREED, since=on, allowed=allowed)


def decline(swap: Swap, by: str, on: date) -> Swap:
    """The second of the two does not want it, which needs no reason.

    Raises:
        Refused: ``not_ones_own``, ``swap_over``.
    """
    _require_one_of(by, swap.second)
    _require(swap, SwapState.ASKED)
    return replace(swap, said=SwapState.DECLINED, since=on)


def take_back(swap: Swap, by: str, on: date) -> Swap:
    """The first takes it back, or either of the two after both had agreed, until it is decided.

    Raises:
        Refused: ``not_ones_own``, ``swap_over``.
    """
    _require(swap, *OPEN)
    _require_one_of(by, *([swap.first] if swap.said == SwapState.ASKED else [swap.first, swap.second]))
    return replace(swap, said=SwapState.TAKEN_BACK, since=on)


def approve(swap: Swap, by: str, on: date) -> tuple[Swap, Posting, Posting]:
    """Lets the two take each other's turn, which the rules must allow on that day.

    Args:
        swap: Agreed by both.
        by: Whom of the staff that is who decides; empty if nobody.
        on: When.

    Returns:
        The swap with both postings released, the new posting of the first, and that of the second.

    Raises:
        Refused: ``swap_over``, ``not_agreed``, ``own_case``.
    """
    _require_to_decide(swap, by)
    first, second = swap.first, swap.second
    done = replace(swap, first=release(first, on), second=release(second, on), said=SwapState.APPROVED, since=on)
    return done, _in_place_of(second, first, on), _in_place_of(first, second, on)


def refuse(swap: Swap, by: str, on: date, reason: str) -> Swap:
    """Leaves both where they are, for a reason that both read.

    Raises:
        Refused: ``no_reason``, and as ``approve``.
    """
    _require_to_decide(swap, by)
    if not reason.strip():
        raise Refused("no_reason", "Say why, for both of them to read.")
    return replace(swap, said=SwapState.REFUSED, since=on, reason=reason.strip())


def _in_place_of(turn: Posting, person: Posting, on: date) -> Posting:
    """Somebody's turn as that of another, who comes from elsewhere; listed anew, and nothing of it done yet."""
    home = person.home_unit if turn.returns_to else ""
    return replace(turn, person=person.person, home_unit=person.home_unit, returns_to=home, listed_on=on)


def _require(swap: Swap, *states: SwapState) -> None:
    if swap.state not in states:
        raise Refused("swap_over", "Nothing waits here any more.", state=swap.state)


def _require_one_of(by: str, *postings: Posting) -> None:
    if by not in (posting.person for posting in postings):
        raise Refused("not_ones_own", "Each of the two answers for themselves.", by=by)


def _require_to_decide(swap: Swap, by: str) -> None:
    if swap.state == SwapState.ASKED:
        raise Refused("not_agreed", "The other of the two has not agreed yet.")
    _require(swap, SwapState.AGREED)
    if by in (swap.first.person, swap.second.person):
        raise Refused("own_case", "Somebody else decides about what is your own.")
