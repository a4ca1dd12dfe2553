"""A report that counts opinions by unit and names no people: its units, and how many cases of each are open."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.db import transaction

from grassrota.files.counts import UnitCount, read_counts
from grassrota.org import Level, Unit, UnitKind, UnitTree
from grassrota.play.rotation import read_rotation
from grassrota_web.access.actor import Application
from grassrota_web.orgs.actions.rotations import Call, open_rotation
from grassrota_web.orgs.load import load_units
from grassrota_web.orgs.models import GradeScale, Rotation
from grassrota_web.rotas.actions.evidence import count_open_cases

COUNTS = Path("inspection") / "counts.csv"
"""Where a folder says how many opinions each unit has, and how many it says are fixed."""

TOP = "中央国家机关 Central state organs"
"""What report 002, the one of this kind, calls whom it is about; of the units it says no name."""


def bring_in_counts(folder: Path, code: str, prefix: str, scale: GradeScale) -> Rotation:
    """Brings in the units of a report with the cases that they themselves do not call fixed.

    What they call fixed is reported and not verified, so no bound is set here.

    Args:
        folder: With ``rotation.toml`` and the counts.
        code: Of the rotation to which they belong; nobody is planned in it yet.
        prefix: Put before every id.
        scale: A grade scale, which every rotation has.
    """
    settings, counts, actor = read_rotation(folder), read_counts(folder / COUNTS), Application()
    as_of = settings.as_of[-1]
    with transaction.atomic():
        units = load_units(actor, _tree(counts, prefix))
        top = f"{prefix}top"
        rotation = open_rotation(actor, Call(code, settings.title, top, top, scale.version, as_of))
        for unit, count in counts.items():
            still_open = count.opinions - count.reported_fixed
            count_open_cases(actor, rotation, units[f"{prefix}{unit}"], still_open, as_of)
    return rotation


def _tree(counts: Mapping[str, UnitCount], prefix: str) -> UnitTree:
    """One organ above all units of the report."""
    top = Unit(f"{prefix}top", TOP, Level.CENTRE, UnitKind.ORGAN, "")
    below = (Unit(f"{prefix}{unit}", f"单位 Unit {unit}", Level.PROVINCE, UnitKind.ORGAN, top.id) for unit in counts)
    return UnitTree((top, *below))
