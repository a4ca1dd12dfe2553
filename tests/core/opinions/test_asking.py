from __future__ import annotations

from datetime import date, timedelta

from grassrota.opinions.asking import Asked, to_ask
from grassrota.opinions.case import Case, answer, claim
from grassrota.opinions.entries import Answer, ClosingReason, RaiserAnswer, UnitClaim
from grassrota.opinions.ledger import ledger
from grassrota.opinions.merging import merge

OPENED = date(1957, 12, 2)
ONE = timedelta(days=1)
FIXED = UnitClaim(OPENED + 5 * ONE, ClosingReason.FIXED, "a new stove")
LATER = OPENED + 30 * ONE
CASE = claim(Case("c1", ("o1", "o2", "o3", "o4"), "hq", OPENED, investigated_on=OPENED), FIXED)


def _said(case: Case, opinion: str, word: Answer) -> Case:
    return answer(case, RaiserAnswer(FIXED.on + ONE, opinion, word))


def test_claimed_confirmed_refuted_and_unasked_stand_side_by_side() -> None:
    """Four claimed: one confirmed, one refuted, one asked in vain, one never asked. A fix of another case adds one."""
    case = _said(_said(CASE, "o1", Answer.FIXED), "o2", Answer.NOT_FIXED)
    asked = [Asked(opinion, FIXED.on) for opinion in ("o1", "o2", "o3")]
    counts = ledger([case], LATER, asked)
    assert (counts.claimed, counts.confirmed, counts.refuted, counts.unanswered, counts.unasked) == (4, 1, 1, 2, 1)
    assert ledger([case], LATER).unasked is None
    assert ledger([case], FIXED.on - ONE, asked).unasked == 0
    assert ledger([CASE], FIXED.on, []).unasked == 4


def test_raisers_are_asked_once_a_claim() -> None:
    """Who has answered or was asked since is left in peace; a new claim is a new question."""
    case = _said(CASE, "o1", Answer.FIXED)
    assert to_ask([case], [], LATER) == ("o2", "o3", "o4")
    asked = [Asked("o2", FIXED.on), Asked("o3", FIXED.on - ONE), Asked("o4", LATER + ONE)]
    assert to_ask([case], asked, LATER) == ("o3", "o4")
    assert to_ask([case], asked, FIXED.on - ONE) == ()
    anew = UnitClaim(FIXED.on + 9 * ONE, ClosingReason.FIXED, "a third stove")
    assert to_ask([claim(case, anew)], asked, LATER) == ("o1", "o2", "o3", "o4")


def test_merging_asks_nobody_twice() -> None:
    """Raisers of a merged case are asked by opinion, as those of its parts are."""
    plain = [Case(name, (f"{name}-o",), "hq", OPENED, investigated_on=OPENED) for name in ("a", "b")]
    merged = claim(merge(plain, "m"), FIXED)
    assert to_ask([merged], [Asked("a-o", FIXED.on)], LATER) == ("b-o",)
