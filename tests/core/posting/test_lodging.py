from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.posting.cost import Money, Payer, totals
from grassrota.posting.lodging import (
    Grievance,
    GrievanceKind,
    GrievanceState,
    Lodging,
    answer,
    leave,
    ledger_entries,
    settle,
)
from grassrota.turns import Turn

NIGHTS = Turn(date(1957, 12, 9), date(1958, 1, 17))
FILED, ANSWERED, SETTLED = date(1957, 12, 20), date(1957, 12, 22), date(1957, 12, 24)
FILED_ONE = Grievance("g1", "l1", GrievanceKind.RECEPTION_DEMANDED, FILED)


def _lodging(minor: int = 4000, share: int = 1000, **more: Any) -> Lodging:
    given: dict[str, Any] = {"household": "h1", "nights": NIGHTS, "paid": minor > 0, "agreed": True}
    money = {"cost": Money(minor, "CNY"), "contribution": Money(share, "CNY")}
    return Lodging("l1", "p1", 1, "Baiquan", **given | money | more)


def test_a_household_is_paid_or_has_agreed() -> None:
    """Paid without more, agreed without pay, or both; neither is refused, since nobody owes a reception."""
    assert _lodging(agreed=False).paid
    assert _lodging(0, 0).agreed
    with pytest.raises(Refused) as refused:
        _lodging(0, 0, agreed=False)
    assert refused.value.code == "lodging_demanded"


def test_nothing_is_kept_of_how_somebody_lives() -> None:
    """Place, nights, cost and contribution; no field to judge anybody by, and none for a duty of the host."""
    assert {field.name for field in fields(Lodging)} == {
        *("id", "person", "batch", "place", "household", "nights", "paid", "agreed", "cost", "contribution"),
    }


def test_cost_and_contribution_are_in_the_ledger() -> None:
    """Of 4000 the person pays 1000 and the home unit 3000; an agreed stay for nothing is no entry."""
    entries = ledger_entries(_lodging(), Payer.HOME_UNIT, FILED)
    assert [(entry.id, entry.payer, entry.amount.minor) for entry in entries] == [
        ("l1/1", Payer.PERSON, 1000),
        ("l1/2", Payer.HOME_UNIT, 3000),
    ]
    assert sum(money.minor for amounts in totals(entries).values() for money in amounts) == 4000
    assert ledger_entries(_lodging(0, 0), Payer.HOME_UNIT, FILED) == ()


def test_who_lodges_somebody_may_end_it() -> None:
    """Earlier at any time; longer takes a new agreement."""
    assert leave(_lodging(), FILED).nights == Turn(NIGHTS.first, FILED)
    with pytest.raises(Refused) as refused:
        leave(_lodging(), date(1958, 1, 18))
    assert refused.value.code == "lodging_not_extended"


def test_a_host_can_complain_and_says_when_it_is_settled() -> None:
    """Filed, answered by somebody who does not stay there, settled by the host's word."""
    answered = answer(FILED_ONE, _lodging(), "organiser", ANSWERED)
    settled = settle(answered, SETTLED)
    assert [one.state for one in (FILED_ONE, answered, settled)] == list(GrievanceState)
    assert (settled.answered_by, settled.answered_on, settled.settled_on) == ("organiser", ANSWERED, SETTLED)


def test_a_host_is_answered_by_the_right_person_in_the_right_order() -> None:
    """Not by the lodger, not about another lodging, not after it is settled; and nothing is settled unanswered."""
    settled = settle(answer(FILED_ONE, _lodging(), "organiser", ANSWERED), SETTLED)
    tries: list[tuple[Callable[[], object], str]] = [
        (lambda: answer(FILED_ONE, _lodging(), "p1", ANSWERED), "own_case"),
        (lambda: answer(Grievance("g2", "l2", GrievanceKind.OTHER, FILED), _lodging(), "o", FILED), "another_lodging"),
        (lambda: answer(settled, _lodging(), "organiser", SETTLED), "already_settled"),
        (lambda: settle(FILED_ONE, SETTLED), "not_answered"),
        (lambda: settle(settled, SETTLED), "not_answered"),
    ]
    for attempt, code in tries:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("wrong", "columns"),
    [
        ({"paid": False}, ["cost"]),
        ({"cost": Money(0, "CNY"), "contribution": Money(0, "CNY")}, ["cost"]),
        ({"contribution": Money(4001, "CNY")}, ["contribution"]),
        ({"contribution": Money(1000, "CHF")}, ["contribution"]),
        ({"cost": Money(-1, "CNY"), "contribution": Money(0, "CNY"), "paid": False}, ["cost"]),
    ],
)
def test_amounts_of_a_lodging_fit(wrong: dict[str, Any], columns: list[str]) -> None:
    """Paid means an amount, and the contribution is a part of it in the same currency."""
    with pytest.raises(BadInput) as caught:
        _lodging(**wrong)
    assert [fault.column for fault in caught.value.faults] == columns


def test_every_fault_of_lodging_and_grievance_is_told() -> None:
    """Ids, and days in their order."""
    with pytest.raises(BadInput) as caught:
        Lodging("", "", 0, "", "", NIGHTS, True, True, Money(1, "CNY"), Money(0, "CNY"))
    assert [fault.column for fault in caught.value.faults] == ["id", "person", "place", "batch"]
    with pytest.raises(BadInput) as grievance:
        Grievance("", "", GrievanceKind.OTHER, ANSWERED, "organiser", None, FILED)
    assert [fault.column for fault in grievance.value.faults] == [
        *("id", "lodging", "answered_by", "settled_on", "answered_on"),
    ]
    with pytest.raises(BadInput):
        Grievance("g1", "l1", GrievanceKind.OTHER, ANSWERED, "organiser", FILED)
