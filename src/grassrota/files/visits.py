"""``visits.csv``: places surveyed and places fully inspected, with the rule by which the former were chosen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from grassrota.errors import BadInput, Fault, Refused
from grassrota.files.columns import Column, read_rows
from grassrota.files.parse import day, identifier, one_of, text, whole, yes_or_no
from grassrota.inspection.cycle import Visit, VisitKind

VISITS = (
    Column("unit", identifier),
    Column("on", day),
    Column("kind", one_of(VisitKind)),
    Column("evidence", whole(0)),
    Column("from_raisers", whole(0)),
    Column("representative", yes_or_no, required=False, default=False),
    Column("sampling_rule", text, required=False),
)


def read_visits(path: Path) -> tuple[Visit, ...]:
    """Reads the visits.

    Raises:
        BadInput: With every fault; a place called representative without a rule is one.
    """
    return read_rows(path, VISITS, _visit).values


def _visit(
    unit: str, on: date, kind: VisitKind, evidence: int, from_raisers: int, representative: bool, sampling_rule: str
) -> Visit:
    try:
        return Visit(unit, on, kind, evidence, from_raisers, representative, sampling_rule)
    except Refused as refused:
        raise BadInput([Fault("sampling_rule", "how a representative place was chosen", refused.message)]) from None
