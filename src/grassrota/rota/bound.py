"""The bound that prices prove, worked out from the problem and the prices alone, by nothing that solves.

For prices y, above 0 only where a rule asks for a least number and below 0 only where it allows a greatest one,

    sum over prices of amount x (the least number if amount > 0, else the greatest)
    + sum over people of min(staying, min over slots of cost - what the person's going there is worth)

is no more than the cost of any plan that keeps the rules; the proof is in docs/algorithms/rota.md. What each price
counts is read from the problem once more: the rows that the solver works on are not looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor, fsum, inf, isclose, isfinite

import numpy as np

from grassrota.rota.certificate import Certificate, Price
from grassrota.rota.check import Violation, most_of_grade, most_of_unit
from grassrota.rota.frame import KINDS, Bools, Floats, Frame, Ints
from grassrota.rota.problem import RotaProblem
from grassrota.rota.qualities import band

TOLERANCE = 1e-6
"""By so much a bound may lie below a whole number and still prove it: costs are whole numbers."""

NEVER = 1e12
"""Added to what is not allowed: far above every cost, and small enough that sums with it stay exact."""

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Proof:
    """What prices prove.

    Attributes:
        constant: The first sum: what the prices are worth where each rule is met exactly.
        bound: No plan that keeps all rules can cost less; a whole number, minus infinity if a price is at fault,
            infinite if somebody can neither go nor stay.
        faults: In words, the prices that prove nothing: they name no row, or an end that the row has not.
    """

    constant: float
    bound: float
    faults: tuple[str, ...]


def proof(problem: RotaProblem, prices: Iterable[Price], progress: Progress | None = None) -> Proof:
    """What prices prove of a problem.

    Args:
        problem: The problem.
        prices: In any order; a name twice with the same sign is a fault.
        progress: Told the share of the people that is done.
    """
    return Bill(Frame(problem)).proof(prices, progress)


def check_bound(
    problem: RotaProblem, certificate: Certificate, progress: Progress | None = None
) -> tuple[Violation, ...]:
    """Everything in which a certificate says more than its prices prove; empty if nothing.

    Without prices it may still say that nothing costs less than nothing.
    """
    if not certificate.prices and certificate.bound <= 0:
        return ()
    found = proof(problem, certificate.prices, progress)
    if found.faults:
        return tuple(Violation("certificate", f"price of {fault}") for fault in found.faults)
    said = []
    if certificate.bound != found.bound:
        said.append(f"the prices prove a bound of {found.bound}, the certificate says {certificate.bound}")
    if not isclose(certificate.constant, found.constant, rel_tol=1e-9, abs_tol=1e-6):
        said.append(f"the prices are worth {found.constant}, the certificate says {certificate.constant}")
    return tuple(Violation("certificate", words) for words in said)


@dataclass(frozen=True, slots=True)
class _Row:
    """What one row may count, and how a price on it falls on people."""

    low: float
    high: float
    charge: Callable[[float], None]


class Bill:
    """What all prices together make of everybody's choices: shared out over slots, people and batches.

    Args:
        frame: The problem, and what each choice costs.
        sharp: A price of a leader, or of somebody experienced, asks for one where somebody must go, not for one among
            so many: whole people keep the one if they keep the other, and parts of people do not.
    """

    def __init__(self, frame: Frame, sharp: bool = False) -> None:
        self.sharp, self.frame, self.problem, self.policy = sharp, frame, frame.problem, frame.problem.policy
        self.worth: list[float] = []
        self.in_slot = np.zeros((len(KINDS), len(frame.slots)))
        """What one person of a kind more is worth in a slot."""
        self.away = np.zeros((len(frame.everybody), frame.batches))
        """What it is worth that a person is away in a batch; a choice is worth what it is for all whom it is for."""

    def proof(self, prices: Iterable[Price], progress: Progress | None = None) -> Proof:
        """What prices prove, beside those taken before; a name twice with the same sign is a fault."""
        faults, taken = [], set()
        for price in prices:
            name = (price.rule, price.about, price.batch, price.amount > 0)
            objection = "stands there twice" if name in taken else self.take(price)
            taken.add(name)
            if objection:
                faults.append(f"{price}: {objection}")
        if faults:
            return Proof(-inf, -inf, tuple(faults))
        constant = fsum(self.worth)
        found = constant + fsum(self.least(progress or (lambda done: None)))
        return Proof(constant, float(ceil(found - TOLERANCE)) if isfinite(found) else found, ())

    def take(self, price: Price) -> str:
        """Shares out a price; says what is wrong with it, if something is."""
        if not isfinite(price.amount):
            return "is no number"
        rule = _RULES.get(price.rule)
        row = rule(self, price) if rule else None
        if row is None:
            return "the problem has no such rule there"
        end = row.low if price.amount > 0 else row.high
        if price.amount and not isfinite(end):
            wanting = "no least number is asked for there", "no greatest number is asked for there"
            return wanting[price.amount < 0]
        if price.amount:
            self.worth.append(price.amount * end)
            row.charge(price.amount)
        return ""

    def _headcount(self, price: Price) -> _Row | None:
        slot = self._slot(price)
        if slot is None:
            return None
        opening = self.problem.opening[self.frame.slots[slot].opening]
        return _Row(opening.low, opening.high, self._on_slots([slot], seats=1))

    def _leader(self, price: Price) -> _Row | None:
        return self._accompanied(price, "leader") if self.policy.lead_rank else None

    def _experience(self, price: Price) -> _Row | None:
        return self._accompanied(price, "experienced") if self.policy.experienced_years is not None else None

    def _accompanied(self, price: Price, kind: str) -> _Row | None:
        """So many times as many of a kind as may go must be at least as many as go."""
        slot = self._slot(price)
        if slot is None:
            return None
        opening = self.problem.opening[self.frame.slots[slot].opening]
        if self.sharp and opening.low:
            return _Row(1, inf, self._on_slots([slot], **{kind: 1}))
        return _Row(0, inf, self._on_slots([slot], **{"any": -1, kind: opening.high}))

    def _cover(self, price: Price) -> _Row | None:
        slots = self._covering.get((*price.about, price.batch)) if self.policy.cover_rank else None
        return _Row(1, inf, self._on_slots(slots, covering=1)) if slots is not None else None

    def _coverage(self, price: Price) -> _Row | None:
        share = self.policy.coverage_over
        if share is None or price.about or price.batch is not None:
            return None
        everywhere = range(len(self.frame.slots))
        return _Row(floor(share * len(self.problem.people)) + 1, inf, self._on_slots(everywhere, any=1))

    def _absence(self, price: Price) -> _Row | None:
        if price.about not in self._staff or not self._in_time(price.batch):
            return None
        most = most_of_unit if len(price.about) == 1 else most_of_grade
        members = self._members.get(price.about, [])
        return _Row(-inf, most(self.policy, self._staff[price.about]), self._on_people(members, 1.0, price.batch))

    def _dumping(self, price: Price) -> _Row | None:
        tolerance = self.policy.dumping_tolerance
        together = price.batch is None and self.frame.batches > 1
        if tolerance is None or price.about not in self._banded or not (together or self._in_time(price.batch)):
            return None
        everybody, inside = self._members[price.about[:1]], self._banded[price.about]
        share = len(inside) / len(everybody)
        offset = share - float(tolerance) if price.amount > 0 else share + float(tolerance)
        weights: Floats = np.isin(everybody, inside).astype(np.float64) - offset
        return _Row(-1, 1, self._on_people(everybody, weights, price.batch))

    def _couples(self, price: Price) -> _Row | None:
        both = self._both.get(price.about)
        if both is None or not self._in_time(price.batch):
            return None
        return _Row(-inf, 1, self._on_people(both, 1.0, price.batch))

    def least(self, progress: Progress) -> Floats:
        """The least each person can cost, what their choice is worth taken off, shape (P,)."""
        # loaded when it is needed: whoever only reads proofs does not wait for the compiler
        from grassrota.rota.cheapest import cheapest
        from grassrota.rota.compiled import in_pieces
        from grassrota.rota.tariff import tariff

        frame, found = self.frame, np.full(len(self.frame.people), inf)
        if len(frame.slots) and len(found):
            kinds, kind = np.unique(frame.kinds, axis=0, return_inverse=True)
            on_slots = kinds.astype(np.float64) @ self.in_slot
            # people who are worth the same wherever they go are priced together, whatever they cost
            worth, alike = np.unique(np.column_stack([kind.reshape(-1), self._away]), axis=0, return_inverse=True)
            group = worth[:, 0].astype(np.int64), np.ascontiguousarray(worth[:, 1:]), alike.reshape(-1)
            costs = tariff(frame, frame.asks + frame.real(NEVER) * frame.unfit)
            slots = frame.opening_of, frame.first_batch, frame.last_batch, on_slots
            order = np.argsort(group[2], kind="stable")
            in_pieces(lambda people: cheapest(people, costs, *slots, *group, found), order, progress)
            self._bind(found)
        return np.minimum(self._staying, np.where(found < NEVER / 2, found, inf))

    def _bind(self, found: Floats) -> None:
        """Writes the least of those who are left only some slots."""
        frame = self.frame
        for person, slots in self._bound_to.items():
            value = frame.costs(np.full(len(slots), person), slots) - frame.kinds[person] @ self.in_slot[:, slots]
            value -= self._away[person] @ frame.active[:, slots]
            fits = frame.traits[person] @ frame.unfit[:, frame.opening_of[slots]] < 0.5
            found[person] = value.min(initial=inf, where=fits)

    @cached_property
    def _away(self) -> Floats:
        """What it is worth that a person is away in a batch, far below 0 where it is not allowed, shape (P, B)."""
        return np.where(self._absent, -NEVER, self.frame.sums(self.away))

    @cached_property
    def _staying(self) -> Floats:
        """Cost of staying, infinite for those who must go, shape (P,)."""
        must = [
            self.policy.everyone
            or person.id in self.policy.first
            or (person.id in self.problem.pinned and not self.problem.pinned[person.id].stays)
            for person in self.frame.everybody
        ]
        return np.where(self.frame.sums(np.array(must, dtype=np.int64)) > 0, inf, self.frame.staying)

    @cached_property
    def _absent(self) -> Bools:
        """True where a person is not available in a batch, shape (P, B)."""
        found = np.zeros((len(self.frame.everybody), self.frame.batches), dtype=np.int64)
        for who, batches in self.problem.unavailable.items():
            if who in self.frame.index:
                found[self.frame.index[who], [batch - 1 for batch in batches]] = 1
        return np.asarray(self.frame.sums(found) > 0)

    @cached_property
    def _bound_to(self) -> Mapping[int, Ints]:
        """The slots left to those of whom somebody is pinned, or named to go first."""
        found: dict[int, Ints] = {}
        first = set(self.policy.first)
        for index, person in zip(self.frame.party.tolist(), self.frame.everybody, strict=True):
            pin = self.problem.pinned.get(person.id)
            if pin is None and person.id not in first:
                continue
            slots = self._slots_of[pin.opening] if pin and pin.opening else range(len(self.frame.slots))
            kept = [
                slot
                for slot in slots
                if (pin is None or pin.takes(self.frame.slots[slot].opening, self.frame.slots[slot].start))
                and (person.id not in first or self.frame.slots[slot].start == 1)
            ]
            left = np.array(kept, dtype=np.int64)
            found[index] = np.intersect1d(found[index], left) if index in found else left
        return found

    @cached_property
    def _slots_of(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for index, slot in enumerate(self.frame.slots):
            found[slot.opening].append(index)
        return found

    @cached_property
    def _slot_index(self) -> Mapping[tuple[str, int], int]:
        return {(slot.opening, slot.start): index for index, slot in enumerate(self.frame.slots)}

    @cached_property
    def _covering(self) -> Mapping[tuple[object, ...], list[int]]:
        """The slots in which one is away at a place in a batch, of every place that has slots."""
        found: dict[tuple[object, ...], list[int]] = {}
        for index, slot in enumerate(self.frame.slots):
            place = self.problem.covered_place(self.problem.opening[slot.opening])
            if place is not None:
                for batch in range(1, self.frame.batches + 1):
                    found.setdefault((place.id, batch), []).extend([index] if batch in slot.away else [])
        return found

    @cached_property
    def _staff(self) -> Mapping[tuple[str, ...], int]:
        """Headcount of each unit, and of each grade in it."""
        found: dict[tuple[str, ...], int] = defaultdict(int)
        for person in self.problem.people:
            found[person.unit,] += 1
            found[person.unit, person.grade] += 1
        return found

    @cached_property
    def _both(self) -> Mapping[tuple[str, ...], list[int]]:
        """The couples of whom both are eligible."""
        pairs = ((couple.first, couple.second) for couple in self.problem.couples)
        index = self.frame.index
        return {pair: [index[who] for who in pair] for pair in pairs if index.keys() >= set(pair)}

    @cached_property
    def _members(self) -> Mapping[tuple[str, ...], list[int]]:
        """The eligible people of each unit, and of each grade in it."""
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for index, person in enumerate(self.frame.everybody):
            found[person.unit,].append(index)
            found[person.unit, person.grade].append(index)
        return found

    @cached_property
    def _banded(self) -> Mapping[tuple[str, ...], list[int]]:
        """The eligible people of each band of a unit."""
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for index, person in enumerate(self.frame.everybody):
            found[person.unit, band(self.problem, person)].append(index)
        return found

    def _slot(self, price: Price) -> int | None:
        return self._slot_index.get((price.about[0], price.batch or 0)) if len(price.about) == 1 else None

    def _in_time(self, batch: int | None) -> bool:
        return batch is not None and 1 <= batch <= self.frame.batches

    def _on_slots(self, slots: Iterable[int], **weights: float) -> Callable[[float], None]:
        places = np.fromiter(slots, dtype=np.int64)

        def charge(amount: float) -> None:
            for kind, weight in weights.items():
                self.in_slot[KINDS.index(kind), places] += amount * weight

        return charge

    def _on_people(self, people: list[int], weights: Floats | float, batch: int | None) -> Callable[[float], None]:
        def charge(amount: float) -> None:
            if batch is None:
                self.away[people] += np.reshape(amount * np.asarray(weights), (-1, 1))
            else:
                self.away[people, batch - 1] += amount * weights

        return charge


_RULES: Mapping[str, Callable[[Bill, Price], _Row | None]] = {
    "headcount": Bill._headcount,
    "leader": Bill._leader,
    "experience": Bill._experience,
    "cover": Bill._cover,
    "coverage": Bill._coverage,
    "absence": Bill._absence,
    "dumping": Bill._dumping,
    "couples": Bill._couples,
}
