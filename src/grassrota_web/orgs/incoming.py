"""A list that came in as a file, beside what is stored: what it would change, and what is wrong with it here.

The core reads and compares. What only the store knows is added here: that a code is taken, that a unit, a person or a
grade is not there, and how far the importer reaches. A row about something beyond that reach is a fault of the row, in
the words that are used for what does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from grassrota import org, staff
from grassrota.errors import BadInput, Fault
from grassrota.files.cells import shortened
from grassrota.files.columns import Rows
from grassrota.files.lists import LISTS
from grassrota.files.preview import Apply, Entry, preview
from grassrota.posting import opening as core
from grassrota_web.access.actor import Actor
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import At, reached, visible
from grassrota_web.orgs import convert
from grassrota_web.orgs.models import Couple, Exemption, ImportBatch, Opening, Person, Unit
from grassrota_web.orgs.reach import A_FREE_ID, A_PERSON, A_UNIT, scale_in_force

KINDS = ("units", "people", "openings", "absences", "couples")
"""The lists that can be brought in, in the order in which they build on each other."""


MODELS: Mapping[str, type[models.Model]] = {
    "units": Unit,
    "people": Person,
    "openings": Opening,
    "absences": Exemption,
    "couples": Couple,
}
"""Where each list is stored."""

MOST_SMALL = 32_767
"""The greatest number in a small column of any store."""


@dataclass(frozen=True)
class Sifted:
    """What came of comparing a list with the store.

    Attributes:
        kind: The list.
        new: Good rows about something that is not stored yet.
        changed: Good rows that would alter something.
        before: What is stored of these, by key.
        unchanged: How many rows say what is stored.
        faults: What is wrong with the others, in the order of rows.
        missing: How many stored things the file does not speak of; nothing happens to them.
    """

    kind: str
    new: tuple[Entry[Any], ...]
    changed: tuple[Entry[Any], ...]
    before: Mapping[tuple[Any, ...], Any]
    unchanged: int
    faults: tuple[Fault, ...]
    missing: int = 0

    def to_take(self, choice: Apply) -> Sifted:
        """The same, if it may be taken.

        Raises:
            BadInput: With every fault, if there is one and the choice is all or nothing, or if no row is good.
        """
        if self.faults and (choice == Apply.ALL_OR_NOTHING or not (self.new or self.changed or self.unchanged)):
            raise BadInput(self.faults)
        return self


@dataclass
class Sieve:
    """Good rows on their way through the checks of the store.

    Attributes:
        actor: Who brings them in.
        batch: The list.
        rows: As read.
        entries: Those not refused so far, new and changed ones.
        faults: What was found.
        before: What is stored, by key.
    """

    actor: Actor
    batch: ImportBatch
    rows: Rows[Any]
    entries: list[Entry[Any]]
    before: Mapping[tuple[Any, ...], Any]
    faults: list[Fault] = field(default_factory=list)

    def check(self, *checks: tuple[str, str, Callable[[Any], Iterable[str]]]) -> None:
        """Each check: a column, what was expected there, and which words of a value are wrong. Such rows drop out."""
        place = {number: at for at, number in enumerate(self.rows.numbers)}
        kept = []
        for entry in self.entries:
            wrong = [
                self.rows.fault(place[entry.row], column, expected, word)
                for column, expected, words in checks
                for word in words(entry.value)
            ]
            self.faults += wrong
            if not wrong:
                kept.append(entry)
        self.entries = kept

    def is_new(self, value: Any) -> bool:
        """True if nothing is stored about it within the importer's reach."""
        return LISTS[self.batch.kind].key_of(value) not in self.before


@contextmanager
def file_of(batch: ImportBatch) -> Iterator[Path]:
    """The file as it was sent, for a moment on the disk, under a name that tells nothing.

    Raises:
        BadInput: If it is no longer kept.
    """
    if batch.content is None:
        raise BadInput([Fault("", "the file", "nothing: it is kept for a day at most", "Send it again.")])
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{batch.kind}{Path(batch.file).suffix.lower()}"
        path.write_bytes(bytes(batch.content))
        yield path


def sift(actor: Actor, batch: ImportBatch) -> Sifted:
    """Reads the file of a batch, and compares it with what is stored within the actor's reach."""
    kept = LISTS[batch.kind]
    with file_of(batch) as path:
        rows = kept.scan(path)
    stored = {kept.key_of(value): value for value in _stored(actor, batch)}
    found = preview(kept, rows, stored.values())
    entries = sorted((*found.new, *found.changed), key=lambda entry: entry.row)
    sieve = Sieve(actor, batch, rows, entries, stored)
    sieve.check(*_room(batch.kind))
    _CHECKS[batch.kind](sieve)
    faults = sorted((*found.faulty, *sieve.faults), key=lambda fault: fault.row)
    new = tuple(entry for entry in sieve.entries if entry.key not in stored)
    changed = tuple(entry for entry in sieve.entries if entry.key in stored)
    before = {entry.key: stored[entry.key] for entry in changed}
    missing = len(found.missing_from_file)
    return Sifted(batch.kind, new, changed, before, len(found.unchanged), tuple(faults), missing)


def within(actor: Actor, rows: QuerySet[Any], path: str, right: Right) -> QuerySet[Any]:
    """The rows that the actor may bring in and change, both."""
    return reached(actor, reached(actor, rows, (At(right, path),)), (At(Right.IMPORT, path),))


def _stored(actor: Actor, batch: ImportBatch) -> Iterable[Any]:
    """What is stored of this list within reach, as values of the core."""
    match batch.kind:
        case "units":
            units = Unit.objects.select_related("parent").prefetch_related("headed_by")
            for row in within(actor, units, "path", Right.EDIT_UNITS):
                yield convert.unit(row, row.parent.code if row.parent else "")
        case "people":
            people = Person.objects.filter(left_on=None).select_related("unit", "site").order_by()
            yield from map(convert.person, within(actor, people, "unit__path", Right.EDIT_PEOPLE).iterator())
        case "openings":
            openings = Opening.objects.filter(rotation=batch.rotation, withdrawn_on=None).select_related("place")
            yield from map(convert.opening, within(actor, openings, "place__path", Right.EDIT_OPENINGS))
        case "absences":
            exemptions = Exemption.objects.filter(until=None).select_related("person")
            yield from map(convert.exemption, within(actor, exemptions, "person__unit__path", Right.EDIT_PEOPLE))
        case "couples":
            couples = Couple.objects.select_related("first", "second")
            yield from map(convert.couple, within(actor, couples, "first__unit__path", Right.EDIT_PEOPLE))


def _room(kind: str) -> Iterator[tuple[str, str, Callable[[Any], Iterable[str]]]]:
    """A check of each column for which the store has only so much room."""
    fields = {field.name: field for field in MODELS[kind]._meta.concrete_fields}
    for column in LISTS[kind].columns:
        known = fields.get("code" if column.name == "id" else column.name)
        if isinstance(known, models.PositiveSmallIntegerField):
            yield column.name, f"at most {MOST_SMALL}", _beyond(column.name, MOST_SMALL)
        elif isinstance(known, models.CharField) and known.max_length:
            expected = f"a cell of at most {known.max_length} characters"
            yield column.name, expected, _beyond(column.name, known.max_length)


def _beyond(name: str, most: int) -> Callable[[Any], list[str]]:
    """The number, or the text of that many characters, that is more than the most."""

    def words(value: Any) -> list[str]:
        said = getattr(value, name, None) or 0
        size = said if isinstance(said, int) else len(str(said))
        return [shortened(str(said))] if size > most else []

    return words


def _check_units(sieve: Sieve) -> None:
    actor = sieve.actor
    everywhere = EVERYWHERE in actor.paths(Right.EDIT_UNITS) and EVERYWHERE in actor.paths(Right.IMPORT)
    free = _taken(sieve, Unit.objects)
    people = set(visible(actor, Person.objects.filter(left_on=None)).values_list("code", flat=True))
    sieve.check(
        ("id", A_FREE_ID, lambda unit: [unit.id] if unit.id in free else []),
        ("headed_by", A_PERSON, lambda unit: [head for head in unit.headed_by if head not in people]),
        ("parent", A_UNIT, lambda unit: [] if unit.parent or everywhere or not sieve.is_new(unit) else ["nothing"]),
    )
    stored = {unit.id: unit for unit in sieve.before.values()}
    while True:
        wanted = {entry.value.id: entry.value for entry in sieve.entries}
        known = {**stored, **wanted}
        # above the importer's reach nothing changes, so that the tree may begin where the reach does
        tops = {
            code: replace(unit, parent="")
            for code, unit in known.items()
            if unit.parent and unit.parent not in known and unit.parent == getattr(stored.get(code), "parent", None)
        }
        units = tuple({**known, **tops}.values())
        try:
            org.UnitTree(units)
        except BadInput as error:
            wrong = {units[fault.row - 2].id: fault for fault in error.faults}
        else:
            return
        before = len(sieve.entries)
        sieve.check(
            *(
                (column, expected, _wrong_there(wrong, column, expected))
                for column, expected in dict.fromkeys((fault.column, fault.expected) for fault in wrong.values())
            )
        )
        if len(sieve.entries) == before:  # only what is stored already is wrong
            return


def _wrong_there(wrong: Mapping[str, Fault], column: str, expected: str) -> Callable[[org.Unit], list[str]]:
    def words(unit: org.Unit) -> list[str]:
        fault = wrong.get(unit.id)
        return [fault.got] if fault and (fault.column, fault.expected) == (column, expected) else []

    return words


def _check_people(sieve: Sieve) -> None:
    units = _codes(within(sieve.actor, Unit.objects.all(), "path", Right.EDIT_PEOPLE))
    sites = _codes(visible(sieve.actor, Unit.objects.all()))
    row = scale_in_force(timezone.localdate())
    scale = convert.scale(row) if row else None
    taken = _taken(sieve, Person.objects)
    before = {key[0]: value for key, value in sieve.before.items()}

    def wrong_grade(person: staff.Person) -> list[str]:
        known = before.get(person.id)
        same = known is not None and known.grade == person.grade
        return [] if same or scale is None or person.grade in scale else [person.grade]

    sieve.check(
        ("id", A_FREE_ID, lambda person: [person.id] if person.id in taken else []),
        ("unit", A_UNIT, lambda person: [] if person.unit in units else [person.unit]),
        ("site", A_UNIT, lambda person: [person.site] if person.site and person.site not in sites else []),
        ("grade", f"a grade of scale {scale.version if scale else ''}", wrong_grade),
    )
    if scale:
        sieve.entries = [
            replace(entry, value=replace(entry.value, grade=scale.grade(entry.value.grade).code))
            if entry.value.grade in scale
            else entry
            for entry in sieve.entries
        ]


def _check_openings(sieve: Sieve) -> None:
    rotation = sieve.batch.rotation
    if rotation is None:
        raise BadInput([Fault("rotation", "the rotation to which the openings belong", "nothing")])
    places = within(sieve.actor, Unit.objects.filter(path__startswith=rotation.hosts.path), "path", Right.EDIT_OPENINGS)
    known, grades = _codes(places), set(rotation.scale.grades.values_list("code", flat=True))
    taken = _taken(sieve, Opening.objects.filter(rotation=rotation))

    def wrong_grades(opening: core.Opening) -> list[str]:
        return sorted(opening.grades - grades)

    sieve.check(
        ("id", A_FREE_ID, lambda opening: [opening.id] if opening.id in taken else []),
        ("place", A_UNIT, lambda opening: [] if opening.place in known else [opening.place]),
        ("grades", f"grades of scale {rotation.scale.version}", wrong_grades),
    )


def _check_absences(sieve: Sieve) -> None:
    people = _people(sieve)
    expected = "exempt: who is not available for a round is kept with that rotation"
    nothing = "nothing: detail is sealed on the person's page"
    sieve.check(
        ("kind", expected, lambda row: [] if isinstance(row, staff.Exemption) else ["not_available"]),
        ("person", A_PERSON, lambda row: [] if row.person in people else [row.person]),
        ("sealed_ref", nothing, lambda row: [row.sealed_ref] if getattr(row, "sealed_ref", "") else []),
    )


def _check_couples(sieve: Sieve) -> None:
    people = _people(sieve)
    kept = {frozenset(key) for key in sieve.before}
    there: set[frozenset[str]] = set()

    def again(couple: staff.Couple) -> list[str]:
        pair = frozenset((couple.first, couple.second))
        seen = pair in kept or pair in there
        there.add(pair)
        return [couple.second] if seen and sieve.is_new(couple) else []

    sieve.check(
        ("first", A_PERSON, lambda couple: [] if couple.first in people else [couple.first]),
        ("second", A_PERSON, lambda couple: [] if couple.second in people else [couple.second]),
        ("second", "each couple once", again),
    )


def _people(sieve: Sieve) -> set[str]:
    people = Person.objects.filter(left_on=None)
    return _codes(within(sieve.actor, people, "unit__path", Right.EDIT_PEOPLE))


def _codes(rows: QuerySet[Any]) -> set[str]:
    return set(rows.order_by().values_list("code", flat=True))


def _taken(sieve: Sieve, rows: Any) -> set[str]:
    """Codes of new rows that are stored beyond the importer's reach, or under somebody who has left."""
    codes = [entry.value.id for entry in sieve.entries if sieve.is_new(entry.value)]
    found: set[str] = set()
    for start in range(0, len(codes), 10_000):
        found.update(rows.filter(code__in=codes[start : start + 10_000]).values_list("code", flat=True))
    return found


_CHECKS: Mapping[str, Callable[[Sieve], None]] = {
    "units": _check_units,
    "people": _check_people,
    "openings": _check_openings,
    "absences": _check_absences,
    "couples": _check_couples,
}
