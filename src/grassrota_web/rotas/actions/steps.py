"""The steps of an orderly rotation: taken in turn, or skipped for a reason that is recorded."""

from __future__ import annotations

from datetime import date

from grassrota.rota import process as core
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas.models import StepDone


@verb("rotas.take_step", Right.EDIT_PLAN)
def take_step(act: Act, rotation: Rotation, step: str, on: date) -> None:
    """Records that a step was taken.

    Raises:
        Refused: ``step_skipped``, naming the steps that come first.
    """
    act.at(rotation.home.path)
    act.lock(Rotation, pk=rotation.pk)
    record_step(rotation, step, on)
    act.note("rotation", rotation.code, place=rotation.home.path, after={"step": step}, as_of=on)


@verb("rotas.skip_step", Right.EDIT_PLAN)
def skip_step(act: Act, rotation: Rotation, step: str, on: date, reason: str) -> None:
    """Skips a step, with the reason and the name of whoever answers for it on record.

    Raises:
        Refused: ``reason_missing``, or as for taking a step.
    """
    act.at(rotation.home.path)
    act.lock(Rotation, pk=rotation.pk)
    _keep(rotation, core.skip(process_of(rotation), step, on, act.actor.name, reason))
    after = {"step": step, "skipped_because": reason}
    act.note("rotation", rotation.code, place=rotation.home.path, after=after, as_of=on)


def record_step(rotation: Rotation, step: str, on: date) -> None:
    """Records a step within the verb that takes it, such as publishing."""
    _keep(rotation, core.take(process_of(rotation), step, on))


def process_of(rotation: Rotation) -> core.Process:
    """What was done of the steps of a rotation so far."""
    rows = StepDone.objects.filter(rotation=rotation)
    done = tuple(core.StepDone(row.step, row.done_on, row.skipped_by, row.reason) for row in rows)
    return core.Process(core.ROTATION, done)


def _keep(rotation: Rotation, process: core.Process) -> None:
    last = process.done[-1]
    StepDone.objects.create(
        rotation=rotation, step=last.step, done_on=last.on, skipped_by=last.skipped_by, reason=last.reason
    )
