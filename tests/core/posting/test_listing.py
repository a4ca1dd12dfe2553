from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grassrota.errors import Refused
from grassrota.forms import STANDARD_FORMS, Purpose
from grassrota.posting.listing import CRUDE, Evidence, Mix, check_list, mix, signups_assignments_departures
from grassrota.staff import Person

TURN40, TRANSFER = STANDARD_FORMS["turn40"], STANDARD_FORMS["transfer"]
SURPLUS = Person("s", "S", "u1", "other", surplus=True)
KEY = Person("k", "K", "u1", "other", key_staff=True)
PLAIN = Person("n", "N", "u1", "other")
SETS_OF_EVIDENCE = [set(some) for size in range(7) for some in combinations(Evidence, size)]


def test_the_mix_of_a_list_is_shown_beside_the_pool() -> None:
    """Of three eligible people one is surplus and one is key; two are on the list, the surplus one among them."""
    assert mix("u1", {"s", "n"}, [SURPLUS, KEY, PLAIN]) == Mix("u1", 2, 3, 1, 1, 0, 1)
    assert mix("u1", {"k"}, [SURPLUS, KEY, PLAIN]) == Mix("u1", 1, 3, 0, 1, 1, 1)
    assert mix("u1", set(), []) == Mix("u1", 0, 0, 0, 0, 0, 0)


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans())))
def test_a_list_is_never_greater_than_its_pool(flags: list[tuple[bool, bool, bool]]) -> None:
    """Each count is the count of the people it names."""
    pool = [Person(f"p{n}", "P", "u1", "other", surplus=s, key_staff=k) for n, (s, k, _) in enumerate(flags)]
    shown = mix("u1", {f"p{n}" for n, (_, _, on) in enumerate(flags) if on}, pool)
    assert shown.listed == sum(on for _, _, on in flags) <= shown.pool == len(flags)
    assert shown.surplus_listed == sum(s and on for s, _, on in flags) <= shown.surplus_pool
    assert shown.key_listed == sum(k and on for _, k, on in flags) <= shown.key_pool


def test_rotation_is_no_restructuring() -> None:
    """A list under a rotation form that serves restructuring is burden-dumping; under a transfer it says so openly."""
    with pytest.raises(Refused) as caught:
        check_list(TURN40, [Purpose.LEARN, Purpose.RESTRUCTURE], [Evidence.PLAN], [PLAIN])
    assert caught.value.code == "burden_dumping"
    assert caught.value.data == {"form": "turn40", "objections": (caught.value.message,)}
    check_list(TRANSFER, [Purpose.RESTRUCTURE], [Evidence.PLAN], [SURPLUS])


@pytest.mark.parametrize(
    ("listed", "dumps"), [([], False), ([SURPLUS], True), ([SURPLUS, SURPLUS], True), ([SURPLUS, PLAIN], False)]
)
def test_a_list_is_no_way_to_get_rid_of_surplus_staff(listed: list[Person], dumps: bool) -> None:
    """A list of surplus staff only is burden-dumping; one other person on it is enough for this rule."""
    if not dumps:
        check_list(TURN40, TURN40.purposes, [Evidence.CRITERIA], listed)
        return
    with pytest.raises(Refused) as caught:
        check_list(TURN40, TURN40.purposes, [Evidence.CRITERIA], listed)
    assert caught.value.code == "burden_dumping"
    assert caught.value.data == {"listed": len(listed), "objections": (caught.value.message,)}


def test_every_objection_to_a_list_is_named_at_once() -> None:
    """Restructuring, surplus staff only and applause alone are three objections; the code is that of the first."""
    with pytest.raises(Refused) as caught:
        check_list(TURN40, [Purpose.RESTRUCTURE], [Evidence.SPEECH], [SURPLUS])
    assert caught.value.code == "burden_dumping"
    assert caught.value.data == {
        "form": "turn40",
        "listed": 1,
        "evidence": ("speech",),
        "objections": (
            "A list under the rotation form 'turn40' must not serve restructuring: that is burden-dumping.",
            "All 1 people on the list are surplus staff: that is burden-dumping.",
            "The selection rests on speech alone; it needs a plan, published criteria or an open discussion.",
        ),
    }


@pytest.mark.parametrize("evidence", SETS_OF_EVIDENCE, ids=lambda some: "+".join(sorted(some)) or "none")
def test_applause_alone_selects_nobody(evidence: set[Evidence]) -> None:
    """Of the 64 sets of evidence the 8 with speeches, sign-up drives and acclamation alone, or nothing, are refused."""
    if evidence & {Evidence.PLAN, Evidence.CRITERIA, Evidence.DISCUSSION}:
        check_list(TURN40, TURN40.purposes, evidence, [PLAIN])
        return
    with pytest.raises(Refused) as caught:
        check_list(TURN40, TURN40.purposes, evidence, [PLAIN])
    assert caught.value.code == "crude_selection"
    assert caught.value.data == {"evidence": tuple(sorted(evidence)), "objections": (caught.value.message,)}


def test_crude_evidence_is_what_the_report_names() -> None:
    """A mobilisation speech, a sign-up drive, a public acclamation."""
    assert {evidence.value for evidence in CRUDE} == {"speech", "signup_drive", "public_acclamation"}


def test_sign_ups_assignments_and_departures_are_three_counts() -> None:
    """Ten sign up, four are assigned, two depart: no count stands for another, and a second sign-up is none."""
    signed_up = [f"p{number}" for number in range(10)]
    counts = signups_assignments_departures([*signed_up, "p0"], signed_up[:4], signed_up[:2])
    assert counts == {"signed_up": 10, "assigned": 4, "departed": 2}
