"""Operations on imports: a list is sent, looked through, taken as a whole or in its good rows, and undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Literal
from uuid import UUID

from ninja import File, Query
from ninja.files import UploadedFile
from pydantic import AwareDatetime, Field

from grassrota.errors import BadInput, Fault
from grassrota.files.preview import Apply
from grassrota_web.access.api.as_read import found
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.problem import FaultShown
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Asking, Day, Given, Key, Shown
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.actions import imports as actions
from grassrota_web.orgs.forms.imports import MOST_BYTES, SUFFIXES
from grassrota_web.orgs.incoming import KINDS, sift
from grassrota_web.orgs.models import ImportBatch, ImportState
from grassrota_web.orgs.queries.openings import open_rotations

room = Room("Imports")

AT_ONCE = 200_000
"""Bytes of a list that is looked through while one waits; a larger one is a job."""

FAULTS = 500
"""Faults that are told; the returned workbook has all of them."""

Kind = Literal[KINDS]  # type: ignore[valid-type]


class ImportShown(Shown):
    """A list that was sent: how far it is, and what it would change or has changed."""

    EXAMPLE: ClassVar = {
        "key": "3f0c3f5e-2a51-4c1e-9d3f-7b8f0a4be211",
        "kind": "people",
        "rotation": None,
        "state": "read",
        "uploaded_at": "1957-12-02T08:15:00Z",
        "applied_on": None,
        "preview": {"new": 2, "changed": 1, "unchanged": 397, "faulty": 1},
        "faults": [{"column": "grade", "expected": "a grade of scale 1957", "got": "boss", "fix": "", "row": 7}],
        "job": None,
        "error": "",
    }

    key: UUID
    kind: str
    rotation: int | None = Field(description="`key` of the rotation, for openings.")
    state: ImportState
    uploaded_at: AwareDatetime
    applied_on: Day | None
    preview: dict[str, Any] = Field(description="Counts of new, changed, unchanged and faulty rows; some of them.")
    faults: list[FaultShown] = Field(description=f"At most {FAULTS}.")
    job: UUID | None = Field(description="`key` of the job that is at work on it.")
    error: str = Field(description="Why its job failed; empty if it did not.")


class ImportOf(Asking):
    """What the list is of."""

    kind: Kind = Field(description=f"One of {', '.join(KINDS)}.", examples=["people"])
    rotation: Key | None = Field(None, description="`key` of the rotation; for openings only, and needed there.")


class Decided(Given):
    """What to take."""

    EXAMPLE: ClassVar = {"choice": "all_or_nothing"}

    choice: Apply


def _batches() -> Any:
    return ImportBatch.objects.filter(kind__in=KINDS).select_related("job").defer("content")


def _shown(row: ImportBatch) -> ImportShown:
    faults = [FaultShown(**dict(zip(FaultShown.model_fields, fault, strict=True))) for fault in row.faults[:FAULTS]]
    return ImportShown(
        key=row.pk,
        kind=row.kind,
        rotation=row.rotation_id,
        state=ImportState(row.state),
        uploaded_at=row.uploaded_at,
        applied_on=row.applied_on,
        preview=row.preview,
        faults=faults,
        job=row.job_id,
        error=str(row.job.result.get("error", "")) if row.job else "",
    )


@room.reads("imports", Listed[ImportShown], Right.IMPORT)
def list_imports(request: Asked, find: Query[Listing]) -> Any:
    """Lists the lists that were sent, the newest first."""
    return listed(request, find, visible(request.actor, _batches()), ("-uploaded_at", "pk"), _shown)


@room.reads("imports/{key}", ImportShown, Right.IMPORT)
def show_import(request: Asked, key: UUID) -> Any:
    """Shows one of them, as far as it is."""
    return _shown(found(request.actor, _batches(), key))


@room.does(actions.bring_in, "imports", ImportShown, status=201, again=True)
def bring_in(request: Asked, find: Query[ImportOf], file: File[UploadedFile]) -> Any:
    """The dry run: a short list is looked through at once, a long one by a job."""
    if Path(file.name or "").suffix.lower() not in SUFFIXES or (file.size or 0) > MOST_BYTES:
        raise BadInput([Fault("file", f"a name that ends in {' or '.join(SUFFIXES)}, and 64 MB at most", "another")])
    rotation = open_rotations(request.actor).get(pk=find.rotation) if find.rotation else None
    content, later = file.read(), (file.size or 0) > AT_ONCE
    row = actions.bring_in(request.actor, find.kind, file.name or "", content, rotation, later=later)
    if not later:
        actions.keep_preview(request.actor, row, sift(request.actor, row))
    return _shown(_batches().get(pk=row.pk))


@room.does(actions.decide_import, "imports/{key}/decide", ImportShown)
def decide_import(request: Asked, key: UUID, given: Decided) -> Any:  # noqa: D103
    return _shown(actions.decide_import(request.actor, found(request.actor, _batches(), key), given.choice))


@room.does(actions.drop_import, "imports/{key}/drop", ImportShown)
def drop_import(request: Asked, key: UUID) -> Any:  # noqa: D103
    return _shown(actions.drop_import(request.actor, found(request.actor, _batches(), key)))


@room.does(actions.decide_undo, "imports/{key}/undo", ImportShown)
def decide_undo(request: Asked, key: UUID) -> Any:  # noqa: D103
    return _shown(actions.decide_undo(request.actor, found(request.actor, _batches(), key)))
