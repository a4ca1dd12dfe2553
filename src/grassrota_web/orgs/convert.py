"""Rows of this room as values of the core, and back."""

from __future__ import annotations

from collections.abc import Iterable

from grassrota import org, staff
from grassrota.forms import Role
from grassrota.org import Level, Sector, UnitKind
from grassrota.posting import opening as core
from grassrota_web.orgs.models import Exemption, GradeScale, Opening, Person, Unit


def unit_tree(rows: Iterable[Unit]) -> org.UnitTree:
    """The tree of these rows; a unit whose parent is not among them stands at the top."""
    units = list(rows)
    codes = {unit.pk: unit.code for unit in units}
    return org.UnitTree(
        tuple(
            org.Unit(
                unit.code,
                unit.name,
                Level(unit.level),
                UnitKind(unit.kind),
                codes.get(unit.parent_id or 0, ""),
                unit.open_list,
                tuple(head.code for head in unit.headed_by.all()),
                None if unit.east_km is None or unit.north_km is None else (unit.east_km, unit.north_km),
            )
            for unit in units
        )
    )


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


def exemption(row: Exemption) -> staff.Exemption:
    """An exemption; ``person`` is to be selected with the row. Where its detail is, the core need not know."""
    return staff.Exemption(row.person.code, staff.ExemptionReason(row.reason))


def scale(row: GradeScale) -> staff.GradeScale:
    """A grade scale."""
    return staff.GradeScale(
        row.version,
        row.valid_from,
        tuple(staff.Grade(grade.code, grade.rank, tuple(grade.titles)) for grade in row.grades.all()),
    )
