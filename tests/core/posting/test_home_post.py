from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.forms import Role
from grassrota.posting.home_post import HomePost, check_post_free, keep_longer, keep_open
from grassrota.posting.steps import Posting
from grassrota.turns import Turn

DUE_BACK, LATER = date(1958, 1, 18), date(1958, 2, 1)
POSTING = Posting(
    "p1", "home", "o1", 1, "turn40", Role.FIELD_WORK, Turn(date(1957, 12, 9), date(1958, 1, 17)), returns_to="home"
)


def test_a_post_is_kept_until_its_holder_is_back() -> None:
    """The first day at home is the least; one day less is refused, and so is a post kept for a transfer."""
    assert keep_open(POSTING, "clerk 3", DUE_BACK) == HomePost("clerk 3", "p1", DUE_BACK)
    with pytest.raises(Refused) as short:
        keep_open(POSTING, "clerk 3", date(1958, 1, 17))
    with pytest.raises(Refused) as transfer:
        keep_open(replace(POSTING, returns_to=""), "clerk 3", DUE_BACK)
    assert (short.value.code, transfer.value.code) == ("kept_too_short", "no_return")


def test_a_promise_is_lengthened_and_never_shortened() -> None:
    """A late return keeps the post longer; no word takes a promised day away."""
    kept = keep_open(POSTING, "clerk 3", DUE_BACK)
    assert keep_longer(kept, LATER).open_until == LATER
    with pytest.raises(Refused) as refused:
        keep_longer(kept, date(1958, 1, 17))
    assert refused.value.code == "kept_too_short"


def test_a_post_kept_open_is_given_to_nobody_else() -> None:
    """Until the last day it is refused to others, not to its holder; the day after it is free."""
    kept = [keep_open(POSTING, "clerk 3", DUE_BACK)]
    with pytest.raises(Refused) as refused:
        check_post_free(kept, "clerk 3", "p2", DUE_BACK)
    assert refused.value.code == "post_kept_open"
    check_post_free(kept, "clerk 3", "p1", DUE_BACK)
    check_post_free(kept, "clerk 4", "p2", DUE_BACK)
    check_post_free(kept, "clerk 3", "p2", date(1958, 1, 19))


def test_a_kept_post_has_a_code_and_a_holder() -> None:
    """Both gaps are told."""
    with pytest.raises(BadInput) as caught:
        HomePost("", "", LATER)
    assert [fault.column for fault in caught.value.faults] == ["post", "person"]
