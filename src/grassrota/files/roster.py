"""The tables of the roster: units, people, absences and couples."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from grassrota.errors import BadInput, Fault, Faults
from grassrota.files.columns import Column, Rows, scan_named
from grassrota.files.parse import a_set, day, identifier, one_of, several, text, whole, yes_or_no
from grassrota.org import Level, Unit, UnitKind
from grassrota.staff import Couple, Exemption, ExemptionReason, NotAvailable, Person

BATCH_NUMBERS = a_set(whole(1, 10_000))

UNITS = (
    Column("id", identifier),
    Column("name", text),
    Column("level", one_of(Level)),
    Column("kind", one_of(UnitKind)),
    Column("parent", identifier, required=False),
    Column("open_list", yes_or_no, required=False, default=False),
    Column("headed_by", several(identifier), required=False, default=()),
    Column("east_km", whole(-50_000, 50_000), required=False, default=None),
    Column("north_km", whole(-50_000, 50_000), required=False, default=None),
)

PEOPLE = (
    Column("id", identifier),
    Column("name", text),
    Column("unit", identifier),
    Column("grade", text),
    Column("tenure_years", whole(0, 70), required=False, default=0),
    Column("field_years", whole(0, 70), required=False, default=0),
    Column("turns_served", whole(0), required=False, default=0),
    Column("last_returned", day, required=False, default=None),
    Column("previous_post", text, required=False),
    Column("home_post", text, required=False),
    Column("surplus", yes_or_no, required=False, default=False),
    Column("key_staff", yes_or_no, required=False, default=False),
    Column("skills", a_set(text), required=False, default=frozenset()),
    Column("site", identifier, required=False),
)


class AbsenceKind(StrEnum):
    """What a row of the absences says."""

    EXEMPT = "exempt"
    NOT_AVAILABLE = "not_available"


ABSENCES = (
    Column("person", identifier),
    Column("kind", one_of(AbsenceKind), private=True),
    Column("reason", one_of(ExemptionReason), required=False, default=None, private=True),
    Column("batches", BATCH_NUMBERS, required=False, default=frozenset()),
    Column("sealed_ref", identifier, required=False, private=True),
)

_SEALED = "Detail is sealed elsewhere: give a class (age or health) as reason, and at most sealed_ref."
DETAIL = dict.fromkeys(
    (
        *("detail", "details", "diagnosis", "illness", "disease", "medical", "condition", "note", "notes", "remark"),
        *("remarks", "comment", "comments", "hardship", "consent", "explanation", "description"),
        *("详情", "诊断", "病情", "疾病", "备注", "说明", "困难"),
    ),
    _SEALED,
)
"""Columns that the absences never have, with the reason."""

COUPLES = (Column("first", identifier), Column("second", identifier))


def scan_units(folder: Path) -> Rows[Unit]:
    """The units, with the faults of their rows."""
    return scan_named(folder, "units", UNITS, _unit)


def scan_people(folder: Path) -> Rows[Person]:
    """The people, with the faults of their rows."""
    return scan_named(folder, "people", PEOPLE, Person)


def scan_absences(folder: Path) -> Rows[Exemption | NotAvailable]:
    """Exemptions and people not available, in the order of the file."""
    return scan_named(folder, "absences", ABSENCES, _absence, DETAIL, optional=True)


def scan_couples(folder: Path) -> Rows[Couple]:
    """The couples, with the faults of their rows."""
    return scan_named(folder, "couples", COUPLES, Couple, optional=True)


def unit_cells(unit: Unit) -> Mapping[str, object]:
    """A unit by column."""
    east, north = unit.position or (None, None)
    cells = {column.name: getattr(unit, column.name, None) for column in UNITS}
    return {**cells, "east_km": east, "north_km": north}


def absence_cells(entry: Exemption | NotAvailable) -> Mapping[str, object]:
    """An absence by column."""
    if isinstance(entry, Exemption):
        return {
            "person": entry.person,
            "kind": AbsenceKind.EXEMPT,
            "reason": entry.reason,
            "batches": frozenset(),
            "sealed_ref": entry.sealed_ref,
        }
    return {
        "person": entry.person,
        "kind": AbsenceKind.NOT_AVAILABLE,
        "reason": None,
        "batches": entry.batches,
        "sealed_ref": "",
    }


def _unit(east_km: int | None, north_km: int | None, **fields: Any) -> Unit:
    if (east_km is None) != (north_km is None):
        missing = "east_km" if east_km is None else "north_km"
        raise BadInput([Fault(missing, "both east_km and north_km, or neither", "nothing")])
    return Unit(**fields, position=None if east_km is None or north_km is None else (east_km, north_km))


def _absence(
    person: str, kind: AbsenceKind, reason: ExemptionReason | None, batches: frozenset[int], sealed_ref: str
) -> Exemption | NotAvailable:
    # the words give the rule whatever the row says, so that they do not tell what its private cells say
    exempt = kind == AbsenceKind.EXEMPT
    faults = Faults()
    classes = f"one of {', '.join(ExemptionReason)}"
    faults.unless(exempt == bool(reason), "reason", f"{classes} if the kind is exempt, and nothing else", reason or "")
    faults.unless(exempt or not sealed_ref, "sealed_ref", "nothing unless the kind is exempt", sealed_ref)
    whole_round = "nothing unless the kind is not_available: an exemption is for the whole round"
    faults.unless(not exempt or not batches, "batches", whole_round, _numbers(batches))
    faults.raise_if_any()
    return Exemption(person, reason, sealed_ref) if reason else NotAvailable(person, batches)


def _numbers(batches: frozenset[int]) -> str:
    return ", ".join(str(number) for number in sorted(batches))
