from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.opinions.backcheck import BackCheck, Next, draw_service_users, mixed_with_decoys, next_step
from grassrota.opinions.workdays import Term

MONDAY = date(1957, 12, 2)
LATER = date(1957, 12, 17)
NEW = BackCheck("o1", "canteen", consents=True)
ASKED = replace(NEW, asked_on=MONDAY)


def test_the_receipt_is_asked_first_and_has_time() -> None:
    """Ten working days from Monday the 2nd end on Monday the 16th; until then nobody goes anywhere."""
    assert next_step(NEW, LATER) == Next.ASK
    assert next_step(ASKED, date(1957, 12, 16)) == Next.WAIT
    assert next_step(ASKED, LATER) == Next.VISIT_PLACE
    assert next_step(ASKED, LATER, patience=Term(30)) == Next.WAIT
    assert next_step(replace(ASKED, answered_on=MONDAY), LATER) == Next.NOTHING


def test_then_the_place_and_a_person_only_with_consent_given_at_filing() -> None:
    """A place that shows it ends the check; else the raiser is visited if they agreed, and once."""
    seen = replace(ASKED, place_seen_on=LATER)
    assert next_step(replace(seen, settled=True), LATER) == Next.NOTHING
    assert next_step(seen, LATER) == Next.VISIT_PERSON
    assert next_step(replace(seen, consents=False), LATER) == Next.UNRESOLVED
    assert next_step(replace(seen, person_seen_on=LATER), LATER) == Next.UNRESOLVED


def test_no_place_and_no_consent_is_unresolved() -> None:
    """With consent alone the person is visited; a place is not made up."""
    nowhere = replace(ASKED, place="")
    assert next_step(replace(nowhere, consents=False), LATER) == Next.UNRESOLVED
    assert next_step(nowhere, LATER) == Next.VISIT_PERSON


@given(st.builds(BackCheck, st.just("o1"), st.sampled_from(["", "canteen"]), st.booleans()), st.lists(st.booleans()))
@settings(max_examples=30)
def test_a_check_never_visits_without_consent_and_always_ends(check: BackCheck, shows: list[bool]) -> None:
    """Whatever is found on the way: question, place, person, each at most once, in this order."""
    steps = []
    for _ in range(5):
        step = next_step(check, LATER)
        steps.append(step)
        match step:
            case Next.ASK:
                check = replace(check, asked_on=MONDAY)
            case Next.VISIT_PLACE:
                check = replace(check, place_seen_on=LATER, settled=bool(shows and shows[0]))
            case Next.VISIT_PERSON:
                assert check.consents
                check = replace(check, person_seen_on=LATER)
            case _:
                break
    assert steps[-1] in (Next.NOTHING, Next.UNRESOLVED)
    order = [Next.ASK, Next.VISIT_PLACE, Next.VISIT_PERSON]
    assert steps[:-1] == [step for step in order if step in steps]


def test_a_check_that_skips_a_step_is_bad_input() -> None:
    """Nothing before the question, no visit without consent, no place that is none, nothing shown without a visit."""
    with pytest.raises(BadInput) as caught:
        BackCheck("", "", False, person_seen_on=LATER, place_seen_on=LATER)
    assert [fault.column for fault in caught.value.faults] == [
        *("opinion", "asked_on", "person_seen_on", "place_seen_on"),
    ]
    with pytest.raises(BadInput, match="a visit that shows it"):
        replace(ASKED, settled=True)


def test_visits_are_mixed_with_decoys() -> None:
    """Two places among as many or more others, each once; over many lists a place of a problem stands anywhere."""
    others = [f"d{number}" for number in range(9)]
    listed = mixed_with_decoys(["a", "b", "a"], [*others, "a"], seed=1)
    assert (len(listed), len(set(listed)), {"a", "b"} < set(listed)) == (4, 4, True)
    assert len(mixed_with_decoys(["a", "b"], others, seed=1, decoys_each=3)) == 8
    assert mixed_with_decoys(["b", "a"], others[::-1], seed=7) == mixed_with_decoys(["a", "b"], others, seed=7)
    stands = [mixed_with_decoys(["a"], others, seed=seed).index("a") for seed in range(200)]
    assert 70 < sum(stands) < 130
    assert mixed_with_decoys([], others, seed=1) == []


def test_without_decoys_nobody_is_visited() -> None:
    """One other place for two is too few."""
    with pytest.raises(Refused) as caught:
        mixed_with_decoys(["a", "b"], ["a", "c"], seed=1)
    assert (caught.value.code, caught.value.data) == ("too_few_decoys", {"wanted": 2, "there": 1})


def test_the_peoples_side_is_drawn_by_lot_and_never_a_raiser() -> None:
    """Every other service user can be drawn, a raiser of the cases never is; too few is refused."""
    pool = ["u1", "u2", "u3", "u4"]
    drawn = {draw_service_users(pool, ["u2"], seed)[0] for seed in range(40)}
    assert drawn == {"u1", "u3", "u4"}
    assert len(set(draw_service_users(pool, [], 3, count=4))) == 4
    with pytest.raises(Refused) as caught:
        draw_service_users(pool, pool[:3], 1, count=2)
    assert caught.value.code == "too_few_users"
