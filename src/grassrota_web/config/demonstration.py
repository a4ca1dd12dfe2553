"""The demonstration's rotations: those of the reports, with their rosters, policies and plans, or with their counts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grassrota_web.config.counted_report import COUNTS, bring_in_counts
from grassrota_web.orgs.models import GradeScale, Rotation
from grassrota_web.records.rotation_folder import RotationFolder, Tell, bring_in, bring_in_plan

NOT_YET = ("001_communes",)
"""Rotations that wait with a draft of a plan, so that there is one to work on."""


def load(folders: Sequence[Path], played: Path | None, tell: Tell, *, at_rest: bool = False) -> list[Rotation]:
    """Loads every rotation that is not there yet.

    Args:
        folders: Rotation folders with a problem, or with counts of opinions once there is a grade scale; others are
            passed over.
        played: Where plans of these folders were written before, to save solving anew.
        tell: Told what is being done.
        at_rest: True to load what is there before anything is planned: no plan, and nobody posted.
    """
    found = []
    for path in folders:
        if Rotation.objects.filter(code=path.name).exists():
            continue
        prefix = f"{path.name.partition('_')[2].replace('_', '-')}-"
        if not (path / "problem").is_dir():
            scale = GradeScale.objects.first() if (path / COUNTS).is_file() else None
            if scale:
                tell(f"{path.name}: counts")
                found.append(bring_in_counts(path, path.name, prefix, scale))
            continue
        folder = RotationFolder.read(path, prefix=prefix)
        rotation, policy = bring_in(folder, path.name, tell)
        if not at_rest:
            solved = played / path.name / "plan" if played else None
            plan = folder.plan(solved if solved and solved.is_dir() else None)
            bring_in_plan(folder, policy, plan, tell, under_way=path.name not in NOT_YET)
        found.append(rotation)
    return found
