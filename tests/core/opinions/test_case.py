from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.opinions.case import (
    Answer,
    Case,
    CaseState,
    ClosingReason,
    RaiserAnswer,
    UnitClaim,
    answer,
    claim,
    leadership_first,
    ledger,
    merge,
    split,
    withdraw,
)

OPENED = date(1957, 12, 2)
ONE = timedelta(days=1)
FIXED = UnitClaim(OPENED + 9 * ONE, ClosingReason.FIXED, "a new stove")


def _case(*opinions: str, **more: Any) -> Case:
    plain: dict[str, Any] = {"id": "c1", "opinions": opinions or ("o1",), "owner": "hq", "opened_on": OPENED}
    return Case(**plain | more)


@st.composite
def _claims(draw: st.DrawFn) -> tuple[UnitClaim, ...]:
    offsets = sorted(draw(st.lists(st.integers(0, 20), max_size=3)))
    reasons = st.sampled_from(ClosingReason)
    return tuple(UnitClaim(OPENED + offset * ONE, draw(reasons), "done") for offset in offsets)


@st.composite
def _cases(draw: st.DrawFn) -> list[Case]:
    """Cases with ledgers of any kind; no opinion is in two of them."""
    cases = []
    for number in range(draw(st.integers(0, 5))):
        opinions = tuple(f"o{number}-{one}" for one in range(draw(st.integers(1, 4))))
        days = sorted(draw(st.lists(st.integers(0, 25), max_size=5)))
        answers = tuple(
            RaiserAnswer(OPENED + day * ONE, draw(st.sampled_from(opinions)), draw(st.sampled_from(Answer)))
            for day in days
        )
        cases.append(_case(*opinions, id=f"c{number}", claims=draw(_claims()), answers=answers))
    return cases


def test_a_claimed_fix_says_what_was_done() -> None:
    """A "done" measure without an action is not specified, and refused; other reasons need none."""
    with pytest.raises(BadInput, match="what was done to fix it, got nothing"):
        UnitClaim(OPENED, ClosingReason.FIXED, " ")
    assert UnitClaim(OPENED, ClosingReason.CANNOT).action == ""


@pytest.mark.parametrize(
    ("wrong", "columns"),
    [
        ({"opinions": ()}, ["opinions"]),
        ({"opinions": ("o1", "o1")}, ["opinions"]),
        ({"owner": ""}, ["owner"]),
        ({"claims": (FIXED, replace(FIXED, on=OPENED))}, ["claims"]),
        ({"claims": (replace(FIXED, on=OPENED - ONE),)}, ["claims"]),
        ({"answers": (RaiserAnswer(OPENED + ONE, "o1", Answer.FIXED), RaiserAnswer(OPENED, "o1", Answer.FIXED))}, None),
        ({"answers": (RaiserAnswer(OPENED - ONE, "o1", Answer.FIXED),)}, ["answers"]),
        ({"answers": (RaiserAnswer(OPENED, "o2", Answer.FIXED),)}, ["answers"]),
        ({"claims": (FIXED,), "investigated_on": FIXED.on + ONE}, ["investigated_on"]),
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


def test_a_case_records_both_kinds_of_handlers_and_is_looked_into_before_it_is_fixed() -> None:
    """An old problem is taken up by the posted person with local staff; investigation may end on the day of the fix."""
    case = _case(posted_handlers=("p1",), local_handlers=("l1",), investigated_on=FIXED.on, claims=(FIXED,))
    assert (case.posted_handlers, case.local_handlers, case.fixed_on) == (("p1",), ("l1",), FIXED.on)
    assert _case(investigated_on=FIXED.on).fixed_on is None


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
        (ClosingReason.WITHDRAWN, CaseState.OTHERWISE_CLOSED),
    ],
)
def test_what_the_unit_says_is_no_confirmation(last: ClosingReason | None, state: CaseState) -> None:
    """Only "fixed" claims a fix, and it is a claim; "not ours" re-routes and never closes."""
    claims = () if last is None else (FIXED, UnitClaim(FIXED.on + ONE, last, "done"))
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


def test_a_withdrawal_is_confirmed_by_the_raiser() -> None:
    """A raiser's taking back counts only when somebody independent heard it."""
    assert withdraw(_case(), OPENED + ONE, confirmed_by_raiser=True).state == CaseState.OTHERWISE_CLOSED
    with pytest.raises(Refused) as caught:
        withdraw(_case(), OPENED + ONE, confirmed_by_raiser=False)
    assert (caught.value.code, caught.value.data) == ("unconfirmed_withdrawal", {"case": "c1"})


def test_a_unit_cannot_claim_that_a_case_was_withdrawn() -> None:
    """The unit's ledger is no way around the raiser's confirmation."""
    with pytest.raises(Refused) as caught:
        claim(_case(), UnitClaim(OPENED + ONE, ClosingReason.WITHDRAWN))
    assert caught.value.code == "unconfirmed_withdrawal"


def test_a_merged_case_has_the_opinions_and_people_of_all() -> None:
    """Merging keeps every opinion and handler once, in order, and the oldest day."""
    one = _case("o1", "o2", posted_handlers=("p1",), local_handlers=("l1",), opened_on=OPENED + ONE)
    other = _case("o3", id="c2", posted_handlers=("p2", "p1"), on_leadership=True)
    merged = merge([one, other], "c3")
    assert merged == _case(
        *("o1", "o2", "o3"), id="c3", posted_handlers=("p1", "p2"), local_handlers=("l1",), on_leadership=True
    )


@pytest.mark.parametrize(
    "other",
    [
        _case("o2", id="c2", owner="another"),
        _case("o2", id="c2", claims=(FIXED,)),
        _case("o2", id="c2", answers=(RaiserAnswer(OPENED, "o2", Answer.FIXED),)),
    ],
    ids=["another owner", "claimed", "answered"],
)
def test_cases_with_a_history_are_not_merged(other: Case) -> None:
    """An answered case cannot vanish in another, and neither can another organ's."""
    with pytest.raises(Refused) as caught:
        merge([_case(), other], "c3")
    assert (caught.value.code, caught.value.data) == ("not_mergeable", {"cases": ("c1", "c2")})


def test_nothing_is_merged_from_nothing() -> None:
    """No case has no owner."""
    with pytest.raises(Refused, match="Only cases of one owner"):
        merge([], "c3")


def test_an_opinion_is_not_merged_with_itself() -> None:
    """Two cases about one opinion cannot become one case with two."""
    with pytest.raises(BadInput, match="each opinion once"):
        merge([_case(), _case(id="c2")], "c3")


def test_split_gives_each_opinion_its_own_answers() -> None:
    """The unit's ledger goes with each part; a raiser's answer stays with the opinion."""
    said = RaiserAnswer(FIXED.on, "o2", Answer.NOT_FIXED)
    first, second = split(_case("o1", "o2", claims=(FIXED,), answers=(said,)))
    assert (first.id, first.opinions, first.state) == ("c1-1", ("o1",), CaseState.CLAIMED)
    assert (second.id, second.opinions, second.state) == ("c1-2", ("o2",), CaseState.REFUTED)
    assert second.answers == (said,)


@given(_cases())
def test_the_parts_of_the_ledger_add_up_to_what_was_raised(cases: list[Case]) -> None:
    """Every opinion is in exactly one part, whatever units and raisers say."""
    counts = ledger(cases)
    parts = (counts.open, counts.otherwise_closed, counts.unasked, counts.confirmed, counts.refuted)
    assert sum(parts) == counts.raised == sum(len(case.opinions) for case in cases)
    assert counts.claimed == sum(len(case.opinions) for case in cases if case.fixed_on is not None)


@given(_cases())
def test_splitting_never_changes_the_number_of_opinions(cases: list[Case]) -> None:
    """The denominator, and what the units claim, are the same for one case and for its parts."""
    before, after = ledger(cases), ledger(part for case in cases for part in split(case))
    assert before.raised == after.raised
    assert (before.open, before.otherwise_closed, before.claimed) == (after.open, after.otherwise_closed, after.claimed)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_merging_never_changes_the_number_of_opinions(sizes: list[int]) -> None:
    """Cases of any sizes have as many opinions together as one, and splitting that one loses none."""
    cases = [_case(*(f"o{n}-{one}" for one in range(size)), id=f"c{n}") for n, size in enumerate(sizes)]
    merged = merge(cases, "m")
    assert ledger([merged]) == ledger(cases) == ledger(split(merged))
    assert [opinion for part in split(merged) for opinion in part.opinions] == list(merged.opinions)


def test_one_failed_back_check_lowers_the_count_of_what_was_done_by_one() -> None:
    """Each one done is one done: a case that its raiser refutes is no longer confirmed."""
    cases = [
        _case(f"o{n}", id=f"c{n}", claims=(FIXED,), answers=(RaiserAnswer(FIXED.on, f"o{n}", Answer.FIXED),))
        for n in range(3)
    ]
    before = ledger(cases)
    cases[1] = answer(cases[1], RaiserAnswer(FIXED.on + ONE, "o1", Answer.NOT_FIXED))
    after = ledger(cases)
    assert (before.confirmed, before.refuted) == (3, 0)
    assert (after.confirmed, after.refuted) == (2, 1)
    assert (after.raised, after.claimed) == (before.raised, before.claimed)


def test_leaders_begin_with_themselves() -> None:
    """Cases on other levels that were opened before the leaders' first are named; the same day is early enough."""
    own = _case(id="own", on_leadership=True)
    later_own = _case(id="own2", on_leadership=True, opened_on=OPENED + 9 * ONE)
    same_day, early = _case(id="same"), _case(id="early", opened_on=OPENED - ONE)
    assert leadership_first([own, later_own, same_day]) == ()
    assert leadership_first([early, own, later_own, same_day]) == (early,)
    assert leadership_first([early, same_day]) == ()
