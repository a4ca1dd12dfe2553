from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.opinions.case import Case, CaseState, answer, claim, withdraw
from grassrota.opinions.entries import Answer, ClosingReason, RaiserAnswer, UnitClaim

OPENED = date(1957, 12, 2)
ONE = timedelta(days=1)
FIXED = UnitClaim(OPENED + 9 * ONE, ClosingReason.FIXED, "a new stove")


def _case(*opinions: str, **more: Any) -> Case:
    """A case that was looked into on the day it was opened."""
    plain: dict[str, Any] = {"id": "c1", "opinions": opinions or ("o1",), "owner": "hq", "opened_on": OPENED}
    return Case(**plain | {"investigated_on": OPENED} | more)


def test_a_claimed_fix_says_what_was_done() -> None:
    """A "done" measure without an action is not specified, and refused; other reasons need none."""
    with pytest.raises(BadInput, match="what was done to fix it, got nothing"):
        UnitClaim(OPENED, ClosingReason.FIXED, " ")
    assert UnitClaim(OPENED, ClosingReason.CANNOT).action == ""


@pytest.mark.parametrize(
    ("wrong", "columns"),
    [
        ({"id": ""}, ["id"]),
        ({"opinions": ()}, ["opinions"]),
        ({"opinions": ("o1", "")}, ["opinions"]),
        ({"opinions": ("o1", "o1")}, ["opinions"]),
        ({"owner": ""}, ["owner"]),
        ({"posted_handlers": ("",), "local_handlers": ("l1", "")}, ["posted_handlers", "local_handlers"]),
        ({"claims": (FIXED, replace(FIXED, on=OPENED))}, ["claims"]),
        ({"claims": (UnitClaim(OPENED, ClosingReason.DUPLICATE, duplicate_of="c1"),)}, ["claims"]),
        ({"claims": (UnitClaim(OPENED - ONE, ClosingReason.CANNOT),)}, ["claims"]),
        ({"answers": (RaiserAnswer(OPENED + ONE, "o1", Answer.FIXED), RaiserAnswer(OPENED, "o1", Answer.FIXED))}, None),
        ({"answers": (RaiserAnswer(OPENED - ONE, "o1", Answer.FIXED),)}, ["answers"]),
        ({"answers": (RaiserAnswer(OPENED, "o2", Answer.FIXED),)}, ["answers"]),
        (
            {"opinions": (), "owner": "", "answers": (RaiserAnswer(OPENED - ONE, "o2", Answer.FIXED),)},
            ["opinions", "owner", "answers", "answers"],
        ),
    ],
)
def test_a_case_that_makes_no_sense_is_bad_input(wrong: dict[str, Any], columns: list[str] | None) -> None:
    """A case has opinions and an owner; its ledgers are in order, and speak of its opinions since it was opened."""
    with pytest.raises(BadInput) as caught:
        _case(**wrong)
    assert [fault.column for fault in caught.value.faults] == (columns or ["answers"])


@pytest.mark.parametrize("investigated_on", [None, FIXED.on + ONE])
def test_nothing_is_fixed_before_somebody_looked_into_it(investigated_on: date | None) -> None:
    """An investigation comes before the first claim of a fix, whatever was claimed later; the same day is enough."""
    later = (FIXED, UnitClaim(FIXED.on + 2 * ONE, ClosingReason.CANNOT), replace(FIXED, on=FIXED.on + 3 * ONE))
    for claims in ((FIXED,), later, later[:2]):
        with pytest.raises(BadInput, match="a day not later than the fix claimed on 1957-12-11"):
            _case(claims=claims, investigated_on=investigated_on)
        assert _case(claims=claims, investigated_on=FIXED.on).claims == claims
    cannot = UnitClaim(OPENED, ClosingReason.CANNOT)
    assert _case(claims=(cannot,), investigated_on=investigated_on).fixed_on is None


def test_who_is_posted_fixes_nothing_without_the_people_of_the_place() -> None:
    """An old problem is taken up together with the original staff; before a fix the posted may work on it alone."""
    assert _case(posted_handlers=("p1",)).state == CaseState.OPEN
    with pytest.raises(BadInput, match="somebody of the place beside those posted, for a fix, got nobody"):
        _case(posted_handlers=("p1",), claims=(FIXED,))
    case = _case(posted_handlers=("p1",), local_handlers=("l1",), claims=(FIXED,))
    assert (case.posted_handlers, case.local_handlers, case.fixed_on) == (("p1",), ("l1",), FIXED.on)
    assert _case(local_handlers=("l1",), claims=(FIXED,)).fixed_on == FIXED.on


def test_a_duplicate_names_the_case_that_goes_on() -> None:
    """Duplicates are linked, not dropped: the id of the other case is there for a duplicate and for nothing else."""
    assert UnitClaim(OPENED, ClosingReason.DUPLICATE, duplicate_of="c9").duplicate_of == "c9"
    for reason, other in ((ClosingReason.DUPLICATE, ""), (ClosingReason.CANNOT, "c9")):
        with pytest.raises(BadInput) as caught:
            UnitClaim(OPENED, reason, duplicate_of=other)
        assert [fault.column for fault in caught.value.faults] == ["duplicate_of"]


@pytest.mark.parametrize(
    ("last", "state"),
    [
        (None, CaseState.OPEN),
        (ClosingReason.NOT_OURS, CaseState.OPEN),
        (ClosingReason.FIXED, CaseState.CLAIMED),
        (ClosingReason.PARTLY, CaseState.OTHERWISE_CLOSED),
        (ClosingReason.CANNOT, CaseState.OTHERWISE_CLOSED),
        (ClosingReason.DUPLICATE, CaseState.OTHERWISE_CLOSED),
        (ClosingReason.NO_ACCESS, CaseState.OTHERWISE_CLOSED),
    ],
)
def test_what_the_unit_says_is_no_confirmation(last: ClosingReason | None, state: CaseState) -> None:
    """Only "fixed" claims a fix, and it is a claim; "not ours" re-routes and never closes."""
    other = "c9" if last == ClosingReason.DUPLICATE else ""
    claims = () if last is None else (FIXED, UnitClaim(FIXED.on + ONE, last, "done", other))
    assert _case(claims=claims).state == state


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ([], CaseState.CLAIMED),
        ([("o1", 0, Answer.FIXED)], CaseState.CLAIMED),
        ([("o1", 0, Answer.FIXED), ("o2", 1, Answer.FIXED)], CaseState.CONFIRMED),
        ([("o1", 0, Answer.NOT_FIXED)], CaseState.REFUTED),
        ([("o1", 0, Answer.FIXED), ("o2", 1, Answer.NOT_FIXED)], CaseState.REFUTED),
        ([("o1", 0, Answer.FIXED), ("o2", 1, Answer.PARTLY)], CaseState.REFUTED),
        ([("o2", 0, Answer.NOT_FIXED), ("o1", 1, Answer.FIXED), ("o2", 2, Answer.FIXED)], CaseState.CONFIRMED),
        ([("o1", -1, Answer.FIXED), ("o2", -1, Answer.FIXED)], CaseState.CLAIMED),
        ([("o1", -1, Answer.NOT_FIXED), ("o1", 0, Answer.FIXED)], CaseState.CLAIMED),
    ],
)
def test_only_the_raisers_confirm(said: list[tuple[str, int, Answer]], state: CaseState) -> None:
    """All raisers must say "fixed" from the day of the claim on; one other answer refutes; the last word counts."""
    case = _case("o1", "o2", claims=(FIXED,))
    for opinion, wait, word in said:
        case = answer(case, RaiserAnswer(FIXED.on + wait * ONE, opinion, word))
    assert case.state == state


def test_a_new_claim_asks_the_raisers_anew() -> None:
    """What was refuted and is claimed again is claimed, until the raiser speaks again."""
    case = answer(claim(_case(), FIXED), RaiserAnswer(FIXED.on + ONE, "o1", Answer.NOT_FIXED))
    assert case.state == CaseState.REFUTED
    case = claim(case, replace(FIXED, on=FIXED.on + 5 * ONE))
    assert (case.state, case.fixed_on) == (CaseState.CLAIMED, FIXED.on + 5 * ONE)
    assert answer(case, RaiserAnswer(FIXED.on + 6 * ONE, "o1", Answer.FIXED)).state == CaseState.CONFIRMED


def test_a_case_stays_open_whether_the_collector_is_back_or_not() -> None:
    """Until its owner answers it is open at headquarters; nothing of the collector's posting is in it."""
    assert _case(posted_handlers=("p1",)).state == _case().state == CaseState.OPEN


def test_each_opinion_follows_its_own_raiser() -> None:
    """One raiser's "not fixed" refutes the case, and not what another raiser confirms."""
    case = _case("o1", "o2", "o3", claims=(FIXED,))
    case = answer(case, RaiserAnswer(FIXED.on + ONE, "o1", Answer.FIXED))
    case = answer(case, RaiserAnswer(FIXED.on + 2 * ONE, "o2", Answer.NOT_FIXED))
    assert case.opinion_states() == {"o1": CaseState.CONFIRMED, "o2": CaseState.REFUTED, "o3": CaseState.CLAIMED}
    assert case.state == CaseState.REFUTED


def test_a_case_is_seen_as_it_was() -> None:
    """Open before the fix, claimed from its day on, refuted on the day of the answer; what came later is not known."""
    case = answer(claim(_case(), FIXED), RaiserAnswer(FIXED.on + 2 * ONE, "o1", Answer.PARTLY))
    seen = [case.state_on(FIXED.on + offset * ONE) for offset in (-1, 0, 1, 2)]
    assert seen == [CaseState.OPEN, CaseState.CLAIMED, CaseState.CLAIMED, CaseState.REFUTED]


def test_a_withdrawal_is_confirmed_by_the_raiser() -> None:
    """A raiser's taking back counts only when somebody independent heard it."""
    case = withdraw(_case(), "o1", OPENED + ONE, confirmed_by_raiser=True)
    assert (case.state, case.withdrawn) == (CaseState.OTHERWISE_CLOSED, ("o1",))
    assert (case.state_on(OPENED), case.withdrawn_by(OPENED)) == (CaseState.OPEN, ())
    with pytest.raises(Refused) as caught:
        withdraw(_case(), "o1", OPENED + ONE, confirmed_by_raiser=False)
    assert (caught.value.code, caught.value.data) == ("unconfirmed_withdrawal", {"case": "c1", "opinion": "o1"})
    with pytest.raises(BadInput, match="answers about this case's opinions, got o2"):
        withdraw(_case(), "o2", OPENED + ONE, confirmed_by_raiser=True)


def test_a_case_goes_on_with_the_opinions_that_were_not_withdrawn() -> None:
    """One of two raisers takes the opinion back: the other's "fixed" alone confirms the case."""
    case = withdraw(_case("o1", "o2"), "o1", OPENED + ONE, confirmed_by_raiser=True)
    assert (case.state, case.withdrawn) == (CaseState.OPEN, ("o1",))
    case = claim(case, FIXED)
    assert case.opinion_states() == {"o1": CaseState.OTHERWISE_CLOSED, "o2": CaseState.CLAIMED}
    assert answer(case, RaiserAnswer(FIXED.on, "o2", Answer.FIXED)).state == CaseState.CONFIRMED


def test_a_raiser_may_take_the_withdrawal_back() -> None:
    """The last word counts: who withdrew, and then says that it is not fixed, refutes the fix."""
    case = claim(withdraw(_case(), "o1", OPENED + ONE, confirmed_by_raiser=True), FIXED)
    case = answer(case, RaiserAnswer(FIXED.on + ONE, "o1", Answer.NOT_FIXED))
    assert (case.state, case.withdrawn) == (CaseState.REFUTED, ())


def test_a_unit_cannot_say_that_an_opinion_was_withdrawn() -> None:
    """The unit's list of reasons has no such word, and an unconfirmed answer is no way around the raiser."""
    assert "withdrawn" not in list(ClosingReason)
    with pytest.raises(Refused) as caught:
        answer(_case(), RaiserAnswer(OPENED + ONE, "o1", Answer.WITHDRAWN))
    assert caught.value.code == "unconfirmed_withdrawal"
