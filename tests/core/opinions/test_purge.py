from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from grassrota.errors import BadInput
from grassrota.opinions.case import Case, answer, claim, reopen
from grassrota.opinions.entries import Answer, ClosingReason, RaiserAnswer, ReopenedBy, Reopening, UnitClaim
from grassrota.opinions.purge import Keeping, Purge, attachment_purge, contact_purge, done_on, watch_purge

OPENED = date(1957, 12, 2)
ONE = timedelta(days=1)
OPEN = Case("c1", ("o1", "o2"), "hq", OPENED, investigated_on=OPENED)
FIXED = claim(OPEN, UnitClaim(date(1957, 12, 10), ClosingReason.FIXED, "a new stove"))
LATER = date(1958, 12, 31)


def test_contact_details_go_after_all_is_done() -> None:
    """Claimed on 10 December: 90 days for an answer or appeal end on 10 March, and backups on 9 April."""
    assert contact_purge(OPEN, LATER) is None
    assert contact_purge(FIXED, LATER) == Purge(date(1958, 3, 10), date(1958, 4, 9))
    assert attachment_purge(FIXED, LATER) == Purge(date(1958, 12, 10), date(1959, 1, 9))
    assert attachment_purge(OPEN, LATER) is None


def test_what_stands_again_is_kept_until_it_is_done_again() -> None:
    """Refuted or opened again nothing goes; the days count anew from the next claim."""
    refuted = answer(FIXED, RaiserAnswer(date(1957, 12, 20), "o2", Answer.NOT_FIXED))
    reopened = reopen(FIXED, Reopening(date(1957, 12, 21), ReopenedBy.APPEAL, "it smokes"))
    for case in (refuted, reopened):
        assert contact_purge(case, LATER) is None
        assert done_on(claim(case, replace(case.claims[0], on=date(1958, 2, 1))), LATER) == date(1958, 2, 1)
        assert done_on(case, date(1957, 12, 19)) == date(1957, 12, 10)


def test_a_raiser_has_contact_details_deleted_at_any_time() -> None:
    """Asked through the receipt, on that day, whatever the case is like."""
    assert contact_purge(OPEN, LATER, asked_on=OPENED + ONE) == Purge(OPENED + ONE, OPENED + 31 * ONE)


def test_the_watch_ends_with_its_last_day() -> None:
    """The staff id goes on the last day fixed for a match."""
    assert watch_purge([date(1958, 6, 30), date(1958, 1, 31)]) == Purge(date(1958, 6, 30), date(1958, 7, 30))
    assert watch_purge([OPENED], Keeping(watch=7, backup=0)) == Purge(OPENED + 7 * ONE, OPENED + 7 * ONE)


def test_no_backup_of_contact_details_is_older_than_thirty_days() -> None:
    """No setting makes it longer, and none is negative."""
    with pytest.raises(BadInput) as caught:
        Keeping(contact=-1, backup=31)
    assert [fault.column for fault in caught.value.faults] == ["contact", "backup"]
