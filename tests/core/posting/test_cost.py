from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.posting.cost import CostEntry, CostKind, Money, Payer, reverse, totals

PAID, LATER = date(1957, 12, 9), date(1957, 12, 12)


def _entry(number: str, minor: int, kind: CostKind = CostKind.TRAVEL, payer: Payer = Payer.HOME_UNIT) -> CostEntry:
    return CostEntry(number, "p1", 1, kind, Money(minor, "CNY"), payer, PAID)


def test_costs_are_totalled_by_kind_and_payer() -> None:
    """Travel 1250 + 830 = 2080 from home; lodging 600 from home and 150 from the person."""
    entries = [
        _entry("1", 1250),
        _entry("2", 830),
        _entry("3", 600, CostKind.LODGING),
        _entry("4", 150, CostKind.LODGING, Payer.PERSON),
    ]
    assert totals(entries) == {
        (CostKind.TRAVEL, Payer.HOME_UNIT): (Money(2080, "CNY"),),
        (CostKind.LODGING, Payer.HOME_UNIT): (Money(600, "CNY"),),
        (CostKind.LODGING, Payer.PERSON): (Money(150, "CNY"),),
    }
    assert totals([]) == {}


def test_currencies_are_not_added_up() -> None:
    """Francs and yuan stand side by side, by their codes."""
    francs = CostEntry("2", "p1", 1, CostKind.TRAVEL, Money(5, "CHF"), Payer.HOME_UNIT, PAID)
    assert totals([_entry("1", 7), francs]) == {
        (CostKind.TRAVEL, Payer.HOME_UNIT): (Money(5, "CHF"), Money(7, "CNY")),
    }


def test_a_wrong_entry_is_reversed_and_stays() -> None:
    """Both lines are in the ledger and add up to nothing; a reversal is not reversed, and nothing twice."""
    wrong = _entry("1", 1250)
    back = reverse(wrong, "2", LATER)
    assert (back.amount, back.reverses, back.paid_on) == (Money(-1250, "CNY"), "1", LATER)
    assert totals([wrong, back]) == {(CostKind.TRAVEL, Payer.HOME_UNIT): (Money(0, "CNY"),)}
    with pytest.raises(Refused) as refused:
        reverse(back, "3", LATER)
    assert refused.value.code == "reversal"
    with pytest.raises(Refused) as twice:
        totals([wrong, back, reverse(wrong, "3", LATER)])
    assert twice.value.code == "reversed_twice"


def test_every_fault_of_an_entry_is_told() -> None:
    """Ids, a batch, an amount that is something, and below 0 the entry it takes back."""
    with pytest.raises(BadInput) as caught:
        CostEntry("", "", 0, CostKind.TRAVEL, Money(0, "CNY"), Payer.HOST, PAID, "1")
    assert [fault.column for fault in caught.value.faults] == ["id", "person", "batch", "amount", "reverses"]
    with pytest.raises(BadInput):
        _entry("1", -5)


@pytest.mark.parametrize("currency", ["", "yuan", "cny", "CN"])
def test_an_amount_has_a_currency(currency: str) -> None:
    """Three capital letters."""
    with pytest.raises(BadInput):
        Money(1, currency)


LINES = st.lists(st.tuples(st.sampled_from(CostKind), st.sampled_from(Payer), st.integers(1, 10**12)), max_size=8)


@settings(max_examples=40)
@given(LINES)
def test_totals_are_the_ledger(lines: list[tuple[CostKind, Payer, int]]) -> None:
    """Nothing is lost or doubled, in any order."""
    entries = [_entry(str(number), minor, kind, payer) for number, (kind, payer, minor) in enumerate(lines)]
    found = totals(entries)
    assert sum(money.minor for amounts in found.values() for money in amounts) == sum(minor for *_, minor in lines)
    assert found == totals(reversed(entries))
