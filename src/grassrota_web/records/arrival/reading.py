"""Reading a rotation folder that was sent: what it holds, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from grassrota.errors import BadInput, Fault, Refused
from grassrota.files.unpack import unpack
from grassrota.rota.plan import Plan
from grassrota_web.orgs.incoming import file_of
from grassrota_web.orgs.load import taken
from grassrota_web.orgs.models import ImportBatch
from grassrota_web.records.rotation_folder import RotationFolder, happened, roster_of

PLAN, POSTINGS = "plan", "postings"
"""Folders that may stand beside the problem: the plan that is carried out, and what has happened."""
Value = TypeVar("Value")


@dataclass
class Sent:
    """A folder as it was sent.

    Attributes:
        folder: With its problem; None if that cannot be read.
        plan: The plan that is carried out; None if there is none.
        under_way: True if the folder says what has happened.
        faults: Everything that is wrong.
    """

    folder: RotationFolder | None = None
    plan: Plan | None = None
    under_way: bool = False
    faults: list[Fault] = field(default_factory=list)

    def said(self) -> dict[str, Any]:
        """What the page shows of it, in counts."""
        if self.folder is None:
            return {}
        problem = self.folder.problem
        said: dict[str, Any] = {"title": self.folder.settings.title, "under_way": self.under_way}
        counts = {"units": problem.tree.units, "people": problem.people, "openings": problem.openings}
        said |= {name: len(rows) for name, rows in counts.items()} | {"batches": len(problem.policy.batches)}
        return said | {"going": len(self.plan.assignments) if self.plan else 0}


@contextmanager
def sent(batch: ImportBatch) -> Iterator[Sent]:
    """The folder of a batch, unpacked for a moment and read as far as it can be."""
    found = Sent()

    def attempted(step: Callable[[], Value]) -> Value | None:
        try:
            return step()
        except BadInput as error:
            found.faults += error.faults
        except Refused as refusal:
            told = refusal.data.get("objections")
            objections = told if isinstance(told, tuple) and told else (refusal.message,)
            found.faults += [Fault("", "what the rules allow", str(one)) for one in objections]
        return None

    with file_of(batch) as archive, TemporaryDirectory() as place:
        path = attempted(lambda: unpack(archive, Path(place)))
        found.folder = attempted(lambda: RotationFolder.read(path, batch.preview["prefix"])) if path else None
        if found.folder:
            _read_on(found, found.folder, attempted)
        yield found


def _read_on(found: Sent, folder: RotationFolder, attempted: Callable[[Callable[[], Any]], Any]) -> None:
    """The plan, what has happened, and what is here already."""
    found.faults += taken(roster_of(folder))
    found.under_way = (folder.path / POSTINGS).is_dir()
    if (folder.path / PLAN).is_dir():
        found.plan = attempted(lambda: folder.plan(folder.path / PLAN))
    elif found.under_way:
        fix = "Put the plan that is being carried out beside it."
        found.faults.append(Fault("", "a folder named plan", "none", fix))
    plan = found.plan
    if plan and found.under_way:
        attempted(lambda: happened(folder, plan))
