from __future__ import annotations

from datetime import date, timedelta

from grassrota.opinions.case import Case, claim, reopen, reply
from grassrota.opinions.entries import ClosingReason, ReopenedBy, Reopening, Reply, ReplyKind, UnitClaim
from grassrota.opinions.merging import merge, split
from grassrota.opinions.news import News, Together, untold

OPENED = date(1957, 12, 2)
ONE = timedelta(days=1)
FIRST, SECOND = Case("c1", ("o1",), "hq", OPENED), Case("c2", ("o2",), "hq", OPENED)
ARRIVED = Reply(OPENED, ReplyKind.ACKNOWLEDGED, "it arrived")
CANNOT = UnitClaim(OPENED + ONE, ClosingReason.CANNOT, "no coal")


def test_raisers_hear_each_thing_once() -> None:
    """A reply and a claim for each raiser, in order of days, and then nothing more."""
    case = claim(reply(FIRST, ARRIVED), CANNOT)
    news = untold([case], ())
    assert news == (News("o1", ARRIVED), News("o1", CANNOT))
    assert untold([case], news) == ()
    again = Reopening(OPENED + 2 * ONE, ReopenedBy.APPEAL, "there is coal")
    assert untold([reopen(case, again)], news) == (News("o1", again),)


def test_merging_makes_nothing_old_new() -> None:
    """What one raiser was told before the merging is told to that one alone; that they are together, once, to both."""
    merged = merge([reply(FIRST, ARRIVED), SECOND], "m")
    told = (News("o1", ARRIVED), News("o1", Together()), News("o2", Together()))
    assert untold([merged], ()) == told
    assert untold([merge(split(merged), "again")], told) == ()


def test_taking_apart_makes_nothing_old_new() -> None:
    """A claim about both, told to both, is in both parts afterwards, and told to nobody again."""
    closed = claim(merge([FIRST, SECOND], "m"), CANNOT)
    told = untold([closed], ())
    assert [news for news in told if news.what == CANNOT] == [News("o1", CANNOT), News("o2", CANNOT)]
    assert untold(split(closed), told) == ()
