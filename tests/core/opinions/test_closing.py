from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.inspection.finding import Evidence, Finding, Member, Source, Team, TeamRole
from grassrota.opinions.backlog import backlog
from grassrota.opinions.case import Case, CaseState, answer, claim, reopen
from grassrota.opinions.closing import close, goes_on_as, is_unspecified
from grassrota.opinions.entries import (
    Answer,
    ClosingReason,
    RaiserAnswer,
    ReopenedBy,
    Reopening,
    Reply,
    ReplyKind,
    UnitClaim,
)
from grassrota.opinions.ledger import ledger
from grassrota.opinions.merging import merge
from grassrota.opinions.moves import moves

OPENED = date(1957, 12, 2)
ONE = timedelta(days=1)
CASE = Case("c1", ("o1", "o2"), "hq", OPENED, investigated_on=OPENED)
FIXED = UnitClaim(
    *(OPENED + 9 * ONE, ClosingReason.FIXED, "a new stove"), changed_on=OPENED + 8 * ONE, evidence=("a photograph",)
)


@pytest.mark.parametrize(
    ("entry", "columns"),
    [
        (UnitClaim(OPENED, ClosingReason.FIXED, "done"), ["changed_on", "evidence"]),
        (UnitClaim(OPENED, ClosingReason.PARTLY), ["action", "changed_on", "evidence", "left"]),
        (UnitClaim(OPENED, ClosingReason.CANNOT, " "), ["action"]),
        (UnitClaim(OPENED, ClosingReason.NO_ACCESS), ["action"]),
        (UnitClaim(OPENED, ClosingReason.DUPLICATE, duplicate_of="c9"), ["duplicate_of"]),
    ],
)
def test_closing_says_what_its_reason_asks_for(entry: UnitClaim, columns: list[str]) -> None:
    """What was changed, when, and what shows it; what is left; why not; which case goes on. All that is missing."""
    with pytest.raises(BadInput) as caught:
        close(CASE, entry, ["c2"])
    assert [fault.column for fault in caught.value.faults] == columns


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        (FIXED, CaseState.CLAIMED),
        (replace(FIXED, reason=ClosingReason.PARTLY, left="the chimney"), CaseState.OTHERWISE_CLOSED),
        (UnitClaim(OPENED, ClosingReason.CANNOT, "no coal in the county"), CaseState.OTHERWISE_CLOSED),
        (UnitClaim(OPENED, ClosingReason.NO_ACCESS, "the kitchen"), CaseState.OTHERWISE_CLOSED),
        (UnitClaim(OPENED, ClosingReason.DUPLICATE, duplicate_of="c2"), CaseState.OTHERWISE_CLOSED),
    ],
)
def test_a_whole_closing_is_added_to_the_ledger(entry: UnitClaim, state: CaseState) -> None:
    """Only "fixed" claims a fix; a partial fix is none."""
    closed = close(CASE, entry, ["c2"])
    assert (closed.claims, closed.state) == ((entry,), state)


def test_not_ours_closes_nothing_and_nothing_is_closed_twice() -> None:
    """The one is a step of the route; the other would make a claim look younger than it is."""
    with pytest.raises(Refused) as caught:
        close(CASE, UnitClaim(OPENED, ClosingReason.NOT_OURS))
    assert caught.value.code == "not_ours_routes"
    with pytest.raises(Refused) as caught:
        close(close(CASE, FIXED), FIXED)
    assert caught.value.code == "already_closed"


def test_a_bare_done_stays_unspecified() -> None:
    """Records of others are read as they are; without the day and what shows it a fix is not specified."""
    bare = UnitClaim(OPENED, ClosingReason.FIXED, "done")
    assert [is_unspecified(entry) for entry in (FIXED, bare, replace(bare, changed_on=OPENED))] == [False, True, True]
    assert not is_unspecified(UnitClaim(OPENED, ClosingReason.CANNOT))


def test_a_fix_comes_before_its_claim() -> None:
    """What will be different tomorrow is not fixed today; evidence has words."""
    with pytest.raises(BadInput) as caught:
        UnitClaim(OPENED, ClosingReason.FIXED, "done", changed_on=OPENED + ONE, evidence=(" ",))
    assert [fault.column for fault in caught.value.faults] == ["changed_on", "evidence"]


def test_a_reopened_case_must_be_claimed_anew() -> None:
    """Closed as "cannot" on the 3rd and opened again on the 5th it is open, before it was not; a new claim counts."""
    closed = close(CASE, UnitClaim(OPENED + ONE, ClosingReason.CANNOT, "no coal"))
    again = reopen(closed, Reopening(OPENED + 3 * ONE, ReopenedBy.APPEAL, "there is coal"))
    assert [again.state_on(OPENED + days * ONE) for days in (0, 2, 3)] == [
        *(CaseState.OPEN, CaseState.OTHERWISE_CLOSED, CaseState.OPEN),
    ]
    assert [(move.opinion, move.closed) for move in moves(again)] == [
        *(("o1", True), ("o2", True), ("o1", False), ("o2", False)),
    ]
    assert ledger([again], OPENED + 9 * ONE).reopened == 2
    assert close(again, FIXED).state == CaseState.CLAIMED
    assert close(again, replace(FIXED, on=OPENED + 3 * ONE, changed_on=OPENED)).state == CaseState.CLAIMED


def test_a_confirmed_case_that_is_opened_again_is_open_and_takes_a_new_claim() -> None:
    """Both confirm on the day of the claim, the stove breaks the day after: open; claimed anew, both are asked anew."""
    said = close(CASE, FIXED)
    for opinion in CASE.opinions:
        said = answer(said, RaiserAnswer(FIXED.on, opinion, Answer.FIXED))
    again = reopen(said, Reopening(FIXED.on + ONE, ReopenedBy.UNIT, "the stove broke again"))
    assert [again.state_on(FIXED.on + days * ONE) for days in (0, 1)] == [CaseState.CONFIRMED, CaseState.OPEN]
    assert (again.answers, ledger([again], FIXED.on + ONE).reopened) == (said.answers, 2)
    assert close(again, replace(FIXED, on=FIXED.on + 2 * ONE)).state == CaseState.CLAIMED


def test_a_raiser_who_answers_after_the_reopening_is_heard() -> None:
    """Opened again on the 5th without a new claim: o1 says on the 6th that it is fixed, o2 that it is not."""
    said = answer(close(CASE, FIXED), RaiserAnswer(FIXED.on, "o1", Answer.FIXED))
    again = reopen(said, Reopening(FIXED.on + ONE, ReopenedBy.INSPECTION, "the stove smokes"))
    for opinion, word in (("o1", Answer.FIXED), ("o2", Answer.NOT_FIXED)):
        again = answer(again, RaiserAnswer(FIXED.on + 2 * ONE, opinion, word))
    assert again.opinion_states() == {"o1": CaseState.CONFIRMED, "o2": CaseState.REFUTED}


def test_only_what_is_closed_is_opened_again() -> None:
    """Neither an open case, nor one that a raiser refuted, nor on the day of the claim itself."""
    entry = Reopening(FIXED.on, ReopenedBy.UNIT, "we were wrong")
    refuted = answer(close(CASE, FIXED), RaiserAnswer(FIXED.on, "o1", Answer.NOT_FIXED))
    for case, code in ((CASE, "not_closed"), (refuted, "not_closed"), (close(CASE, FIXED), "claimed_that_day")):
        with pytest.raises(Refused) as caught:
            reopen(case, entry)
        assert caught.value.code == code
    with pytest.raises(BadInput, match="why it is opened again"):
        Reopening(OPENED, ReopenedBy.UNIT, " ")


def test_a_case_is_fixed_and_confirmed_while_the_review_still_runs() -> None:
    """The review lasts until 31 January; on 12 December one of two opinions is fixed, confirmed and off the backlog."""
    first, last = OPENED - ONE, date(1958, 1, 31)
    small = replace(CASE, opinions=("o1",))
    done = answer(close(small, FIXED), RaiserAnswer(FIXED.on + ONE, "o1", Answer.FIXED))
    other = Case("c2", ("o3",), "hq", OPENED)
    assert done.state_on(FIXED.on + ONE) == CaseState.CONFIRMED
    so_far = backlog([done, other], first, FIXED.on + ONE)
    assert (so_far.opened, so_far.closed, so_far.after) == (2, 1, 1)
    assert FIXED.on + ONE < last


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"words": " "}, "words"),
        ({"expected_on": OPENED + ONE}, "expected_on"),
        ({"kind": ReplyKind.INTERIM}, "expected_on"),
        ({"kind": ReplyKind.INTERIM, "expected_on": OPENED}, "expected_on"),
    ],
    ids=["no words", "a day for an acknowledgement", "no day", "a day that is not later"],
)
def test_a_reply_has_words_and_an_interim_one_a_later_day(wrong: dict[str, Any], column: str) -> None:
    """To say "later" without a day is no interim reply."""
    with pytest.raises(BadInput) as caught:
        replace(Reply(OPENED, ReplyKind.ACKNOWLEDGED, "it arrived"), **wrong)
    assert [fault.column for fault in caught.value.faults] == [column]


def _duplicate(case_id: str, of: str) -> Case:
    return Case(
        case_id, (f"{case_id}-o",), "hq", OPENED, claims=(UnitClaim(OPENED, ClosingReason.DUPLICATE, duplicate_of=of),)
    )


def test_a_chain_of_duplicates_ends_at_the_case_that_goes_on() -> None:
    """A is b, b is c: c goes on; when c is merged into m, m does; a duplicate opened again goes on itself."""
    a, b, c = _duplicate("a", "b"), _duplicate("b", "c"), Case("c", ("c-o",), "hq", OPENED)
    cases = {case.id: case for case in (a, b, c)}
    assert [goes_on_as(one, cases) for one in "abc"] == ["c", "c", "c"]
    merged = merge([merge([c, Case("d", ("d-o",), "hq", OPENED)], "m"), Case("e", ("e-o",), "hq", OPENED)], "mm")
    assert goes_on_as("a", {"a": a, "b": b, "mm": merged}) == "mm"
    again = reopen(b, Reopening(OPENED + ONE, ReopenedBy.UNIT, "it is another stove"))
    assert goes_on_as("a", cases | {"b": again}) == "b"


def test_a_duplicate_of_a_case_that_is_gone_is_refused() -> None:
    """Case c was split by its opinions into c-1 and c-2: somebody says which of them a is."""
    with pytest.raises(Refused) as caught:
        goes_on_as("a", {"a": _duplicate("a", "c")})
    assert (caught.value.code, caught.value.data) == ("unknown_case", {"case": "c"})


def test_duplicates_of_each_other_are_refused() -> None:
    """A is b and b is a: nobody would go on with either."""
    with pytest.raises(Refused) as caught:
        goes_on_as("a", {"a": _duplicate("a", "b"), "b": _duplicate("b", "a")})
    assert (caught.value.code, caught.value.data["cases"]) == ("duplicates_in_circle", ("a", "b"))


def test_an_inspectors_finding_never_stands_in_for_an_answer() -> None:
    """A finding is of another kind, and a case takes none into the raisers' ledger."""
    team = Team((Member("i", TeamRole.MANAGEMENT), Member("u", TeamRole.RAISER_SIDE, drawn_by_lot=True)))
    finding = Finding("c1", FIXED.on + ONE, team, True, "it is warm", True, (Evidence(Source.PLACE, "a stove"),))
    claimed = claim(CASE, FIXED)
    with pytest.raises(BadInput, match="answers of raisers, got Finding"):
        replace(claimed, answers=(finding,))  # type: ignore[arg-type]
    assert claimed.state == CaseState.CLAIMED
