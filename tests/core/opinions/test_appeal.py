from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.opinions.appeal import AppealOutcome, CaseAppeal, appeal, carry_out, decide, for_parts
from grassrota.opinions.case import Case, CaseState
from grassrota.opinions.chain import OUTSIDE, Chain, Whom, chain_of
from grassrota.opinions.deadlines import DutyKind, to_decide
from grassrota.opinions.entries import Answer, ClosingReason, RaiserAnswer, UnitClaim
from grassrota.opinions.escalation import late_appeal
from grassrota.opinions.merging import merge, split
from grassrota.opinions.withdrawal import WithdrawalCheck, withdraw_checked
from grassrota.org import Level, Unit, UnitKind, UnitTree

OPENED = date(1957, 12, 2)
ONE = timedelta(days=1)
TREE = UnitTree(
    (
        Unit("province", "province", Level.PROVINCE, UnitKind.ORGAN),
        Unit("prefecture", "prefecture", Level.PREFECTURE, UnitKind.ORGAN, "province"),
        Unit("county", "county", Level.COUNTY, UnitKind.ORGAN, "prefecture"),
        Unit("township", "township", Level.TOWNSHIP, UnitKind.ORGAN, "county"),
    )
)
CHAIN = chain_of(Whom(("township",)), TREE)
OPEN = Case("c1", ("o1",), "county", OPENED, posted_handlers=("p1",), local_handlers=("l1",))
CASE = replace(OPEN, claims=(UnitClaim(OPENED, ClosingReason.CANNOT, "no coal"),))
FILED = appeal(CASE, OPENED + ONE, CHAIN, TREE, ["boss"])


def _refused(code: str, step: Callable[[], object]) -> None:
    with pytest.raises(Refused) as caught:
        step()
    assert caught.value.code == code


def _decided(filed: CaseAppeal, by: str, outcome: AppealOutcome = AppealOutcome.DISMISSED) -> CaseAppeal:
    return decide(filed, by, [filed.to], filed.filed_on + ONE, outcome, "the coal is there", CHAIN)


def test_an_appeal_goes_higher_and_to_nobody_who_decided() -> None:
    """From the county to the prefecture, the province, the outside reviewer; whoever had a part decides no more."""
    assert (FILED.to, FILED.deciders) == ("prefecture", ("p1", "l1", "boss"))
    second = appeal(CASE, OPENED + 3 * ONE, CHAIN, TREE, last=_decided(FILED, "q"))
    assert (second.to, second.deciders) == ("province", ("p1", "l1", "boss", "q"))
    third = appeal(CASE, OPENED + 4 * ONE, CHAIN, TREE, last=_decided(second, "r"))
    assert third.to == OUTSIDE
    last = decide(third, "reviewer", [], OPENED + 5 * ONE, AppealOutcome.DISMISSED, "no coal", CHAIN)
    _refused("no_higher", lambda: appeal(CASE, OPENED + 6 * ONE, CHAIN, TREE, last=last))


def test_an_appeal_passes_over_the_chain() -> None:
    """About the prefecture, whose county decided: the province hears it."""
    about = Chain(frozenset({"prefecture"}), frozenset({"head"}), "province")
    filed = appeal(CASE, OPENED + ONE, about, TREE)
    assert filed.to == "province"
    _refused("in_chain", lambda: decide(filed, "head", ["province"], OPENED, AppealOutcome.UPHELD, "so", about))
    works = ["province", "prefecture"]
    _refused("in_chain", lambda: decide(filed, "q", works, OPENED, AppealOutcome.UPHELD, "so", about))


def test_who_decides_had_no_part_and_belongs_to_the_organ() -> None:
    """Neither handlers nor whoever closed it, nobody of another organ, and nobody twice."""
    for part in ("p1", "l1", "boss"):
        _refused("decided_before", partial(_decided, FILED, part))
    _refused("other_organ", lambda: decide(FILED, "q", ["province"], OPENED, AppealOutcome.UPHELD, "so", CHAIN))
    _refused("already_decided", lambda: _decided(_decided(FILED, "q"), "r"))


def test_only_what_was_decided_can_be_appealed() -> None:
    """An open case has deadlines instead; an appeal that is open or was upheld is no reason for another."""
    _refused("nothing_decided", lambda: appeal(OPEN, OPENED, CHAIN, TREE))
    _refused("nothing_to_appeal", lambda: appeal(CASE, OPENED, CHAIN, TREE, last=FILED))
    upheld = _decided(FILED, "q", AppealOutcome.UPHELD)
    _refused("nothing_to_appeal", lambda: appeal(CASE, OPENED, CHAIN, TREE, last=upheld))


def test_an_upheld_appeal_opens_the_case_again() -> None:
    """A dismissed one, or one that is open, leaves it closed."""
    assert carry_out(CASE, _decided(FILED, "q", AppealOutcome.UPHELD)).state == CaseState.OPEN
    assert carry_out(CASE, _decided(FILED, "q")) == carry_out(CASE, FILED) == CASE


def test_an_appeal_that_makes_no_sense_is_bad_input() -> None:
    """A decision is whole, with a reason, on a later day, by somebody new."""
    with pytest.raises(BadInput) as caught:
        CaseAppeal("", OPENED, "", ("a",), "a", OPENED - ONE)
    assert [fault.column for fault in caught.value.faults] == ["case", "to", "outcome", "decided_on", "decided_by"]


def _check(by: str = "i", confirmed: bool = True) -> WithdrawalCheck:
    return WithdrawalCheck("o1", OPENED, OPENED + ONE, by, OPENED + 3 * ONE, confirmed)


def test_a_withdrawal_is_checked_by_somebody_independent() -> None:
    """Somebody without a part in it asks the raiser a day later; only a "yes" takes the opinion back."""
    assert withdraw_checked(OPEN, _check(), ["office"], CHAIN).withdrawn == ("o1",)
    _refused("unconfirmed_withdrawal", lambda: withdraw_checked(OPEN, _check(confirmed=False), [], CHAIN))
    for check, works_in in ((_check("p1"), []), (_check("l1"), []), (_check(), ["county"])):
        _refused("not_independent", partial(withdraw_checked, OPEN, check, works_in, CHAIN))
    _refused("in_chain", lambda: withdraw_checked(OPEN, _check(), ["township"], CHAIN))


def test_a_withdrawal_is_slept_on() -> None:
    """Asked on the same day the raiser may still stand under whoever pressed; somebody asked about something."""
    with pytest.raises(BadInput) as caught:
        WithdrawalCheck("", OPENED, OPENED, "", OPENED - ONE, True)
    assert [fault.column for fault in caught.value.faults] == ["opinion", "asked_by", "asked_on", "settled_on"]


def test_a_withdrawal_asked_for_before_a_merge_is_settled_after_it() -> None:
    """Asked on day 1, merged with a case of day 2, another raiser answered on day 2: it counts from day 3 on."""
    other = Case("c2", ("o2",), "county", OPENED + 2 * ONE)
    said = RaiserAnswer(OPENED + 2 * ONE, "o2", Answer.NOT_FIXED)
    whole = replace(merge([OPEN, other], "m"), answers=(said,))
    settled = withdraw_checked(whole, _check(), [], CHAIN)
    assert settled.withdrawn == ("o1",)
    assert [part.withdrawn for part in split(settled)] == [("o1",), ()]


def test_what_is_claimed_after_an_appeal_was_upheld_can_be_appealed_anew() -> None:
    """It begins above the unit again, and with nobody who decided before."""
    upheld = _decided(FILED, "q", AppealOutcome.UPHELD)
    claims = (*CASE.claims, UnitClaim(OPENED + 9 * ONE, ClosingReason.CANNOT, "no coal still"))
    again = appeal(replace(carry_out(CASE, upheld), claims=claims), OPENED + 10 * ONE, CHAIN, TREE, last=upheld)
    assert (again.to, again.deciders) == ("prefecture", ("p1", "l1", "boss", "q"))


def test_an_appeal_is_decided_within_thirty_days_or_goes_higher() -> None:
    """Filed on Tuesday 3 December 1957: by Thursday 2 January; ten working days later with the province, and so on."""
    duty = to_decide(FILED.case, FILED.filed_on)
    assert (duty.kind, duty.by.on, duty.above_from.on) == (DutyKind.DECIDE, date(1958, 1, 2), date(1958, 1, 16))
    steps = [late_appeal(FILED, CHAIN, TREE, date(1958, 1, day)) for day in (15, 16, 30)]
    assert [one and one.steps for one in steps] == [None, ("province",), ("province", OUTSIDE)]
    assert late_appeal(_decided(FILED, "q"), CHAIN, TREE, date(1958, 6, 1)) is None


def test_the_parts_of_a_case_keep_who_decided_about_the_whole() -> None:
    """The next appeal about any of them goes higher; the reason stays with the raiser whom it answers."""
    parts = (CASE, replace(CASE, id="c2", opinions=("o2",)))
    decided = replace(_decided(FILED, "q"), case="m")
    own, other = for_parts(decided, parts, "c1", "together")
    assert (own.why, other.why) == ("the coal is there", "together")
    assert [
        appeal(part, OPENED + 9 * ONE, CHAIN, TREE, last=kept).to
        for part, kept in zip(parts, (own, other), strict=True)
    ] == [
        "province",
        "province",
    ]
    _refused("appeal_open", lambda: for_parts(FILED, parts, "c1", "together"))
