"""Operations on stages, steps, and what a rotation goes by: verified bounds and open cases."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from ninja import Query
from pydantic import AfterValidator, Field, WithJsonSchema

from grassrota.rota.process import ROTATION
from grassrota_web.access.api.as_read import found
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Batch, Code, Count, Day, Given, Key, Name, Shown, Text
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs import reach
from grassrota_web.rotas.actions import evidence, steps
from grassrota_web.rotas.actions import stages as actions
from grassrota_web.rotas.api.reach import rotation_found
from grassrota_web.rotas.models import OpenCases, Stage, StepDone, VerifiedBound

room = Room("Stages and steps")


def _known(step: str) -> str:
    if step not in ROTATION.steps:
        raise ValueError(f"one of {', '.join(ROTATION.steps)}")
    return step


Step = Annotated[str, WithJsonSchema({"type": "string", "enum": list(ROTATION.steps)}), AfterValidator(_known)]


class OfRotation(Listing):
    """Lists of what belongs to rotations."""

    rotation: Key | None = Field(None, description="`key` of the rotation.")


_STAGE: dict[str, Any] = {
    "name": "Correcting",
    "plan": "…",
    "takes_up": "…",
    "owner": "p-3",
    "begins_on": "1958-02-01",
    "batches": [2],
}


class StageShown(Shown):
    """One stage of a rotation."""

    EXAMPLE: ClassVar = {"key": 6, "rotation": 2, "number": 2, **_STAGE, "closed_on": None}

    key: int
    rotation: int
    number: int
    name: str
    plan: str
    takes_up: str
    owner: str = Field(description="`id` of who answers for it; empty if nobody, or nobody whom one sees.")
    begins_on: Day | None
    batches: list[int]
    closed_on: Day | None


class StageNamed(Given):
    """A new stage."""

    EXAMPLE: ClassVar = {"name": "Correcting"}

    name: Name


class StagePlanned(StageNamed):
    """What will be done in a stage, by whom and from when."""

    EXAMPLE: ClassVar = _STAGE

    plan: Text
    takes_up: Text = Field("", description="What of the stage before is acted on in this one.")
    owner: Annotated[str, Field(max_length=80)] = Field("", description="`id` of a person; empty for nobody.")
    begins_on: Day | None = None
    batches: Annotated[tuple[Batch, ...], Field(max_length=200)] = ()


class OnDay(Given):
    """On which day."""

    EXAMPLE: ClassVar = {"on": "1958-02-01"}

    on: Day


class UnitStageGiven(Given):
    """The unit that is in the stage, with those below it that say nothing else."""

    EXAMPLE: ClassVar = {"unit": "health", "since": "1958-02-01"}

    unit: Code
    since: Day


class StepShown(Shown):
    """A step that was taken or skipped."""

    EXAMPLE: ClassVar = {"step": "criteria", "done_on": "1957-12-03", "skipped_by": "", "reason": ""}

    step: str
    done_on: Day
    skipped_by: str
    reason: str


class StepTaken(OnDay):
    """A step that was taken."""

    EXAMPLE: ClassVar = {"step": "criteria", "on": "1957-12-03"}

    step: Step


class StepSkipped(StepTaken):
    """A step that is skipped, and why."""

    EXAMPLE: ClassVar = {"step": "discussion", "on": "1957-12-03", "reason": "The list names volunteers alone."}

    reason: Text


class VerifiedShown(Shown):
    """At least so many opinions were verified as fixed, of those received."""

    EXAMPLE: ClassVar = {
        "key": 2,
        "rotation": 2,
        "unit": "health",
        "fixed": 310,
        "received": 590,
        "source": "…",
        "on": "1958-01-20",
    }

    key: int
    rotation: int
    unit: str
    fixed: int
    received: int
    source: str
    on: Day


class VerifiedGiven(OnDay):
    """What was verified, by whom and when."""

    EXAMPLE: ClassVar = {
        "unit": "health",
        "fixed": 310,
        "received": 590,
        "source": "sample of the office",
        "on": "1958-01-20",
    }

    unit: Code | None = Field(None, description="`code` of the unit; the rotation's home if not given.")
    fixed: Count
    received: Count
    source: Annotated[str, Field(min_length=1, max_length=300)]


class OpenCasesShown(Shown):
    """How many cases of a unit wait for an answer, counted by hand."""

    EXAMPLE: ClassVar = {"key": 4, "rotation": 2, "unit": "health", "count": 41, "on": "1958-01-20"}

    key: int
    rotation: int
    unit: str
    count: int
    on: Day


class OpenCasesGiven(OnDay):
    """A count of open cases."""

    EXAMPLE: ClassVar = {"unit": "health", "count": 41, "on": "1958-01-20"}

    unit: Code
    count: Count


def _stages() -> Any:
    return Stage.objects.select_related("rotation__home", "owner__unit")


def _stage(request: Asked, row: Stage) -> StageShown:
    actor, owner = request.actor, row.owner
    seen = owner and (actor.may(Right.READ_PEOPLE, owner.unit.path) or actor.person == owner.code)
    names = ("number", "name", "plan", "takes_up", "begins_on", "closed_on")
    return StageShown(
        key=row.pk,
        rotation=row.rotation_id,
        owner=owner.code if owner and seen else "",
        batches=list(row.batches),
        **{name: getattr(row, name) for name in names},
    )


@room.reads("stages", Listed[StageShown], Right.READ_ROTAS)
def list_stages(request: Asked, find: Query[OfRotation]) -> Any:
    """Lists stages, those of the newest rotation first."""
    rows = visible(request.actor, _stages())
    if find.rotation:
        rows = rows.filter(rotation=find.rotation)
    return listed(request, find, rows, ("-rotation_id", "number"), lambda row: _stage(request, row))


@room.does(actions.add_stage, "rotations/{key}/stages", StageShown, status=201, again=True)
def add_stage(request: Asked, key: Key, given: StageNamed) -> Any:  # noqa: D103
    return _stage(request, actions.add_stage(request.actor, rotation_found(request.actor, key), given.name))


@room.does(actions.plan_stage, "stages/{key}", StageShown, method="PUT")
def plan_stage(request: Asked, key: Key, given: StagePlanned) -> Any:  # noqa: D103
    stage = found(request.actor, _stages(), key)
    owner = reach.person_within(request.actor, given.owner, "owner") if given.owner else None
    said: dict[str, Any] = {
        "name": given.name,
        "plan": given.plan,
        "takes_up": given.takes_up,
        "begins_on": given.begins_on,
        "batches": given.batches,
    }
    actions.plan_stage(request.actor, stage, owner=owner, **said)
    return _stage(request, _stages().get(pk=key))


@room.does(actions.close_stage, "stages/{key}/close", StageShown)
def close_stage(request: Asked, key: Key, given: OnDay) -> Any:  # noqa: D103
    actions.close_stage(request.actor, found(request.actor, _stages(), key), given.on)
    return _stage(request, _stages().get(pk=key))


@room.does(actions.set_unit_stage, "stages/{key}/units", None, status=204)
def set_unit_stage(request: Asked, key: Key, given: UnitStageGiven) -> Any:  # noqa: D103
    stage = found(request.actor, _stages(), key)
    unit = reach.unit_within(request.actor, given.unit, "unit")
    actions.set_unit_stage(request.actor, stage, unit, given.since)


@room.reads("rotations/{key}/steps", Listed[StepShown], Right.READ_ROTAS)
def list_steps(request: Asked, key: Key, find: Query[Listing]) -> Any:
    """Lists the steps that were taken or skipped, in turn."""
    rows = visible(request.actor, StepDone.objects.filter(rotation=rotation_found(request.actor, key)))

    def shown(row: StepDone) -> StepShown:
        return StepShown(step=row.step, done_on=row.done_on, skipped_by=row.skipped_by, reason=row.reason)

    return listed(request, find, rows, ("pk",), shown)


@room.does(steps.take_step, "rotations/{key}/steps", None, status=204)
def take_step(request: Asked, key: Key, given: StepTaken) -> Any:  # noqa: D103
    steps.take_step(request.actor, rotation_found(request.actor, key), given.step, given.on)


@room.does(steps.skip_step, "rotations/{key}/steps/skip", None, status=204)
def skip_step(request: Asked, key: Key, given: StepSkipped) -> Any:  # noqa: D103
    steps.skip_step(request.actor, rotation_found(request.actor, key), given.step, given.on, given.reason)


def _verified(row: VerifiedBound) -> VerifiedShown:
    counts = {"fixed": row.fixed, "received": row.received}
    unit, day = row.unit.code, row.verified_on
    return VerifiedShown(key=row.pk, rotation=row.rotation_id, unit=unit, source=row.source, on=day, **counts)


@room.reads("verified", Listed[VerifiedShown], Right.READ_ROTAS)
def list_verified(request: Asked, find: Query[OfRotation]) -> Any:
    """Lists verified lower bounds, the latest first."""
    rows = visible(request.actor, VerifiedBound.objects.select_related("unit"))
    if find.rotation:
        rows = rows.filter(rotation=find.rotation)
    return listed(request, find, rows, ("-verified_on", "-pk"), _verified)


@room.does(evidence.record_verified, "rotations/{key}/verified", VerifiedShown, status=201, again=True)
def record_verified(request: Asked, key: Key, given: VerifiedGiven) -> Any:  # noqa: D103
    rotation = rotation_found(request.actor, key)
    unit = reach.unit_within(request.actor, given.unit, "unit") if given.unit else None
    said = given.model_dump(exclude={"unit"})
    return _verified(evidence.record_verified(request.actor, rotation, unit=unit, **said))


def _cases(row: OpenCases) -> OpenCasesShown:
    return OpenCasesShown(key=row.pk, rotation=row.rotation_id, unit=row.unit.code, count=row.count, on=row.as_of)


@room.reads("open-cases", Listed[OpenCasesShown], Right.READ_ROTAS)
def list_open_cases(request: Asked, find: Query[OfRotation]) -> Any:
    """Lists open cases by unit, as counted by hand."""
    rows = visible(request.actor, OpenCases.objects.select_related("unit"))
    if find.rotation:
        rows = rows.filter(rotation=find.rotation)
    return listed(request, find, rows, ("pk",), _cases)


@room.does(evidence.count_open_cases, "rotations/{key}/open-cases", OpenCasesShown)
def count_open_cases(request: Asked, key: Key, given: OpenCasesGiven) -> Any:  # noqa: D103
    rotation = rotation_found(request.actor, key)
    unit = reach.unit_within(request.actor, given.unit, "unit")
    return _cases(evidence.count_open_cases(request.actor, rotation, unit, given.count, given.on))
