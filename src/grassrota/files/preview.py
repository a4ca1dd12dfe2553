"""What a list would change if it were taken: a dry run that everybody can read before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from grassrota.errors import BadInput, Fault
from grassrota.files.cells import BETWEEN
from grassrota.files.columns import Rows
from grassrota.files.lists import KeptList
from grassrota.files.parse import CellError

Value = TypeVar("Value")
Key = tuple[Any, ...]
"""What tells a row of a list from the others, such as ``("p1",)``."""


class Apply(StrEnum):
    """What to do with a list that has faulty rows."""

    ALL_OR_NOTHING = "all_or_nothing"
    GOOD_ROWS = "good_rows"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a value: what it says now, and what it would say."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Entry(Generic[Value]):
    """A good row.

    Attributes:
        row: Its number in the file.
        key: What tells it from the others.
        value: As it would be stored: a column that the file lacks keeps what is known already.
        changes: The fields that differ from what is stored; none for a new or an unchanged value.
    """

    row: int
    key: Key
    value: Value
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview(Generic[Value]):
    """What a list would change.

    Attributes:
        new: Rows about something that is not stored yet.
        changed: Rows that would alter something.
        unchanged: Rows that say what is stored.
        faulty: What is wrong with the others, in the order of rows.
        missing_from_file: Keys of stored values that the file does not speak of, faulty rows included. Nothing is
            removed because of it. Empty if a row's key, or the whole file, could not be read, since nobody knows then.
    """

    new: tuple[Entry[Value], ...]
    changed: tuple[Entry[Value], ...]
    unchanged: tuple[Entry[Value], ...]
    faulty: tuple[Fault, ...]
    missing_from_file: tuple[Key, ...]

    def to_apply(self, choice: Apply) -> tuple[Value, ...]:
        """The values to store: new and changed ones in the order of the file.

        Raises:
            BadInput: With every fault, if there is one and the choice is all or nothing, or if no row is good.
        """
        good = bool(self.new or self.changed or self.unchanged)
        if self.faulty and (choice == Apply.ALL_OR_NOTHING or not good):
            raise BadInput(self.faulty)
        return tuple(entry.value for entry in sorted((*self.new, *self.changed), key=lambda entry: entry.row))


def preview(kept: KeptList, rows: Rows[Value], existing: Iterable[Value]) -> Preview[Value]:
    """Compares a list with what is stored.

    Args:
        kept: The kind of list.
        rows: What was read from the file, with its faults.
        existing: What is stored.

    Returns:
        The comparison. Rows that speak of the same thing are all faulty: nobody could tell which of them holds.
    """
    stored = {kept.key_of(value): value for value in existing}
    places = _by_key(kept, rows)
    faults = list(rows.faults)
    sorted_out: dict[str, list[Entry[Value]]] = {"new": [], "changed": [], "unchanged": []}
    for place, value in enumerate(rows.values):
        key = kept.key_of(value)
        if len(places[key]) > 1:
            faults.append(_repeated(kept, rows, places[key], place, key))
            continue
        try:
            entry, kind = _compared(kept, rows, place, stored.get(key))
        except BadInput as error:
            faults += [rows.fault(place, fault.column, fault.expected, fault.got, fault.fix) for fault in error.faults]
        else:
            sorted_out[kind].append(entry)
    unread = _refused_keys(kept, rows)
    missing = () if unread is None else tuple(key for key in stored if key not in places and key not in unread)
    faults.sort(key=lambda fault: fault.row)
    new, changed, unchanged = (tuple(sorted_out[kind]) for kind in ("new", "changed", "unchanged"))
    return Preview(new, changed, unchanged, tuple(faults), missing)


def _compared(kept: KeptList, rows: Rows[Value], place: int, before: Value | None) -> tuple[Entry[Value], str]:
    value, row = rows.values[place], rows.numbers[place]
    key, cells = kept.key_of(value), kept.cells_of(value)
    if before is None:
        return Entry(row, key, value), "new"
    known = kept.cells_of(before)
    changes = tuple(
        FieldChange(name, known[name], cells[name])
        for name in rows.header
        if name in cells and known[name] != cells[name]
    )
    if not changes:
        return Entry(row, key, before), "unchanged"
    after = kept.build(**{**known, **{change.column: change.after for change in changes}})
    return Entry(row, key, after, changes), "changed"


def _by_key(kept: KeptList, rows: Rows[Value]) -> Mapping[Key, list[int]]:
    found: dict[Key, list[int]] = defaultdict(list)
    for place, value in enumerate(rows.values):
        found[kept.key_of(value)].append(place)
    return found


def _repeated(kept: KeptList, rows: Rows[Value], places: list[int], place: int, key: Key) -> Fault:
    others = ", ".join(str(rows.numbers[other]) for other in places if other != place)
    # a key may have private parts: the rows say enough
    shown = BETWEEN.join(str(part) for name, part in zip(kept.key, key, strict=True) if name not in rows.private)
    return rows.fault(place, kept.key[0], "one row for each", shown, f"Rows {others} have it.")


def _refused_keys(kept: KeptList, rows: Rows[Value]) -> frozenset[Key] | None:
    """The keys of rows that are no values; None if some row does not tell its key."""
    columns = {column.name: column for column in kept.columns}
    found = set()
    for number in {fault.row for fault in rows.faults if fault.row != 1}:
        try:
            found.add(tuple(columns[name].value(rows.refused[number][name]) for name in kept.key))
        except (KeyError, CellError):
            return None
    return frozenset(found) if rows.header else None
