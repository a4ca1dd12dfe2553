"""What postings cost: a plain ledger of travel and lodging, in whole minor units, with who pays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults, Refused


class CostKind(StrEnum):
    """What money goes to."""

    TRAVEL = "travel"
    LODGING = "lodging"


class Payer(StrEnum):
    """Who pays."""

    HOME_UNIT = "home_unit"
    HOST = "host"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount.

    Attributes:
        minor: Whole minor units of the currency, such as cents; below 0 in a reversal.
        currency: Three capital letters (ISO 4217).
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        faults = Faults()
        code = re.fullmatch("[A-Z]{3}", self.currency)
        faults.unless(code is not None, "currency", "three capital letters such as CNY", self.currency or "nothing")
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class CostEntry:
    """One line of the ledger; a wrong one is reversed, never changed.

    Attributes:
        id: Stable, unique.
        person: Whose posting it belongs to.
        batch: Number of the batch of that posting.
        kind: What it went to.
        amount: How much; not nothing.
        payer: Who paid.
        paid_on: When.
        reverses: Id of the entry that this one takes back, exactly for an amount below 0.
    """

    id: str
    person: str
    batch: int
    kind: CostKind
    amount: Money
    payer: Payer
    paid_on: date
    reverses: str = ""

    def __post_init__(self) -> None:
        faults = Faults()
        for name in ("id", "person"):
            faults.unless(bool(getattr(self, name)), name, "an id", "nothing")
        faults.unless(self.batch >= 1, "batch", "1 or more", self.batch)
        faults.unless(self.amount.minor != 0, "amount", "an amount", "nothing")
        taken_back = self.amount.minor < 0
        faults.unless(bool(self.reverses) == taken_back, "reverses", "an entry exactly below 0", self.reverses)
        faults.raise_if_any()


def reverse(entry: CostEntry, new_id: str, on: date) -> CostEntry:
    """The entry that takes another back.

    Raises:
        Refused: ``reversal`` if that one is itself a reversal.
    """
    if entry.reverses:
        raise Refused("reversal", f"{entry.id} takes {entry.reverses} back; enter the cost anew.", entry=entry.id)
    back = Money(-entry.amount.minor, entry.amount.currency)
    return replace(entry, id=new_id, amount=back, paid_on=on, reverses=entry.id)


def totals(entries: Iterable[CostEntry]) -> Mapping[tuple[CostKind, Payer], tuple[Money, ...]]:
    """Totals by kind and payer, one amount a currency, sorted by it; currencies are never added up.

    Raises:
        Refused: ``reversed_twice`` if two entries take the same one back.
    """
    ledger = tuple(entries)
    for reversed_id, times in Counter(entry.reverses for entry in ledger if entry.reverses).items():
        if times > 1:
            raise Refused("reversed_twice", f"{reversed_id} is taken back {times} times.", entry=reversed_id)
    sums: Counter[tuple[CostKind, Payer, str]] = Counter()
    for entry in ledger:
        sums[entry.kind, entry.payer, entry.amount.currency] += entry.amount.minor
    return {
        (kind, payer): tuple(Money(sums[kind, payer, currency], currency) for *_, currency in sorted(keys))
        for kind in CostKind
        for payer in Payer
        if (keys := [key for key in sums if key[:2] == (kind, payer)])
    }
