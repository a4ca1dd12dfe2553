"""Stages: added, planned and closed in turn, and which of them each unit is in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from grassrota.rota import stages as core
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs.models import Person, Rotation, Unit
from grassrota_web.rotas.models import Stage, UnitStage


@verb("rotas.add_stage", Right.EDIT_POLICY)
def add_stage(act: Act, rotation: Rotation, name: str) -> Stage:
    """Adds a stage after the last one."""
    act.at(rotation.home.path)
    act.lock(Rotation, pk=rotation.pk)
    stage = Stage.objects.create(rotation=rotation, number=rotation.stages.count() + 1, name=name)
    act.note("stage", rotation.code, place=rotation.home.path, after={"number": stage.number, "name": name})
    return stage


@verb("rotas.plan_stage", Right.EDIT_POLICY)
def plan_stage(
    act: Act,
    stage: Stage,
    *,
    name: str,
    plan: str,
    takes_up: str = "",
    owner: Person | None,
    begins_on: date | None,
    batches: Iterable[int] = (),
) -> None:
    """Says what will be done in a stage, what it takes up from the one before, who answers for it, and from when."""
    place = stage.rotation.home.path
    act.at(place)
    stage = act.lock(Stage, pk=stage.pk)
    before = _said(stage)
    stage.name, stage.plan, stage.owner, stage.begins_on = name, plan, owner, begins_on
    stage.takes_up = takes_up
    stage.batches = sorted(set(batches))
    stage.save()
    act.note("stage", stage.rotation.code, place=place, before=before, after=_said(stage))


@verb("rotas.close_stage", Right.EDIT_POLICY)
def close_stage(act: Act, stage: Stage, on: date) -> None:
    """Closes a stage.

    Raises:
        Refused: ``stage_order``, or ``next_stage_not_ready`` with what the next one lacks.
    """
    rotation = stage.rotation
    act.at(rotation.home.path)
    act.lock(Rotation, pk=rotation.pk)
    rows = list(rotation.stages.select_related("owner"))
    core.close_stage(tuple(_value(row) for row in rows), stage.number, on)
    Stage.objects.filter(pk=stage.pk).update(closed_on=on)
    after = {"number": stage.number, "closed_on": on.isoformat()}
    act.note("stage", rotation.code, place=rotation.home.path, after=after, as_of=on)


@verb("rotas.set_unit_stage", Right.EDIT_POLICY)
def set_unit_stage(act: Act, stage: Stage, unit: Unit, since: date) -> None:
    """Records the stage of a unit, and of those below it that say nothing else."""
    rotation = stage.rotation
    act.at(rotation.home.path)
    act.at(unit.path)
    earlier = UnitStage.objects.filter(rotation=rotation, unit=unit).select_related("stage").first()
    given = {"stage": stage, "since": since}
    UnitStage.objects.update_or_create(rotation=rotation, unit=unit, defaults=given)
    before = {"stage": earlier.stage.number} if earlier else None
    act.note("unit", unit.code, place=unit.path, before=before, after={"stage": stage.number}, as_of=since)


def _value(row: Stage) -> core.Stage:
    owner = row.owner.code if row.owner else ""
    return core.Stage(row.number, row.name, row.plan, owner, row.begins_on, row.closed_on, row.takes_up)


def _said(stage: Stage) -> dict[str, object]:
    begins = stage.begins_on.isoformat() if stage.begins_on else None
    owner = stage.owner.code if stage.owner else None
    said = {"number": stage.number, "name": stage.name, "plan": stage.plan, "owner": owner, "begins_on": begins}
    return {**said, "takes_up": stage.takes_up, "batches": stage.batches}
