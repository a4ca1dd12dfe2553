"""What the prices of a certificate make of single choices: row by row in words, and of all slots at once in numbers.

``bound`` spreads each price over the people and slots that its row counts. Here it is looked at from the other side: a
choice, and every row that counts it. A price whose row counts no choice is passed over; any prices prove something.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from grassrota.rota.certificate import Price
from grassrota.rota.frame import KINDS, Floats, Frame
from grassrota.rota.problem import Slot
from grassrota.rota.qualities import band
from grassrota.rota.tally import Tally
from grassrota.staff import Person


@dataclass(frozen=True, slots=True)
class Term:
    """One price that falls on a choice.

    Attributes:
        price: The price.
        weight: How much of its row the choice is: 1 for a head, more where a leader allows for others.
    """

    price: Price
    weight: float

    @property
    def worth(self) -> float:
        """What the choice is worth to the row: above 0 it speaks for the choice, below 0 against it."""
        return self.price.amount * self.weight


class Charges:
    """Prices, by the choices that they fall on."""

    def __init__(self, frame: Frame, tally: Tally, prices: tuple[Price, ...]) -> None:
        self.frame, self.tally, self.policy = frame, tally, frame.problem.policy
        self._named: dict[tuple[str, tuple[str, ...], int | None], list[Price]] = defaultdict(list)
        for price in prices:
            self._named[price.rule, price.about, price.batch].append(price)

    def terms(self, person: Person, slot: Slot) -> tuple[Term, ...]:
        """The prices that fall on a person's taking a slot, with their group, those that weigh most first.

        Staying bears none.
        """
        index = self.index[person.id]
        kinds = self.frame.kinds[index]
        found = [Term(term.price, term.weight * kinds[KINDS.index(kind)]) for kind, term in self._of_slot(slot)]
        for one in self.frame.parties[index]:
            for batch in slot.away:
                found += self._of_home(one.unit, one.grade, band(self.frame.problem, one), batch)
                found += self._of_couples(one.id, batch)
        together: dict[Price, float] = defaultdict(float)
        for term in found:
            together[term.price] += term.weight
        all_of_it = (Term(price, weight) for price, weight in together.items())
        return tuple(sorted((term for term in all_of_it if term.worth), key=lambda term: -abs(term.worth)))

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Each person's place among those who choose: that of the group for all of it."""
        return {person.id: place for place, party in enumerate(self.frame.parties) for person in party}

    @cached_property
    def in_slot(self) -> Floats:
        """What one person of a kind more is worth in each slot, shape (kinds, S)."""
        found = np.zeros((len(KINDS), len(self.frame.slots)))
        for place, slot in enumerate(self.frame.slots):
            for kind, term in self._of_slot(slot):
                found[KINDS.index(kind), place] += term.worth
        return found

    @cached_property
    def away(self) -> Floats:
        """What it is worth that a person, with their group, is away in each batch, shape (P, B)."""
        known: dict[tuple[str, str, str], list[float]] = {}
        found = np.zeros((len(self.frame.people), self.frame.batches))
        batches = range(1, self.frame.batches + 1)
        for index, person in zip(self.frame.party.tolist(), self.frame.everybody, strict=True):
            key = person.unit, person.grade, band(self.frame.problem, person)
            if key not in known:
                known[key] = [sum(term.worth for term in self._of_home(*key, batch)) for batch in batches]
            found[index] += known[key]
        for who in self.tally.partners:
            if who in self.index:
                for batch in batches:
                    found[self.index[who], batch - 1] += sum(term.worth for term in self._of_couples(who, batch))
        return found

    def _of_slot(self, slot: Slot) -> Iterator[tuple[str, Term]]:
        """What falls on a slot, and on which kind of people in it."""
        high = float(self.frame.problem.opening[slot.opening].high)
        here = (slot.opening,), slot.start
        for rule, kind in (("leader", "leader"), ("experience", "experienced")):
            for price in self._named.get((rule, *here), ()):
                yield kind, Term(price, high)
                yield "any", Term(price, -1.0)
        for price in self._named.get(("headcount", *here), ()):
            yield "seats", Term(price, 1.0)
        for price in self._named.get(("coverage", (), None), ()):
            yield "any", Term(price, 1.0)
        place = self.tally.place_of[slot.opening]
        for batch in slot.away if place else ():
            for price in self._named.get(("cover", (place,), batch), ()):
                yield "covering", Term(price, 1.0)

    def _of_home(self, unit: str, grade: str, name: str, batch: int) -> Iterator[Term]:
        """What falls on somebody's being away who is of a unit, a grade and a band."""
        for group in ((unit,), (unit, grade)):
            yield from (Term(price, 1.0) for price in self._named.get(("absence", group, batch), ()))
        pool, tolerance = self.tally.pools.get(unit, Counter[str]()), self.policy.dumping_tolerance
        for other, size in pool.items() if tolerance is not None else ():
            share = size / sum(pool.values())
            for price in self._dumping(unit, other, batch):
                offset = share - float(tolerance or 0) if price.amount > 0 else share + float(tolerance or 0)
                yield Term(price, (other == name) - offset)

    def _dumping(self, unit: str, name: str, batch: int) -> Iterator[Price]:
        yield from self._named.get(("dumping", (unit, name), batch), ())
        yield from self._named.get(("dumping", (unit, name), None), ())

    def _of_couples(self, who: str, batch: int) -> Iterator[Term]:
        for pair in self.tally.partners.get(who, ()):
            if self.tally.able.issuperset(pair):
                yield from (Term(price, 1.0) for price in self._named.get(("couples", pair, batch), ()))
