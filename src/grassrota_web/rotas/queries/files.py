"""A plan as files: its lists, and the folder of problem and plan that ``grassrota check`` accepts."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from grassrota.files.plan import write_plan
from grassrota.files.problem import write_problem
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem
from grassrota_web.rotas.queries.without_wishes import without_wishes

MADE = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the archive: the same plan gives the same bytes."""


def folder(problem: RotaProblem, plan: Plan) -> bytes:
    """A ZIP archive with the folders ``problem`` and ``plan``.

    Wishes are their owners' alone and are left out. What was proven with them holds no more without: the cost is
    counted again, and the bound is 0.

    Raises:
        BadInput: If a value does not fit its file.
    """
    problem, plan = without_wishes(problem, plan)
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        for part in ("problem", "plan"):
            (top / part).mkdir()
        write_problem(problem, top / "problem")
        write_plan(plan, problem, top / "plan")
        return _archive(top)


def lists(problem: RotaProblem, plan: Plan, file: str) -> str:
    """One table of the plan folder, ``postings.csv`` or ``left_out.csv``, as text."""
    with tempfile.TemporaryDirectory() as name:
        write_plan(plan, problem, Path(name))
        return (Path(name) / file).read_text("utf-8")


def _archive(top: Path) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(top.rglob("*")):
            if path.is_file():
                archive.writestr(zipfile.ZipInfo(path.relative_to(top).as_posix(), MADE), path.read_bytes())
    return stream.getvalue()
