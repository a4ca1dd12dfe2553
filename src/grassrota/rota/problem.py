"""A rota problem: everything a plan depends on, checked once when it is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from grassrota.errors import BadInput, Fault
from grassrota.org import Unit, UnitTree
from grassrota.posting.opening import Opening
from grassrota.rota.fingerprint import fingerprint, parts
from grassrota.rota.pin import Pin
from grassrota.rota.policy import Policy
from grassrota.staff import Couple, Exemption, Group, NotAvailable, Person
from grassrota.turns import Turn


@dataclass(frozen=True, slots=True)
class Preference:
    """A person's own wish: ``rank`` 1 is the place they would like best."""

    person: str
    place: str
    rank: int

    def __post_init__(self) -> None:
        if self.rank < 1:
            raise BadInput([Fault("rank", "1 or more", str(self.rank))])


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to be away: an opening, the batch in which one starts, and the batches during which one is away."""

    opening: str
    start: int
    away: tuple[int, ...]


@dataclass(frozen=True)
class RotaProblem:
    """People, openings and policy. If it exists, every cross-reference in it holds.

    Raises:
        BadInput: With every fault at once. ``file`` names the table (``people``, ``openings``, ...) and ``row`` the
            value's place in it, the first being 2 as under a header; readers put in the real ones.
    """

    tree: UnitTree
    people: tuple[Person, ...]
    openings: tuple[Opening, ...]
    policy: Policy
    exemptions: tuple[Exemption, ...] = ()
    not_available: tuple[NotAvailable, ...] = ()
    couples: tuple[Couple, ...] = ()
    preferences: tuple[Preference, ...] = ()
    pins: tuple[Pin, ...] = ()
    groups: tuple[Group, ...] = ()

    def __post_init__(self) -> None:
        faults = [*self._people_faults(), *self._opening_faults(), *self._reference_faults(), *self._first_faults()]
        faults += [*self._pin_faults(), *self._group_faults()]
        faults += [*self._length_faults(), *self._hopeless_pins()] if not faults else ()
        if faults:
            raise BadInput(faults)

    @cached_property
    def person(self) -> Mapping[str, Person]:
        """People by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def opening(self) -> Mapping[str, Opening]:
        """Openings by id."""
        return {opening.id: opening for opening in self.openings}

    @cached_property
    def exempt(self) -> Mapping[str, Exemption]:
        """Exemptions by person."""
        return {exemption.person: exemption for exemption in self.exemptions}

    @cached_property
    def pinned(self) -> Mapping[str, Pin]:
        """Pins by person."""
        return {pin.person: pin for pin in self.pins}

    @cached_property
    def group_of(self) -> Mapping[str, Group]:
        """Groups by each of their members."""
        return {who: group for group in self.groups for who in group.members}

    @cached_property
    def unavailable(self) -> Mapping[str, frozenset[int]]:
        """Batches in which a person is not available, by person."""
        every = frozenset(batch.number for batch in self.policy.batches)
        found: dict[str, frozenset[int]] = {}
        for entry in self.not_available:
            found[entry.person] = found.get(entry.person, frozenset()) | (entry.batches or every)
        return found

    @cached_property
    def hindered(self) -> Mapping[str, frozenset[int]]:
        """Batches in which a person cannot be away because of them, or of somebody in their group, by person."""
        every = frozenset(batch.number for batch in self.policy.batches)
        found = {**self.unavailable, **dict.fromkeys(self.exempt, every)}
        for group in self.groups:
            together = frozenset[int]().union(*(found.get(who, ()) for who in group.members))
            found |= dict.fromkeys(group.members, together)
        return found

    @cached_property
    def eligible(self) -> tuple[Person, ...]:
        """People who may go in some batch, and all of their group in the same one, in the order given."""
        every = {batch.number for batch in self.policy.batches}
        return tuple(person for person in self.people if every - self.hindered.get(person.id, frozenset()))

    @cached_property
    def parties(self) -> tuple[tuple[Person, ...], ...]:
        """Eligible people by who chooses together: a group as one, everybody else alone; in the order given."""
        if not self.groups:
            return tuple((person,) for person in self.eligible)
        found: dict[str, tuple[Person, ...]] = {}
        for person in self.eligible:
            group = self.group_of.get(person.id)
            together = tuple(self.person[who] for who in group.members) if group else (person,)
            found[together[0].id] = together
        return tuple(found.values())

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Every slot, opening by opening."""
        last = len(self.policy.batches)
        return tuple(
            Slot(opening.id, start, tuple(range(start, start + opening.length)))
            for opening in self.openings
            for start in range(1, last + 2 - opening.length)
            if not opening.batches or start in opening.batches
        )

    @cached_property
    def staff_count(self) -> Mapping[str, int]:
        """Headcount of each home unit, exempt and unavailable people included."""
        counts: dict[str, int] = {}
        for person in self.people:
            counts[person.unit] = counts.get(person.unit, 0) + 1
        return counts

    @cached_property
    def wishes(self) -> Mapping[str, Mapping[str, int]]:
        """Preference ranks by person and place."""
        found: dict[str, dict[str, int]] = {}
        for wish in self.preferences:
            found.setdefault(wish.person, {})[wish.place] = wish.rank
        return found

    def party_size(self, who: str) -> int:
        """Seats that must be free where a person goes: the headcount of the group, 1 for somebody alone."""
        group = self.group_of.get(who)
        return group.headcount if group else 1

    def seats(self, who: str) -> int:
        """Seats that a person takes: one, and those of all who come along for the first of a group."""
        group = self.group_of.get(who)
        return 1 if group is None or group.members[0] != who else 1 + group.headcount - len(group.members)

    def rank(self, person: Person) -> int:
        """The person's rank on the policy's scale."""
        return self.policy.scale.grade(person.grade).rank

    def position(self, unit_id: str) -> tuple[int, int] | None:
        """Where a unit is: its own position, or that of the nearest unit above that has one."""
        units = (self.tree[unit_id], *self.tree.ancestors(unit_id))
        return next((unit.position for unit in units if unit.position is not None), None)

    def covered_place(self, opening: Opening) -> Unit | None:
        """The place that somebody senior must cover for this opening, if it has one."""
        return self.tree.ancestor_at(opening.place, self.policy.cover_level)

    @cached_property
    def sha256(self) -> str:
        """Fingerprint of everything in the problem, the order of tables included."""
        content = dict(parts(self))
        for later in ("pins", "groups"):  # plans made before there were any stay proven
            if not content[later]:
                del content[later]
        return fingerprint(content)

    def _people_faults(self) -> Iterator[Fault]:
        yield from _repeated("people", "id", (person.id for person in self.people))
        for row, person in enumerate(self.people, start=2):
            if person.unit not in self.tree:
                yield Fault("unit", "the id of a unit in units", person.unit, file="people", row=row)
            if person.grade not in self.policy.scale:
                expected = f"a grade of scale {self.policy.scale.version}"
                yield Fault("grade", expected, person.grade, file="people", row=row)
            if person.site and person.site not in self.tree:
                yield Fault("site", "the id of a unit in units", person.site, file="people", row=row)

    def _opening_faults(self) -> Iterator[Fault]:
        numbers = {batch.number for batch in self.policy.batches}
        yield from _repeated("openings", "id", (opening.id for opening in self.openings))
        for row, opening in enumerate(self.openings, start=2):
            if opening.place not in self.tree:
                yield Fault("place", "the id of a unit in units", opening.place, file="openings", row=row)
            for grade in sorted(opening.grades):
                if grade not in self.policy.scale:
                    expected = f"grades of scale {self.policy.scale.version}"
                    yield Fault("grades", expected, grade, file="openings", row=row)
            strange = sorted(opening.batches - numbers)
            if strange:
                yield Fault(
                    "batches", f"batches of the policy ({len(numbers)})", str(strange), file="openings", row=row
                )
            if opening.length > len(numbers):
                yield Fault("length", f"at most {len(numbers)} batches", str(opening.length), file="openings", row=row)

    def _length_faults(self) -> Iterator[Fault]:
        """Openings in which one stays for several batches, longer than the form allows."""
        batches, form = self.policy.batches, self.policy.form
        rows = {opening.id: row for row, opening in enumerate(self.openings, start=2)}
        for slot in self.slots:
            first, last = batches[slot.start - 1], batches[slot.away[-1] - 1]
            objection = form.objection(Turn(first.depart_from, last.away.last), self.policy.events)
            if len(slot.away) > 1 and objection and not self.policy.exceptions.get(slot.start):
                expected = f"a stay that the form {form.id} allows, or an exception of batch {slot.start}"
                yield Fault("length", expected, objection, file="openings", row=rows[slot.opening])

    def _reference_faults(self) -> Iterator[Fault]:
        known = {person.id for person in self.people}
        numbers = {batch.number for batch in self.policy.batches}
        mentioned = [
            *(("couples", "first", row, pair.first) for row, pair in enumerate(self.couples, start=2)),
            *(("couples", "second", row, pair.second) for row, pair in enumerate(self.couples, start=2)),
            *(("preferences", "person", row, wish.person) for row, wish in enumerate(self.preferences, start=2)),
            *(("not_available", "person", row, entry.person) for row, entry in enumerate(self.not_available, start=2)),
            *(("exemptions", "person", row, entry.person) for row, entry in enumerate(self.exemptions, start=2)),
        ]
        for file, column, row, word in mentioned:
            if word not in known:
                yield Fault(column, "the id of a person in people", word, file=file, row=row)
        for row, wish in enumerate(self.preferences, start=2):
            if wish.place not in self.tree:
                yield Fault("place", "the id of a unit in units", wish.place, file="preferences", row=row)
        yield from _repeated("preferences", "place", ((wish.person, wish.place) for wish in self.preferences))
        for row, entry in enumerate(self.not_available, start=2):
            if not entry.batches <= numbers:
                strange = str(sorted(entry.batches - numbers))
                yield Fault(
                    "batches", f"batches of the policy ({len(numbers)})", strange, file="not_available", row=row
                )

    def _first_faults(self) -> Iterator[Fault]:
        for who in self.policy.first:
            if who not in self.person:
                yield Fault("first", "the id of a person in people", who, file="policy")
            elif 1 in self.hindered.get(who, frozenset()):
                yield Fault("first", "people available in batch 1", who, file="policy")

    def _pin_faults(self) -> Iterator[Fault]:
        yield from _repeated("pins", "person", (pin.person for pin in self.pins))
        for row, pin in enumerate(self.pins, start=2):
            if pin.person not in self.person:
                yield Fault("person", "the id of a person in people", pin.person, file="pins", row=row)
            elif pin.person in self.exempt and not pin.stays:
                yield Fault("person", "somebody who may go", pin.person, file="pins", row=row)
            if pin.opening and pin.opening not in self.opening:
                yield Fault("opening", "the id of an opening in openings", pin.opening, file="pins", row=row)

    def _group_faults(self) -> Iterator[Fault]:
        yield from _repeated("groups", "id", (group.id for group in self.groups))
        first: dict[str, int] = {}
        for row, group in enumerate(self.groups, start=2):
            for who in group.members:
                if who not in self.person:
                    yield Fault("members", "the id of a person in people", who, file="groups", row=row)
                if first.setdefault(who, row) != row:
                    got = f"{who} again (first in row {first[who]})"
                    yield Fault("members", "each person in one group", got, file="groups", row=row)
        for row, pair in enumerate(self.couples, start=2):
            if pair.first in first and first[pair.first] == first.get(pair.second):
                expected = "a person of another group: one group goes together"
                yield Fault("second", expected, pair.second, file="couples", row=row)

    def _hopeless_pins(self) -> Iterator[Fault]:
        """Pins to where nobody starts, or only when the person, or somebody of their group, is not available."""
        for row, pin in enumerate(self.pins, start=2):
            hindered = self.hindered.get(pin.person, frozenset())
            ways = [slot for slot in self.slots if pin.takes(slot.opening, slot.start)]
            got = pin.opening if pin.batch is None else str(pin.batch)
            if not ways and not pin.stays:
                expected = f"a batch in which {pin.opening or 'some opening'} starts people"
                yield Fault("batch", expected, got, file="pins", row=row)
            elif ways and all(hindered & set(slot.away) for slot in ways):
                yield Fault("batch", f"batches in which {pin.person} is available", got, file="pins", row=row)


def _repeated(file: str, column: str, words: Iterable[Any]) -> Iterator[Fault]:
    first: dict[Any, int] = {}
    for row, word in enumerate(words, start=2):
        if first.setdefault(word, row) != row:
            got = " and ".join(word) if isinstance(word, tuple) else word
            yield Fault(column, "each once", f"{got} again (first in row {first[word]})", file=file, row=row)
