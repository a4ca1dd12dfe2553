"""Rows of this room as values of the core, and back; and what a value says by column, for the journal and imports."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from grassrota import org, staff
from grassrota.errors import BadInput, Fault
from grassrota.files.cells import cell_text, shortened
from grassrota.files.lists import LISTS
from grassrota.forms import Role
from grassrota.org import Level, Sector, UnitKind
from grassrota.posting import opening as core
from grassrota_web.access.paths import EVERYWHERE, below
from grassrota_web.orgs.models import Couple, Exemption, GradeScale, Opening, Person, Unit

Facts = dict[str, str]
"""What a value says, by column as the cells of its list: text alone, so that a journal or a file can hold it."""


def unit(row: Unit, parent: str = "") -> org.Unit:
    """A unit under the one with the code ``parent``, or at the top; its heads are to be fetched with the row."""
    return _headed(row, parent, (head.code for head in row.headed_by.all()))


def _headed(row: Unit, parent: str, heads: Iterable[str]) -> org.Unit:
    return org.Unit(
        row.code,
        row.name,
        Level(row.level),
        UnitKind(row.kind),
        parent,
        row.open_list,
        tuple(sorted(heads)),
        None if row.east_km is None or row.north_km is None else (row.east_km, row.north_km),
    )


def unit_tree(rows: QuerySet[Unit]) -> org.UnitTree:
    """The tree of these rows with their heads; a unit whose parent is not among them stands at the top."""
    heads: dict[int, list[str]] = defaultdict(list)
    headed = Unit.headed_by.through.objects.filter(unit__in=rows.order_by().values("pk"))
    for key, code in headed.values_list("unit_id", "person__code"):
        heads[key].append(code)
    codes = {row.pk: row.code for row in rows}
    return org.UnitTree(tuple(_headed(row, codes.get(row.parent_id or 0, ""), heads.get(row.pk, ())) for row in rows))


def put_unit(row: Unit, value: org.Unit) -> Unit:
    """Writes what a value says into its row, but for its heads and its place in the tree."""
    row.code, row.name, row.level, row.kind, row.open_list = (
        *(value.id, value.name, value.level.value),
        *(value.kind.value, value.open_list),
    )
    row.east_km, row.north_km = value.position or (None, None)
    return row


def path_below(parent: Unit | None, key: int) -> str:
    """Path of a unit with this key, below another or at the top."""
    return below(parent.path if parent else EVERYWHERE, key)


def person(row: Person) -> staff.Person:
    """A person; ``unit`` and ``site`` are to be selected with the row."""
    return staff.Person(
        row.code,
        row.name,
        row.unit.code,
        row.grade,
        row.tenure_years,
        row.field_years,
        row.turns_served,
        row.last_returned,
        row.previous_post,
        row.home_post,
        row.surplus,
        row.key_staff,
        frozenset(row.skills),
        row.site.code if row.site else "",
    )


def put_person(row: Person, value: staff.Person, unit: Unit, site: Unit | None) -> Person:
    """Writes a value into its row."""
    for name in ("name", "grade", "tenure_years", "field_years", "turns_served", "last_returned"):
        setattr(row, name, getattr(value, name))
    for name in ("previous_post", "home_post", "surplus", "key_staff"):
        setattr(row, name, getattr(value, name))
    row.code, row.skills, row.unit, row.site = value.id, sorted(value.skills), unit, site
    return row


def opening(row: Opening) -> core.Opening:
    """An opening; ``place`` is to be selected with the row."""
    return core.Opening(
        row.code,
        row.place.code,
        Sector(row.sector),
        Role(row.role),
        row.low,
        row.high,
        frozenset(row.batches),
        row.length,
        frozenset(row.needs),
        frozenset(row.prefers),
        row.hardship,
        frozenset(row.grades),
    )


def put_opening(row: Opening, value: core.Opening, place: Unit) -> Opening:
    """Writes a value into its row."""
    row.code, row.place, row.sector, row.role = value.id, place, value.sector.value, value.role.value
    for name in ("low", "high", "length", "hardship"):
        setattr(row, name, getattr(value, name))
    for name in ("batches", "needs", "prefers", "grades"):
        setattr(row, name, sorted(getattr(value, name)))
    return row


def exemption(row: Exemption) -> staff.Exemption:
    """An exemption; ``person`` is to be selected with the row. Where its detail is, the core need not know."""
    return staff.Exemption(row.person.code, staff.ExemptionReason(row.reason))


def couple(row: Couple) -> staff.Couple:
    """A couple; both are to be selected with the row."""
    return staff.Couple(row.first.code, row.second.code)


def scale(row: GradeScale) -> staff.GradeScale:
    """A grade scale, its grades in the order in which they were given."""
    return staff.GradeScale(
        row.version,
        row.valid_from,
        tuple(
            staff.Grade(grade.code, grade.rank, tuple(grade.titles))
            for grade in sorted(row.grades.all(), key=lambda grade: grade.pk)
        ),
    )


def facts(kind: str, value: Any) -> Facts:
    """What a value of the list ``kind`` says; empty cells are left out."""
    cells = LISTS[kind].cells_of(value)
    return {column: text for column, cell in cells.items() if (text := cell_text(cell))}


def value_of(kind: str, said: Mapping[str, str]) -> Any:
    """The value that said this: the inverse of ``facts``."""
    kept = LISTS[kind]
    return kept.build(**{column.name: column.value(said.get(column.name, "")) for column in kept.columns})


def changed(before: Facts, after: Facts) -> tuple[Facts, Facts]:
    """Of both, what differs."""
    names = [name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name)]
    return (
        {name: before.get(name, "") for name in names},
        {name: after.get(name, "") for name in names},
    )


def unplaced(error: BadInput) -> BadInput:
    """The same faults without the rows of a table, for a value that came from a form."""
    return BadInput([Fault(fault.column, fault.expected, fault.got, fault.fix) for fault in error.faults])


def digest(kind: str, values: Iterable[object]) -> dict[str, object]:
    """How many rows there are, and the hash of what they say, sorted."""
    lines = sorted(json.dumps(facts(kind, value), ensure_ascii=False, sort_keys=True) for value in values)
    return {"count": len(lines), "sha256": hashlib.sha256("\n".join(lines).encode()).hexdigest()}


def told(cell: object) -> str:
    """A cell as it may stand in a message."""
    return shortened(cell_text(cell))
