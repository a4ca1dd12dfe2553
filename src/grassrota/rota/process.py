"""The steps of an orderly rotation: each is taken in its turn, or skipped for a reason that is recorded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from grassrota.errors import Faults, Refused


@dataclass(frozen=True, slots=True)
class Template:
    """Steps in their order, by name."""

    name: str
    steps: tuple[str, ...]

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.name), "name", "a name", "nothing")
        named = bool(self.steps) and all(self.steps) and len(set(self.steps)) == len(self.steps)
        faults.unless(named, "steps", "names, each once", ", ".join(self.steps) or "none")
        faults.raise_if_any()


ROTATION = Template(
    "rotation",
    ("criteria", "draft_list", "discussion", "concerns_answered", "publication", "briefing", "departure"),
)
"""How people are chosen and sent without crude methods."""


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step that was taken, or skipped: then who decided so and why are recorded."""

    step: str
    on: date
    skipped_by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Process:
    """A template in use, with what was done of it, in the template's order."""

    template: Template
    done: tuple[StepDone, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults()
        expected = self.template.steps[: len(self.done)]
        got = tuple(entry.step for entry in self.done)
        faults.unless(got == expected, "done", ", ".join(expected), ", ".join(got))
        days = [entry.on for entry in self.done]
        faults.unless(days == sorted(days), "on", "days in order", ", ".join(map(str, days)))
        for entry in self.done:
            whole = bool(entry.skipped_by) == bool(entry.reason.strip())
            faults.unless(whole, "reason", "who skipped it and why, or neither", entry.reason or "nothing")
        faults.raise_if_any()

    @property
    def to_do(self) -> tuple[str, ...]:
        """Steps neither taken nor skipped."""
        return self.template.steps[len(self.done) :]


def take(process: Process, step: str, on: date) -> Process:
    """Takes a step.

    Raises:
        Refused: ``step_skipped``, naming the steps that come first; ``step_done`` or ``unknown_step``.
    """
    return _next(process, StepDone(step, on))


def skip(process: Process, step: str, on: date, by: str, reason: str) -> Process:
    """Skips a step, on record.

    Raises:
        Refused: ``reason_missing`` without a reason or somebody who answers for it; else as ``take``.
    """
    if not (by.strip() and reason.strip()):
        message = f"The step {step!r} may be skipped only with a reason, by somebody who answers for it."
        raise Refused("reason_missing", message, step=step)
    return _next(process, StepDone(step, on, by, reason))


def _next(process: Process, entry: StepDone) -> Process:
    if entry.step not in process.template.steps:
        message = f"{process.template.name} has no step {entry.step!r}; it has {', '.join(process.template.steps)}."
        raise Refused("unknown_step", message, step=entry.step)
    if entry.step not in process.to_do:
        raise Refused("step_done", f"The step {entry.step!r} is behind already.", step=entry.step)
    before = process.to_do[: process.to_do.index(entry.step)]
    if before:
        message = f"Before {entry.step!r} come {', '.join(before)}: take them, or skip each with a reason."
        raise Refused("step_skipped", message, step=entry.step, before=before)
    return replace(process, done=(*process.done, entry))
